"""Scoring one indicator row: forward, reverse, zero, range, date, or a judgement in words."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from selfeval_assist.form import Comparator, Indicator, Kind, Value
from selfeval_assist.form.text import essence
from selfeval_assist.policies import Policy
from selfeval_assist.prose.outcome import Undone, undone
from selfeval_assist.prose.units import ratio
from selfeval_assist.prose.values import WORDS
from selfeval_assist.scoring.arithmetic import capped, plain, rounded
from selfeval_assist.scoring.direction import (
    answers,
    comparable,
    comparator_of,
    days,
    magnitudes,
    values_of,
)
from selfeval_assist.scoring.sheet import Basis, RowScore, Verdict

_FORWARD = {Comparator.GE, Comparator.GT}
_REVERSE = {Comparator.LE, Comparator.LT}
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class _Result:
    """The share of the weight that a row earns (0–1), with how it was found."""

    share: Decimal
    sum: str
    verdict: Verdict
    completion: Decimal | None = None
    overshoot: Decimal | None = None
    note: str = ""


@lru_cache(maxsize=1024)
def score_row(index: int, row: Indicator, policy: Policy) -> RowScore:
    """Return the score of one row; points are rounded as the policy says."""
    weight, claimed = row.weight.value, row.score.value
    target, actual = values_of(row)
    if _same_words(target, actual):
        return _taken(index, row, policy, Verdict.UNKNOWN)
    if reason := _undecidable(row, target, actual):
        verdict = Verdict.UNKNOWN if row.target.blank else _in_words(row, actual)
        return RowScore(index, Basis.UNDECIDED, weight, claimed, None, verdict, work=reason)
    if target.kind in WORDS or actual.kind in WORDS:
        return _worded(index, row, policy)
    if not comparable(row, target, actual):
        why = f"指标值“{row.target}”与完成值“{row.actual}”单位或类型不同，无法相比"
        return RowScore(index, Basis.UNDECIDED, weight, claimed, None, work=why)
    comparator = comparator_of(row)
    if target.kind is Kind.DATE:
        result = _by_date(target, actual)
    elif target.upper_magnitude is not None:
        result = _by_range(target, actual)
    else:
        result = _by_number(comparator, target, actual, policy)
    note = result.note
    if actual.comparator in _FORWARD | _REVERSE:
        note = f"完成值写作“{row.actual}”，按界限值计算，请填写实际测得的数值"
    if adjusted(row):
        note = f"按调整后的指标值“{row.target}”计算，年初为“{row.initial_target}”" + (
            f"；{note}" if note else ""
        )
    points, exact = None, True
    work = result.sum
    if weight is not None:
        cut = _cut(result, policy)
        earned = capped(weight * result.share - cut, weight)
        points = rounded(earned, policy.indicators.decimals)
        exact = points == earned
        less = f" − {plain(cut)}（超额扣分）" if cut else ""
        work = f"{plain(weight)} × {result.sum}{less} = {plain(points)}"
    return RowScore(
        index,
        Basis.COMPUTED,
        weight,
        claimed,
        points,
        result.verdict,
        result.completion,
        result.overshoot,
        work,
        note=note,
        exact=exact,
    )


def _same_words(target: Value, actual: Value) -> bool:
    """Return whether a result repeats a target that holds no number to count with: 每月15日前."""
    unread = target.kind is actual.kind is Kind.UNPARSED and not (target.damage or actual.damage)
    return unread and essence(target.words) == essence(actual.words)


def _worded(index: int, row: Indicator, policy: Policy) -> RowScore:
    """Return the score of a row with words for its target or result: the claimed one, or none."""
    target, actual = values_of(row)
    verdict = _in_words(row, actual)
    if target.kind in WORDS or answers(target, actual, comparator_of(row)):
        return _taken(index, row, policy, verdict)
    why = f"指标值“{row.target}”是数值，完成值“{row.actual}”读不出数值，无法核算"
    weight, claimed, tier = row.weight.value, row.score.value, actual.tier
    return RowScore(index, Basis.UNDECIDED, weight, claimed, None, verdict, work=why, tier=tier)


def adjusted(row: Indicator) -> bool:
    """Return whether the target was changed in the year; the first one stands beside it."""
    first, now = row.initial_target.raw.strip(), row.target.raw.strip()
    return not row.initial_target.blank and first != now


def _cut(result: _Result, policy: Policy) -> Decimal:
    """Return the points that a place takes off for a target exceeded too far."""
    rules = policy.overshoot
    far = result.overshoot is not None and result.overshoot >= rules.reason_at - _HUNDRED
    return rules.cut_points if rules.cut == "points" and far else Decimal(0)


def _undecidable(row: Indicator, target: Value, actual: Value) -> str:
    """Return why a row cannot be scored at all, or an empty string."""
    for cell, value, title in (
        (row.target, target, "年度指标值"),
        (row.actual, actual, "实际完成值"),
    ):
        if value.kind is Kind.BLANK:
            return f"{title}为空"
        if value.kind is Kind.UNPARSED:
            damage = f"（{'；'.join(value.damage)}）" if value.damage else ""
            return f"{title}“{cell}”读不出数值{damage}"
    return ""


def _in_words(row: Indicator, actual: Value) -> Verdict:
    """Return MISSED or LATE where an actual value in words says so; words never prove the rest."""
    if actual.kind is Kind.RATIO:
        short = actual.number is not None and actual.number < _HUNDRED
        told = row.actual.raw.strip().startswith(_SHARE_DONE)  # 完成90% of a work in words
        return Verdict.MISSED if short and told else Verdict.UNKNOWN
    few = comparator_of(row) in _REVERSE or row.target.value.number == 0
    said = undone(actual.words) if few else undone(actual.words, row.target.raw, row.name)
    if said is None:
        return Verdict.UNKNOWN
    return Verdict.LATE if said is Undone.LATE else Verdict.MISSED


_SHARE_DONE = ("完成", "已完成", "仅完成")


def _taken(index: int, row: Indicator, policy: Policy, verdict: Verdict) -> RowScore:
    """Take the claimed score of a judgement in words, and say which tier it lies in."""
    weight, claimed = row.weight.value, row.score.value
    tier = row.actual.value.tier
    if claimed is None or weight is None:
        why = "定性指标没有得分，无法采用" if claimed is None else "定性指标没有分值"
        return RowScore(index, Basis.UNDECIDED, weight, claimed, None, verdict, work=why, tier=tier)
    work = f"定性指标，采用表中得分 {plain(claimed)}"
    if weight > 0:
        share = claimed / weight * _HUNDRED
        work += f"（分值的 {plain(rounded(share, 2))}%，属{_tier_name(share, policy)}档）"
    return RowScore(index, Basis.TAKEN, weight, claimed, claimed, verdict, work=work, tier=tier)


def _tier_name(share: Decimal, policy: Policy) -> str:
    if share >= policy.tiers.reached:
        return "“达成”"
    return "“部分达成”" if share >= policy.tiers.partly else "“未达成”"


def _by_number(comparator: Comparator, target: Value, actual: Value, policy: Policy) -> _Result:
    """Forward A/T, reverse T/A (or 1 − excess), zero target all or nothing."""
    t, a = magnitudes(target, actual)
    if t <= 0 or a < 0:
        return _by_zero(comparator, t, a)
    if comparator in _REVERSE:
        return _reverse(t, a, policy)
    share = min(a / t, Decimal(1))
    verdict = Verdict.MISSED if a < t else Verdict.EXCEEDED if a > t else Verdict.MET
    note = "目标写作“>”，完成值恰好等于目标值" if comparator is Comparator.GT and a == t else ""
    over = max(a / t - 1, Decimal(0)) * _HUNDRED
    text = f"{plain(a)}/{plain(t)}" if a < t else "1（已达到目标）"
    return _Result(share, text, verdict, a / t * _HUNDRED, over, note)


def _reverse(t: Decimal, a: Decimal, policy: Policy) -> _Result:
    if a <= t:
        over = (t - a) / t * _HUNDRED
        verdict = Verdict.EXCEEDED if a < t else Verdict.MET
        completion = t / a * _HUNDRED if a > 0 else None
        return _Result(Decimal(1), "1（未超过上限）", verdict, completion, over)
    if policy.indicators.reverse == "one_minus_excess":
        share = max(1 - (a - t) / t, Decimal(0))
        text = f"(1 − ({plain(a)} − {plain(t)})/{plain(t)})"
    else:
        share, text = t / a, f"{plain(t)}/{plain(a)}"
    return _Result(share, text, Verdict.MISSED, t / a * _HUNDRED, Decimal(0))


def _by_zero(comparator: Comparator, t: Decimal, a: Decimal) -> _Result:
    """Zero or negative values: no ratio means anything, so all or nothing."""
    at_most = comparator in _REVERSE or (t == 0 and comparator not in _FORWARD)
    met = a <= t if at_most else a >= t
    text = f"{1 if met else 0}（目标值 {plain(t)}，完成值 {plain(a)}）"
    verdict = Verdict.MET if met else Verdict.MISSED
    return _Result(Decimal(int(met)), text, verdict, overshoot=Decimal(0))


def _by_range(target: Value, actual: Value) -> _Result:
    low, high, a = target.magnitude, target.upper_magnitude, actual.magnitude
    if low is None or high is None or a is None:
        raise ValueError("a range without both ends reached the formula")
    if target.unit and actual.unit:
        a *= ratio(actual.unit, target.unit) or 1
    if a < low:
        share = a / low if low > 0 and a > 0 else Decimal(0)
        return _Result(share, f"{plain(a)}/{plain(low)}", Verdict.MISSED, share * _HUNDRED)
    if a > high:
        share = high / a
        note = "完成值高于区间上限，请说明原因"
        text = f"{plain(high)}/{plain(a)}"
        return _Result(share, text, Verdict.MISSED, share * _HUNDRED, note=note)
    return _Result(Decimal(1), "1（在区间内）", Verdict.MET, _HUNDRED, Decimal(0))


def _by_date(target: Value, actual: Value) -> _Result:
    """On time earns all; late earns planned over actual days of the target's year."""
    due, done = days(target, actual)
    if done <= due:
        return _Result(Decimal(1), "1（按期完成）", Verdict.MET, _HUNDRED)
    start = datetime.date(due.year, 1, 1)
    planned, taken = ((day - start).days + 1 for day in (due, done))
    share = Decimal(planned) / Decimal(taken)
    note = "逾期扣分按计划天数与实际天数之比估算，各地没有统一公式，请人工确认"
    text = f"{planned}天/{taken}天"
    return _Result(share, text, Verdict.LATE, share * _HUNDRED, note=note)
