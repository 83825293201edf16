"""What a model is shown: labels and slots as data, never a value and never markup."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.facts import SLOT, Fact, describe
from selfeval_assist.verify.model import Violation

# Angle brackets make slots, tags and the control tokens of chat models; braces make mustache.
_MARKS = str.maketrans({"<": "＜", ">": "＞", "{": "｛", "}": "｝", "[": "［", "]": "］"})
Turn = tuple[str, str]
"""Role and text of one message."""

LONGEST = 200
"""Characters of one label; more is cut."""


def as_data(text: str) -> str:
    """Return text from a form as one line that holds no slot, tag, control token or template."""
    return " ".join(text.translate(_MARKS).split())[:LONGEST]


def inputs_for(plan: SentencePlan) -> Mapping[str, str]:
    """Return what the prompts may name: ``topic``, ``facts`` and ``reference``.

    ``facts`` lists slots with their labels; ``reference`` is the composer's sentence with slots.
    Form text inside both is neutralised, so that only the plan's own slots keep their brackets.
    """
    facts = {name: _neutral(fact) for name, fact in plan.slots.items()}
    return {
        "topic": as_data(plan.topic),
        "facts": describe(facts),
        "reference": slotted(plan.template, plan),
    }


def slotted(text: str, plan: SentencePlan) -> str:
    """Return text as data in which the plan's own slots still stand."""
    parts: list[str] = []
    end = 0
    for match in SLOT.finditer(text):
        if match[1] in plan.slots:
            parts += [text[end : match.start()].translate(_MARKS), match[0]]
            end = match.end()
    parts.append(text[end:].translate(_MARKS))
    return " ".join("".join(parts).split())


def objections(rejected: str, violations: Sequence[Violation], plan: SentencePlan) -> list[Turn]:
    """Return the two turns that show the model its rejected sentence and what was wrong with it."""
    why = "\n".join(f"- {slotted(violation.message, plan)}" for violation in violations)
    request = f"上面这句不合格：\n{why}\n请按原来的规则，用同样的槽位重写这一句。\n句子："
    return [("ai", slotted(rejected, plan)), ("human", request)]


def _neutral(fact: Fact) -> Fact:
    """Return a fact whose words are data, and without its value."""
    return replace(
        fact,
        label=as_data(fact.label),
        value="",
        work="",
        wordings=tuple(map(as_data, fact.wordings)),
        subjects=tuple(map(as_data, fact.subjects)),
        variants=(),
    )
