"""The lines of the funds block of a blank form: which is which, and rows for those it lacks."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from selfeval_assist.documents.blanks.guard import Guard
from selfeval_assist.documents.blanks.tiers import cover_of, own_tier
from selfeval_assist.documents.grid import Cell, Grid
from selfeval_assist.documents.recognise.words import PLACEHOLDER
from selfeval_assist.form import FundLine, Number, SelfEvaluation
from selfeval_assist.form.money import convert, in_unit
from selfeval_assist.form.text import squeeze
from selfeval_assist.prose.decimals import plain, rounded

MONEY = ("initial", "adjusted", "executed")
POINTS = ("weight", "rate", "score")
_START = re.compile(r"^(?:其中:?)?(?:当年度?|本年度?|年度)?")
_END = re.compile(r"(?:资金|拨款|收入|数|额)$")
_PART = "其中"
_GROUPED = 1000
"""From here on an amount is printed with a comma."""

Placed = Mapping[int, tuple[int, ...]]
"""The sources of a form by the line of another one that takes them; several are added up."""


def placed(form: SelfEvaluation, other: SelfEvaluation) -> Placed:
    """Return which printed line of a blank takes which sources.

    The same words count first, then the same words without 本年 and 资金, then a name that holds
    exactly one other and is held by no second. What is left goes to the line of its level of
    government, or of several (``上级补助``, ``财政拨款``), then to lines without a name.
    """
    sources = form.funds.sources
    mine = [squeeze(line.name) for line in sources]
    lines = (at for at in range(len(other.funds.sources)) if _is_line(other, at))
    theirs = {at: squeeze(other.funds.sources[at].name) for at in lines}
    found: dict[int, tuple[int, ...]] = {to: (at,) for at, to in _by_name(mine, theirs).items()}
    whole = [at for at in range(len(mine)) if counts(sources[at]) and not _is_part(mine, at)]
    free = {to: name for to, name in theirs.items() if to not in found}
    found |= _by_tier(form, _waiting(whole, found), free)
    bare = (to for to, name in free.items() if PLACEHOLDER.fullmatch(name) and to not in found)
    return found | {to: (at,) for to, at in zip(bare, _waiting(whole, found), strict=False)}


def _waiting(whole: Sequence[int], found: Placed) -> list[int]:
    seated = {at for taken in found.values() for at in taken}
    return [at for at in whole if at not in seated]


def _by_name(mine: Sequence[str], theirs: Mapping[int, str]) -> Mapping[int, int]:
    found = _equals(mine, theirs)
    for alike in (_stems, _holds):
        pairs = [
            (at, to)
            for at in range(len(mine))
            for to in theirs
            if at not in found and to not in found.values() and alike(mine[at], theirs[to])
        ]
        ats, tos = ([pair[side] for pair in pairs] for side in (0, 1))
        found |= {at: to for at, to in pairs if ats.count(at) == 1 == tos.count(to)}
    return found


def _equals(mine: Sequence[str], theirs: Mapping[int, str]) -> dict[int, int]:
    """Pair lines of the same name, those of one name in their order."""
    places: dict[str, list[int]] = {}
    for to, name in theirs.items():
        places.setdefault(name, []).append(to)
    return {at: places[name].pop(0) for at, name in enumerate(mine) if name and places.get(name)}


def _stem(name: str) -> str:
    return _END.sub("", _START.sub("", name))


def _stems(name: str, other: str) -> bool:
    return bool(name and other) and _stem(name) == _stem(other)


def _holds(name: str, other: str) -> bool:
    return bool(name and other) and (name in other or other in name)


def _is_part(names: Sequence[str], at: int) -> bool:
    """Whether a line is a part of the source above it: ``其中：一般债券资金``."""
    return at > 0 and names[at].startswith(_PART)


def _is_line(form: SelfEvaluation, at: int) -> bool:
    """Whether a line has cells of its own: a row of text has one cell below all headings."""
    cells = form.provenance.cells
    refs = [cells[path] for key in MONEY if (path := f"funds.sources.{at}.{key}") in cells]
    return len(refs) < 2 or len(set(refs)) > 1


def _by_tier(
    form: SelfEvaluation, waiting: Sequence[int], free: Mapping[int, str]
) -> dict[int, tuple[int, ...]]:
    own = own_tier(form)
    covers = {to: cover_of(_stem(name), own) for to, name in free.items()}
    found: dict[int, tuple[int, ...]] = {}
    for at in waiting:
        tiers = cover_of(_stem(squeeze(form.funds.sources[at].name)), own)
        fitting = sorted((len(cover), to) for to, cover in covers.items() if tiers <= cover)
        sizes = [size for size, _ in fitting]
        if tiers and fitting and sizes.count(sizes[0]) == 1 and _adds_up(form.funds.sources[at]):
            found[fitting[0][1]] = (*found.get(fitting[0][1], ()), at)
    return found


def _adds_up(line: FundLine) -> bool:
    cells = [getattr(line, key) for key in MONEY]
    plain_ = all(cell.blank or cell.value is not None for cell in cells)
    return plain_ and line.weight.blank and line.score.blank


def line_of(form: SelfEvaluation, sources: Sequence[int]) -> FundLine:
    """Return the line that a blank prints for some sources: one as it is, several added up."""
    lines = [form.funds.sources[at] for at in sources]
    if len(lines) == 1:
        return lines[0]
    sums = {key: found for key in MONEY if (found := _sum(lines, key, form)) is not None}
    budget, executed = (sums.get(key, Number()).value for key in ("adjusted", "executed"))
    rate = Number()
    if budget and executed is not None and any(not line.rate.blank for line in lines):
        rate = Number(f"{plain(rounded(executed / budget * 100, 2))}%")
    name = "、".join(line.name for line in lines)
    return FundLine.model_validate({"name": name, "rate": rate, **sums})


def _sum(lines: Sequence[FundLine], key: str, form: SelfEvaluation) -> Number | None:
    cells: list[Number] = [getattr(line, key) for line in lines]
    filled = [cell for cell in cells if not cell.blank]
    if not filled:
        return None
    amounts = [in_unit(cell, form.money_unit) or Decimal(0) for cell in filled]
    whole = rounded(sum(amounts, Decimal(0)), max(cell.decimals for cell in filled))
    return Number(_printed(whole, form, exact=True))


def converted(number: Number, form: SelfEvaluation, empty: SelfEvaluation) -> str:
    """Return an amount of a form in the money unit of a blank, with commas as the form has them."""
    amount = in_unit(number, form.money_unit)
    if amount is None:
        return number.raw
    return _printed(convert(amount, form.money_unit, empty.money_unit), form)


def _printed(amount: Decimal, form: SelfEvaluation, *, exact: bool = False) -> str:
    lines = (form.funds.total, *form.funds.sources)
    cells = [getattr(line, key) for line in lines for key in MONEY]
    large = [cell.raw for cell in cells if abs(cell.value or 0) >= _GROUPED]
    commas = not large or any("," in raw for raw in large)
    text = format(amount, ",f" if commas else "f")
    return text if exact or "." not in text else text.rstrip("0").rstrip(".")


def name_lines(blank: Guard, empty: SelfEvaluation, form: SelfEvaluation) -> None:
    """Write the names of sources without a line into the free rows below the line of all money.

    They are in one block with it: the label at its side runs over them.
    """
    taken = {at for each in placed(form, empty).values() for at in each}
    waiting = [at for at, line in enumerate(form.funds.sources) if at not in taken and counts(line)]
    for cell, at in zip(_unnamed(blank.grid(), empty), waiting, strict=False):
        blank.put(cell, form.funds.sources[at].name)


def _unnamed(grid: Grid, empty: SelfEvaluation) -> Iterator[Cell]:
    cells = empty.provenance.cells
    refs = [cells[path] for key in MONEY if (path := f"funds.total.{key}") in cells]
    if not refs:
        return
    top = int(refs[0].split(":")[0])
    start = min(int(ref.split(":")[1]) for ref in refs)
    side = grid.rows[top].at(0)
    for row in grid.rows[top + 1 :]:
        name = row.at(start - 1)
        if side is None or name is None or row.at(0) != side or name == side:
            return
        if name.blank and name.row == row.index:
            yield name


def add_lines(blank: Guard, empty: SelfEvaluation, form: SelfEvaluation) -> list[str]:
    """Give each source a row of the template, adding those that it lacks; return sentences on it.

    A part of a source comes below it, another source below the last line.
    """
    sources, into = form.funds.sources, placed(form, empty)
    rows = _rows(empty)
    # A form that prints one line for all money has none like it to put below.
    if not rows:
        return []
    for to, taken in into.items():
        if PLACEHOLDER.fullmatch(squeeze(empty.funds.sources[to].name)):
            _label(blank, empty, rows[to], sources[taken[0]].name)
    seats = {at: rows[to] for to, taken in into.items() for at in taken}
    below = _below(form, seats, max(rows.values()))
    for row in sorted(below, reverse=True):
        for at in reversed(below[row]):
            _label(blank, empty, row, sources[at].name, added=True)
    added = "”“".join(sources[at].name for row in sorted(below) for at in below[row])
    notes = [
        f"模板没有分列“{'”“'.join(sources[at].name for at in taken)}”，"
        f"合计填入“{empty.funds.sources[to].name}”一行，请核对。"
        for to, taken in into.items()
        if len(taken) > 1
    ]
    return notes + ([f"模板的资金栏没有“{added}”，已在其后加行，请核对。"] if added else [])


def _below(form: SelfEvaluation, seats: Mapping[int, int], last: int) -> dict[int, list[int]]:
    """Return the sources that need a row of their own, by the row that theirs comes below."""
    names = [squeeze(line.name) for line in form.funds.sources]
    found: dict[int, list[int]] = {}
    parent = 0
    for at, line in enumerate(form.funds.sources):
        part = _is_part(names, at)
        parent = parent if part else at
        if at not in seats and counts(line):
            found.setdefault(seats.get(parent, last) if part else last, []).append(at)
    return found


def _rows(empty: SelfEvaluation) -> dict[int, int]:
    """Return the row of each source line of a template by its position."""
    found = {}
    for at in range(len(empty.funds.sources)):
        paths = (f"funds.sources.{at}.{key}" for key in (*MONEY, *POINTS))
        refs = [empty.provenance.cells[p] for p in paths if p in empty.provenance.cells]
        if refs and _is_line(empty, at):
            found[at] = int(refs[0].split(":")[0])
    return found


def _label(
    blank: Guard, empty: SelfEvaluation, row: int, name: str, *, added: bool = False
) -> None:
    """Write the name of a source into a row, or into a new one below it."""
    ends = (*MONEY, *POINTS)
    refs = (ref for path, ref in empty.provenance.cells.items() if path.endswith(ends))
    places = [tuple(map(int, ref.split(":"))) for ref in refs]
    start = min((column for at, column in places if at == row), default=0)
    label = blank.grid().rows[row].at(start - 1)
    if label is None:
        return
    if added:
        blank.duplicate(row, set(range(label.column)))
        made = blank.grid().rows[row + 1].at(label.column)
        if made is not None:
            blank.put(made, name)
    else:
        blank.put(label, (label.text.strip() if _PART in label.text else "") + name)


def counts(line: FundLine) -> bool:
    """Whether a source holds any money, points or words: one of nothing needs no row."""
    cells = (getattr(line, key) for key in (*MONEY, *POINTS))
    return any(not cell.blank and cell.value != 0 for cell in cells)
