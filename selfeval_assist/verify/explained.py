"""Whether a person stated a reason: the one answer for findings and for 【待填】 in drafts.

The facts hold every stated reason — in its own cell, in the notes, in the completion text — and a
draft asks for one exactly where they hold none.
"""

from typing import Literal

from selfeval_assist.facts.model import FactTable
from selfeval_assist.facts.standing import WHY, explained

Topic = Literal["change", "rate"]
"""What about the budget is explained: that it was changed, that it was not all spent."""


def row_explained(table: FactTable, row: int) -> bool:
    """Return whether a reason is stated for an indicator row, from 0."""
    return f"row.{row}.cause" in table or f"row.{row}.text" in table


def budget_explained(table: FactTable, topic: Topic) -> bool:
    """Return whether a reason is stated for the change of the budget, or for its execution."""
    if "funds.cause" in table or "funds.text" in table:
        return True
    return topic in explained(fact for fact in table if fact.id.startswith(WHY))
