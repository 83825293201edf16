"""Slots: the places ``<F1>`` … in a template where code puts the value of a fact."""

import re
from collections.abc import Iterable, Mapping

from selfeval_assist.facts.model import Fact, FactTable

SLOT = re.compile(r"<([A-Za-z][A-Za-z0-9_.]*)>")
"""A slot: ``<F1>``, or in the composer's own drafts a fact id such as ``<funds.executed>``."""


def assign(facts: Iterable[Fact]) -> dict[str, Fact]:
    """Return slots F1, F2 … for facts, in their order."""
    return {f"F{number}": fact for number, fact in enumerate(facts, start=1)}


def render(template: str, facts: Mapping[str, Fact] | FactTable) -> str:
    """Return the template with every slot replaced by the value of its fact.

    Args:
        template: text with ``<F1>`` slots (``facts`` are slots) or id slots (``facts`` is a table).
        facts: the facts by slot name or id.

    Raises:
        KeyError: a slot has no fact.
    """
    return SLOT.sub(lambda match: facts[match[1]].value, template)


def from_ids(template: str, table: FactTable) -> tuple[str, dict[str, Fact]]:
    """Return a template of id slots as one of F slots, with its slots.

    Raises:
        KeyError: the table has no such fact.
    """
    slots = assign(table[fact_id] for fact_id in dict.fromkeys(SLOT.findall(template)))
    names = {fact.id: name for name, fact in slots.items()}
    return SLOT.sub(lambda match: f"<{names[match[1]]}>", template), slots
