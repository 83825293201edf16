"""The actual completion: what was done, how far, what fell short and why, and the money."""

from selfeval_assist.drafting.composer.actual import actual
from selfeval_assist.drafting.texts.kind import MONEY, STATED, TextKind, rows_must

TEXT = TextKind(
    id="actual",
    title="实际完成情况",
    where="goal.actual",
    limits=lambda policy: policy.texts.result,
    compose=lambda each: actual(each.form, each.sheet, each.table, each.policy),
    sources=("goal", "done", "told", *STATED),
    must=(*MONEY, rows_must),
    prompt="actual",
)
