"""The actual completion: what was done, how far, what fell short and why, and the money."""

from collections.abc import Iterator

from selfeval_assist.drafting.composer.actual import actual
from selfeval_assist.drafting.texts.kind import (
    STATED,
    Material,
    Must,
    TextKind,
    money_must,
    rows_must,
)
from selfeval_assist.facts.references import Known


def _must(material: Material, known: Known) -> Iterator[Must]:
    yield from money_must(known.values)
    yield from rows_must(material, known)


TEXT = TextKind(
    id="actual",
    title="实际完成情况",
    where="goal.actual",
    limits=lambda policy: policy.texts.result,
    compose=lambda each: actual(each.form, each.sheet, each.table, each.policy),
    sources=("goal", "done", "told", *STATED),
    must=_must,
    prompt="actual",
)
