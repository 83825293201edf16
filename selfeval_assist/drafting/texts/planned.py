"""The planned goal: what is done with the money, how much, how well, by when, for whom."""

from selfeval_assist.drafting.composer.planned import planned
from selfeval_assist.drafting.texts.kind import TextKind, about

TEXT = TextKind(
    id="planned",
    title="预期目标",
    where="goal.planned",
    limits=lambda policy: policy.texts.goal,
    compose=lambda each: planned(each.form, each.table, each.policy),
    uses=("y.", "f.initial", "r"),
    sources=("goal", "told", "said"),
    must=(about("年初预算", "f.initial"),),
    prompt="planned",
    planned=True,
)
