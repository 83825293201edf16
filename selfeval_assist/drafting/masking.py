"""What is taken out of text before it goes to a model, and put back into its reply.

Each piece of personal data gets a mask of its own, so that a model can name the same person twice
and a quote still stands in the form when the masks are put back.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selfeval_assist.drafting.personal import found, one_width
from selfeval_assist.facts import SLOT
from selfeval_assist.facts.references import DIGITS

FIGURE = "［数值］"
_FIGURE = re.compile(rf"{SLOT.pattern}|{DIGITS.pattern}[%％‰]?")
_MASK = re.compile(r"[［\[]\s?([\u4e00-\u9fff]{2,3}[A-Z]{1,2})\s?[］\]]")


@dataclass(slots=True)
class Masks:
    """The masks of one conversation with a model.

    Attributes:
        names: names of persons that are known, the longest first.
        open: phrases in which personal data stands as it is, because a person wants it so.
        kept: what stands behind each mask, without its brackets.
    """

    names: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    kept: dict[str, str] = field(default_factory=dict)

    def hide(self, text: str) -> str:
        """Return text in which personal data is masked: ``［人名A］`` for the first person."""
        parts: list[str] = []
        end = 0
        free = tuple(self._free(text)) if self.open else ()
        for start, stop, kind in found(text, self.names):
            if any(begin <= start and stop <= after for begin, after in free):
                continue
            parts += [text[end:start], f"［{self._mask(text[start:stop], kind)}］"]
            end = stop
        return "".join([*parts, text[end:]])

    def put_back(self, text: str) -> str:
        """Return a model's text with what stood in place of each mask; unknown ones stay."""
        return _MASK.sub(lambda match: self.kept.get(match[1], match[0]), text)

    def _free(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where the open phrases stand."""
        plain = one_width(text)
        for phrase in self.open:
            for match in re.finditer(re.escape(one_width(phrase)), plain):
                yield match.span()

    def _mask(self, value: str, kind: str) -> str:
        known = next((mask for mask, each in self.kept.items() if each == value), None)
        if known is None:
            known = kind + _letters(sum(mask.startswith(kind) for mask in self.kept))
            self.kept[known] = value
        return known


def _letters(number: int) -> str:
    """Return A to Z and then AA, AB …: a digit would be one that a sentence must not hold."""
    more, last = divmod(number, 26)
    return (chr(64 + min(more, 26)) if more else "") + chr(65 + last)


def figures(text: str) -> str:
    """Return text in which every figure is masked; slots stay."""
    return _FIGURE.sub(lambda match: match[0] if match[0][0] == "<" else FIGURE, text)
