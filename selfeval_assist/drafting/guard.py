"""What the verifier of facts cannot see in a model's sentence.

Activities, effects and reasons that nobody stated carry no digit and often no causal word, and two
quoted texts can change places without any number being wrong. So every word of a sentence must be
the form's, a listed connective or the composer's for these facts, and texts that look alike must
stand where they are named.
"""

import re
from collections.abc import Iterator

from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.facts import SLOT, Fact
from selfeval_assist.facts.words import names_in, unaccounted
from selfeval_assist.review.supported import Ground
from selfeval_assist.verify.model import Violation

_BREAK = re.compile(r"[，,；;。！!？?\n]")  # a colon joins a label to its value


def additions(template: str, plan: SentencePlan, where: Ground) -> Iterator[Violation]:
    """Yield the words that neither the form nor a person said and that no list holds.

    Args:
        template: the model's sentence with slots.
        plan: its facts and the composer's sentence, whose words are true of these facts.
        where: the facts of the text, whose names may stand in a sentence.
    """
    goal = where.task == "planned"
    known = {plan.topic, plan.cause, *names_in(where.facts)}
    known |= {name for fact in plan.slots.values() for name in fact.subjects}
    words = {word for fact in plan.slots.values() for word in (fact.label, *fact.wordings)}
    known |= {run for _, run in unaccounted(plan.template, known, words, goal=goal)}
    for at, run in unaccounted(template, known, words, goal=goal):
        message = f"“{run}”不是材料中的内容，请删去，只写槽位、名称和连接词。"
        yield Violation("unsupported", run, at, message)


def mixups(template: str, plan: SentencePlan) -> Iterator[Violation]:
    """Yield slots of texts that stand neither behind their label nor as in the composer's sentence.

    Only looked at where a sentence has two or more texts without wordings of their own, such as a
    measure, an owner and a deadline.
    """
    alike = {name for name, fact in plan.slots.items() if _unnamed(fact)}
    if len(alike) < 2:
        return
    composed = dict(_before(plan.template))
    for name, before in _before(template):
        if name not in alike or before == composed.get(name):
            continue
        label = plan.slots[name].label
        kept = composed.get(name, "")
        if label not in before and not (len(kept) >= 2 and before.endswith(kept)):
            message = f"<{name}> 前面应写“{label}”，或照参考句的写法。"
            yield Violation("label", f"<{name}>", template.find(f"<{name}>"), message)


def omissions(template: str, plan: SentencePlan) -> Iterator[Violation]:
    """Yield names that the composer's sentence gives and the model's leaves out.

    A value that several rows have in common is true of each of them; leaving one out is not an
    untrue sentence but an incomplete one, and the verifier of facts asks for one name only.
    """
    for name in dict.fromkeys(name for fact in plan.slots.values() for name in fact.subjects):
        if name in plan.template and name not in template:
            yield Violation("subject", name, -1, f"缺少“{name}”。")


def _unnamed(fact: Fact) -> bool:
    return fact.kind in {"name", "words", "cause"} and not fact.wordings and not fact.subjects


def _blank(template: str) -> str:
    """Return a template with a line break for every slot."""
    return SLOT.sub("\n", template)


def _before(template: str) -> Iterator[tuple[str, str]]:
    """Yield each slot with what stands before it in its clause, from the slot before on."""
    end = 0
    for match in SLOT.finditer(template):
        yield match[1], _BREAK.split(template[end : match.start()])[-1].strip(" “\"'")
        end = match.end()
