"""Indicator rows that were copied from a spreadsheet and pasted into the table."""

from selfeval_assist.form import SelfEvaluation, rows

_PLACE = "粘贴的内容"


def read_rows(text: str) -> SelfEvaluation | None:
    """Return the one form of a pasted table, or None where no indicator row is found.

    Args:
        text: cells separated by tabs, one row a line.
    """
    from selfeval_assist.documents import DocumentError, read_text

    try:
        forms = read_text(text, "粘贴的行")
    except DocumentError:
        return None
    return forms[0] if len(forms) == 1 and forms[0].indicators else None


def with_rows(form: SelfEvaluation, at: int, new: SelfEvaluation) -> dict[str, object]:
    """Return what changes in a form when pasted rows are put before the row ``at``, by field path.

    A classification mark that was pasted beside the rows, and a text that is in none of their
    cells, go with them.
    """
    for offset, row in enumerate(new.indicators):
        # Parents are counted from the first of the pasted rows.
        parent = None if row.parent is None else at + row.parent
        form = rows.insert(form, at + offset, row.model_copy(update={"parent": parent}))
    seen = {
        name: (
            *getattr(form.provenance, name),
            *(
                each.model_copy(update={"place": f"{_PLACE}{each.place}"})
                for each in getattr(new.provenance, name)
            ),
        )
        for name in ("marks", "unread")
    }
    changed = form.provenance.model_copy(update=seen)
    return {"indicators": form.indicators, "waivers": form.waivers, "provenance": changed}
