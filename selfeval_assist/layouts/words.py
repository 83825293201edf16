"""The words of all layouts, for reading: what each label and heading means where it stands."""

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Literal

from selfeval_assist.layouts.load import available
from selfeval_assist.layouts.model import Layout

Block = Literal["head", "funds", "goal", "indicators", "texts", "fixed"]
_TEXTS = ("texts.", "notes", "reasons")


@cache
def words(block: Block) -> Mapping[str, str]:
    """Return the field that each label of a block means, over all layouts.

    Args:
        block: ``head`` are labels of the form's own fields, ``texts`` those of further texts, the
            remarks and the reasons of all rows, ``fixed`` what is printed for no field.
    """
    found: dict[str, str] = {}
    for layout in available():
        for label, field in _of(layout, block):
            found.setdefault(label, field)
    return MappingProxyType(found)


def _of(layout: Layout, block: Block) -> Iterator[tuple[str, str]]:
    if block == "funds":
        yield from ((each.heading, each.field) for each in layout.funds.columns)
    elif block == "indicators":
        columns = (each for each in layout.indicators.columns if each.heading)
        yield from ((each.heading, each.field) for each in columns)
    elif block == "goal":
        texts = ((layout.goal.planned, "planned"), (layout.goal.actual, "actual"))
        yield from ((label, field) for label, field in texts if label)
    elif block == "fixed":
        yield from _fixed(layout)
    else:
        for pair in layout.pairs:
            if pair.field and pair.field.startswith(_TEXTS) == (block == "texts"):
                yield pair.label, pair.field
    if block in ("head", "funds", "goal", "indicators"):
        yield from getattr(layout.known, block).items()


def _fixed(layout: Layout) -> Iterator[tuple[str, str]]:
    for pair in layout.pairs:
        if not pair.field:
            yield pair.label, ""
        if pair.text:
            yield pair.text, ""
    for text in (layout.funds.names, layout.funds.side, layout.goal.side, layout.indicators.side):
        if text:
            yield text.format(money_unit=""), ""
