"""What goes into the cells of a blank form outside its indicator table."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from selfeval_assist.documents.blanks.funds import pairs
from selfeval_assist.documents.blanks.slots import find_region
from selfeval_assist.documents.grid import Cell, Grid
from selfeval_assist.documents.recognise.head import PATHS
from selfeval_assist.documents.recognise.words import FIGURES, HEAD, meaning, number
from selfeval_assist.documents.weights import total_weight
from selfeval_assist.documents.writers.content import BudgetPlace, completion
from selfeval_assist.form import FundLine, Number, SelfEvaluation
from selfeval_assist.form.money import convert, in_unit


@dataclass(frozen=True, slots=True)
class Text:
    """A cell and its new text.

    Attributes:
        cell: the cell.
        text: the text.
        note: a sentence for the person or an empty string.
        counts: whether it is money, points or a count.
    """

    cell: Cell
    text: str
    note: str = ""
    counts: bool = False


_HEAD = (
    ("project", "项目名称"),
    ("department", "主管部门"),
    ("unit", "实施单位"),
    ("total", "总分"),
    ("grade", "评价等级"),
    ("people.manager", "项目负责人"),
    ("people.filler", "填报人"),
    ("people.phone", "联系电话"),
)
_MONEY = ("initial", "adjusted", "executed")
_POINTS = ("weight", "rate", "score")
_INLINE = re.compile(r"([^\s:：,，;；_]{2,14})\s*[:：]")
_YEAR = re.compile(
    r"(?:(?:19|20)\d{2}|20[\s_＿xX×*○〇]{1,4})\s*+(?=年)"
    r"|(?<![\s_＿xX×*○〇])[\s_＿xX×*○〇]++(?=年)"
)
_HINT = re.compile(r"[\s_＿.…*×xX\-—/]*|[(（].*[)）]")
"""What a blank form prints where a value belongs: nothing, strokes, or a hint in brackets."""


def head_texts(
    grid: Grid, empty: SelfEvaluation, form: SelfEvaluation, budget: BudgetPlace
) -> Iterator[Text]:
    """Yield what to write outside the indicator table.

    Args:
        grid: the template.
        empty: the template as it is read; it says where each value belongs.
        form: the form.
        budget: where the text on the budget's deviation goes without a column for it.
    """
    at = _Places(grid, empty.provenance.cells)
    yield from _year(grid, at.get("year"), form)
    standing: dict[Cell, str] = {}
    for path, title in _HEAD:
        cell = at.get(path)
        text = _value(form, path)
        if cell is not None and text:
            # Several labels can stand in one cell, so what was put there counts as its text.
            found, note = _beside(standing.get(cell, cell.text), path, text, title)
            standing[cell] = found
            yield Text(cell, found, note, counts=path == "total")
    own = "funds.deviation.text" in empty.provenance.cells
    if own and (cell := at.get("funds.deviation.text")) is not None:
        yield Text(cell, form.funds.deviation.text)
    goals = (
        ("goal.planned", form.goal.planned),
        ("goal.actual", form.goal.actual if own else completion(form, budget)),
    )
    for path, text in goals:
        if text and (cell := at.get(path)) is not None:
            yield Text(cell, text)
    yield from _funds(at, empty, form)
    yield from _weights(grid, form)


class _Places:
    """The cells of a template by field path."""

    def __init__(self, grid: Grid, cells: Mapping[str, str]) -> None:
        self._grid = grid
        self._cells = cells

    def get(self, path: str) -> Cell | None:
        """Return the cell into which a field goes."""
        if (ref := self._cells.get(path)) is None:
            return None
        row, column = (int(part) for part in ref.split(":"))
        return self._grid.rows[row].at(column)


def _value(form: SelfEvaluation, path: str) -> str:
    node: object = form
    for key in path.split("."):
        node = getattr(node, key)
    return str(node)


def _beside(printed: str, path: str, text: str, title: str) -> tuple[str, str]:
    """Return the text of a value cell and a note; a label in the same cell stays."""
    marks = [(match, meaning(match[1], HEAD)) for match in _INLINE.finditer(printed)]
    for at, (match, found) in enumerate(marks):
        if PATHS.get(found, found) != path:
            continue
        last = at + 1 == len(marks)
        stop = len(printed) if last else marks[at + 1][0].start()
        gap = "" if last else " " * max(2, stop - match.end() - 2 * len(text))
        return printed[: match.end()] + text + gap + printed[stop:], ""
    before = printed.strip()
    changed = before and before != text and not _HINT.fullmatch(before)
    note = f"模板的“{title}”一栏原有“{before[:30]}”，已换成表中的内容，请核对。" if changed else ""
    return text, note


def _year(grid: Grid, beside: Cell | None, form: SelfEvaluation) -> Iterator[Text]:
    """Put the year where it is left free: ``（    年度）``, ``××年度``, or ``beside`` its label."""
    if form.year is None:
        return
    if beside is not None and _HINT.fullmatch(beside.text):
        yield Text(beside, str(form.year))
        return
    for row in grid.rows:
        cells = row.own
        if any(meaning(cell.text, HEAD) not in ("", *FIGURES) for cell in cells):
            return
        for cell in cells:
            if match := _YEAR.search(cell.text):
                text = cell.text[: match.start()] + str(form.year) + cell.text[match.end() :]
                yield Text(cell, text)
                return


def _funds(at: _Places, empty: SelfEvaluation, form: SelfEvaluation) -> Iterator[Text]:
    same = empty.money_unit == form.money_unit
    if not same:
        note = f"模板的金额单位是{empty.money_unit}，已由{form.money_unit}换算，请核对。"
    for path, line in _lines(empty, form):
        for key in (*_MONEY, *_POINTS):
            cell, figure = at.get(f"{path}.{key}"), getattr(line, key)
            if cell is None or not figure.raw or not _holds_figures(cell):
                continue
            if key in _MONEY and not same and figure.value is not None:
                yield Text(cell, _converted(figure, form, empty), note, counts=True)
            else:
                yield Text(cell, figure.raw, counts=True)


def _holds_figures(cell: Cell) -> bool:
    """Whether a cell is one for figures, and not a heading that prints one (``得分(20分)``)."""
    return number(cell.text).value is not None or _HINT.fullmatch(cell.text) is not None


def _lines(empty: SelfEvaluation, form: SelfEvaluation) -> Iterator[tuple[str, FundLine]]:
    """Yield (path in the template, line of the form)."""
    yield "funds.total", form.funds.total
    for at, to in pairs(form, empty):
        yield f"funds.sources.{to}", form.funds.sources[at]


def _converted(number: Number, form: SelfEvaluation, empty: SelfEvaluation) -> str:
    amount = in_unit(number, form.money_unit)
    if amount is None:
        return number.raw
    exact = convert(amount, form.money_unit, empty.money_unit)
    text = format(exact, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _weights(grid: Grid, form: SelfEvaluation) -> Iterator[Text]:
    """Put the sum of the weights into the row of the total where the template leaves it free."""
    region = find_region(grid)
    if region is None or region.total is None:
        return
    cell = region.columns.cell(grid.rows[region.total], "weight")
    label_cell = next(iter(grid.rows[region.total].own), None)
    if cell is not None and cell.blank and cell is not label_cell:
        yield Text(cell, total_weight(form), counts=True)
