"""Indicator rows that were copied from a spreadsheet and pasted into the table."""

from collections.abc import Sequence

from selfeval_assist.form import Indicator, SelfEvaluation, rows


def rows_in(text: str) -> tuple[Indicator, ...]:
    """Return the indicator rows that the reader of pasted tables finds; empty where it finds none.

    Args:
        text: cells separated by tabs, one row a line.
    """
    from selfeval_assist.documents import DocumentError, read_text

    try:
        forms = read_text(text, "粘贴的行")
    except DocumentError:
        return ()
    return forms[0].indicators if len(forms) == 1 else ()


def with_rows(form: SelfEvaluation, at: int, new: Sequence[Indicator]) -> dict[str, object]:
    """Return what changes in a form when rows are put before the row ``at``, by field path."""
    for offset, row in enumerate(new):
        # Parents are counted from the first of the pasted rows.
        parent = None if row.parent is None else at + row.parent
        form = rows.insert(form, at + offset, row.model_copy(update={"parent": parent}))
    return {name: getattr(form, name) for name in ("indicators", "waivers", "provenance")}
