"""The rule on targets that were changed in the course of the year."""

from collections.abc import Iterator

from selfeval_assist.checks.basis import REVIEWERS
from selfeval_assist.checks.registry import Hit, Severity, Subject, rule
from selfeval_assist.checks.same_value import same_target
from selfeval_assist.checks.words import says_nothing
from selfeval_assist.scoring.rows import adjusted


@rule(
    "TGT009",
    "调整指标值没有写依据",
    severity=Severity.WARNING,
    message="{place}由“{first}”调整为“{now}”，表中没有写明批复或依据，提请补充。",
    basis=REVIEWERS,
    standing="P",
)
def adjusted_with_approval(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    调整后的指标值与年初指标值不同，而该行的偏差原因、佐证材料和表下说明都是空的。得分按调整后的
    指标值核算，年初的值同时列出。
    为什么：指标值批复后一般不调整；没有依据的调整等于事后改目标。
    反例：年初 ≥1200盏，调整后 ≥1000盏，没有说明。
    正例：偏差原因写明：7月绩效监控后经财政局批复调整（文号……）。
    怎么改：写明批复的文号和日期；没有批复的，恢复年初指标值。
    """
    for row in subject.rows:
        data = row.data
        first = data.model_copy(update={"target": data.initial_target})
        if not adjusted(data) or same_target(data, first, subject.form.year):
            continue
        told = (data.deviation.text, data.deviation.cause, data.evidence.document)
        if all(says_nothing(text.strip()) for text in (*told, subject.form.notes)):
            facts = {"first": data.initial_target.raw.strip(), "now": data.target.raw.strip()}
            yield Hit(f"{row.path}.target", facts)
