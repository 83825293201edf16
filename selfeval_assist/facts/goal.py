"""What a planned goal may say: targets and the opening budget, nothing that came later."""

from dataclasses import replace

from selfeval_assist.facts import lexicon
from selfeval_assist.facts.model import Fact, FactTable

_KEPT = ("form.", "goal.", "funds.initial")


def for_goal(table: FactTable) -> FactTable:
    """Return the facts of a planned goal, worded as something still to be reached.

    Actual values, rates, scores and reasons are left out, so a goal that uses them fails
    verification. Targets take goal wordings (``达到``, ``完成``) and may follow their
    name directly.
    """
    kept = {fact.id: _as_goal(fact) for fact in table if _belongs(fact)}
    return FactTable(kept, table.names)


def _belongs(fact: Fact) -> bool:
    if fact.id.startswith(_KEPT) and not fact.id.startswith("funds.initial_rate"):
        return True
    return fact.id.startswith("goals.") or (
        fact.id.startswith("row.") and fact.id.endswith(".target")
    )


def _as_goal(fact: Fact) -> Fact:
    if not fact.id.endswith(".target"):
        return fact
    return replace(fact, wordings=lexicon.GOAL + lexicon.TARGET, bare=True)
