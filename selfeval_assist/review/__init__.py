"""Review: proposals sentence by sentence, what a person decided, and the text that follows.

The door. A proposal is a list of sentences. A person accepts, edits or rejects each one
(``decide``); the last decision about a sentence counts, and a sentence without a decision is not
taken: there is no way to accept everything at once. ``assemble`` gives the text of what was taken,
``apply`` puts it into the form, ``diff`` shows what changes. ``pending`` lists the cells in which
something still has to be filled in, ``uses_model`` those that hold words of a model; ``rests_on``
says where a value of a sentence comes from. Nothing here reads or writes files.
"""

from selfeval_assist.form.paths import pending
from selfeval_assist.review.decide import ReviewError, Taken, decide, remaining, taken
from selfeval_assist.review.diff import Change, diff
from selfeval_assist.review.fields import uses_model
from selfeval_assist.review.model import (
    Action,
    Basis,
    Checked,
    Decision,
    Generation,
    Origin,
    Proposal,
    Request,
    Sentence,
    Task,
)
from selfeval_assist.review.sources import rests_on
from selfeval_assist.review.text import Mode, apply, assemble, join

__all__ = [
    "Action",
    "Basis",
    "Change",
    "Checked",
    "Decision",
    "Generation",
    "Mode",
    "Origin",
    "Proposal",
    "Request",
    "ReviewError",
    "Sentence",
    "Taken",
    "Task",
    "apply",
    "assemble",
    "decide",
    "diff",
    "join",
    "pending",
    "remaining",
    "rests_on",
    "taken",
    "uses_model",
]
