"""Columns that a table prints and a form has no cell for: 评分标准, 二级指标权重."""

import re
from collections.abc import Iterator
from decimal import Decimal

from selfeval_assist.checks.view import Row
from selfeval_assist.form import Kind, SelfEvaluation
from selfeval_assist.prose.width import narrowed

_CELL = r"(?:表\d+)?第\d+行第\d+列|[A-Z]{1,3}\d+"
# 每低1个百分点扣0.5分、逾期不得分（表1第20行第5列）、: what stands before each place
_PLACE = re.compile(rf"（({_CELL})）")
_LINE = re.compile(r"((?:表\d+)?第\d+行)|[A-Z]{1,3}(\d+)")
# 每低1个百分点扣0.5分, 每超过1%扣1分
_STEP = re.compile(
    r"每(?:降低|低|少|下降|减少|高|超过?|增加)(?P<step>\d+(?:\.\d+)?)?(?:个?百分点|%)"
    r"[,，]?扣(?:减)?(?P<cut>\d+(?:\.\d+)?)分"
)
_NOTHING = re.compile(
    r"(?:逾期|超期|超过|超出|低于|未(?:完成|达标|达到)|发生)[^,，。;；]{0,6}不得分"
)
_OWN = re.compile(r"每[^,，。;；]{1,12}扣[\d.]+分|不得分|得\s*\d+%的?分|按分值的\s*\d+%")


def column(form: SelfEvaluation, title: str) -> dict[int, str]:
    """Return what a column without a field says beside each indicator row, by the row's place.

    Args:
        form: the form; a reader lists such a column among what it saw and did not place.
        title: how the head of the column begins.
    """
    lines: dict[str, int] = {}
    for path, cell in form.provenance.cells.items():
        top, _, rest = path.partition(".")
        number = rest.partition(".")[0]
        if top == "indicators" and number.isdigit():
            lines.setdefault(_line(cell), int(number))
    texts = (each.text for each in form.provenance.unread)
    told = (text.partition("：")[2] for text in texts if text.startswith(title))
    found = (entry for text in told for entry in _entries(text))
    return {lines[line]: said for said, cell in found if (line := _line(cell)) in lines}


def _entries(text: str) -> Iterator[tuple[str, str]]:
    """Yield what is listed with its places: the words, and the cell."""
    begin = 0
    for place in _PLACE.finditer(text):
        yield text[begin : place.start()].strip("、 "), place[1]
        begin = place.end()


def _line(cell: str) -> str:
    found = _LINE.match(cell)
    return (found[1] or found[2]) if found else cell


def own_rule(row: Row, printed: str) -> str:
    """Return the rule by which a row says that it is scored, where it is no mere proportion.

    Args:
        row: the row.
        printed: what the column 评分标准 says of it, or an empty string.
    """
    texts = (narrowed(text) for text in (printed, row.data.deviation.text))
    return next((text.strip() for text in texts if _OWN.search(text)), "")


def points_by(rule: str, row: Row) -> Decimal | None:
    """Return the points that a printed rule gives a row that missed its target.

    Returns:
        The points, at least 0; None where the rule cannot be computed.
    """
    weight, wanted, reached = row.score.weight, row.target.number, row.actual.number
    if weight is None:
        return None
    step, shares = _STEP.search(rule), row.target.kind is row.actual.kind is Kind.RATIO
    if step and shares and wanted is not None and reached is not None:
        size = Decimal(step["step"] or 1)
        steps = abs(wanted - reached) / size if size else Decimal(0)
        return max(weight - steps * Decimal(step["cut"]), Decimal(0))
    return Decimal(0) if _NOTHING.search(rule) and not step else None
