"""What is wrong in a text, and how sure that is."""

from dataclasses import dataclass
from typing import Literal

Grade = Literal["red", "grey"]
RED: Grade = "red"
GREY: Grade = "grey"


@dataclass(frozen=True, slots=True)
class Violation:
    """Something in a text that the form does not support.

    Attributes:
        rule: short stable name: ``number``, ``elsewhere``, ``verdict_word``, ``all_done``,
            ``causal``, ``direction``, ``document``, ``unread``, ``repeated``, ``words``;
            of a template also ``digit``, ``label``, ``subject``, ``slot_missing`` and the like.
        quote: the part of the text meant.
        start: where the quote begins in the text; -1 when it has no place.
        message: one Chinese sentence for the person.
        grade: ``red`` where the form contradicts it or no derivation gives it; ``grey`` where it
            stands in the form under other words, or in no cell, so that a person has to look.
        rows: the indicator rows that it contradicts, from 0; none where no row is meant.
        funds: whether it contradicts the funds block.
    """

    rule: str
    quote: str
    start: int
    message: str
    grade: Grade = "red"
    rows: tuple[int, ...] = ()
    funds: bool = False
