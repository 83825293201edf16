"""What a sentence about a form may say, and the verification of any text against it."""

from selfeval_assist.facts.build import build_facts
from selfeval_assist.facts.deviating import deviating_rows
from selfeval_assist.facts.goal import for_goal
from selfeval_assist.facts.model import Fact, FactTable, Violation
from selfeval_assist.facts.slots import SLOT, assign, describe, from_ids, render
from selfeval_assist.facts.verify.template import verify_template
from selfeval_assist.facts.verify.text import verify_text

__all__ = [
    "SLOT",
    "Fact",
    "FactTable",
    "Violation",
    "assign",
    "build_facts",
    "describe",
    "deviating_rows",
    "for_goal",
    "from_ids",
    "render",
    "verify_template",
    "verify_text",
]
