"""Rules on how far actual values lie from their targets, and from last year's values."""

import re
from collections.abc import Iterator
from decimal import ROUND_FLOOR, Decimal

from selfeval_assist.checks.basis import PRODUCT, PUBLISHED, REVIEWERS
from selfeval_assist.checks.registry import Hit, Severity, Subject, rule
from selfeval_assist.checks.words import printed
from selfeval_assist.form import Comparator, Kind, Value
from selfeval_assist.scoring import Verdict
from selfeval_assist.scoring.arithmetic import plain, rounded
from selfeval_assist.scoring.direction import magnitudes

_FEWEST_ROWS = 3
_HALF = Decimal(50)
_SMALL = 30
"""Fewer questionnaires than this leave only a few possible percentages."""
_BACKWARD = frozenset({Comparator.LE, Comparator.LT, Comparator.RANGE, Comparator.APPROX})
# What shows that the target was corrected while the year ran.
_CORRECTED = re.compile(
    r"调整|调减|核减|压减|变更|取消|撤销|终止|中期|监控|批复|批准|报备|备案|[〔\[]\d{4}[〕\]]"
)


@rule(
    "ACT007",
    "比率与问卷份数不符",
    severity=Severity.INFO,
    message="{place}为“{actual}”，而有效问卷只有 {size} 份，按人数算不出这个比率"
    "（最接近的是 {nearest}%），建议核对份数；如为平均得分，请注明。",
    basis=REVIEWERS,
    standing="P",
)
def ratio_of_few(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    填了问卷份数而份数不足 30 份的，实际完成值这个百分比能否由“多少人 ÷ 总份数”得到（四舍五入或
    舍去尾数都算得到）。
    为什么：样本很小时只有几个可能的比率；对不上，说明份数或比率写错了，或者用的是平均得分。
    反例：问卷 3 份，满意度 95%。
    正例：问卷 20 份，满意度 95%（19 份满意）。
    怎么改：核对原始问卷；样本太少的，扩大调查范围。
    """
    for row in subject.rows:
        size, value = row.data.evidence.survey_size.value, row.actual
        number = value.number
        if number is None or size is None or not _few(size) or not _plain_share(value):
            continue
        decimals = max(-int(number.as_tuple().exponent), 0)
        shares = [Decimal(part) / size * 100 for part in range(int(size) + 1)]
        possible = {rounded(share, decimals) for share in shares}
        possible |= {rounded(share, decimals, ROUND_FLOOR) for share in shares}
        if number not in possible:
            nearest = min((abs(share - number), share) for share in shares)[1]
            facts = {
                "actual": row.data.actual.raw.strip(),
                "size": size,
                "nearest": rounded(nearest, 2),
            }
            yield Hit(f"{row.path}.actual", facts)


def _few(size: Decimal) -> bool:
    """Return whether a number of questionnaires leaves only a few possible percentages."""
    return 0 < size < _SMALL and size == int(size)


def _plain_share(value: Value) -> bool:
    """Return whether a value is one percentage of a whole, neither a range nor a bound."""
    plain_sign = value.comparator in {Comparator.NONE, Comparator.EQ}
    share = value.number is not None and value.number <= 100
    return value.kind is Kind.RATIO and plain_sign and share and value.upper is None


@rule(
    "ACT009",
    "完成值明显超过目标",
    severity=Severity.INFO,
    message="{place}为“{actual}”，达到目标“{target}”的 {percent}%，建议说明原因，"
    "并考虑目标值是否偏低。",
    basis=PUBLISHED,
)
def far_above_target(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    越多越好的指标，完成值达到目标值的 120% 及以上而没有说明原因。达到必须说明原因的比例
    （通用为 130%）时由 DEV001 提示。
    为什么：超额很多，常常是目标值定低了；要么说明原因，要么调整下一年度的目标。
    反例：目标 ≥2000 户，完成 2480 户，没有说明。
    正例：完成 2480 户，说明：省里追加任务 500 户（文号……），下年度目标调整为 2500 户。
    怎么改：写明超额的原因；目标偏低的，提出下一年度的目标值。
    """
    limit = subject.policy.overshoot.warn_at - 100
    for row in subject.rows:
        if row.beyond >= limit and not row.explained:
            facts = {
                "actual": row.data.actual.raw.strip(),
                "target": row.data.target.raw.strip(),
                "percent": plain(rounded(100 + row.beyond, 2)),
            }
            yield Hit(f"{row.path}.actual", facts)


@rule(
    "ACT010",
    "完成值不到目标的一半",
    severity=Severity.WARNING,
    message="{place}为“{actual}”，只有目标“{target}”的 {percent}%，"
    "原因中没有提到年中监控或目标调整，请补充当时如何处理。",
    basis=PRODUCT,
)
def far_below_target(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    越多越好的指标，完成值不到目标值的一半，虽写了原因，却没有提到年中监控、调整、变更或批复。
    原因空白的由 DEV001 提示。
    为什么：差一半以上，年中就应当发现；要么当时采取措施，要么按程序调整目标。
    反例：目标 ≥500 人次，完成 180 人次，原因：报名人数不足。
    正例：写明：8 月绩效监控时已发现报名不足，经批复把目标调整为 200 人次。
    怎么改：补写何时发现、怎么处理；没有处理的，写明今后如何在监控中纠正。
    """
    for row in subject.rows:
        if row.verdict is not Verdict.MISSED or row.comparator in _BACKWARD or row.part:
            continue
        if not (row.target.numeric and row.actual.numeric) or row.actual.upper is not None:
            continue
        wanted, reached = magnitudes(row.target, row.actual)
        if wanted <= 0 or reached < 0 or reached / wanted * 100 >= _HALF:
            continue
        reason = row.data.deviation
        if not _CORRECTED.search(reason.text + reason.cause + reason.measure):
            facts = {
                "actual": row.data.actual.raw.strip(),
                "target": row.data.target.raw.strip(),
                "percent": plain(rounded(reached / wanted * 100, 2)),
            }
            yield Hit(f"{row.path}.actual", facts)


@rule(
    "ACT011",
    "完成值与上年全部相同",
    severity=Severity.WARNING,
    message="{count} 行指标的完成值与上年自评表完全相同，提请核实是否沿用了上年数据。",
    basis=PRODUCT,
    needs="last_year",
)
def same_as_last_year(subject: Subject) -> Iterator[Hit]:
    """检查什么：同名指标的完成值与上年自评表全部相同（至少 3 行）。需要同时提供上年的自评表。
    为什么：每年的数据不会一模一样，可能是复制了上年的表。
    反例：办件量、满意度、工单数都与上年一字不差。
    正例：各行填写本年度的统计数。
    怎么改：按本年度台账重新填写。
    """
    if subject.last_year is None:
        return
    before = {row.name.strip(): row for row in subject.last_year.indicators if row.name.strip()}
    pairs = [
        (row.data, before[row.data.name.strip()])
        for row in subject.rows
        if row.data.name.strip() in before and not row.data.actual.blank
    ]
    same = [now for now, then in pairs if printed(now.actual.root) == printed(then.actual.root)]
    if len(pairs) >= _FEWEST_ROWS and len(same) == len(pairs):
        yield Hit("indicators", {"count": len(pairs)})
