"""The planned goal: what is done with the money, how much, how well, by when, for whom."""

from collections.abc import Iterator

from selfeval_assist.drafting.composer.planned import planned
from selfeval_assist.drafting.texts.kind import Material, Must, TextKind
from selfeval_assist.facts.references import Known


def _must(_material: Material, known: Known) -> Iterator[Must]:
    if "f.initial" in known.values:
        yield Must("年初预算", frozenset({"f.initial"}))


TEXT = TextKind(
    id="planned",
    title="预期目标",
    where="goal.planned",
    limits=lambda policy: policy.texts.goal,
    compose=lambda each: planned(each.form, each.table, each.policy),
    uses=("y.", "f.initial", "r"),
    sources=("goal", "told", "said"),
    must=_must,
    prompt="planned",
    planned=True,
)
