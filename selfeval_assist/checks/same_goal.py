"""What of an approved goal another spelling of it leaves out or changes."""

from collections.abc import Iterator, Sequence

from selfeval_assist.form import Comparator, Kind
from selfeval_assist.form.text import squeeze, strip_tags
from selfeval_assist.prose.clauses import clauses
from selfeval_assist.prose.likeness import covered
from selfeval_assist.prose.mentions import Mention, mentions
from selfeval_assist.prose.units import ratio

_LEFT_OUT = "没有写到"
_ANOTHER = 0.3
"""Share of the approved goal's words from which on two texts are about the same goal."""
_SAME = 0.5
"""Share of a clause's words from which on the other text says it."""
_SHOWN = 40


def changed_clauses(approved: str, here: str) -> Iterator[tuple[str, str]]:
    """Yield (as it stands here, as approved) for every clause that was changed or left out.

    Figures are compared by value and unit. What only the text here says is not yielded. Nothing is
    yielded where one of the texts is empty.

    Args:
        approved: the goal of the declaration.
        here: the goal of the form.
    """
    wanted, told = _clauses(approved), _clauses(here)
    if not wanted or not told or wanted == told:
        return
    if covered("，".join(wanted), "，".join(told)) < _ANOTHER:
        yield _short("，".join(told)), _short("，".join(wanted))
        return
    figures = [figure for text in told for figure in mentions(text)]
    for clause in wanted:
        wants, words = _figures(clause), _words(clause)
        changed = not all(_among(each, figures) for each in wants)
        # 维护路灯1200盏 says 完成路灯维护1200盏: the figure is half of what it says.
        enough = _SAME if changed or not wants else _ANOTHER
        said = not words or covered(words, "，".join(told)) >= enough
        if changed or not said:
            yield _nearest(words, told) if said else _LEFT_OUT, _short(clause)


def _nearest(words: str, told: Sequence[str]) -> str:
    """Return the clause that is most like some words, without regard to figures."""
    return _short(max((covered(words, _words(text)), text) for text in told)[1])


def _figures(clause: str) -> list[Mention]:
    """Return the figures of a clause without the years that it names."""
    found = mentions(clause)
    return [each for each in found if each.value.precision != "year"]


def _clauses(text: str) -> list[str]:
    text = strip_tags(text)
    return [squeeze(text[span.start : span.end]) for span in clauses(text)]


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _words(text: str) -> str:
    """Return a clause without its figures."""
    for figure in reversed(mentions(text)):
        text = f"{text[: figure.start]} {text[figure.end :]}"
    return text


def _among(figure: Mention, others: Sequence[Mention]) -> bool:
    return any(_alike(figure, other) for other in others)


def _alike(one: Mention, other: Mention) -> bool:
    """Return whether two figures are the same value; a bound that only one has is none."""
    first, second = one.value, other.value
    if Kind.DATE in (first.kind, second.kind):
        return first.kind is second.kind and first.date == second.date
    if first.magnitude is None or second.magnitude is None:
        return first.magnitude is second.magnitude
    factor = ratio(second.unit, first.unit) if first.unit and second.unit else 1
    if factor is None or first.magnitude != second.magnitude * factor:
        return False
    bounds = {first.comparator, second.comparator} - {Comparator.NONE, Comparator.EQ}
    return len(bounds) < 2
