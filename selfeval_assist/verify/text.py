"""The door: what in a text the form does not support."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from selfeval_assist.facts.model import FactTable
from selfeval_assist.prose import clauses, words
from selfeval_assist.prose.clauses import Span
from selfeval_assist.prose.likeness import pairs
from selfeval_assist.verify import ignored
from selfeval_assist.verify.budget import unsupported
from selfeval_assist.verify.cells import Cells, cells_of
from selfeval_assist.verify.contradiction import all_spent
from selfeval_assist.verify.grading import grades, misplaced
from selfeval_assist.verify.model import RED, Violation
from selfeval_assist.verify.numbers import numbers
from selfeval_assist.verify.opposed import exchanged, opposed
from selfeval_assist.verify.polarity import worded
from selfeval_assist.verify.reading import Reading, read
from selfeval_assist.verify.reasons import reasons
from selfeval_assist.verify.statements import quoted, statements
from selfeval_assist.verify.verdicts import judgements

_SHORTEST_REPEATED = 8
_ALIKE = 4
"""Pairs of letters that a sentence shares with a reason which compares with the same year."""


def verify_text(
    text: str, table: FactTable, *, causes: Iterable[str] = ()
) -> tuple[Violation, ...]:
    """Return what in a text the form does not support, in the order of its places.

    Args:
        text: the text; any string.
        table: the facts of the form (``for_goal(table)`` for a planned goal).
        causes: further reasons stated by a person, besides those in the form.

    Returns:
        Violations with their grade. Nothing is blocked: the caller decides. Never raises.
    """
    return _judged(text, cells_of(table), tuple(causes))


def contradicting(text: str, table: FactTable, *, planned: bool = False) -> tuple[Violation, ...]:
    """Return what in a text the values of the form contradict, in the order of its places.

    Less than ``verify_text``: reasons, documents and trends are not asked for.

    Args:
        text: the text; any string.
        table: the facts of the form.
        planned: whether the text is a planned goal.
    """
    cells = cells_of(table, planned=planned)
    found = _against_values(read(text, cells), cells)
    return tuple(sorted(found, key=lambda each: each.start))


def _against_values(reading: Reading, cells: Cells) -> Iterator[Violation]:
    wrong, known = numbers(reading, cells)
    yield from wrong
    yield from judgements(reading, cells, known)
    if not cells.planned:
        yield from all_spent(reading, cells)
        marked = [each.start for each in wrong if each.grade == RED]
        for each in unsupported(reading.text, cells.form):
            own = Span(each.start, each.start + len(each.quote))
            if not any(map(own.holds, marked)) and not quoted(cells, reading, each.start):
                yield each
        yield from worded(reading, cells)
        yield from opposed(reading, cells)
        yield from grades(reading, cells)
        yield from misplaced(reading, cells)


@lru_cache(maxsize=64)
def _judged(text: str, cells: Cells, causes: tuple[str, ...]) -> tuple[Violation, ...]:
    """Return what is wrong; kept, because every door asks about the same text."""
    reading = read(text, cells)
    found = [*_against_values(reading, cells)]
    found += reasons(reading, cells, numbers(reading, cells)[1], causes)
    found += _documents(reading, cells)
    found += _trends(reading, cells)
    found += _repeated(reading)
    found += () if cells.planned else exchanged(reading, cells)
    return tuple(sorted(found, key=lambda each: each.start))


def _documents(reading: Reading, cells: Cells) -> Iterator[Violation]:
    stated = "\n".join(each.text for each in statements(cells))
    for match in ignored.documents(reading.plain):
        if match[0] not in stated:
            quote = reading.text[match.start() : match.end()]
            message = f"表中没有“{quote}”这个文号或编号，请核对，或在偏差说明中写明依据。"
            yield Violation("document", quote, match.start(), message)


def _trends(reading: Reading, cells: Cells) -> Iterator[Violation]:
    rows = cells.form.indicators
    causes = [each for each in statements(cells) if each.cause]
    printed = "\n".join(f"{row.name} {row.target} {row.actual}" for row in rows)
    for start, end in words.spans(reading.masked, "trend"):
        sentence = clauses.around(reading.sentences, start)
        said = pairs(reading.plain[sentence.start : sentence.end])
        base = reading.plain[start:end].lstrip("较比与")
        told = any(base in each.text and len(said & pairs(each.text)) >= _ALIKE for each in causes)
        if told or reading.plain[start:end] in printed:
            continue
        quote = reading.text[start:end]
        yield Violation(
            "direction", quote, start, f"“{quote}”要和上年比较，表中没有上年数据，请核对。"
        )


def _repeated(reading: Reading) -> Iterator[Violation]:
    seen: set[str] = set()
    for span in clauses.sentences(reading.text):
        kernel = reading.text[span.start : span.end].strip(" 。；")
        if len(kernel) >= _SHORTEST_REPEATED and kernel in seen:
            yield Violation("repeated", kernel, span.start, "同一句话写了两遍。")
        seen.add(kernel)
