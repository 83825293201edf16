"""The report that goes with the form, from the same facts."""

from selfeval_assist.drafting.composer.summaries import report
from selfeval_assist.drafting.texts.kind import MONEY, STATED, TextKind, further, rows_must

_NAME = "自评报告"


TEXT = TextKind(
    id=_NAME,
    title=_NAME,
    where=f"texts.{_NAME}",
    limits=further(_NAME, (600, 3000)),
    compose=lambda each: report(each.form, each.sheet, each.table, each.policy, each.deviating),
    sources=("goal", "done", "told", *STATED),
    must=(*MONEY, rows_must),
    brief=(
        "分“一、项目概况”“二、预算执行和目标完成情况”“三、主要问题”“四、改进措施”四段写，"
        "每段开头单独一句写小标题；表格另附，正文不逐格照抄。"
    ),
)
