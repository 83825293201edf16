"""The deviation of the budget: what changed, what was not spent, why, and what becomes of it."""

from collections.abc import Iterator

from selfeval_assist.drafting.composer.deviation import budget
from selfeval_assist.drafting.texts.kind import STATED, Material, Must, TextKind, sources_must
from selfeval_assist.facts.references import Known


def _must(_material: Material, known: Known) -> Iterator[Must]:
    if "f.change" in known.values:
        yield Must("预算调整", frozenset({"f.change", "f.adjusted"}))
    yield from sources_must(known)


TEXT = TextKind(
    id="budget",
    title="预算偏差说明",
    where="funds.deviation.text",
    limits=lambda policy: policy.texts.deviation,
    compose=lambda each: budget(each.sheet, each.table, each.policy),
    uses=("y.", "f."),
    sources=STATED,
    must=_must,
    prompt="budget",
)
