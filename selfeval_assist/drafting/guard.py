"""What the verifier of facts cannot see in a model's sentence.

Activities, effects and reasons that nobody stated carry no digit and often no causal word, and two
quoted texts can change places without any number being wrong. So a sentence may hold only short
connecting words of its own, and texts that look alike must stand where they are named.
"""

import re
from collections.abc import Iterator

from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.facts import SLOT, Fact, Violation

BARE_CLAUSE = 10
"""Characters of its own that a clause without a slot may have: ``截至年末``, ``按年度安排``."""
SLOT_CLAUSE = 16
"""Characters of its own that a clause with a slot may have."""

_CLAUSE = re.compile(r"[^，,；;。：:！!？?\n]+")
_MEASURED = re.compile(r"(?:率|数|量|额|(?<![年季月])度|性|比例|时长|时间|成本|人次)$")
"""How the name of something measured ends."""
_BREAK = re.compile(r"[，,；;。！!？?\n]")  # a colon joins a label to its value


def additions(template: str, plan: SentencePlan, names: tuple[str, ...]) -> Iterator[Violation]:
    """Yield clauses that say more than connecting words besides what the plan holds.

    Args:
        template: the model's sentence with slots.
        plan: its facts and the composer's sentence, whose words are free to use.
        names: further names of the form that may stand in a sentence.
    """
    known = {plan.topic, plan.cause, *names}
    for fact in plan.slots.values():
        known |= {fact.label, *fact.wordings, *fact.subjects}
    known |= set(_CLAUSE.findall(_blank(plan.template)))
    words = sorted((word for word in known if len(word) >= 2), key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, words)) or r"(?!)")
    for clause in _CLAUSE.finditer(template):
        slotted = SLOT.search(clause[0]) is not None
        own = [part.strip() for part in pattern.sub("\n", _blank(clause[0])).split("\n")]
        # A name made longer is another name: 水表更换数量 becomes 水表更换数量合格率.
        renamed = slotted and any(_MEASURED.search(part) for part in own)
        if renamed or sum(map(len, own)) > (SLOT_CLAUSE if slotted else BARE_CLAUSE):
            yield Violation(
                "unsupported",
                clause[0],
                clause.start(),
                f"“{clause[0]}”中有材料没有的内容，请删去，只写槽位和必要的连接词。",
            )


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
