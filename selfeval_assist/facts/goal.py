"""What a planned goal may say: targets and the opening budget, nothing that came later."""

from dataclasses import replace
from functools import lru_cache

from selfeval_assist.facts.model import Fact, FactTable

SAID = "said."
"""How the ids of facts begin that a person stated in conversation; every text may hold them."""
_KEPT = ("form.", "goal.", "funds.initial", SAID)
_ROLES = {"row": ("target", "name", "place"), "kind": ("total",)}


@lru_cache(maxsize=16)
def for_goal(table: FactTable) -> FactTable:
    """Return the facts of a planned goal.

    Actual values, rates, scores and reasons are left out, so a goal that uses them fails
    verification.
    """
    kept = {fact.id: fact for fact in table if _belongs(fact)}
    return replace(table, facts=kept, planned=True)


def _belongs(fact: Fact) -> bool:
    if fact.id.startswith(_KEPT) and not fact.id.startswith("funds.initial_rate"):
        return True
    if fact.id == "rows.total" or fact.id.startswith("goals."):
        return True
    family, role = fact.id.split(".", 1)[0], fact.id.rsplit(".", 1)[-1]
    return role in _ROLES.get(family, ())
