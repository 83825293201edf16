"""What goes into the cells of a blank form outside its indicator table."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from selfeval_assist.documents.blanks.funds import MONEY, POINTS, converted, line_of, placed
from selfeval_assist.documents.blanks.slots import find_region
from selfeval_assist.documents.grid import Cell, Grid
from selfeval_assist.documents.recognise.head import PATHS
from selfeval_assist.documents.recognise.texts import is_text
from selfeval_assist.documents.recognise.words import (
    FIGURES,
    HEAD,
    NOTES_START,
    is_budget_reason,
    label,
    meaning,
    number,
    printed,
)
from selfeval_assist.documents.weights import total_weight
from selfeval_assist.documents.writers.content import REASONS, BudgetPlace, completion, value_at
from selfeval_assist.form import Number, SelfEvaluation


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
_INLINE = re.compile(r"([^\s:：,，;；_]{2,14})\s*[:：]")
_YEAR = re.compile(
    r"(?:(?:19|20)\d{2}|20[\s_＿xX×*○〇]{1,4}|(?<=[(（])[\s_＿xX×*○〇]*(?=[)）]))\s*+(?=[)）]?年)"
    r"|(?<![\s_＿xX×*○〇])[\s_＿xX×*○〇]++(?=年)"
)
_GOAL = re.compile(
    r"(?:年度|年初|项目)?(?:总体|绩效)*目标[\d一二三四五六七八九](?P<done>.*完成情况)?"
)
CAUSES = "\n未完成原因："
"""How the reader begins causes that it found in a row of their own and that are of no row."""
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
            found, note = _beside(cell.text, standing.get(cell, ""), path, text, title)
            standing[cell] = found
            yield Text(cell, found, note, counts=path == "total")
    rows = list(_text_rows(grid))
    budget = _budget(empty, {path for path, _ in rows}, budget)
    if any(path == REASONS for path, _ in rows):
        form, causes = _apart(form)
    else:
        causes = ""
    for path, cell in rows:
        text = value_at(form, path, budget)
        text = "\n".join(filter(None, (text, causes))) if path == REASONS else text
        if text and _HINT.fullmatch(cell.text):
            yield Text(cell, text)
    yield from _notes(grid, value_at(form, "notes", budget))
    if (cell := at.get("funds.deviation.text")) is not None:
        yield Text(cell, form.funds.deviation.text)
    goals = {"goal.planned": form.goal.planned, "goal.actual": completion(form, budget)}
    numbered = _numbered(grid)
    for path, text in goals.items():
        cells = numbered.get(path) or [cell for cell in [at.get(path)] if cell is not None]
        yield from (
            Text(cell, part) for cell, part in zip(cells, _parts(text, len(cells)), strict=False)
        )
    yield from _funds(at, empty, form)
    yield from _weights(grid, form, at.get("total"))


def _apart(form: SelfEvaluation) -> tuple[SelfEvaluation, str]:
    """Return a form without the causes of no row among its remarks, and those causes."""
    notes, mark, causes = f"\n{form.notes}".partition(CAUSES)
    return (form.model_copy(update={"notes": notes.strip()}), causes) if mark else (form, "")


def _numbered(grid: Grid) -> dict[str, list[Cell]]:
    """Return the free cells beside 年度目标1, 目标1完成情况 and so on, by the field of the goal."""
    found: dict[str, list[Cell]] = {}
    for row in grid.rows:
        name = row.own[0] if len(row.own) == 1 else None
        match = _GOAL.fullmatch(label(name.text)) if name else None
        cell = row.at(name.column + name.width) if name else None
        if match and cell is not None and cell.blank:
            found.setdefault("goal.actual" if match["done"] else "goal.planned", []).append(cell)
    return found


def _parts(text: str, places: int) -> list[str]:
    """Return a text for each place: a line each, what is left in the last one."""
    lines = [line for line in text.split("\n") if line.strip()]
    return [*lines[: places - 1], "\n".join(lines[places - 1 :])] if len(lines) >= places else lines


def _notes(grid: Grid, text: str) -> Iterator[Text]:
    """Put the remark behind a ``说明：`` that has nothing behind it."""
    free = (cell for row in grid.rows for cell in row.own if NOTES_START.fullmatch(cell.text))
    if text and (cell := next(free, None)) is not None:
        yield Text(cell, cell.text.strip() + text)


def _budget(empty: SelfEvaluation, texts: Collection[str], budget: BudgetPlace) -> BudgetPlace:
    """Return where the reason of the budget's deviation goes: into a place of its own first.

    Args:
        empty: the template as it is read.
        texts: the paths of the texts that it has rows for.
        budget: what the policy says.
    """
    cells = empty.provenance.cells
    if "funds.deviation.text" in cells:
        return "column"
    if budget == "append_to_actual" and "goal.actual" not in cells:
        return REASONS if REASONS in texts else "notes"
    return "append_to_actual" if budget == "column" else budget


def _text_rows(grid: Grid) -> Iterator[tuple[str, Cell]]:
    """Yield path and cell of the texts that have rows of their own, such as 评价结论.

    Reasons are gathered in one only where the rows have no column for theirs.
    """
    region = find_region(grid)
    in_rows = region is not None and "deviation" in region.columns
    for row in grid.rows:
        if is_text(row):
            name = row.own[0]
            path = printed("texts").get(label(name.text), "") or _of_causes(name.text)
            cell = row.at(name.column + name.width)
            if path and cell is not None and not (path == REASONS and in_rows):
                yield path, cell


def _of_causes(text: str) -> str:
    """Return the field of a row that asks for the causes, in words that no layout has."""
    asked = "原因" in text and "问题" not in text and not is_budget_reason(text)
    return REASONS if asked else ""


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


def _beside(template: str, put: str, path: str, text: str, title: str) -> tuple[str, str]:
    """Return the text of a value cell and a note; a label in the same cell stays.

    Args:
        template: what the template prints there.
        put: what was put there for another field, which stays too.
        path: the field.
        text: its text.
        title: what the field is called.
    """
    printed = put or template
    marks = [(match, meaning(match[1], HEAD)) for match in _INLINE.finditer(printed)]
    for at, (match, found) in enumerate(marks):
        if PATHS.get(found, found) != path:
            continue
        last = at + 1 == len(marks)
        stop = len(printed) if last else marks[at + 1][0].start()
        gap = "" if last else " " * max(2, stop - match.end() - 2 * len(text))
        return printed[: match.end()] + text + gap + printed[stop:], ""
    if put:
        return f"{put}  {text}", ""
    before = template.strip()
    changed = before and before != text and not _HINT.fullmatch(before)
    note = f"模板的“{title}”一栏原有“{before[:30]}”，已换成表中的内容，请核对。" if changed else ""
    return text, note


def _year(grid: Grid, beside: Cell | None, form: SelfEvaluation) -> Iterator[Text]:
    """Put the year where it is left free: ``（    年度）``, ``××年度``, or ``beside`` its label."""
    if form.year is None:
        return
    own = beside is not None and _YEAR.search(beside.text) is None
    if beside is not None and own and _HINT.fullmatch(beside.text):
        yield Text(beside, str(form.year))
        return
    found = [(cell, match) for cell in _above(grid) if (match := _YEAR.search(cell.text))]
    # 2023年版 of a heading is no place while another one is free.
    found.sort(key=lambda each: each[1][0].isdigit())
    for cell, match in found[:1]:
        yield Text(cell, cell.text[: match.start()] + str(form.year) + cell.text[match.end() :])


def _above(grid: Grid) -> Iterator[Cell]:
    """Yield the cells above the first label of the head."""
    for row in grid.rows:
        if any(meaning(cell.text, HEAD) not in ("", *FIGURES) for cell in row.own):
            return
        yield from row.own


def _funds(at: _Places, empty: SelfEvaluation, form: SelfEvaluation) -> Iterator[Text]:
    same = empty.money_unit == form.money_unit
    if not same:
        note = f"模板的金额单位是{empty.money_unit}，已由{form.money_unit}换算，请核对。"
    lines = {"funds.total": form.funds.total}
    for to, sources in placed(form, empty).items():
        lines[f"funds.sources.{to}"] = line_of(form, sources)
    for path, line in lines.items():
        for key in (*MONEY, *POINTS):
            cell, figure = at.get(f"{path}.{key}"), getattr(line, key)
            if cell is None or not (figure.raw and _takes(cell, figure)):
                continue
            if key in MONEY and not same and figure.value is not None:
                yield Text(cell, converted(figure, form, empty), note, counts=True)
            else:
                yield Text(cell, figure.raw, counts=True)


def _takes(cell: Cell, figure: Number) -> bool:
    """Whether a cell is one for figures: no heading that prints one, such as ``得分(20分)``.

    A stroke in place of a figure replaces nothing that is printed.
    """
    if figure.blank:
        return cell.blank
    return number(cell.text).value is not None or _HINT.fullmatch(cell.text) is not None


def _weights(grid: Grid, form: SelfEvaluation, total: Cell | None) -> Iterator[Text]:
    """Put the sum of the weights into the row of the total where the template leaves it free."""
    region = find_region(grid)
    if region is None or region.total is None:
        return
    cell = region.columns.cell(grid.rows[region.total], "weight")
    label_cell = next(iter(grid.rows[region.total].own), None)
    if cell is not None and cell.blank and cell not in (label_cell, total):
        yield Text(cell, total_weight(form), counts=True)
