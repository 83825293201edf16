"""Rules on what supports the actual values."""

from collections.abc import Iterator

from selfeval_assist.checks.basis import REVIEWERS
from selfeval_assist.checks.registry import Hit, Severity, Subject, rule
from selfeval_assist.checks.view import Row
from selfeval_assist.checks.words import says_nothing
from selfeval_assist.facts.ranges import rows_named


@rule(
    "EVD002",
    "有得分的指标没有佐证",
    severity=Severity.WARNING,
    message="表中其他行写了佐证材料，而{lines}有得分没有佐证，提请补填。",
    basis=REVIEWERS,
)
def evidence_named(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    表中至少有一行写了佐证材料，而另一些得了分的行没有写。多数表样没有佐证一栏，整表都没有写的
    不提示。一张表提示一次，写明是哪些行。
    为什么：没有佐证的得分，审核时可能不予认可。
    反例：“培训人次”写了签到表，“设备验收合格率”得 10 分，佐证空白。
    正例：每个得分的指标都写了验收报告、台账、问卷汇总等材料的名称或文号。
    怎么改：补填材料名称；没有材料的，重新核实完成值。
    """
    if not any(_supported(row) for row in subject.rows):
        return
    without = [
        row.index
        for row in subject.rows
        if row.score.claimed and not row.part and not _supported(row)
    ]
    if without:
        yield Hit("indicators", {"lines": rows_named(without)})


def _supported(row: Row) -> bool:
    evidence = row.data.evidence
    named = evidence.document and not says_nothing(evidence.document)
    return bool(named) or evidence.survey_size.value is not None
