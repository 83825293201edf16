"""Of which amount a share or a rest is: 占年初预算的六成, 占目标的91%, 结余70万元，占14%."""

from selfeval_assist.prose.words import Tag
from selfeval_assist.verify.claim import OF, Claim
from selfeval_assist.verify.derivations import Derived

_SHARES = frozenset({"relation.share", "beside.share", "column.share"})
_BASES = (
    "column.target", "column.budget", "column.adjusted", "column.initial", "column.executed",
)  # fmt: skip


def of_base(claim: Claim, derived: Derived, base: Tag) -> bool:
    """Return whether a share is one of the amount that it is said to be of."""
    part = derived.name.removesuffix("_part")
    if part != derived.name:
        budget = () if part == "executed" else ("column.budget",)
        return base.has(f"column.{part}", *budget)  # 占全年支出的71.41%
    over = derived.name == "beyond" and claim.said(*derived.senses - _SHARES)
    aimed = derived.name == "completion" or over
    return not base.has("column.executed") and aimed == base.has("column.target")  # 目标的91%


def base_of(claim: Claim) -> Tag | None:
    """Return the word for the amount that a share is said to be of: 占年初预算的六成."""
    of = claim.place.before.endswith(OF)
    said = reversed((*claim.place.earlier, *claim.place.cues))
    return next((tag for tag in said if of and tag.has(*_BASES)), None)


_PART_OF = {
    "rate": "executed",
    "initial_rate": "executed",
    "unspent_share": "unspent",
    "change_share": "change",
    "over_share": "over",
    "unspent_of_initial_share": "unspent_of_initial",
}
_BASED = frozenset({*_PART_OF, "unspent", "over", "unspent_of_initial", "over_of_initial"})


def _part_agrees(claim: Claim, derived: Derived) -> bool:
    """Return whether 占 is said of the amount that was told last: 结余70万元，占14%."""
    cues = claim.place.cues
    of = claim.place.before.endswith("的") or (bool(cues) and cues[-1].text == "占")
    if not of or not claim.here:
        return True
    names = {each.name for each in claim.here[-1].derived if each.value.unit == "元"}
    return not names & set(_PART_OF.values()) or _PART_OF.get(derived.name) in names


def base_agrees(claim: Claim, derived: Derived) -> bool:
    """Return whether a share is one of the amount that the words name, or that was just told."""
    if derived.name == "adjusted_share":  # only the adjusted budget itself has it
        return claim.said("column.adjusted") or "adjusted" in claim.last.names
    if derived.name not in _BASED:
        return True
    if claim.unit == "%" and not _part_agrees(claim, derived):
        return False
    of_initial = "initial" in derived.name or derived.name == "change_share"
    named = [
        tag
        for tag in (*claim.place.earlier, *claim.place.cues)
        if tag.has("column.initial", "column.adjusted", "column.initial_rate")
    ]
    if named:
        return named[-1].has("column.initial", "column.initial_rate") == of_initial
    told = [each.name for one in claim.here for each in one.derived]
    bases = [name for name in told if name in {"initial", "adjusted"}]
    return derived.name == "change_share" or (bases[-1:] == ["initial"]) == of_initial
