"""The letter with which the forms of one unit go back: what is to be mended, form by form.

Only what was found is said, as a request to check; a basis is named only where its source was seen.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TITLE = "关于退回修改项目支出绩效自评表的意见"
_LEVELS = {"E": "错误", "W": "提醒"}
_COLUMNS = ("序号", "位置（单元格）", "程度", "提请核实的内容", "规则")
_WIDTHS = (700, 2500, 800, 4260, 1300)
"""Widths of the columns in twentieths of a point."""
_FONT = "宋体"
_MARGINS = {"left": 21, "right": 20}
"""Millimetres."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends the letters and until when an answer is wanted; empty is left to be filled in."""

    name: str = ""
    deadline: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """One form that goes back: its record."""

    record: dict[str, Any]

    @property
    def findings(self) -> list[dict[str, Any]]:
        """What has to be mended or explained: no advice, nothing that a person has accepted."""
        found = self.record["check"]["findings"]
        wanted = [each for each in found if each["severity"] in _LEVELS and not each["waived"]]
        return sorted(wanted, key=lambda each: list(_LEVELS).index(each["severity"]))


def letter(unit: str, records: Sequence[dict[str, Any]], all_: int, sender: Sender) -> bytes:
    """Return the letter to a unit as a Word document.

    Args:
        unit: the name of the unit; empty where the forms name none.
        records: the records of its forms that go back.
        all_: how many forms of it were checked.
        sender: who sends it.
    """
    from selfeval_assist.documents.writers import docx_parts as parts  # only the letters need it

    plain, bold = parts.fonts(_FONT, 12), parts.fonts(_FONT, 12, bold=True)
    returned = [*map(Returned, records)]
    count = sum(len(each.findings) for each in returned)
    blocks = [
        parts.paragraph(TITLE, parts.fonts(_FONT, 16, bold=True), "center"),
        parts.paragraph(f"{unit or '【待填：单位名称】'}：", plain),
        parts.paragraph(_opening(all_, len(returned), count), plain),
    ]
    for number, each in enumerate(returned, start=1):
        blocks.append(parts.paragraph(f"{number}. {_name(each.record)}", bold))
        lines = (_COLUMNS, *_lines(each))
        blocks.append(parts.filled(_WIDTHS, lines, 10.5, _FONT))
    blocks.append(parts.paragraph("", plain))
    blocks += [parts.paragraph(text, plain, place) for text, place in _closing(returned, sender)]
    return parts.on_a4(blocks, _MARGINS)


def _opening(all_: int, returned: int, count: int) -> str:
    return (
        f"　　你单位报送的项目支出绩效自评表共 {all_} 份，经核对，其中 {returned} 份有 {count} 处"
        "需要核实或修改，逐项列在下面。请对照原始资料核实：确有差错的请更正，与实际相符的请补充说明和依据。"
    )


def _name(record: dict[str, Any]) -> str:
    year = f"（{record['year']}年度）" if record["year"] else ""
    return (
        f"{record['project'] or '未填项目名称'}{year}　文件：{Path(record['check']['file']).name}"
    )


def _lines(returned: Returned) -> Iterable[tuple[str, ...]]:
    for number, each in enumerate(returned.findings, start=1):
        cell = f"（{each['cell']}）" if each["cell"] else ""
        place = f"{each['place'] or '整张表'}{cell}"
        yield str(number), place, _LEVELS[each["severity"]], each["message"], each["code"]


def _closing(returned: Sequence[Returned], sender: Sender) -> Iterable[tuple[str, str]]:
    """Yield the last paragraphs with where they stand on the line."""
    seen = {
        each["basis"]: None
        for form in returned
        for each in form.findings
        if each["standing"] == "V"
    }
    if seen:
        yield f"　　依据：{'；'.join(seen)}。", "left"
    deadline = sender.deadline or "【待填：日期】"
    yield f"　　请于{deadline}前重新报送。核实后认为无需修改的，请逐项写明理由。", "left"
    yield sender.name or "【待填：发函单位】", "right"
    yield sender.date or "【待填：发函日期】", "right"
