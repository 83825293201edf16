"""The deviation of one row: how far, why as a person stated it, and what is done about it."""

from collections.abc import Iterator

from selfeval_assist.drafting.composer.deviation import deviation
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.drafting.texts.kind import STATED, Material, Must, TextKind, stated_must
from selfeval_assist.facts.references import Known


def _plans(each: Material) -> list[SentencePlan]:
    if each.row is None or not 0 <= each.row < len(each.form.indicators):
        raise ValueError("a deviation needs the number of an indicator row")
    return deviation(each.sheet, each.table, each.row, each.policy)


def _result(material: Material, known: Known) -> Iterator[Must]:
    row = material.row
    refs = frozenset({f"r{row}.actual", f"r{row}.gap", f"r{row}.late"}) & known.values.keys()
    if refs:
        yield Must("实际完成值或差距", refs)


TEXT = TextKind(
    id="deviation",
    title="偏差原因分析及改进措施",
    where="indicators.{row}.deviation.text",
    limits=lambda policy: policy.texts.deviation,
    compose=_plans,
    uses=("y.", "r"),
    sources=STATED,
    must=(_result, stated_must),
    prompt="deviation",
    by_row=True,
)
