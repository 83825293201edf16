"""What of a form an official table prints, for comparing a form with what was read back."""

from typing import Any

from selfeval_assist.documents.writers.content import completion
from selfeval_assist.form import SelfEvaluation

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
