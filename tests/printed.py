"""What of a form an official table prints, for comparing a form with what was read back."""

from typing import Any

from selfeval_assist.documents.writers.content import completion, fitted
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.layouts import Layout

_HEAD = ("title", "year", "project", "department", "unit", "money_unit", "total", "grade", "notes")
_ROW = (
    "level1", "level2", "name", "nature", "unit", "target", "actual", "weight", "score", "parent",
)  # fmt: skip
_FUNDS = ("name", "initial", "adjusted", "executed", "weight", "rate", "score")


def printed(form: SelfEvaluation) -> dict[str, Any]:
    """Return every printed text of a form by its place; the money lines as one list.

    A form whose money has no line called a total prints the lines in the same order.
    """
    lines = [form.funds.total, *form.funds.sources]
    return {
        **{key: str(getattr(form, key)) for key in _HEAD},
        "planned": form.goal.planned,
        "actual": completion(form),
        "people": form.people.model_dump(),
        "funds": [
            tuple(str(getattr(line, key)) for key in _FUNDS)
            for line in lines
            if any(not getattr(line, key).blank for key in _FUNDS[1:]) or line in lines[1:]
        ],
        "rows": [
            (*(str(getattr(row, key)) for key in _ROW), row.deviation.text)
            for row in form.indicators
        ],
    }


def as_printed(form: SelfEvaluation, layout: Layout) -> SelfEvaluation:
    """Return a form without what a layout does not print, its rows and texts as it prints them."""
    found = fitted(form, layout)
    for path in paths.leaves(form):
        block, *rest = path.split(".")
        kind = f"{block}.{rest[-1]}" if rest else block
        parts = ("funds", "indicators", "goal", "people")
        if block in parts and rest[-1] not in _ALWAYS and kind not in layout.fields:
            found = paths.put(found, path, "")
    total = found.funds.total
    if layout.funds.points and any(not getattr(total, key).blank for key in _FUNDS[1:]):
        found = paths.put(found, "funds.total.weight", layout.funds.points)
    if layout.indicators.columns[-1].field == "score":
        found = paths.put(found, "grade", "")
    plain = SelfEvaluation.model_fields["title"].default
    if layout.title and form.title == plain:
        found = paths.put(found, "title", layout.title.format(year=form.year))
    return found


_ALWAYS = (
    "name", "parent", "nature", "unit", "text", "category", "cause", "effect", "measure", "owner",
    "deadline", "document", "survey_size", "survey_date",
)  # fmt: skip
