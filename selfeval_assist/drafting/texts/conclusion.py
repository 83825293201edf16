"""The conclusion of the evaluation: points, grade, how many targets were reached, the money."""

from selfeval_assist.drafting.composer.summaries import conclusion
from selfeval_assist.drafting.texts.kind import MONEY, TextKind, about, further

_NAME = "评价结论"


TEXT = TextKind(
    id=_NAME,
    title=_NAME,
    where=f"texts.{_NAME}",
    limits=further(_NAME),
    compose=lambda each: conclusion(each.table, further(_NAME)(each.policy)[1]),
    must=(about("总分", "p.total"), about("达到目标的指标数", "n.met"), *MONEY),
    brief="写项目总体完成得怎样：总分和等级、指标达到多少、预算执行，未达到的一句带过。",
)
