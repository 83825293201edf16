"""What is taken over from elsewhere: last year's form, and rows pasted from a spreadsheet."""

import re

from selfeval_assist.form import (
    Deviation,
    Evidence,
    FundLine,
    Funds,
    Goal,
    Indicator,
    Measure,
    Number,
    Provenance,
    SelfEvaluation,
    paths,
    rows,
)
from selfeval_assist.prose.dates import DATE

_DATE = re.compile(rf"(?<!\d)(?:{DATE})")

_EMPTY = {"initial": Number(), "adjusted": Number(), "executed": Number(), "rate": Number()}


def begun_again(form: SelfEvaluation) -> SelfEvaluation:
    """Return the form of the next year: head, indicators and targets stay, results are empty.

    Amounts, scores, actual values, reasons, evidence, waivers and the completion text belong to
    last year. The goal and the targets are last year's wording until a person confirms them, which
    a note in the form's provenance says.

    Args:
        form: last year's form.
    """
    name = form.project or "未命名项目"
    year = f"{form.year}年度" if form.year else "上一年度"
    notes = (
        f"预期目标、指标、年度指标值和分值沿用{year}的表，请逐项对照今年的批复改写。",
        "金额、完成值、得分、偏差说明和佐证没有沿用，请按今年的实际填写。",
    )
    kept = {name: getattr(form, name) for name in ("title", "project", "department", "unit")}
    return SelfEvaluation(
        **kept,
        year=form.year + 1 if form.year else None,
        money_unit=form.money_unit,
        funds=Funds(total=_line(form.funds.total), sources=tuple(map(_line, form.funds.sources))),
        goal=Goal(planned=form.goal.planned),
        indicators=tuple(map(_row, form.indicators)),
        people=form.people,
        policy=form.policy,
        provenance=Provenance(file=f"{year}《{name}》", notes=notes, marks=form.provenance.marks),
    )


def years_moved(form: SelfEvaluation, old: int | None) -> dict[str, str]:
    """Return the cells of a form begun again that name last year, with this year in its place.

    Only a date is moved (2025年12月底前, 2025-12-31); the year in a document's number stays.

    Args:
        form: the form of this year.
        old: last year, or None where it is not known.

    Returns:
        Texts by field path.
    """
    if old is None:
        return {}
    cells = {path: paths.text(form, path) for path in paths.leaves(form) if path != "year"}
    moved = {
        path: _DATE.sub(lambda found: found[0].replace(str(old), str(old + 1)), text)
        for path, text in cells.items()
    }
    return {path: text for path, text in moved.items() if text != cells[path]}


def _line(line: FundLine) -> FundLine:
    return line.model_copy(update={**_EMPTY, "score": Number()})


def _row(row: Indicator) -> Indicator:
    empty = {
        "actual": Measure(),
        "score": Number(),
        "deviation": Deviation(),
        "evidence": Evidence(),
    }
    fields = {name: getattr(row, name) for name in Indicator.model_fields}
    return Indicator.model_construct(**{**fields, **empty})


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
