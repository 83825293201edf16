"""Adding, removing and moving rows, so that paths kept elsewhere in the form stay true."""

from collections.abc import Callable

from selfeval_assist.form.models import Indicator, SelfEvaluation


def insert(form: SelfEvaluation, index: int, row: Indicator) -> SelfEvaluation:
    """Return a form with a new indicator row before ``index``."""
    rows = (*form.indicators[:index], row, *form.indicators[index:])
    return _rebuilt(form, rows, lambda old: old if old < index else old + 1)


def remove(form: SelfEvaluation, index: int) -> SelfEvaluation:
    """Return a form without the indicator row at ``index``; its waivers and cells go with it."""
    rows = (*form.indicators[:index], *form.indicators[index + 1 :])
    return _rebuilt(
        form, rows, lambda old: None if old == index else old if old < index else old - 1
    )


def move(form: SelfEvaluation, index: int, to: int) -> SelfEvaluation:
    """Return a form in which the indicator row at ``index`` stands at position ``to``."""
    order = list(range(len(form.indicators)))
    order.insert(to, order.pop(index))
    rows = tuple(form.indicators[old] for old in order)
    return _rebuilt(form, rows, lambda old: order.index(old))


def _rebuilt(
    form: SelfEvaluation, rows: tuple[Indicator, ...], renumber: Callable[[int], int | None]
) -> SelfEvaluation:
    """Return the form with new rows and every stored row number passed through ``renumber``."""

    def moved(path: str) -> str | None:
        parts = path.split(".")
        if parts[0] != "indicators" or len(parts) < 2 or not parts[1].isdigit():
            return path
        new = renumber(int(parts[1]))
        return None if new is None else ".".join([parts[0], str(new), *parts[2:]])

    cells = {}
    for path, cell in form.provenance.cells.items():
        if (new := moved(path)) is not None:
            cells[new] = cell
    waivers = tuple(
        waiver.model_copy(update={"where": where})
        for waiver in form.waivers
        if (where := moved(waiver.where)) is not None
    )
    # What was said of a row that is gone stays to be answered.
    returned = tuple(
        each.model_copy(update={"where": moved(each.where) or ""}) for each in form.returned
    )
    renumbered = tuple(
        row if row.parent is None else row.model_copy(update={"parent": renumber(row.parent)})
        for row in rows
    )
    return form.model_copy(
        update={
            "indicators": renumbered,
            "waivers": waivers,
            "returned": returned,
            "provenance": form.provenance.model_copy(update={"cells": cells}),
        }
    )
