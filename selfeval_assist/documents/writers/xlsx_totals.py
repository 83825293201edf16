"""The row 总分 of a workbook as sums that go on to count when a clerk changes a figure."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from xlsxwriter.utility import xl_rowcol_to_cell

from selfeval_assist.documents.figure import figure
from selfeval_assist.documents.writers.layout import Box, Table
from selfeval_assist.form import Number, SelfEvaluation


def totals(form: SelfEvaluation, table: Table) -> Mapping[Box, str]:
    """Return the formulas of the row of the total, by its boxes.

    A box has one only where the sum of the numbers above is what is printed; a total that was
    printed otherwise is never recalculated.

    Args:
        form: the form.
        table: the form laid out.
    """
    found = {}
    for key in ("weight", "score"):
        if key not in table.columns:
            continue
        at, last = table.columns.index(key), table.points[1]
        rows = [box for box in table.boxes if box.left == at and box.style == "number"]
        below = [box for box in rows if table.heading < box.top < last]
        total = next((box for box in rows if box.top == last), None)
        above = _of_funds(form, table, key)
        if total is not None and below and _sums(total, [*below, *above]):
            cells = f"{_cell(below[0])}:{_cell(below[-1])}"
            found[total] = f"=SUM({cells})" + "".join(f"+{_cell(box)}" for box in above)
    return found


def _of_funds(form: SelfEvaluation, table: Table, key: str) -> Sequence[Box]:
    """Return the box of the points for the budget, the one above the indicators that count."""
    columns = [each.field for each in table.layout.funds.columns if each.field != "deviation"]
    if key not in columns or not getattr(form.funds.total, key).raw:
        return ()
    row = [box for box in table.boxes if box.top == table.points[0] and box.style == "number"]
    return [row[columns.index(key)]]


def _sums(total: Box, parts: Sequence[Box]) -> bool:
    printed = [box for box in parts if figure(box.text) is not None]
    values = [Number(box.text).value or Decimal(0) for box in printed]
    same = Number(total.text).value == sum(values, Decimal(0))
    plain = not any("%" in box.text for box in (total, *printed))
    return same and plain and len(printed) == len([box for box in parts if _counts(box)])


def _counts(box: Box) -> bool:
    return Number(box.text).value is not None


def _cell(box: Box) -> str:
    cell: str = xl_rowcol_to_cell(box.top, box.left)
    return cell
