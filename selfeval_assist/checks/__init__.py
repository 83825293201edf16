"""The rules: a form and its score sheet in, findings out. They ask, they do not accuse."""

from selfeval_assist.checks import (
    actuals,
    budget,
    deviations,
    evidence,
    funds,
    goal_figures,
    goals,
    indicators,
    kinds,
    language,
    reach,
    reading,
    scale,
    scores,
    strangers,
    structure,
    targets,
    texts,
    waivers,
    weights,
)
from selfeval_assist.checks.ask import Ask, AskError
from selfeval_assist.checks.consistency import Link, State, consistency
from selfeval_assist.checks.language import Heard, ask_about
from selfeval_assist.checks.registry import RULES, Finding, Hit, Rule, Severity, Subject
from selfeval_assist.checks.run import check, explain, unchecked
from selfeval_assist.checks.second_reading import read_again

FAMILIES = (
    funds, budget, scale, weights, scores, actuals, kinds, reach, reading, targets, indicators,
    structure, evidence, deviations, goals, goal_figures, texts, strangers, waivers, language,
)  # fmt: skip
"""The modules whose import registers the rules."""

# Modules register in the order of their names; people look rules up by code.
_in_order = sorted(RULES.items())
RULES.clear()
RULES.update(_in_order)

__all__ = [
    "RULES",
    "Ask",
    "AskError",
    "Finding",
    "Heard",
    "Hit",
    "Link",
    "Rule",
    "Severity",
    "State",
    "Subject",
    "ask_about",
    "check",
    "consistency",
    "explain",
    "read_again",
    "unchecked",
]
