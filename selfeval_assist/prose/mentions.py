"""The quantities that a running text mentions: ``近千人次``, ``九成以上``, ``1.2亿元``.

A digit always claims something. A Chinese numeral does only where a unit, 成, 分之, 倍 or a word of
approximation makes it a quantity: 一体化 and 两手抓 count nothing (``words.toml``, idiom).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from selfeval_assist.prose import numerals, signs, units, words
from selfeval_assist.prose.dates import DATE, read_date
from selfeval_assist.prose.decimals import decimal_of
from selfeval_assist.prose.values import Comparator, Kind, Value


@dataclass(frozen=True, slots=True)
class Mention:
    """One quantity in a text.

    Attributes:
        start: where it begins, its bound (不少于, 约) included.
        at: where its number begins.
        end: where it ends, unit and bound (以上) included.
        value: what it means. Ratios are in percent; a vague one (数十人) has no number.
        step: the unit of its last printed place: 0.1 for ``92.3``, 10 000 for ``3万``.
        mark: the words of its bound as printed: ``约``, ``近``, ``余``, ``以上``.
        spoken: whether the number is written in Chinese numerals.
    """

    start: int
    at: int
    end: int
    value: Value
    step: Decimal = Decimal(1)
    mark: str = ""
    spoken: bool = False

    @property
    def vague(self) -> bool:
        """Whether it says about how much, and no number."""
        return self.value.number is None and self.value.kind not in {Kind.DATE, Kind.UNPARSED}


_H = numerals.CHARACTERS
_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"
_POINTS = rf"[{_H}\d]+(?:点[{numerals.DIGITS}]+)?"
# 三元七角二分, 六亩半
_CENTS = rf"(?<=元)[{_H}\d]角(?:[{_H}\d]分)?|(?<=元)[{_H}\d]分(?!之)|半(?![年天数月径导体个])"
_ANY = frozenset(f"0123456789{_H}数几上成半")
"""One of these, or another digit, stands in every quantity."""
_BEFORE = f"(?:(?P<before>{signs.PREFIX})(?:了|为|于|至|到)?\\s*)?"
_AFTER = f"(?P<after>{signs.SUFFIX})?"


@lru_cache(maxsize=64)
def _pattern(extra: tuple[str, ...]) -> "re.Pattern[str]":
    """Return the pattern of one quantity; ``extra`` are units that only this form knows."""
    unit = units.pattern(extra)
    return re.compile(
        rf"{_BEFORE}(?P<at>)(?:"
        rf"(?P<date>{DATE})"
        rf"|(?P<spokendate>[{_H}]{{1,3}}月(?:[{_H}]{{1,3}}[日号])?(?=[^份均度]|$))"  # 十一月二十日
        rf"|百分之(?P<percent>{_POINTS})|(?P<whole>百分百)"  # 百分之九十八点五
        rf"|(?P<parts>[{_H}\d]+)分之(?P<share>{_POINTS})(?P<strong>[强多])?"  # 三分之二
        rf"|(?P<tenths>[{numerals.DIGITS}\d])成(?![立果为员就本功都长效熟交套品型绩例年])(?P<half>半|[{numerals.DIGITS}])?(?P<strong2>[多余强])?"
        rf"|(?P<zero>零(?={words.alternatives('zero')})|(?<=为)零)"  # 零事故, 事故数为零
        rf"|(?P<few>数|几|好几|上|成(?=[百千]))(?P<round>[十百千万亿]+)"  # 数十人
        rf"(?P<fewunit>{unit})"
        rf"|(?P<half_year>半)(?P<halfunit>个月|年|天|数|成)|(?P<most>过半|大半|一半|超半)"
        rf"|(?P<low>{_ARABIC})(?P<lowmult>[万亿]?)(?P<lowunit>%?)[-—–~～至](?=[\d])(?P<high>{_ARABIC})(?P<highmult>[万亿]?)\s*(?P<rangeunit>{unit})?"
        rf"|(?P<number>{_ARABIC})\s*(?P<more>[余多])?(?P<mult>[十百千]?[万亿]|百|千)?(?P<more2>[余多])?\s*(?P<unit>{unit})?(?P<cents>{_CENTS})?"
        rf"|(?P<spoken>[{_H}]+(?:点[{numerals.DIGITS}]+)?)(?P<more3>[余多])?(?P<spokenunit>{unit}|倍|番)(?P<spokencents>{_CENTS})?"
        rf"){_AFTER}"
    )


@lru_cache(maxsize=1024)
def mentions(text: str, extra: tuple[str, ...] = ()) -> tuple[Mention, ...]:
    """Return the quantities of a text in their order.

    Args:
        text: text in one width, with names and document numbers blanked.
        extra: further units of measure, as ``units.unlisted`` gives those of a form.
    """
    if _ANY.isdisjoint(text) and not words.has_digit(text):
        return ()
    return tuple(_joined(_found(text, _pattern(extra))))


def _joined(found: Iterator[Mention]) -> Iterator[Mention]:
    """Yield quantities, a duration in two units as one."""
    last: Mention | None = None
    for each in found:
        whole = _together(last, each) if last else None
        if last and whole is None:
            yield last
        last = whole or each
    if last:
        yield last


def _together(one: Mention, other: Mention) -> Mention | None:
    """Return a duration in two units as one quantity: 七周零两天 is 51 days."""
    big, small = one.value, other.value
    if one.end != other.start or {big.kind, small.kind} != {Kind.DURATION}:
        return None
    factor = units.ratio(big.unit, small.unit)
    if factor is None or factor <= 1 or big.number is None or small.number is None:
        return None
    value = replace(small, number=big.number * factor + small.number)
    return replace(one, end=other.end, value=value, step=other.step)


def _found(text: str, pattern: "re.Pattern[str]") -> Iterator[Mention]:
    idioms, at = words.spans(text, "idiom"), 0
    while match := pattern.search(text, at):
        at = match.end() if match.end() > match.start() else match.start() + 1
        inside = next((end for start, end in idioms if start <= match.start("at") < end), 0)
        if inside:
            at = max(inside, match.start() + 1)
        elif (found := _mention(match)) is not None:
            yield found
        else:
            at = max(at, match.start("at") + 1)


def _mention(match: "re.Match[str]") -> Mention | None:
    """Return what a match of the pattern says, or None where it counts nothing."""
    group = match.groupdict()
    bound = signs.bound_of(group["before"] or "", match[0] if group["after"] else "")
    more = next((group[name] for name in _MORE if group[name]), None)
    bound = bound or (Comparator.GT if more else Comparator.NONE)
    reader = next(name for name in _READERS if group[name])
    read = _READERS[reader](group, bound)
    if read is None:
        return None
    value, step = read
    start = match.start() if group["before"] else match.start("at")
    mark = group["before"] or more or group["after"] or ""
    return Mention(start, match.start("at"), match.end(), value, step, mark, reader in _SPOKEN)


_MORE = ("more", "more2", "more3", "strong", "strong2")
_SPOKEN = frozenset({
    "spoken", "spokendate", "percent", "parts", "tenths", "zero", "few", "half_year", "most",
})  # fmt: skip
_Read = tuple[Value, Decimal] | None
_Groups = dict[str, str | None]


def _date(group: _Groups, bound: Comparator) -> _Read:
    text = (group["date"] or "").strip()
    value = read_date(bound, text)
    return value or Value(Kind.UNPARSED, words=text), Decimal(1)  # 11月40日 is no day


def _spoken_date(group: _Groups, bound: Comparator) -> _Read:
    month, _, day = (group["spokendate"] or "").partition("月")
    digits = [numerals.chinese_number(part) for part in (month, day.rstrip("日号")) if part]
    if None in digits:
        return None
    text = "".join(f"{number}{mark}" for number, mark in zip(digits, "月日", strict=False))
    value = read_date(bound, text)
    return None if value is None else (value, Decimal(1))


def _percent(group: _Groups, bound: Comparator) -> _Read:
    number = _spoken_number(group["percent"] or "百")
    return None if number is None else (_ratio(number[0], bound), number[1])


def _fraction(group: _Groups, bound: Comparator) -> _Read:
    head = "一万" if group["parts"] == "万" else group["parts"]
    whole, part = _spoken_number(head or ""), _spoken_number(group["share"] or "")
    if whole is None or part is None or whole[0] == 0:
        return None
    one = Decimal(100) / whole[0]  # 万分之一点五 is as exact as 0.015%; 三分之一 is not
    return _ratio(part[0] * one, bound), one * part[1] if whole[0] > 100 else Decimal(3)


def _tenths(group: _Groups, bound: Comparator) -> _Read:
    number = _spoken_number(group["tenths"] or "")
    if number is None:
        return None
    tail = group["half"] or ""
    more = Decimal(5) if tail == "半" else numerals.chinese_number(tail) or Decimal(0)
    return _ratio(number[0] * 10 + more, bound), Decimal(1 if tail else 10)


def _few(group: _Groups, _bound: Comparator) -> _Read:
    scale = numerals.chinese_number("一" + (group["round"] or "")) or Decimal(1)
    kind, unit, _ = units.resolved(group["fewunit"] or "")
    return Value(kind, Comparator.APPROX, None, unit=unit, words=str(scale)), scale


def _half(group: _Groups, bound: Comparator) -> _Read:
    unit = group["halfunit"] or ""
    if unit in {"数", "成"}:
        return _ratio(Decimal(50), bound or Comparator.APPROX), Decimal(10)
    return Value(Kind.DURATION, bound, Decimal("0.5"), unit=unit), Decimal("0.5")


def _most(group: _Groups, bound: Comparator) -> _Read:
    more = Comparator.NONE if group["most"] == "一半" else Comparator.GT
    return _ratio(Decimal(50), bound or more), Decimal(5)


def _range(group: _Groups, _bound: Comparator) -> _Read:
    low, high = decimal_of(group["low"] or "0"), decimal_of(group["high"] or "0")
    if low is None or high is None:
        return None
    kind, unit, factor = units.resolved(group["rangeunit"] or group["lowunit"] or "")
    mult = numerals.multiplier(group["highmult"] or "")
    own = numerals.multiplier(group["lowmult"] or group["highmult"] or "")
    value = Value(kind, Comparator.RANGE, low * own * factor, high * mult * factor, unit=unit)
    return value, Decimal(1)


def _digits(group: _Groups, bound: Comparator) -> _Read:
    text = group["number"] or ""
    if len(text) > 1 and text[0] == "0" and text[1] != ".":  # 007 is a code
        return Value(Kind.UNPARSED, words=text), Decimal(1)
    written = decimal_of(text)
    if written is None:  # longer than any number of a form
        return Value(Kind.UNPARSED, words=text), Decimal(1)
    number = written
    unit = group["unit"] or ""
    number, step = _with_cents(number, numerals.place(text), group["cents"] or "")
    return _counted(number, step, group["mult"] or "", unit, bound)


def _spoken(group: _Groups, bound: Comparator) -> _Read:
    number, unit = _spoken_number(group["spoken"] or ""), group["spokenunit"] or ""
    if number is None:
        return None
    if unit == "番":  # 翻了两番 is four times
        return _ratio(2 ** number[0] * 100, bound), Decimal(1)
    number = _with_cents(*number, group["spokencents"] or "")
    return _counted(*number, "", unit, bound)


def _with_cents(number: Decimal, step: Decimal, cents: str) -> tuple[Decimal, Decimal]:
    """Return a number with what follows its unit: 三元七角二分 is 3.72, 六亩半 is 6.5."""
    if cents == "半":
        return number + Decimal("0.5"), Decimal("0.5")
    for mark, worth in (("角", Decimal("0.1")), ("分", Decimal("0.01"))):
        head, found, rest = cents.partition(mark)
        if found:
            part = numerals.chinese_number(head) or Decimal(0)
            number, step, cents = number + part * worth, worth, rest
    return number, step


def _counted(number: Decimal, step: Decimal, mult: str, unit: str, bound: Comparator) -> _Read:
    kind, name, factor = units.resolved(unit)
    scale = numerals.multiplier(mult) * factor
    return Value(kind, bound, number * scale, unit=name), step * scale


_READERS = {
    "date": _date,
    "spokendate": _spoken_date,
    "percent": _percent,
    "whole": lambda _group, bound: (_ratio(Decimal(100), bound), Decimal(1)),
    "parts": _fraction,
    "tenths": _tenths,
    "zero": lambda _group, bound: (Value(Kind.COUNT, bound, Decimal(0)), Decimal(1)),
    "few": _few,
    "half_year": _half,
    "most": _most,
    "low": _range,
    "number": _digits,
    "spoken": _spoken,
}


def _ratio(number: Decimal, bound: Comparator) -> Value:
    return Value(Kind.RATIO, bound, number, unit="%")


def _spoken_number(text: str) -> tuple[Decimal, Decimal] | None:
    """Return the number that numerals mean, and its last place: 九十八点五 is 98.5 by 0.1."""
    whole, _, tail = text.partition("点")
    number = decimal_of(whole) if whole.isascii() else numerals.chinese_number(whole)
    digits = [numerals.chinese_number(each) for each in tail]
    if number is None or None in digits:
        return None
    for place, digit in enumerate(digits, start=1):
        number += (digit or Decimal(0)).scaleb(-place)
    return number, Decimal(1).scaleb(-len(digits))
