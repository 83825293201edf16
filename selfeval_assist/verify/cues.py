"""What the words beside a quantity say that it is."""

from collections.abc import Sequence

from selfeval_assist.prose.words import Tag
from selfeval_assist.verify.agreement import BOUNDS, compares
from selfeval_assist.verify.cells import POINTS, Cells
from selfeval_assist.verify.derivations import Derived
from selfeval_assist.verify.fit import COMPARING
from selfeval_assist.verify.reading import Place
from selfeval_assist.verify.told import Told

MONEY = frozenset(
    f"{kind}.{name}"
    for kind in ("column", "relation", "beside")
    for name in (
        "initial", "adjusted", "budget", "executed", "rate", "initial_rate", "unspent", "over",
        "cut", "raise", "fund",
    )
)  # fmt: skip

# Words that only join a value to another word, or to the values before it.
_WEAK = frozenset(
    {"column.actual", "relation.part", "relation.sum", "relation.rest", "generic.words"}
)

_BASES = ("column.target", "column.budget", "column.adjusted", "column.initial")

_AMOUNTS = ("column.rate", "column.executed", "column.budget", "column.fund")

_HINTS = _WEAK | {"column.fund"}


def cue(place: Place, cells: Cells) -> Tag | None:
    """Return the word that says what a value is, or None.

    What stands right behind it wins (15分钟的目标); a verb such as 达到 only joins another word to
    its value (执行率达到86%); where its own words say nothing, those of its clause do.
    """
    points = place.mention.value.unit == POINTS  # 执行率得8.6分: its points, not a rate
    for tag in place.tail:
        if tag.has("column", "relation"):
            return tag
    for tags in (place.cues, place.earlier if not calls(place) else ()):
        named = [
            tag
            for tag in tags
            if tag.has("column", "relation", "beside", "verdict")
            and not (points and tag.has(*_AMOUNTS))
            and not (calls(place) and _in_name(cells, place, tag))
        ]
        strong = [tag for tag in named if not tag.senses <= _WEAK]
        strong = [tag for tag in strong if not tag.senses <= _HINTS] or strong
        if (
            len(strong) > 1
            and strong[-1].has("column.budget")
            and strong[-2].end == strong[-1].start
        ) and strong[-2].has("relation.cut", "relation.raise"):
            return strong[-2]  # 核减预算20万元
        if strong or named:
            return (strong or named)[-1]
    return None


def _in_name(cells: Cells, place: Place, tag: Tag) -> bool:
    """Return whether a word is a part of the called row's name: 新能源投资增加24亿元."""
    return any(tag.text in name for row in place.rows for name in cells.names[row])


def calls(place: Place) -> bool:
    """Return whether the words beside a quantity call a row themselves."""
    return bool(place.called) and not place.inherited


def led_by(place: Place, known: Sequence[Told], cells: Cells) -> Tag | None:
    """Return the word of the value before in a list: 失分3.34分：产出1.66分，满意度0.28分."""
    if not known or known[-1].place.sentence != place.sentence:
        return None
    last = known[-1].place
    return (
        (cue(last, cells) or last.led)
        if last.mention.value.unit == place.mention.value.unit
        else None
    )


def says(place: Place, derived: Derived, cells: Cells) -> bool:
    """Return whether the words beside a quantity allow it to be a value."""
    if derived.verb:
        tags = (*place.cues, *place.earlier) if place.cues else place.earlier
        return any(derived.senses & tag.senses for tag in tags)
    word = cue(place, cells)
    if derived.name == "target" and place.mention.value.comparator in BOUNDS:
        return compares(cells, place, derived)
    if word is None and (derived.bare or (cells.planned and derived.name == "target")):
        return True
    if (
        derived.sign
        and place.mention.mark in COMPARING
        and any(t.has("column.target") for t in place.tail)
    ):
        return False  # 超过5300元的上限: the limit, no distance
    word = word or place.led
    if word is None:
        return bool(derived.sign) and place.mention.mark in COMPARING
    if derived.ratio and word.has("column.executed") and place.before.endswith("的"):
        return False  # a share of what was spent: no cell is one
    if derived.ratio and word.has(*_BASES) and place.before.endswith(("的", "的约")):
        return (derived.name == "completion") == word.has("column.target")  # 目标的91%
    if derived.senses & word.senses or (word.senses <= _WEAK and derived.bare):
        return True
    if not derived.cell and any(derived.senses & tag.senses for tag in place.cues):
        return True  # 超全年预算2.59%: the base stands between the distance and its value
    return cells.planned and derived.name == "target" and "column.actual" in word.senses
