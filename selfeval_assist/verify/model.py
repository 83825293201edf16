"""What is wrong in a text, and how sure that is."""

from dataclasses import dataclass
from typing import Literal

Grade = Literal["red", "grey"]


@dataclass(frozen=True, slots=True)
class Violation:
    """Something in a text that the form does not support.

    Attributes:
        rule: short stable name: ``number``, ``elsewhere``, ``verdict_word``, ``all_done``,
            ``causal``, ``words``, ``direction``, ``document``, ``unread``, ``repeated``; of a
            template also ``digit``, ``slot_missing``, ``slot_unknown``, ``slot_repeated``,
            ``label``, ``subject``.
        quote: the part of the text meant.
        start: where the quote begins in the text; -1 when it has no place.
        message: one Chinese sentence for the person.
        grade: ``red`` where the form contradicts it or no derivation gives it; ``grey`` where it
            stands in the form under other words, or in no cell, so that a person has to look.
    """

    rule: str
    quote: str
    start: int
    message: str
    grade: Grade = "red"
