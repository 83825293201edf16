"""Which way a row counts, and whether its two values can be compared at all."""

import calendar
import datetime
import re
import unicodedata
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from selfeval_assist.form import Comparator, Indicator, Kind, Value
from selfeval_assist.form.grammar import parse_value
from selfeval_assist.prose import words
from selfeval_assist.prose.mentions import mentions
from selfeval_assist.prose.outcome import undone
from selfeval_assist.prose.units import known, ratio, same_unit
from selfeval_assist.scoring.ahead import to_come

# Layouts with a column of their own for the sign, and entry systems that print its code.
_NATURES = {
    Comparator.GE: ("≥", ">=", "大于等于", "正向"),
    Comparator.LE: ("≤", "<=", "小于等于", "反向"),
    Comparator.GT: (">", "大于"),
    Comparator.LT: ("<", "小于"),
    Comparator.EQ: ("=", "等于"),
}
# Without any sign, a name tells that less is better. Rates of success hold none of these words.
_HARM = (
    "事故", "故障", "投诉", "差错", "误差", "违规", "违纪", "失误", "死亡", "发病", "漏报", "流失",
    "超支", "中断", "返工",
)  # fmt: skip
_COUNTS = ("数", "数量", "次数", "起数", "件数", "率", "人数", "时间", "时长")
_COSTS = ("成本", "费用", "造价", "单价", "支出", "能耗")
_LESS_IS_BETTER = (
    *words.combined(_HARM, ("", "发生"), _COUNTS),
    *words.combined(_COSTS, ("", "控制"), ("", "数", "额", "标准", "金额")),
    *("调整率", "结余率", "变动率", "控制率"),
)
_CHANGE = re.compile(r"(?:较|比|同比)?.{0,4}?(?:下降|降低|减少|压减|缩短|增长|增加|提高|上升)")
_NONE = ("无", "零", "未发生", "没有", "未出现", "未发现")
# 2023.12 and 2023.9-12 in a row about time.
_MONTH = re.compile(
    r"(?P<year>(?:19|20)\d{2})[./](?:\d{1,2}-)?(?P<month>0?[1-9]|1[0-2])(?P<end>月?(?:底|末)?前?)"
)
# A bare share of one is taken for a percentage only beside one of at least so many percent.
_MOST, _ZERO = Decimal(50), Decimal(0)
# Some forms put the sign into the name: 救助标准(<**元/户·年).
_SIGN_IN_NAME = re.compile(r"[((]\s*(?:≥|>=|≤|<=|>|<)[^))]*[))]")

# 面积（万亩）, 补助标准(单位:元/人)
_UNIT_IN_NAME = re.compile(r"\((?:单位[::]?)?([^()\d]+)\)$")


def comparator_of(row: Indicator) -> Comparator:
    """Return how the row's target is meant.

    The target's own sign wins, then the sign column, then a sign inside the name. Without any sign
    a count of accidents or a cost counts in reverse (our choice; the published rules are silent).
    NONE means forward.
    """
    return row.target.value.comparator or _without_sign(row.nature, row.name, row.target.raw)


@lru_cache(maxsize=512)
def _without_sign(nature: str, name: str, target: str) -> Comparator:
    """Return how a target without a sign of its own is meant."""
    in_name = _SIGN_IN_NAME.search(unicodedata.normalize("NFKC", name))
    for text in (unicodedata.normalize("NFKC", nature), in_name[0] if in_name else ""):
        for comparator, signs in _NATURES.items():
            if any(sign in text for sign in signs):
                return comparator
    if _CHANGE.match(target.strip()):
        return Comparator.NONE  # the target is how much it falls or grows
    return Comparator.LE if name.strip().endswith(_LESS_IS_BETTER) else Comparator.NONE


def answers(target: Value, actual: Value, comparator: Comparator) -> bool:
    """Return whether an actual value in words answers a target that is a number or a date.

    Only two kinds of words do: that a deadline was kept (``按期完成`` for ``10月31日前``), and that
    nothing happened where at most so much was to happen (``无上访`` for ``≤5次``). All others leave
    open how much was done, whatever they say.
    """
    if target.kind is Kind.DATE:
        return any(tag.has("verdict.ontime") for tag in words.tags(actual.words))
    few = comparator in {Comparator.LE, Comparator.LT} or target.number == 0
    none = actual.words.startswith(_NONE) and not any(
        tag.has("verdict") for tag in words.tags(actual.words)
    )
    return few and none


def values_of(row: Indicator) -> tuple[Value, Value]:
    """Return target and actual of a row as they are meant.

    Beside a date, or both in a row about time, ``2023.12`` is a month and no decimal number. A
    value without a unit has that of the column for units, or of the bracket behind the name. An
    actual value that tells what is still to come is words, whatever number stands in it.
    """
    unit = row.unit.strip() or _unit_in_name(row.name)
    target, actual = (_measured(cell.value, unit) for cell in (row.target, row.actual))
    if to_come(row):
        return target, Value(Kind.QUALITATIVE, words=row.actual.raw.strip())
    actual = _first_told(target, _without_tail(target, actual))
    return _of_time(row, target, actual) if row.kind == "时效指标" else (target, actual)


def _of_time(row: Indicator, target: Value, actual: Value) -> tuple[Value, Value]:
    """Return the values of a row about time, bare numbers as the months or days they may be."""
    own = (target, actual)
    days_ = tuple(_day_of(value) if _serial(value) else value for value in own)
    if days_ != own and all(value.damage or value.kind is Kind.DATE for value in days_):
        return days_[0], days_[1]
    months = [_as_month(cell.raw) for cell in (row.target, row.actual)]
    both = [month or value for month, value in zip(months, own, strict=True)]
    dated = any(months) and all(value.kind is Kind.DATE for value in both)
    return (both[0], both[1]) if dated else own


def _serial(value: Value) -> bool:
    """Return whether a bare number may be a day as spreadsheets count them: 45420."""
    number = value.number if not value.unit and value.multiplier == 1 else None
    return number is not None and number in _SERIALS


def _day_of(value: Value) -> Value:
    """Return a day as spreadsheets count them as one that a person has to write out."""
    number = int(value.number or 0)
    day = _EPOCH + datetime.timedelta(days=number)
    what = f"疑似 Excel 日期序号，即 {day.year}年{day.month}月{day.day}日，请写成日期"
    return Value(Kind.UNPARSED, words=str(number), damage=(what,))


_SERIALS = range(36526, 58805)
"""The days of 2000 to 2060 as spreadsheets count them."""
_EPOCH = datetime.date(1899, 12, 30)


def _first_told(target: Value, actual: Value) -> Value:
    """Return the number in the target's unit with which words begin: 436户1418人, 30份,全部录入."""
    if not (target.numeric and target.unit) or actual.numeric or actual.damage:
        return actual
    told = mentions(actual.words)
    own = [each for each in told if same_unit(each.value.unit, target.unit)]
    if len(own) != 1 or undone(actual.words) or actual.kind is Kind.DATE:
        return actual
    lead = actual.words[: own[0].start]
    for each in reversed([each for each in told if each.end <= own[0].start]):
        lead = lead[: each.start] + lead[each.end :]
    value = parse_value(actual.words[own[0].start : own[0].end])
    return actual if any(map(str.isalnum, lead)) or not value.numeric else value


def _without_tail(target: Value, actual: Value) -> Value:
    """Return a value without the words behind the unit of its target: 24小时不间断 of 24小时."""
    tail = actual.unit.removeprefix(target.unit) if target.unit else ""
    more = tail in {"", actual.unit} or known(actual.unit) or not tail.isalpha()
    if more or undone(tail) or not (known(target.unit) and target.numeric):
        return actual
    return replace(actual, kind=target.kind, unit=target.unit)


@lru_cache(maxsize=1024)
def _unit_in_name(name: str) -> str:
    """Return the unit in the bracket behind a name: 面积（万亩）, 标准(单位:元/人); or ""."""
    told = _UNIT_IN_NAME.search(unicodedata.normalize("NFKC", name).strip())
    if told is None:
        return ""
    meant = parse_value(f"1{told[1]}")
    measures = meant.numeric and all(map(known, re.split(r"[/·]", meant.unit)))
    return told[1] if measures else ""


def _measured(value: Value, unit: str) -> Value:
    """Return a value with the unit of its row; a share of one (0.98 beside %) stays without."""
    if not unit or not value.numeric or value.unit or value.multiplier != 1:
        return value
    meant = parse_value(f"1{unit}")
    if not meant.numeric or (unit in {"%", "％"} and _bare_share(value, value.number or _ZERO)):
        return value
    scale = meant.number or Decimal(1)  # a tenth of a percent for each ‰
    number, upper = (each if each is None else each * scale for each in (value.number, value.upper))
    return replace(
        value,
        kind=meant.kind,
        number=number,
        upper=upper,
        unit=meant.unit,
        multiplier=meant.multiplier,
    )


def _as_month(raw: str) -> Value | None:
    match = _MONTH.fullmatch(unicodedata.normalize("NFKC", raw).strip())
    return (
        parse_value(f"{match['year']}年{match['month']}月{match['end'].lstrip('月')}")
        if match
        else None
    )


def comparable(row: Indicator, target: Value, actual: Value) -> bool:
    """Return whether target and actual measure the same thing in the same unit.

    A value without a unit takes the other's (``≥50个`` and ``50``); percent and count compare only
    when one of them has no unit at all.
    """
    if (target.kind is Kind.DATE) != (actual.kind is Kind.DATE):
        return False
    if target.kind is Kind.DATE:
        return True
    if target.number is None or actual.number is None:
        return False
    if not target.unit or not actual.unit:
        return True
    return same_unit(target.unit, actual.unit) and not slipped_share(row)


def slipped_share(row: Indicator) -> bool:
    """Return whether one value is in ‰ and the other in % although the bare numbers are alike.

    99.5‰ beside ≥99% is a slip of the sign; 3‰ beside ≤0.5% is not.
    """
    target, actual = row.target.value.number, row.actual.value.number
    told = ["‰" in cell.raw for cell in (row.target, row.actual)]
    if told[0] == told[1] or not target or not actual:
        return False
    share, other = (target, actual) if told[0] else (actual, target)
    return "%" in unicodedata.normalize("NFKC", row.target.raw + row.actual.raw) and (
        _nearer(share, share * 10, other) != share
    )


def magnitudes(target: Value, actual: Value) -> tuple[Decimal, Decimal]:
    """Return target and actual as plain numbers in the unit of the target.

    People write ``≤90万元`` beside a bare ``90``. A bare number may carry the other's 万 or 亿 or
    not; the reading that lies nearer to the other value is taken. A spreadsheet hands out 98% as a
    bare ``0.98``, which beside ``≥95%`` cannot mean 0.98%.

    Raises:
        ValueError: one of the two has no number.
    """
    t, a = target.magnitude, actual.magnitude
    if t is None or a is None:
        raise ValueError("a value without a number reached the formula")
    if not actual.unit and actual.multiplier == 1:
        a = _nearer(a, a * target.multiplier, t)
    if not target.unit and target.multiplier == 1:
        t = _nearer(t, t * actual.multiplier, a)
    if target.unit and actual.unit:
        a *= ratio(actual.unit, target.unit) or 1
    if actual.unit == "%" and _bare_share(target, t) and a >= _MOST:
        t *= 100
    if target.unit == "%" and _bare_share(actual, a):
        # 0.052 beside ≥5% is 5.2%; 0.5 beside ≤1% is half a percent.
        a = a * 100 if t >= _MOST else _nearer(a, a * 100, t)
    return t, a


def share_of_one(row: Indicator, value: Value) -> bool:
    """Return whether a value beside percentages is a bare 0.98, which nobody can tell from 98%."""
    columns = (row.unit, row.target.raw, row.actual.raw)
    return any("%" in unicodedata.normalize("NFKC", text) for text in columns) and _bare_share(
        value, value.number or _ZERO
    )


def _bare_share(value: Value, number: Decimal) -> bool:
    return not value.unit and value.multiplier == 1 and 0 < number <= 1


def days(target: Value, actual: Value) -> tuple[datetime.date, datetime.date]:
    """Return the days that two date values name; one without a year takes the other's year.

    Raises:
        ValueError: one of the two is no date.
    """
    due, done = target.date, actual.date
    if due is None or done is None:
        raise ValueError("a value without a date reached the formula")
    if target.yearless and not actual.yearless:
        due = _in_year(due, done.year)
    if actual.yearless and not target.yearless:
        done = _in_year(done, due.year)
    return due, done


def _in_year(day: datetime.date, year: int) -> datetime.date:
    """Return the same day in another year; the last day of February where it has no 29th."""
    last = calendar.monthrange(year, day.month)[1]
    return datetime.date(year, day.month, min(day.day, last))


def _nearer(as_written: Decimal, scaled: Decimal, other: Decimal) -> Decimal:
    """Return whichever of two readings is the smaller factor away from the other value."""
    if min(as_written, scaled, other) <= 0:
        return as_written
    factors = {reading: max(reading / other, other / reading) for reading in (scaled, as_written)}
    return min(factors, key=lambda reading: factors[reading])
