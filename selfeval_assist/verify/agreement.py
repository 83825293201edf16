"""Whether a value agrees with the values told beside it: its base, its operands, its target."""

from collections.abc import Sequence

from selfeval_assist.prose.values import Comparator, Kind
from selfeval_assist.verify.cells import Cells
from selfeval_assist.verify.derivations import Derived
from selfeval_assist.verify.fit import COMPARING, COMPARING_UP
from selfeval_assist.verify.reading import Place, Reading
from selfeval_assist.verify.told import Told

BOUNDS = frozenset(Comparator) - {Comparator.NONE, Comparator.APPROX}


def compares(cells: Cells, place: Place, derived: Derived) -> bool:
    """Return whether a result stands to its target as 超过 or 低于 before the target says."""
    mark, actual = place.mention.mark, cells.of(derived.owner, "actual")
    denied = mark.startswith(("未", "没有"))
    if derived.row is None or not actual or not (denied or mark in COMPARING):
        return True
    number, target = actual[0].number, derived.value.magnitude
    if number is None or target is None:
        return True
    if denied:  # 没有超过上限 says that the result keeps it
        up = place.mention.value.comparator in {Comparator.GE, Comparator.GT}
        return number >= target if up else number <= target
    more = mark in COMPARING_UP
    if number == target:
        return more and actual[0].value.comparator in BOUNDS
    return (number > target) == more


_PART_OF = {
    "rate": "executed",
    "initial_rate": "executed",
    "unspent_share": "unspent",
    "change_share": "change",
    "over_share": "over",
    "unspent_of_initial_share": "unspent_of_initial",
}

_BASED = frozenset({*_PART_OF, "unspent", "over", "unspent_of_initial", "over_of_initial"})


def _part_agrees(place: Place, derived: Derived, known: Sequence[Told]) -> bool:
    """Return whether 占 is said of the amount that was told last: 结余70万元，占14%."""
    word = place.cues[-1] if place.cues else None
    of = place.before.endswith("的") or (word is not None and word.text == "占")
    if not of or not known or known[-1].place.sentence != place.sentence:
        return True
    names = {each.name for each in known[-1].derived if each.value.unit == "元"}
    return not names or not names & set(_PART_OF.values()) or _PART_OF.get(derived.name) in names


def base_agrees(reading: Reading, place: Place, derived: Derived, known: Sequence[Told]) -> bool:
    """Return whether a share is one of the amount that the words name, or that was just told."""
    if derived.name == "adjusted_share":  # only the adjusted budget itself has it
        tags = (*place.earlier, *place.cues)
        told = bool(known) and "adjusted" in known[-1].names
        return told or any(tag.has("column.adjusted") for tag in tags)
    if derived.name not in _BASED:
        return True
    if place.mention.value.unit == "%" and not _part_agrees(place, derived, known):
        return False
    of_initial = "initial" in derived.name or derived.name == "change_share"
    tags = (*place.earlier, *place.cues)
    named = [
        tag for tag in tags if tag.has("column.initial", "column.adjusted", "column.initial_rate")
    ]
    if named:
        return named[-1].has("column.initial", "column.initial_rate") == of_initial
    if derived.name == "change_share":
        return True
    bases = [
        each.name
        for one in known
        if one.place.sentence == place.sentence
        for each in one.derived
        if each.name in {"initial", "adjusted"}
    ]
    if not bases:
        return not of_initial
    return (bases[-1] == "initial") == of_initial


_USES = {
    "gap": ("target", "actual"), "beyond": ("target", "actual"), "completion": ("target", "actual"),
    "lost": ("weight", "score"), "score_rate": ("weight", "score"), "weight": ("score",),
}  # fmt: skip


def beside(place: Place, derived: Derived, known: Sequence[Told]) -> bool:
    """Return whether a result is that of the values told beside it, not of another row's."""
    for column in _USES.get(derived.name, ()):
        for one in reversed(known):
            if one.place.sentence != place.sentence:
                break
            owners = {_level_of(each.owner) for each in one.derived if each.name == column}
            if owners:
                if _level_of(derived.owner) not in owners:
                    return False
                break
    return True


def _level_of(owner: str) -> str:
    return "execution" if owner == "level.execution" else owner


def rounds_another(cells: Cells, place: Place, derived: Derived) -> bool:
    """Return whether a rounded amount is another cell of the row to the cent."""
    number = place.mention.value.number
    if derived.value.number == number or derived.value.kind is not Kind.AMOUNT:
        return False
    return any(cell.number == number for cell in cells.of(derived.owner))


def counts_persons(cells: Cells, place: Place, derived: Derived) -> bool:
    """Return whether persons are not told for attendances: 546人 are no 546人次."""
    unit = place.mention.value.unit
    if not unit or derived.row is None or unit.endswith("次") or derived.value.unit != "人次":
        return True
    return not any("人次" in name for name in cells.names[derived.row])
