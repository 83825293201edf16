"""The measures: what is to be done about each problem, by whom and by when."""

from selfeval_assist.drafting.composer.summaries import measures
from selfeval_assist.drafting.texts.kind import STATED, TextKind, further, measures_must

_NAME = "改进措施"


TEXT = TextKind(
    id=_NAME,
    title=_NAME,
    where=f"texts.{_NAME}",
    limits=further(_NAME),
    compose=lambda each: measures(
        each.sheet, each.table, each.deviating, each.policy, further(_NAME)(each.policy)[1]
    ),
    sources=STATED,
    must=(measures_must,),
    brief="逐项写材料写明的改进措施，每项先写是哪个指标，写明了由谁负责、什么时候完成的一并写。",
)
