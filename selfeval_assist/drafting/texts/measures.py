"""The measures: what is to be done about each problem, by whom and by when."""

from collections.abc import Iterator

from selfeval_assist.drafting.composer.summaries import measures
from selfeval_assist.drafting.texts.kind import STATED, Material, Must, TextKind, further
from selfeval_assist.facts.references import Known

_NAME = "改进措施"


def _must(_material: Material, known: Known) -> Iterator[Must]:
    for each in known.sources.values():
        if each.kind == "measure":
            yield Must(f"{each.id}（{each.label}）", source=each.id)


TEXT = TextKind(
    id=_NAME,
    title=_NAME,
    where=f"texts.{_NAME}",
    limits=further(_NAME),
    compose=lambda each: measures(
        each.sheet, each.table, each.deviating, each.policy, further(_NAME)(each.policy)[1]
    ),
    sources=STATED,
    must=_must,
    brief="逐项写已经说明的改进措施，由谁负责，什么时候完成，写明针对哪个指标。",
)
