"""Files with one text in one of many places around the form, each as small as its kind allows."""

# ruff: noqa: E501 (lines of XML)

import base64
import io
from collections.abc import Callable

import xlwt
from hostile.compound import compound
from hostile.containers import ROWS, document, page, word_table, workbook, zipped
from pdf_bytes import file_of

from selfeval_assist.documents.texts import ole

Make = Callable[[str], bytes]
"""Makes a file that holds a text."""

_CORE = (
    '<cp:coreProperties xmlns:cp="urn:cp" xmlns:dc="urn:dc"><dc:subject>{}</dc:subject>'
    "</cp:coreProperties>"
)
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_DRAWING = (
    '<xdr:wsDr xmlns:xdr="urn:xdr" xmlns:a="urn:a"><xdr:sp><xdr:txBody><a:p><a:r><a:t>{}</a:t>'
    "</a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>"
)


def _runs(text: str) -> str:
    """Return a paragraph of Word in which each sign is a run of its own, as an editor leaves it."""
    return "<w:p>" + "".join(f"<w:r><w:t>{sign}</w:t></w:r>" for sign in text) + "</w:p>"


def _rows(*rows: tuple[str, ...]) -> str:
    return "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in row) + "</row>"
        for row in rows
    )


def _book(*, part: str = "", text: str | bytes = "", **options: str) -> bytes:
    more = {part: text} if part else {}
    return zipped({**workbook(**options), **more})


def _second_sheet(text: str, state: str) -> bytes:
    parts = {key: str(value) for key, value in workbook().items()}
    first = '<sheet name="自评表" sheetId="1" r:id="r1"/>'
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        first, f'{first}<sheet name="封面" sheetId="2" {state} r:id="r2"/>'
    )
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>", '<Relationship Id="r2" Target="worksheets/sheet2.xml"/></Relationships>'
    )
    parts["xl/worksheets/sheet2.xml"] = (
        '<worksheet><sheetData><row r="3"><c r="B3" t="s"><v>1</v></c></row></sheetData></worksheet>'
    )
    parts["xl/sharedStrings.xml"] = (
        f"<sst><si><t>无</t></si><si><r><t>{text[:1]}</t></r><r><t>{text[1:]}</t></r></si></sst>"
    )
    return zipped(parts)


def _renamed(text: str) -> bytes:
    parts = {key: str(value) for key, value in workbook().items()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace("自评表", text)
    return zipped(parts)


def _word(*, body: str = "", part: str = "", text: str = "") -> bytes:
    parts = document(f"{body}{word_table(ROWS)}")
    return zipped({**parts, **({part: text} if part else {})})


def _far(text: str) -> bytes:
    """Return a document with a cover page: more lines lie between the mark and the form."""
    return _word(body=_runs(text) + "<w:p><w:r><w:t>说明</w:t></w:r></w:p>" * 40)


def _box(text: str) -> bytes:
    return _word(
        body=f"<w:p><w:r><w:pict><w:txbxContent>{_runs(text)}</w:txbxContent></w:pict></w:r></w:p>"
    )


def _xls(
    text: str = "", *, above: str = "", header: str = "", hidden: str = "", title: str = "自评表"
) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet(title)
    # Its setter takes no text beyond ASCII.
    sheet._Worksheet__header_str = f"&C{header}"
    for at, row in enumerate([(above,), *ROWS]):
        for column, cell in enumerate(row):
            sheet.write(at, column, cell)
    if hidden:
        other = book.add_sheet("说明")
        other.write(2, 1, hidden)
        other.visibility = 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _hex(text: str) -> bytes:
    return text.encode("utf-16-be").hex().encode()


def _pdf(*, head: str = "", remark: str = "", title: str = "") -> bytes:
    """Return a PDF of one page with a ruled table; its font takes a letter's number for its sign."""
    width, height, top = 70, 30, 700
    lines = [b"q 1 w"]
    for at in range(len(ROWS) + 1):
        lines.append(b"10 %d m %d %d l S" % (top - at * height, 10 + 8 * width, top - at * height))
    for at in range(9):
        lines.append(
            b"%d %d m %d %d l S" % (10 + at * width, top, 10 + at * width, top - len(ROWS) * height)
        )
    texts = [(10, 750, head)] + [
        (12 + column * width, top - 20 - at * height, text)
        for at, row in enumerate(ROWS)
        for column, text in enumerate(row)
    ]
    lines += [
        b"BT /F 8 Tf %d %d Td <%b> Tj ET" % (x, y, _hex(text)) for x, y, text in texts if text
    ]
    content = b"\n".join([*lines, b"Q"])
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        b"1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        b"1 beginbfrange <0000> <ffff> <0000> endbfrange endcmap end end"
    )
    notes = (
        b"/Annots[<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents<feff%b>>>]" % _hex(remark)
        if remark
        else b""
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R%b"
        b"/Resources<</Font<</F 5 0 R>>>>>>" % notes,
        b"<</Length %d>>stream\n%b\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H/ToUnicode 7 0 R"
        b"/DescendantFonts[6 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/DW 1000"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        b"/FontDescriptor<</Type/FontDescriptor/FontName/Song/Flags 4/FontBBox[0 -200 1000 900]"
        b"/Ascent 880/Descent -120/CapHeight 700/StemV 80/ItalicAngle 0>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(cmap), cmap),
        b"<</Title<feff%b>>>" % _hex(title),
    ]
    return file_of(objects, info=8)


def _stream(data: bytes) -> bytes:
    """Return the sheets of an old workbook without its container."""
    return ole.streams(data)["Workbook"]


def _old_word(text: str) -> bytes:
    """Return an old document whose text lies among the bytes of its format."""
    noise = bytes(range(256)) * 3 + b"\x01"
    return compound({"WordDocument": noise + f"\r{text}\r".encode("utf-16-le") + noise})


def _packed(name: str, data: bytes) -> bytes:
    """Return an object that is a file with its name, as Word packs any file."""
    head = f"{name}\0C:\\{name}\0".encode("gb18030") + bytes(8)
    inner = len(head + data).to_bytes(4, "little") + b"\2\0" + head + data
    return compound({"\1Ole10Native": inner, "\1CompObj": b"Package\0"})


def _with_object(data: bytes) -> bytes:
    return _book(part="xl/embeddings/oleObject1.bin", text=data)


PLACES: dict[str, tuple[str, Make]] = {
    "xlsx: a row above": (".xlsx", lambda t: _book(data=_rows((t,), *ROWS))),
    "xlsx: a row below": (".xlsx", lambda t: _book(data=_rows(*ROWS, ("",), ("", "", t)))),
    "xlsx: a cover sheet": (".xlsx", lambda t: _second_sheet(t, "")),
    "xlsx: a hidden sheet": (".xlsx", lambda t: _second_sheet(t, 'state="veryHidden"')),
    "xlsx: the header": (".xlsx", lambda t: _book(after=f"<headerFooter><oddHeader>&amp;C{t}</oddHeader></headerFooter>")),
    "xlsx: a comment": (".xlsx", lambda t: _book(part="xl/comments1.xml", text=f'<comments><commentList><comment ref="B2"><text><r><t>{t}</t></r></text></comment></commentList></comments>')),
    "xlsx: a text box": (".xlsx", lambda t: _book(part="xl/drawings/drawing1.xml", text=_DRAWING.format(t))),
    "xlsx: a property": (".xlsx", lambda t: _book(part="docProps/core.xml", text=_CORE.format(t))),
    "xlsx: the sheet's name": (".xlsx", _renamed),
    "docx: the first paragraph": (".docx", lambda t: _word(body=_runs(t))),
    "docx: a cover page": (".docx", _far),
    "docx: the page header": (".docx", lambda t: _word(part="word/header1.xml", text=f"<w:hdr {_W}>{_runs(t)}</w:hdr>")),
    "docx: the page footer": (".docx", lambda t: _word(part="word/footer2.xml", text=f"<w:ftr {_W}>{_runs(t)}</w:ftr>")),
    "docx: a text box": (".docx", _box),
    "docx: a comment": (".docx", lambda t: _word(part="word/comments.xml", text=f"<w:comments {_W}><w:comment>{_runs(t)}</w:comment></w:comments>")),
    "docx: a property": (".docx", lambda t: _word(part="docProps/core.xml", text=_CORE.format(t))),
    "docx: a watermark": (".docx", lambda t: _word(part="word/header3.xml", text=f'<w:hdr {_W}><w:p><w:r><v:shape xmlns:v="urn:v"><v:textpath string="{t}"/></v:shape></w:r></w:p></w:hdr>')),
    "docx: an attached workbook": (".docx", lambda t: zipped({**document(), "word/embeddings/a.xlsx": _book(data=_rows((t,)))})),
    "docx: a document in a sheet in it": (".docx", lambda t: zipped({**document(), "word/embeddings/a.xlsx": _book(part="xl/embeddings/b.docx", text=_word(body=_runs(t)))})),
    "xlsx: an attached document": (".xlsx", lambda t: _book(part="xl/embeddings/a.docx", text=_word(body=_runs(t)))),
    "xlsx: an old workbook as object": (".xlsx", lambda t: _with_object(compound({"Workbook": _stream(_xls(hidden=t))}))),
    "xlsx: an old document as object": (".xlsx", lambda t: _with_object(_old_word(t))),
    "xlsx: a packed file": (".xlsx", lambda t: _with_object(_packed("a.docx", _word(body=_runs(t))))),
    "xlsx: the name of a packed file": (".xlsx", lambda t: _with_object(_packed(f"{t}.docx", b"-"))),
    "xls: an object": (".xls", lambda t: compound({"Workbook": _stream(_xls()), "MBD01/Workbook": _stream(_xls(hidden=t))})),
    "xls: an attached document": (".xls", lambda t: compound({"Workbook": _stream(_xls()), "MBD01/Package": _word(body=_runs(t))})),
    "html: a picture's file": (".html", lambda t: page().replace("<body>", f'<body><img src="data:application/zip;base64,{base64.b64encode(_word(body=_runs(t))).decode()}">').encode()),
    "xls: a row above": (".xls", lambda t: _xls(above=t)),
    "xls: a hidden sheet": (".xls", lambda t: _xls(hidden=t)),
    "xls: the header": (".xls", lambda t: _xls(header=t)),
    "xls: the sheet's name": (".xls", lambda t: _xls(title=t)),
    "html: the title": (".html", lambda t: page().replace("<body>", f"<head><title>{t}</title></head><body>").encode()),
    "html: a paragraph": (".html", lambda t: page().replace("<body>", f"<body><p><b>{t[:1]}</b>{t[1:]}</p>").encode()),
    "html: a hidden part": (".html", lambda t: page().replace("</body>", f'<div style="display:none">{t}</div></body>').encode()),
    "pdf: above the table": (".pdf", lambda t: _pdf(head=t)),
    "pdf: a remark": (".pdf", lambda t: _pdf(remark=t)),
    "pdf: a property": (".pdf", lambda t: _pdf(title=t)),
    "text: the first line": (".txt", lambda t: "\n".join([t, *("\t".join(row) for row in ROWS)]).encode()),
    "text: below the table": (".txt", lambda t: "\n".join([*("\t".join(row) for row in ROWS), "", t]).encode()),
}  # fmt: skip
"""Where a mark can stand, by the kind of file: how the file ends, and what makes it."""

SPELLINGS = (
    "机密★10年", "秘密☆1年", "绝密⭐️长期", "機密 ＊ 5年", "密级：机密", "【秘密】", "机密·10年",
    "内部资料　注意保存", "工作秘密", "涉密文件",
)  # fmt: skip
