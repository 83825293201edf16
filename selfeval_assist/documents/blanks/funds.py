"""The lines of the funds block of a blank form: which is which, and rows for those it lacks."""

import re
from collections.abc import Iterator, Mapping, Sequence

from selfeval_assist.documents.blanks.blank import Blank
from selfeval_assist.form import FundLine, SelfEvaluation
from selfeval_assist.form.text import squeeze

_START = re.compile(r"^(?:其中:?)?(?:当年度?|本年度?|年度)?")
_END = re.compile(r"(?:资金|拨款|收入|数|额)$")
_CELLS = ("initial", "adjusted", "executed", "weight", "rate", "score")


def match_sources(names: Sequence[str], printed: Sequence[str]) -> Mapping[int, int]:
    """Return for each name the printed line that means the same, by position.

    The same words count first, then the same words without 本年 and 资金, then a name that holds
    exactly one other and is held by no second.
    """
    mine = [squeeze(name) for name in names]
    theirs = [squeeze(name) for name in printed]
    found: dict[int, int] = {}
    for alike in (_equal, _stems, _holds):
        pairs = [
            (at, to)
            for at, name in enumerate(mine)
            for to, other in enumerate(theirs)
            if name and other and at not in found and to not in found.values()
            if alike(name, other)
        ]
        for at, to in pairs:
            if [p[0] for p in pairs].count(at) == 1 == [p[1] for p in pairs].count(to):
                found[at] = to
    return found


def _equal(name: str, other: str) -> bool:
    return name == other


def _stem(name: str) -> str:
    return _END.sub("", _START.sub("", name))


def _stems(name: str, other: str) -> bool:
    return _stem(name) == _stem(other)


def _holds(name: str, other: str) -> bool:
    return name in other or other in name


def add_lines(blank: Blank, empty: SelfEvaluation, form: SelfEvaluation) -> list[str]:
    """Add a row for each source that the template does not print; return sentences about them."""
    sources = form.funds.sources
    names = [line.name for line in sources]
    found = match_sources(names, [line.name for line in empty.funds.sources])
    missing = [name for at, name in enumerate(names) if at not in found and counts(sources[at])]
    places = [ref for path, ref in empty.provenance.cells.items() if path.startswith("funds.")]
    rows = {int(ref.split(":")[0]) for ref in places}
    # A form that prints one line for all money has none like it to put below.
    if not missing or not rows or not empty.funds.sources:
        return []
    last = max(rows)
    row = blank.grid().rows[last]
    values = [
        int(ref.split(":")[1])
        for path, ref in empty.provenance.cells.items()
        if path.startswith("funds.")
        and path.rpartition(".")[2] in _CELLS
        and int(ref.split(":")[0]) == last
    ]
    labels = [cell for cell in row if cell.column < min(values)]
    if not labels:
        return []
    label = labels[-1]
    for step, name in enumerate(missing):
        blank.duplicate(last + step, set(range(label.column)))
        cell = blank.grid().rows[last + step + 1].at(label.column)
        if cell is not None:
            blank.put(cell, name)
    return [f"模板的资金栏没有“{'”“'.join(missing)}”，已在其后加行填写，请核对。"]


def counts(line: FundLine) -> bool:
    """Whether a source holds any money, points or words: one of nothing needs no row."""
    return any(
        not cell.blank and cell.value != 0 for cell in (getattr(line, key) for key in _CELLS)
    )


def pairs(form: SelfEvaluation, other: SelfEvaluation) -> Iterator[tuple[int, int]]:
    """Yield (position in the form, position in the other form) of sources that are the same."""
    mine = [line.name for line in form.funds.sources]
    yield from match_sources(mine, [line.name for line in other.funds.sources]).items()
