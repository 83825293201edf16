"""Rules on what supports the actual values."""

import re
from collections.abc import Iterator

from selfeval_assist.checks.basis import REVIEWERS
from selfeval_assist.checks.registry import Hit, Severity, Subject, rule
from selfeval_assist.checks.view import Row
from selfeval_assist.checks.words import says_nothing
from selfeval_assist.facts.ranges import rows_named
from selfeval_assist.form import Comparator, Kind, SelfEvaluation

# 满意度由问卷调查得出, 受访220户; not 惠及老人312人
_TOLD_OF = re.compile(
    r"问卷|回访|受访|访谈|抽样|满意[^。；]{0,12}(?:调查|测评)|调查[^。；]{0,12}满意"
)
# 问卷186份, 电话回访1020人, 抽样220户
_SURVEYED = re.compile(
    r"问卷|调查|回访|测评|访谈|抽[样查]|样本|座谈|评议|\d\s*[份户]|\d\s*人(?!民)"
)


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


@rule(
    "EVD003",
    "满意度没有写调查依据",
    severity=Severity.INFO,
    message="{lines}满意度写了 {actual}，没有写调查了多少人、怎么调查，建议补充。",
    basis=REVIEWERS + "；没有材料的满意度按 0 分是审核机构的做法",
    standing="P",
)
def satisfaction_was_asked(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    满意度一行的完成值是百分比，而该行（完成值、原因、佐证）没有样本数、份数、户数、问卷、回访一类的
    话，表中的文字里也没有；别的满意度行写了的，列为提醒。一张表提示一次。模型读得更多，见 EVD001。
    为什么：满意度要向服务对象调查；没有样本和方式，审核时可能按没有材料计 0 分。
    反例：家长满意度：93.1%。
    正例：家长满意度：93.1%（问卷 186 份，2024 年 11 月）。
    怎么改：在完成值或佐证里写明样本数、调查方式和时间；没有调查的，据实说明。
    """
    asked = [row for row in subject.rows if _share_of_content(row)]
    without = [row for row in asked if not _surveyed(row)]
    bare = list(filter(_measured, without))
    if bare and not any(map(_TOLD_OF.search, _texts(subject.form))):
        severity = None if without == asked else Severity.WARNING
        where = f"{bare[0].path}.actual" if len(bare) == 1 else "indicators"
        actual = "、".join(row.data.actual.raw.strip() for row in bare)
        lines = rows_named(row.index for row in bare)
        yield Hit(where, {"lines": lines, "actual": actual}, severity)


def _measured(row: Row) -> bool:
    """Return whether an actual value was measured at all; a bound was not: ACT003."""
    return row.actual.comparator is Comparator.NONE


def _share_of_content(row: Row) -> bool:
    return "满意" in row.name and row.actual.kind is Kind.RATIO


def _texts(form: SelfEvaluation) -> tuple[str, ...]:
    seen = (each.text for each in form.provenance.unread)
    return (form.goal.actual, form.notes, *form.texts.values(), *seen)


def _surveyed(row: Row) -> bool:
    data, evidence = row.data, row.data.evidence
    told = (data.actual.raw, data.deviation.text, data.deviation.cause, evidence.document)
    said = any(_SURVEYED.search(text) for text in (*told, evidence.survey_date))
    return said or evidence.survey_size.value is not None


def _supported(row: Row) -> bool:
    evidence = row.data.evidence
    named = evidence.document and not says_nothing(evidence.document)
    return bool(named) or evidence.survey_size.value is not None
