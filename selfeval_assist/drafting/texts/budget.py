"""The deviation of the budget: what changed, what was not spent, why, and what becomes of it."""

from selfeval_assist.drafting.composer.deviation import budget
from selfeval_assist.drafting.texts.kind import STATED, TextKind, about, stated_must

TEXT = TextKind(
    id="budget",
    title="预算偏差说明",
    where="funds.deviation.text",
    limits=lambda policy: policy.texts.deviation,
    compose=lambda each: budget(each.sheet, each.table, each.policy),
    uses=("y.", "f."),
    sources=STATED,
    must=(about("预算调整", "f.change", "f.adjusted"), stated_must),
    prompt="budget",
)
