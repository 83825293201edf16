"""Print how many true texts the verifier marks, and how many false ones it lets pass.

``make bench-verify``, or ``python -m bench.verify NAME`` to read what was judged wrongly in the
lines that begin with the name. Seeded: the same tree gives the same table.
"""

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bench import verify_changes as changes
from bench import verify_drafts as drafts
from bench.verify_texts import Text, by_hand, covered, entries, forms, marks, red, texts

from selfeval_assist.facts import render

SEED = 20260101
NUMBERS = frozenset({"number", "elsewhere", "unread"})
"""Rules that ask about a number."""
SETS = (
    "first 200",
    "second 200",
    "third 200",
    "fourth 200",
    "fifth 200",
    "sixth 120",
    "seventh 120",
    "eighth 100",
    "ninth 100",
    "tenth 100",
)
"""The sets of true and of false texts by other hands, in the order in which they were written."""
_GROUP, _MARKED = {"group": "invented"}, {"invented": "yes"}
_CAUSES = (
    ("first 40", "causes", "cause", _GROUP),
    ("second 60", "second_causes", "words", _MARKED),
    ("third 50", "fifth_causes", "cause", _GROUP),
    ("fourth 25", "sixth_causes", "cause", _GROUP),
    ("fifth 30", "seventh_causes", "cause", _GROUP),
    ("sixth 20", "eighth_causes", "cause", _GROUP),
    ("seventh 25", "ninth_causes", "cause", _GROUP),
    ("eighth 25", "tenth_causes", "cause", _GROUP),
)
"""The sets of causes that no cell states: file, the key of the false words, and which they are."""
_NEUTRAL = (
    ("first 60", "causes", {"group": "neutral"}),
    ("second 60", "second_causes", {"invented": "no"}),
    ("third 50", "fifth_causes", {"group": "neutral"}),
    ("fourth 15", "sixth_causes", {"group": "neutral"}),
    ("fifth 20", "seventh_causes", {"group": "neutral"}),
    ("sixth 15", "eighth_causes", {"group": "neutral"}),
    ("seventh 15", "ninth_causes", {"group": "neutral"}),
    ("eighth 15", "tenth_causes", {"group": "neutral"}),
)
_FIRST = {"true": "true_texts", "false": "false_texts"}


def _file(name: str, kind: str) -> str:
    """Return the file of a set."""
    number = name.partition(" ")[0]
    return _FIRST[kind] if number == "first" else f"{number}_{kind}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table.

    Attributes:
        name: what was counted, and of which texts.
        tried: how many there were.
        found: those that were judged wrongly, to read.
    """

    name: str
    tried: int
    found: tuple[str, ...]

    @property
    def share(self) -> float:
        """How many of a hundred were judged wrongly."""
        return 100 * len(self.found) / self.tried if self.tried else 0.0

    def __str__(self) -> str:
        return f"{self.name:58}{self.tried:7}{len(self.found):7}{self.share:9.2f}%"


def line(name: str, tried: Iterable[Text], wrong: Callable[[Text], bool]) -> Line:
    """Return how many of some texts were judged wrongly, by a test of it."""
    every = tuple(tried)
    return Line(name, len(every), tuple(str(text) for text in every if wrong(text)))


def unmarked(text: Text) -> bool:
    """Return whether nothing is marked in a text."""
    return not marks(text)


def true_sets() -> dict[str, tuple[Text, ...]]:
    """Return the texts of which everything is true by their form."""
    found = {name: tuple(texts(_file(name, "true"))) for name in SETS}
    found["honest 60"] = tuple(texts("inventions", group="honest"))
    found["by hand"] = tuple(by_hand())
    return found


def of_true_texts() -> Iterator[Line]:
    """Yield what is marked in true texts, and what is not where a number of them was changed."""
    for name, every in true_sets().items():
        yield line(f"true, red: {name}", every, red)
        yield line(f"true, red or grey: {name}", every, lambda text: not unmarked(text))
    for name, every in true_sets().items():
        yield _made_false(f"one digit changed, unmarked: {name}", every, changes.digits)
        yield _made_false(f"two numbers swapped, unmarked: {name}", every, changes.swapped)


def _made_false(
    name: str, every: Iterable[Text], change: Callable[[Text, random.Random], Iterator[Text]]
) -> Line:
    rng = random.Random(SEED)
    pairs = [(text, other) for text in every for other in change(text, rng)]
    missed = [f"{new} <- {old.text}" for old, new in pairs if not _noticed(old, new)]
    return Line(name, len(pairs), tuple(missed))


def _noticed(old: Text, new: Text) -> bool:
    """Return whether a change shows: a mark on its words, or one that was not there before."""
    before = Counter((mark.rule, mark.quote) for mark in marks(old))
    more = Counter((mark.rule, mark.quote) for mark in marks(new)) - before
    return bool(more) or covered(new, marks(new))


def of_false_texts() -> Iterator[Line]:
    """Yield the false texts in which nothing is marked, or not the words that are false."""
    for name in SETS:
        every = tuple(texts(_file(name, "false"), "wrong"))
        yield line(f"false, unmarked: {name}", every, unmarked)
        yield line(
            f"false, the false words unmarked: {name}",
            every,
            lambda text: not covered(text, marks(text)),
        )
    yield line("false, unmarked: by hand", by_hand("false"), unmarked)
    yield line("contradicts a row, unmarked: sentences", _sentences(True), unmarked)
    yield line("contradicts no row, red as if it did: sentences", _sentences(False), _judged)


def _sentences(contradicting: bool) -> Iterator[Text]:
    kept = {
        each["id"] for each in entries("sentences") if bool(each["contradicts"]) == contradicting
    }
    for text in texts("sentences"):
        if text.id.partition(":")[2] in kept:
            yield text


def _judged(text: Text) -> bool:
    rules = NUMBERS | {"verdict_word", "all_done"}
    return any(mark.grade == "red" and mark.rule in rules for mark in marks(text))


def of_causes() -> Iterator[Line]:
    """Yield the invented causes and other inventions that pass, and neutral words that do not."""

    def explained(text: Text) -> bool:
        return any(mark.rule == "causal" for mark in marks(text))

    def missed(text: Text) -> bool:
        return not any(mark.rule in {"causal", "words"} for mark in marks(text))

    for name, file, words, own in _CAUSES:
        yield line(f"invented cause, unmarked: {name}", texts(file, words, **own), missed)
    for name, file, group in _NEUTRAL:
        every = tuple(texts(file, **group))
        yield line(f"neutral use, marked as a cause: {name}", every, explained)
        yield line(f"neutral use, red: {name}", every, red)
    invented = texts("inventions", "invented", group="invention")
    yield line("other invention, unmarked: 60", invented, unmarked)


def of_drafts(share: float = 1.0) -> Iterator[Line]:
    """Yield what passes of composed and phrased sentences, true ones and ones made false.

    Args:
        share: which part of the sentences is tried.
    """
    rng = random.Random(SEED)
    tried: Counter[str] = Counter()
    wrong: dict[str, list[str]] = {}

    def note(kind: str, draft: drafts.Draft, template: str, *, right: bool) -> None:
        tried[kind] += 1
        found = wrong.setdefault(kind, [])
        if not right:
            found.append(f"{draft.form} {render(template, draft.slots)}")

    chosen = [draft for name in forms() for draft in drafts.drafts(name) if rng.random() < share]
    for draft in chosen:
        own = draft.template
        note("true draft, marked", draft, own, right=not drafts.of_text(draft, own))
        for kind, spoil in {**drafts.NUMBERS, **drafts.CLAIMS}.items():
            for template in spoil(draft, rng):
                seen = bool(drafts.of_text(draft, template))
                note(f"draft, unmarked: {kind}", draft, template, right=seen)
        if not drafts.refers(draft):
            continue
        note("true template, refused", draft, own, right=not drafts.of_template(draft, own))
        for kind, spoil in drafts.TEMPLATE.items():
            for template in spoil(draft, rng):
                seen = bool(drafts.of_template(draft, template))
                note(f"template, accepted: {kind}", draft, template, right=seen)
    for kind in sorted(tried):
        yield Line(kind, tried[kind], tuple(wrong[kind]))


def lines() -> Iterator[Line]:
    """Yield the whole table."""
    yield from of_true_texts()
    yield from of_false_texts()
    yield from of_causes()
    yield from of_drafts()


def main() -> None:
    """Print the table, or what was judged wrongly in some lines of it."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    print(f"{'':58}{'tried':>7}{'wrong':>7}{'share':>10}")
    for each in lines():
        if each.name.startswith(wanted):
            print(each)
            print(*(f"    {text}" for text in each.found if wanted), sep="\n", end="")


if __name__ == "__main__":
    main()
