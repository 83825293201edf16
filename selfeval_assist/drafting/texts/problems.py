"""The problems: what was not reached and why, as persons stated it."""

from selfeval_assist.drafting.composer.summaries import problems
from selfeval_assist.drafting.texts.kind import STATED, TextKind, further, rows_must

_NAME = "存在问题"

TEXT = TextKind(
    id=_NAME,
    title=_NAME,
    where=f"texts.{_NAME}",
    limits=further(_NAME),
    compose=lambda each: problems(
        each.sheet, each.table, each.deviating, each.policy, further(_NAME)(each.policy)[1]
    ),
    sources=STATED,
    must=(rows_must,),
    brief="逐项写没有达到、没有按期或偏离较大的指标差多少，写明了原因的写原因；没有这样的指标就不写。",
)
