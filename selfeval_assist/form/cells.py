"""The two kinds of value cells: the printed text with its parsed meaning."""

import re
import unicodedata
from decimal import Decimal
from functools import cached_property

from pydantic import ConfigDict, RootModel, field_validator

from selfeval_assist.form.damage import damage
from selfeval_assist.form.text import clean, is_nothing
from selfeval_assist.prose.decimals import TOO_LONG, decimal_of
from selfeval_assist.prose.values import Kind, Value

_NUMBER = re.compile(
    r"(?P<number>[+-]?(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,4})?)"
    r"\s*(?P<unit>%|万元|亿元|元|万|亿|分)?\s*(?P<grade>优秀|良好|中等|较差|[优良中差])?"
)


class Cell(RootModel[str]):
    """A printed cell. The text is kept exactly as it stands in the document."""

    model_config = ConfigDict(frozen=True)

    root: str = ""

    @field_validator("root", mode="before")
    @classmethod
    def _as_text(cls, value: object) -> object:
        if isinstance(value, Decimal):
            return format(value, "f")
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        return clean(value)

    @property
    def raw(self) -> str:
        """The text as printed."""
        return self.root

    def __str__(self) -> str:
        return self.root


class Number(Cell):
    """Money, a weight, a rate or a score.

    ``value`` is the decimal that the text (``14,376,992``) means; a percent is 0–100. A unit inside
    the cell (``150万``) does not change ``value``; ``form.money`` converts.
    """

    @cached_property
    def blank(self) -> bool:
        """Whether the cell is empty or holds only a dash or stroke."""
        return is_nothing(self.root)

    @cached_property
    def _match(self) -> "re.Match[str] | None":
        return _NUMBER.fullmatch(unicodedata.normalize("NFKC", self.root).strip())

    @cached_property
    def value(self) -> Decimal | None:
        """The decimal number, or None when the cell is blank or is not one number of a form."""
        return decimal_of(self._match["number"]) if self._match else None

    @property
    def looks_numeric(self) -> bool:
        """Whether one number stands in the cell, also one that is longer than any of a form."""
        return self._match is not None

    @property
    def damage(self) -> tuple[str, ...]:
        """What looks damaged in a cell without a value, in words for people."""
        if self.looks_numeric:
            return () if self.value is not None else (TOO_LONG,)
        return damage(unicodedata.normalize("NFKC", self.root))

    @property
    def unit(self) -> str:
        """The unit written inside the cell (``%``, ``万元``, ``分`` …) or an empty string."""
        return (self._match["unit"] or "") if self._match else ""

    @property
    def grade(self) -> str:
        """The grade printed behind a total (``96 优``), or an empty string."""
        return (self._match["grade"] or "") if self._match else ""

    @property
    def decimals(self) -> int:
        """How many digits stand behind the decimal point as printed."""
        return 0 if self.value is None else max(-int(self.value.as_tuple().exponent), 0)


class Measure(Cell):
    """A target or actual value."""

    @cached_property
    def value(self) -> Value:
        """The parsed meaning; never raises."""
        # A form is opened before a value of it is read.
        from selfeval_assist.form.grammar import parse_value

        return parse_value(self.root)

    @cached_property
    def blank(self) -> bool:
        """Whether nothing, or only a dash, stands in the cell."""
        return self.value.kind is Kind.BLANK
