"""The conclusion of the evaluation: points, grade, how many targets were reached, the money."""

from collections.abc import Iterator

from selfeval_assist.drafting.composer.summaries import conclusion
from selfeval_assist.drafting.texts.kind import Material, Must, TextKind, further, money_must
from selfeval_assist.facts.references import Known

_NAME = "评价结论"


def _must(_material: Material, known: Known) -> Iterator[Must]:
    for ref, label in (("p.total", "总分"), ("n.met", "达到目标的指标数")):
        if ref in known.values:
            yield Must(label, frozenset({ref}))
    yield from money_must(known.values)


TEXT = TextKind(
    id=_NAME,
    title=_NAME,
    where=f"texts.{_NAME}",
    limits=further(_NAME),
    compose=lambda each: conclusion(each.table, further(_NAME)(each.policy)[1]),
    must=_must,
    brief="写项目总体完成得怎样：总分和等级、指标达到多少、预算执行，未达到的一句带过。",
)
