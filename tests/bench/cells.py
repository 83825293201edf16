"""Print how many emptied cells and changed numbers of clean forms are found, layout by layout."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

import clean_forms

from selfeval_assist.checks import Finding, check
from selfeval_assist.documents.writers.layout import Box
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.layouts import available, load

_LABELS = frozenset({"title", "money_unit", "full", "funds.total.name", "grade"})
"""Printed cells that nobody has to fill: words of the form, the sum of the points, an extra."""
_TOLD_PARTS = frozenset(("deviation", "people", "year", "project", "department", "unit"))
"""Whose numbers stand in no other cell: what a person tells, names, and the year of a form."""
_DASH = " —-－/无"
_FIGURE = re.compile(r"\d(?:[\d,.]*\d)?")


@dataclass(frozen=True)
class Outcome:
    """What came of one change to one cell of a form in a layout."""

    layout: str
    form: str
    path: str
    change: str
    found: bool

    @property
    def kind(self) -> str:
        """The field without the number of its row."""
        return ".".join(part for part in self.path.split(".") if not part.isdigit())


def pairs() -> Iterator[tuple[str, str]]:
    """Yield every layout with every clean form that it can print without a contradiction.

    Twenty points for the execution stand in the headings of Hubei, and in its own form alone.
    """
    for layout in available():
        points = layout.funds.points
        for name, form in clean_forms.forms().items():
            if not points or form.funds.total.weight.raw == points:
                yield layout.id, name


def clean(layout: str, name: str) -> tuple[Finding, ...]:
    """Return what is said at E or W about a clean form that was read from its layout."""
    return _said(_form(layout, name))


def emptied(every: int = 1) -> Iterator[Outcome]:
    """Yield one outcome for every so many of the cells that a person fills, emptied alone."""
    return _outcomes("emptied", lambda path, text: [""], named, every)


def changed(every: int = 1) -> Iterator[Outcome]:
    """Yield outcomes for the numbers of every so many cells, a first or last digit another."""
    return _outcomes("changed", _misprints, lambda path, found: True, every)


def named(path: str, found: Finding) -> bool:
    """Return whether a finding is about a cell: at it, at its row or line, or at its block."""
    parts = path.split(".")
    near = {".".join(parts[:length]) for length in range(1, len(parts) + 1)}
    return found.where in near or found.where.startswith(f"{path}.")


def _outcomes(
    change: str,
    texts: Callable[[str, str], Sequence[str]],
    counts: Callable[[str, Finding], bool],
    every: int,
) -> Iterator[Outcome]:
    for layout, name in pairs():
        boxes = _boxes(layout, name)
        known = {(each.code, each.message) for each in clean(layout, name)}
        for box, path in islice(_cells(layout, name), None, None, every):
            for text in texts(path, box.text):
                form = _with_policy(clean_forms.read_back(boxes, {box: text}), name)
                new = [each for each in _said(form) if (each.code, each.message) not in known]
                found = any(counts(path, each) for each in new)
                yield Outcome(layout, name, path, f"{change} {box.text!r} {text!r}", found)


def _misprints(path: str, text: str) -> list[str]:
    """Return a text with the first and with the last digit of each of its numbers another."""
    found: list[str] = []
    if not _TOLD_PARTS.isdisjoint(path.split(".")):
        return found
    for figure in _FIGURE.finditer(text):
        digits = [at for at in range(*figure.span()) if text[at].isdigit()]
        for at in dict.fromkeys((digits[0], digits[-1])):
            found.append(f"{text[:at]}{int(text[at]) % 9 + 1}{text[at + 1 :]}")
    return found


@cache
def _boxes(layout: str, name: str) -> tuple[Box, ...]:
    return clean_forms.printed(clean_forms.forms()[name], load(layout))


@cache
def _form(layout: str, name: str) -> SelfEvaluation:
    return _with_policy(clean_forms.read_back(_boxes(layout, name)), name)


def _with_policy(form: SelfEvaluation, name: str) -> SelfEvaluation:
    return form.model_copy(update={"policy": clean_forms.forms()[name].policy})


def _said(form: SelfEvaluation) -> tuple[Finding, ...]:
    found = check(form, clean_forms.policy_of(form))
    return tuple(each for each in found if each.severity != "I")


def _cells(layout: str, name: str) -> Iterator[tuple[Box, str]]:
    """Yield the cells of a form that a person fills, each with the field that is read there."""
    fields: dict[str, str] = {}
    for path, ref in _form(layout, name).provenance.cells.items():
        fields.setdefault(ref, path)
    for box in _boxes(layout, name):
        path = fields.get(f"{box.top}:{box.left}", "")
        label = box.style in ("side", "head") and not path.startswith("indicators")
        filled = path and paths.text(_form(layout, name), path).strip(_DASH)
        if filled and path not in _LABELS and not label:
            yield box, path


def table(outcomes: Iterable[Outcome]) -> str:
    """Return the shares found by layout and by kind of cell, and each kind that was missed."""
    some = list(outcomes)
    lines = [_line(name, [o for o in some if o.layout == name]) for name in _named(some, "layout")]
    lines += [_line(name, [o for o in some if o.kind == name]) for name in _named(some, "kind")]
    missed = Counter((o.kind, o.change) for o in some if not o.found)
    lines += [f"  missed {count}×: {kind}, {change}" for (kind, change), count in missed.items()]
    return "\n".join([*lines, _line("all", some)])


def _named(some: list[Outcome], what: str) -> list[str]:
    return list(dict.fromkeys(getattr(each, what) for each in some))


def _line(name: str, some: list[Outcome]) -> str:
    found = sum(each.found for each in some)
    return f"{name:28}{found:6} of {len(some):6}{found / max(len(some), 1):8.1%}"


def main() -> None:
    """Print what is said about the clean forms, then both tables."""
    said = [(*pair, each.code, each.where) for pair in pairs() for each in clean(*pair)]
    print(f"## Findings on clean forms: {len(said)}", *said, sep="\n")
    print(f"## Emptied cells\n{table(emptied())}")
    print(f"## Changed numbers\n{table(changed())}")


if __name__ == "__main__":
    main()
