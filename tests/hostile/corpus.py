"""Files that are broken, not what they say, or made to exhaust the machine; built on the spot."""

# ruff: noqa: E501 (a table of cases)

import io
import json
import random
import struct
import zlib
from collections.abc import Callable

import xlwt
from hostile.containers import (
    DOCUMENT,
    ROWS,
    SHEET,
    STRINGS,
    document,
    page,
    pdf,
    sheet_rows,
    stream,
    word_table,
    workbook,
    written,
    zipped,
)

Build = Callable[[], bytes]
MEGABYTE = 1024 * 1024
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_SPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_NS = f'xmlns="{_SPACE}" xmlns:ss="{_SPACE}"'


def laughs(root: str) -> str:
    """Return a document type in which ``&j;`` stands for a thousand million letters."""
    entities = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    return f'<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY a "aaaaaaaaaa">{entities}]>'


def outside(root: str) -> str:
    """Return a document type whose ``&x;`` is a file of this machine."""
    return f'<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def _lied() -> bytes:
    """Return a zip bomb that states a size of 1,000 bytes."""
    size = 70 * MEGABYTE
    data = zipped(workbook(sheet_rows() + "<!--" + " " * size + "-->"))
    with io.BytesIO(data) as file:
        import zipfile

        real = zipfile.ZipFile(file).getinfo(SHEET).file_size
    return data.replace(real.to_bytes(4, "little"), (1000).to_bytes(4, "little"))


def _twice() -> bytes:
    parts = dict(workbook())
    return zipped(parts | {SHEET.upper(): parts[SHEET]})


def _flagged(at_local: int, at_central: int, value: bytes) -> bytes:
    """Return a workbook with bytes changed in every header of its zip container."""
    data = bytearray(zipped(workbook()))
    for sign, offset in ((b"PK\x03\x04", at_local), (b"PK\x01\x02", at_central)):
        place = data.find(sign)
        while place >= 0:
            data[place + offset : place + offset + len(value)] = value
            place = data.find(sign, place + 4)
    return bytes(data)


def _scrambled() -> bytes:
    data = bytearray(zipped(workbook()))
    for place in range(200, len(data) - 400):
        data[place] ^= 0x5A
    return bytes(data)


def _xls(rows: int = 30, encrypted: bool = False) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("自评表")
    for row in range(rows):
        sheet.write(row, 0, ROWS[row][0] if row < len(ROWS) else "x")
    out = io.BytesIO()
    book.save(out)
    data = out.getvalue()
    if encrypted:  # a FILEPASS record in place of the CODEPAGE record
        at = data.find(struct.pack("<HH", 0x0042, 2))
        data = data[:at] + struct.pack("<HH", 0x002F, 2) + data[at + 4 :]
    return data


def _hidden() -> bytes:
    parts = dict(workbook())
    parts["xl/workbook.xml"] = str(parts["xl/workbook.xml"]).replace(
        "sheetId", 'state="veryHidden" sheetId'
    )
    return zipped(parts)


def _noise(size: int) -> bytes:
    return random.Random(7).randbytes(size)


def _scan() -> bytes:
    picture = stream(bytes(100 * 100), head=b"/Type/XObject/Subtype/Image/Width 100/Height 100"
                     b"/ColorSpace/DeviceGray/BitsPerComponent 8")  # fmt: skip
    return pdf(b"q 595 0 0 842 0 0 cm /X100 Do Q", extra={100: picture})


def _drawn_from_drawings() -> bytes:
    """Return a PDF of 12 drawings of which each draws the next one ten times."""
    extra = {}
    for number in range(100, 112):
        below = b"/X%d Do " % (number + 1) * 10 if number < 111 else b"0 0 9 9 re f "
        head = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X%d %d 0 R>>>>"
        extra[number] = stream(below, head=head % (number + 1, number + 1))
    return pdf(b"/X100 Do", extra=extra)


def _locked_pdf() -> bytes:
    body = pdf(b"0 0 m 9 9 l S")
    lock = b"3 0 obj\n<</Filter/Standard/V 2/R 3/Length 128/P -44/O<%s>/U<%s>>>\nendobj\n" % (
        b"11" * 32, b"22" * 32,
    )  # fmt: skip
    body = body.replace(b"trailer<<", lock + b"trailer<<")
    return body.replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt 3 0 R/ID[<00><00>]")


def _nested(depth: int) -> str:
    table = word_table([["一", "二"]])
    for _ in range(depth):
        table = f"<w:tbl><w:tr><w:tc>{table}<w:p/></w:tc></w:tr></w:tbl>"
    return table


def _nested_mime(depth: int) -> bytes:
    """Return a single-file web page whose parts lie in parts."""
    heads = (
        f'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b{at}"\n\n--b{at}\n'
        for at in range(depth)
    )
    return ("".join(heads) + "Content-Type: text/html\n\n" + page(ROWS)).encode()


def _many_sheets(count: int) -> bytes:
    """Return a workbook in which one part is many sheets."""
    parts = dict(workbook())
    before, sheet, after = str(parts["xl/workbook.xml"]).partition('<sheet name="自评表"')
    one, end, rest = after.partition("/>")
    parts["xl/workbook.xml"] = before + (sheet + one + end) * count + rest
    return zipped(parts)


def _renamed_in_head() -> bytes:
    """Return a workbook of which one head says another name than the table, and no text at all."""
    data = zipped(workbook())
    at = data.find(b"xl/workbook.xml")
    data = data[: at - 24] + b"\x00\x08" + data[at - 22 :]  # the flag of a name in UTF-8
    return data[:at] + b"\x82" + data[at + 1 :]


def _formatted(code: str) -> bytes:
    """Return a workbook whose executed amount has a number format of its own."""
    styles = (
        f'<styleSheet><numFmts><numFmt numFmtId="170" formatCode="{code}"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>'
    )
    old = '<c t="inlineStr"><is><t>90</t></is></c>'
    data = sheet_rows().replace(old, '<c s="1"><v>90.5</v></c>')
    return zipped(workbook(data) | {"xl/styles.xml": styles})


def _extreme_xls() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("自评表")
    for row, cells in enumerate(ROWS):
        for column, text in enumerate(cells):
            sheet.write(row, column, text)
    odd = book.add_sheet("另一张")
    numbers = (1e308, -1e308, 5e-324)
    for row, cells in enumerate(ROWS):
        for column, text in enumerate(cells):
            found = row == 4 and 2 <= column <= 4
            odd.write(row, column, numbers[column - 2] if found else text)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _json(actual: str) -> bytes:
    return json.dumps(
        {
            "project": "道路养护",
            "funds": {"total": {"initial": "9" * 33, "adjusted": "100", "executed": actual}},
            "indicators": [
                {"name": "里程", "target": "≥5公里", "actual": actual, "weight": actual}
            ],
        }
    ).encode()


READ: dict[str, Build] = {
    "format of brackets.xlsx": lambda: _formatted("[$-" * 20_000),
    "format of quotes.xlsx": lambda: _formatted("&quot;;" * 20_000),
    "format of 20000 decimals.xlsx": lambda: _formatted("0." + "0" * 20_000),
    "format of 240 decimals.xlsx": lambda: _formatted("0." + "0" * 240),
    "format of 200 percents.xlsx": lambda: _formatted("0" + "%" * 200),
    "format of 200 commas.xlsx": lambda: _formatted("0" + "," * 200),
    "largest and least.xls": _extreme_xls,
    "project code as actual.json": lambda: _json("31010120210000000000000001"),
    "ten thousand digits.json": lambda: _json("9" * 10_000),
    "a whole cell of digits.xlsx": lambda: zipped(
        workbook(sheet_rows([[c if c != "90" else "9" * 32_000 for c in row] for row in ROWS]))
    ),
    "a whole cell of spaces.xlsx": lambda: zipped(
        workbook(sheet_rows([[c if c != "90" else " 9" * 16_000 for c in row] for row in ROWS]))
    ),
}
"""By file name: what builds a file that is odd, but read; then scored and checked."""

REFUSED: dict[str, tuple[Build, str]] = {
    "zip bomb in a sheet.xlsx": (
        lambda: zipped(workbook(sheet_rows() + "<!--" + " " * (70 * MEGABYTE) + "-->")), "不像"),
    "zip bomb in the strings.xlsx": (
        lambda: zipped(workbook() | {STRINGS: b"<sst>" + bytes(300 * MEGABYTE)}), "不像"),
    "zip bomb with a stated size.xlsx": (_lied, "文件"),
    "two thousand parts.xlsx": (
        lambda: zipped(workbook() | {f"p/{n}.xml": "" for n in range(2_001)}), "个部件"),
    "two parts of one name.xlsx": (_twice, "重名"),
    "bomb inside a zip.xlsx": (lambda: zipped({"a.zip": zipped({"b": bytes(MEGABYTE)})}), "没有工作簿"),
    "path out of the archive.xlsx": (lambda: zipped({"../../../etc/passwd": "x"}), "没有工作簿"),
    "huge dimension.xlsx": (
        lambda: zipped(workbook(before='<dimension ref="A1:XFD1048576"/>')), "上限"),
    "last cell of a sheet.xlsx": (
        lambda: zipped(workbook('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')), "上限"),
    "cell far right.xlsx": (
        lambda: zipped(workbook('<row r="1"><c r="XFD1"><v>1</v></c></row>')), "上限"),
    "merge of a whole sheet.xlsx": (
        lambda: zipped(workbook(after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')),
        "上限"),
    "merge of long columns.xlsx": (
        lambda: zipped(workbook(after='<mergeCells><mergeCell ref="A1:Z100000"/></mergeCells>')),
        "上限"),
    "a million rows.xlsx": (
        lambda: zipped(workbook("".join(
            f'<row r="{n}"><c><v>{n * 7919 % 99991}</v></c></row>' for n in range(1, 1_000_001)
        ))), "文件"),
    "a million cells.xlsx": (
        lambda: zipped(workbook("<row>" + "<c><v>1</v></c>" * 1_000_000 + "</row>")), "文件"),
    "five thousand wide rows.xlsx": (
        lambda: zipped(workbook('<row r="1"><c><v>1</v></c></row><row r="5000"><c r="GR5000"><v>1</v>'
                                "</c></row>")), "上限"),
    "entities that grow.xlsx": (
        lambda: zipped(workbook(sheet_rows([["&j;"]]), head=laughs("worksheet"))), "文件"),
    "entity from a file.xlsx": (
        lambda: zipped(workbook(sheet_rows([["&x;"]]), head=outside("worksheet"))), "实体"),
    "document type from a server.xlsx": (
        lambda: zipped(workbook(head='<!DOCTYPE worksheet SYSTEM "http://127.0.0.1:9/x.dtd">')),
        "实体"),
    "deep nesting.xlsx": (lambda: zipped(workbook("<row>" * 3_000 + "</row>" * 3_000)), "损坏"),
    "half a file.xlsx": (lambda: zipped(workbook())[:600], "损坏"),
    "without its end.xlsx": (lambda: zipped(workbook())[:-30], "损坏"),
    "scrambled.xlsx": (_scrambled, "损坏"),
    "a password on the parts.xlsx": (lambda: _flagged(6, 8, b"\x01\x00"), "密码"),
    "unknown packing.xlsx": (lambda: _flagged(8, 10, b"\x63\x00"), "损坏"),
    "broken part.xlsx": (lambda: zipped(workbook("<row><c>")), "损坏"),
    "no sheet.xlsx": (
        lambda: zipped(workbook() | {"xl/_rels/workbook.xml.rels": "<Relationships/>"}), "工作表"),
    "all sheets hidden.xlsx": (_hidden, "没有可见的工作表"),
    "an address book.xlsx": (
        lambda: zipped(workbook(sheet_rows([["姓名", "电话"]]))), "没有找到自评表"),
    "encrypted workbook.xlsx": (
        lambda: _OLE + bytes(512) + "EncryptedPackage".encode("utf-16-le"), "密码"),
    "binary workbook.xlsb": (lambda: zipped({"xl/workbook.bin": b"x"}), "xlsb"),
    "slides.pptx": (lambda: zipped({"ppt/slides/slide1.xml": "<x/>"}), "演示文稿"),
    "a span of 200 million columns.docx": (
        lambda: zipped(document(
            '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="200000000"/></w:tcPr><w:p/></w:tc></w:tr>'
            "</w:tbl>")), "上限"),
    "entity from a file.docx": (
        lambda: zipped(document(word_table([["&x;"]]), head=outside("w:document"))), "实体"),
    "entities that grow.docx": (
        lambda: zipped(document(word_table([["&j;"]]), head=laughs("w:document"))), "文件"),
    "no table.docx": (lambda: zipped(document("<w:p/>")), "没有表格"),
    "a letter.docx": (lambda: zipped(document(word_table([["甲", "乙"]]))), "没有找到自评表"),
    "zip bomb.docx": (
        lambda: zipped({DOCUMENT: b"<w/>" + b" " * (70 * MEGABYTE)}), "不像"),
    "twenty thousand rows.docx": (
        lambda: zipped(document(word_table([[f"{n * 7919 % 99991}"] for n in range(20_000)]))), "上限"),
    "tables in tables.docx": (lambda: zipped(document(_nested(300))), "文件"),
    "half a file.docx": (lambda: zipped(document())[:300], "损坏"),
    "parts in parts.mht": (lambda: _nested_mime(3_000), "嵌套太深"),
    "five thousand sheets.xlsx": (lambda: _many_sheets(5_000), "5000 张工作表"),
    "another name in the head.xlsx": (_renamed_in_head, "损坏"),
    "no table.html": (lambda: "<html><body>你好</body></html>".encode(), "没有表格"),
    "wide spans.html": (
        lambda: page([["x"]] * 2_000).replace("<td>", '<td colspan="999999999">').encode(), "上限"),
    "tall spans.html": (
        lambda: page([["x"] * 60] * 1_500).replace("<td>", '<td rowspan="65534">').encode(), "上限"),
    "deep nesting.html": (
        lambda: b"<html><body>" + b"<div>" * 100_000 + b"<table><tr><td>x</td></tr></table>", "文件"),
    "half a million tags.html": (lambda: b"<html>" + b"<b>x</b>" * 300_000, "标记"),
    "tables in tables.html": (
        lambda: b"<html>" + b"<table><tr><td>" * 2_000 + b"x", "文件"),
    "garbage.xls": (lambda: _OLE + _noise(50_000), "损坏"),
    "half a file.xls": (lambda: _xls()[:3_000], "文件"),
    "sixty thousand rows.xls": (lambda: _xls(60_000), "上限"),
    "encrypted.xls": (lambda: _xls(encrypted=True), "文件"),
    "a letter named.xls": (lambda: _OLE + bytes(512) + "WordDocument".encode("utf-16-le"), "Word"),
    "five megabytes.xls": (lambda: _OLE + _noise(5 * MEGABYTE), "上限"),
    "entities that grow.xml": (
        lambda: (laughs("Workbook") + f"<Workbook {_NS}>&j;</Workbook>").encode(), "文件"),
    "merge without end.xml": (
        lambda: (f"<?xml version='1.0'?><Workbook {_NS}><Worksheet ss:Name='x'><Table><Row>"
                 "<Cell ss:MergeAcross='999999999'><Data ss:Type='String'>x</Data></Cell></Row>"
                 "</Table></Worksheet></Workbook>").encode(), "上限"),
    "some other.xml": (lambda: b"<?xml version='1.0'?><note/>", "没有工作簿"),
    "scanned.pdf": (_scan, "扫描件"),
    "no lines.pdf": (lambda: pdf(b"BT /F 12 Tf 50 700 Td (hello) Tj ET"), "框线"),
    "a million lines.pdf": (lambda: pdf(b"0 0 m 9 9 l S\n" * 1_000_000), "万条线"),
    "bomb.pdf": (lambda: pdf(b" " * (300 * MEGABYTE)), "MB"),
    "bomb packed twice.pdf": (
        lambda: written({1: b"<</Type/Catalog/Pages 2 0 R>>",
                         2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
                         3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
                         4: (lambda data: b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%s"
                             b"\nendstream" % (len(data), data))(
                                 zlib.compress(zlib.compress(b"0 0 9 9 re f " * 20_000_000, 9), 9))}),
        "文件"),
    "drawings of drawings.pdf": (_drawn_from_drawings, "文件"),
    "five hundred pages.pdf": (lambda: pdf(*[b"0 0 m 9 9 l S"] * 500), "500 页"),
    "half a file.pdf": (lambda: _scan()[:300], "文件"),
    "not really a.pdf": (lambda: b"%PDF-1.7\n" + _noise(10_000), "损坏"),
    "encrypted.pdf": (_locked_pdf, "密码"),
    "empty.xlsx": (lambda: b"", "空的"),
    "blank.txt": (lambda: b" \r\n\t\n", "空的"),
    "binary.txt": (lambda: bytes(range(256)), "文字编码"),
    "only zeros.txt": (lambda: bytes(1_000), "空的"),
    "two million characters.txt": (lambda: b"a\n" * 1_500_000, "超过 2000000"),
    "forty megabytes.txt": (lambda: bytes(40 * MEGABYTE), "上限"),
    "deep nesting.json": (lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "文件"),
    "a number of a million digits.json": (
        lambda: b'{"year":' + b"9" * 1_000_000 + b"}", "文件"),
    "picture.png": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(64), "图片"),
    "archive.rar": (lambda: b"Rar!\x1a\x07" + bytes(64), "解压"),
    "program.xlsx": (lambda: b"MZ\x90\0" + bytes(64), "程序"),
    "letter.rtf": (lambda: b"{\\rtf1 x}", "RTF"),
}  # fmt: skip
"""By file name: what builds it, and a word that its error must say."""
