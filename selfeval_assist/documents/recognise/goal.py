"""The two goal texts, under their headings or beside them."""

from collections.abc import Sequence

from selfeval_assist.documents.grid import Cell, Row
from selfeval_assist.documents.recognise.reading import Reading
from selfeval_assist.documents.recognise.words import GOAL, is_side, meaning
from selfeval_assist.form import Goal


def is_goal(row: Row) -> bool:
    """Whether a row holds a heading of the goal block."""
    return any(meaning(cell.text, GOAL) for cell in row.own)


def read_goal(rows: Sequence[Row], reading: Reading, *, declared: bool = False) -> Goal:
    """Return the planned and the actual text.

    Args:
        rows: the rows between the funds and the indicators.
        reading: collects cells and notes.
        declared: the table only plans, so that nothing is missing without an actual text.
    """
    texts: dict[str, list[str]] = {"planned": [], "actual": []}
    headings: dict[str, Cell] = {}
    for row in rows:
        cells = row.own
        labels = {cell: name for cell in cells if (name := _label(cell, cells))}
        values = [cell for cell in cells if cell not in labels and not is_side(cell.text)]
        if labels and values:
            _beside(cells, labels, values, texts, reading)
        elif labels:
            headings = {name: cell for cell, name in labels.items()}
        elif headings:
            _under(row, values, headings, texts, reading)
    for name, title in (("planned", "预期目标"), ("actual", "实际完成情况")):
        if not texts[name] and not (declared and name == "actual"):
            reading.note(f"没有读到“{title}”的文字，请补填。")
    return Goal(planned="\n".join(texts["planned"]), actual="\n".join(texts["actual"]))


def _label(cell: Cell, cells: Sequence[Cell]) -> str:
    """Return what a heading means; a side label such as 年度总体目标 before one means nothing."""
    name = meaning(cell.text, GOAL)
    if name == "planned" and is_side(cell.text):
        later = cells[cells.index(cell) + 1 :]
        if any(meaning(other.text, GOAL) == "planned" for other in later):
            return ""
    return name


def _beside(
    cells: Sequence[Cell],
    labels: dict[Cell, str],
    values: Sequence[Cell],
    texts: dict[str, list[str]],
    reading: Reading,
) -> None:
    current = ""
    for cell in cells:
        if cell in labels:
            current = labels[cell]
        elif current and cell in values:
            _keep(cell, current, texts, reading)


def _under(
    row: Row,
    values: Sequence[Cell],
    headings: dict[str, Cell],
    texts: dict[str, list[str]],
    reading: Reading,
) -> None:
    if len(values) == 2 and len(headings) == 2:
        for cell, name in zip(
            values, sorted(headings, key=lambda n: headings[n].column), strict=True
        ):
            _keep(cell, name, texts, reading)
        return
    for cell in values:
        name = max(headings, key=lambda n: (headings[n].column <= cell.column, headings[n].column))
        if cell.column != headings[name].column:
            reading.note("目标栏的文字与表头没有对齐，请核对“预期目标”和“实际完成情况”有没有放反。")
        _keep(cell, name, texts, reading)
    for name, heading in headings.items():
        beneath = row.at(heading.column)
        if not texts[name] and beneath is not None and beneath.blank:
            reading.take(f"goal.{name}", beneath)


def _keep(cell: Cell, name: str, texts: dict[str, list[str]], reading: Reading) -> None:
    texts[name].append(cell.text)
    if len(texts[name]) == 1:
        reading.take(f"goal.{name}", cell)
