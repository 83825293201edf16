"""The remarks in the lines of a file: numbered points, rows of a list, and what is neither."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from selfeval_assist.documents.recognise.words import label
from selfeval_assist.documents.remarks.lines import Line, Piece
from selfeval_assist.prose.dates import read_date
from selfeval_assist.prose.values import Comparator

# Levels of numbering, the outer one first; “3.5吨” is no number of a point.
_NUMBERS = (
    r"第?[一二三四五六七八九十]{1,3}[、.．](?!\d)",
    r"[(（][一二三四五六七八九十]{1,3}[)）]",
    r"\d{1,3}(?:[.．](?!\d)|[、:：])|第\d{1,3}条[：:、]?|[一二三四五六七八九十]是",
    r"[(（]\d{1,3}[)）]|\d{1,3}[)）]",
    r"[①-⑳]",
    r"[-·•●◆■*]\s",
)
_NUMBERED = re.compile("|".join(rf"({pattern})" for pattern in _NUMBERS))
_FIRST = re.compile(r"第?[(（]?(?:1|一)(?![\d十])|①|[-·•●◆■*]")
_LISTED = 2
"""The level of a point that Word numbers."""
_COLUMNS = re.compile(
    r"(?P<cell>(?:所在|涉及|对应)?的?单元格)"
    r"|(?P<place>(?:所在|涉及|对应)?的?(?:位置|栏目|行次|指标|三级指标)(?:名称)?)"
    r"|(?P<text>(?:提请核实|审核|复核|评审|退回|修改|整改|存在|发现|主要)*的?"
    r"(?:问题|意见|内容|事项|建议|要求)(?:描述|说明|内容)?(?:及(?:意见|建议))?)"
    r"|(?P<project>项目(?:名称)?)|(?P<other>序号|编号|程度|规则|(?:实施|填报)?单位(?:名称)?)"
)
"""Headings of a list of remarks, as ``label`` makes them; 处理意见 says what came of one."""
_FILE = re.compile(r"文件[:：](?P<file>.+)$")
_ANOTHER = re.compile(r"(?<=[；;。\s])(?=\d{1,2}[.．、](?!\d))")
_PLACEHOLDER = "【待填"
_SHORT = 30
"""Characters of the longest name of an office under a letter."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark of a file.

    Attributes:
        text: what is remarked.
        ref: where it stands in the file: ``第5段``, ``表1第2行第4列``, ``B7``.
        sure: whether it is numbered or a row of a list; a plain line is a remark only on a cell.
        place: what a list says in a column of its own about the place.
        under: the headings above it.
        project: the project that its row or its section names, or nothing.
        file: the file that its section names, or nothing.
        row: whether it is a row of a table.
    """

    text: str
    ref: str
    sure: bool = True
    place: str = ""
    under: tuple[str, ...] = ()
    project: str = ""
    file: str = ""
    row: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """The remarks of a file with who signed it and when; empty where it does not say."""

    remarks: tuple[Remark, ...]
    by: str = ""
    date: str = ""


@dataclass(slots=True)
class _Reader:
    """What stands above the line that is read: headings by their level, the columns of a list."""

    columns: dict[int, str] = field(default_factory=dict)
    above: dict[int, str] = field(default_factory=dict)
    section: tuple[str, str] = ("", "")
    project: str = ""


def letter(lines: Sequence[Line]) -> Letter:
    """Return the remarks in the lines of a file."""
    by, date, body = _signed(lines)
    reader = _Reader()
    found: list[Remark] = []
    for at, line in enumerate(body):
        below = body[at + 1 :]
        line = _behind_its_number(line)
        found += _listed(line, reader) if len(line.pieces) > 1 else _told(line, below, reader)
    return Letter(tuple(_joined(found)), by, date)


def _joined(found: Sequence[Remark]) -> Iterator[Remark]:
    """Yield the remarks; a plain line between two numbered ones is the end of the first."""
    last = max((at for at, each in enumerate(found) if each.sure), default=-1)
    held: Remark | None = None
    for at, each in enumerate(found):
        if held and not each.sure and at < last:
            held = replace(held, text=f"{held.text}\n{each.text}")
            continue
        if held:
            yield held
        held = each if each.sure else None
        if held is None:
            yield each
    if held:
        yield held


def _behind_its_number(line: Line) -> Line:
    """Return a paragraph whose number stands before a tab as one text."""
    if len(line.pieces) != 2 or not _NUMBERED.fullmatch(line.pieces[0].text.strip()):
        return line
    number, told = line.pieces
    return Line((told._replace(text=f"{number.text.strip()}{told.text}"),))


def _signed(lines: Sequence[Line]) -> tuple[str, str, Sequence[Line]]:
    """Return who signed, when, and the lines above that."""
    texts = [line.pieces[0].text.strip() for line in lines[-2:] if len(line.pieces) == 1]
    if len(texts) < 2 or _NUMBERED.match(texts[0]) or len(texts[0]) > _SHORT:
        return "", "", lines
    day = "".join(texts[1].split())
    if _PLACEHOLDER in day or read_date(Comparator.NONE, day) is not None:
        kept = ("" if _PLACEHOLDER in each else each for each in (texts[0], day))
        return next(kept), next(kept), lines[:-2]
    return "", "", lines


def _listed(line: Line, reader: _Reader) -> Iterator[Remark]:
    """Yield the remark of a row of a list, or take the row as its headings."""
    named = {each.column: _column(each) for each in line.pieces}
    if "text" in named.values() and sum(map(bool, named.values())) > 1:
        reader.columns = {column: name for column, name in named.items() if name}
        return
    at: dict[str, list[str]] = {}
    ref = line.pieces[-1].ref
    for each in line.pieces:
        name = reader.columns.get(each.column, "")
        at.setdefault(name, []).append(each.text.strip())
        ref = each.ref if name == "text" else ref
    reader.project = next(iter(at.get("project", ())), reader.project)
    project, file = reader.section
    listed = "text" in at
    yield Remark(
        text="；".join(at["text"] if listed else (each.text.strip() for each in line.pieces)),
        ref=ref,
        sure=listed,
        place="".join([*at.get("place", ()), *(f"（{cell}）" for cell in at.get("cell", ()))]),
        under=_under(reader),
        project=reader.project or project,
        file=file,
        row=True,
    )


def _column(piece: Piece) -> str:
    match = _COLUMNS.fullmatch(label(piece.text))
    return (match and match.lastgroup) or ""


def _told(line: Line, below: Sequence[Line], reader: _Reader) -> Iterator[Remark]:
    """Yield the remarks of a paragraph, or take it as a heading of those below."""
    (piece,) = line.pieces
    text = piece.text.strip()
    level = _level(line)
    if level is None:
        yield replace(_remark(text, piece, reader), sure=False)
        return
    reader.above = {each: said for each, said in reader.above.items() if each < level}
    named = _unnumbered(text)
    next_ = below[0] if below else None
    if next_ is not None and _is_heading(level, next_):
        reader.above[level], reader.project = named, ""
        file = _FILE.search(named)
        if len(next_.pieces) > 1:  # the name of a project over the list of its remarks
            reader.section = _FILE.sub("", named).strip(), (file["file"].strip() if file else "")
        return
    for each in _ANOTHER.split(text):
        yield _remark(_unnumbered(each.strip()), piece, reader)


def _remark(text: str, piece: Piece, reader: _Reader) -> Remark:
    return Remark(text, piece.ref, under=_under(reader))


def _under(reader: _Reader) -> tuple[str, ...]:
    """Return the headings above a line, the nearest first."""
    return tuple(said for _, said in sorted(reader.above.items(), reverse=True))


def _level(line: Line) -> int | None:
    """Return the level of the number before a paragraph, 0 for the outermost, None for none."""
    match = _NUMBERED.match(line.pieces[0].text.strip())
    if match and match.lastindex:
        return match.lastindex - 1
    return _LISTED if line.listed else None


def _unnumbered(text: str) -> str:
    match = _NUMBERED.match(text)
    return text[match.end() :].strip() if match else text


def _is_heading(level: int, below: Line) -> bool:
    """Whether what stands below a numbered line is a list, or the first point of a deeper level."""
    below = _behind_its_number(below)
    if len(below.pieces) > 1:
        return True
    deeper, first = _level(below), _FIRST.match(below.pieces[0].text.strip())
    return deeper is not None and deeper > level and first is not None
