"""How values of a form are written in a sentence."""

import re
from calendar import monthrange
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from selfeval_assist.facts import lexicon
from selfeval_assist.form import Comparator, Indicator, Kind, Value
from selfeval_assist.form.cells import Measure
from selfeval_assist.form.text import fold, strip_tags
from selfeval_assist.prose import units, words
from selfeval_assist.prose.dates import render_date
from selfeval_assist.prose.quantities import base_of
from selfeval_assist.scoring.arithmetic import plain, rounded
from selfeval_assist.scoring.direction import comparator_of, magnitudes

_MULTIPLIERS = {Decimal(1): "", Decimal(10_000): "万", Decimal(10**8): "亿"}
_BRACKETS = str.maketrans({"<": "〈", ">": "〉", "\n": " ", "\ue000": " "})
_QUOTES = str.maketrans("“”", "‘’")
# ★指标1：; (≥**人)
# Marks and numbers before a name, and a sign without a number inside it, are the form's, not its.
_ORNAMENT_ONLY = re.compile(r"^(?:[★☆*●◆▲△\s]+|指标\s*\d+\s*[:：.、]\s*)+")
_ORNAMENT = re.compile(r"^(?:[★☆*●◆▲△\s]+|指标\s*\d+\s*[:：.、]\s*|其中\s*[:：]\s*)+")
_TEMPLATE_SIGN = re.compile(r"[(（]?[≥≤＞＜〉〈]\s?\*++[^)）]*+[)）]?")
# …调用情况，共享服务利用率计算方式：…: a formula, and the term that it defines.
_FORMULA = re.compile(r"的?计算(?:方式|方法|公式)\s?[:：为是]")
_TERM = 4
"""Characters from which on a term says by itself what is measured: 共享服务利用率, not 利用率."""
_PART = re.compile(r"^其中\s*[:：]?\s*")
_WIDE = str.maketrans(",;:()?!", "，；：（）？！")

# Words around a number: of a target as a bound to reach, of an actual as a bound that was reported.
_TARGET = {
    Comparator.GE: ("不低于", ("≥", ">=", "不少于", "不小于", "达到")),
    Comparator.GT: ("超过", (">", "高于", "大于", "多于")),
    Comparator.LE: ("不超过", ("≤", "<=", "不高于", "不大于", "不多于")),
    Comparator.LT: ("低于", ("<", "少于", "小于")),
    Comparator.EQ: ("", ("=",)),
    Comparator.APPROX: ("约", ("≈", "约为")),
}
_ACTUAL = {
    Comparator.GE: ("以上", ("≥", ">=", "不低于", "不少于")),
    Comparator.GT: ("以上", (">", "超过", "高于", "大于")),
    Comparator.LE: ("以下", ("≤", "<=", "不超过", "不高于")),
    Comparator.LT: ("以下", ("<", "低于", "少于")),
    Comparator.EQ: ("", ("=",)),
    Comparator.APPROX: ("", ()),
}


@lru_cache(maxsize=1024)
def subjects_of(name: str) -> tuple[str, ...]:
    """Return how an indicator may be called: its name and the name as printed; () without one.

    Only marks of the form, numbers before the name and masks go; of a name that ends in a formula
    the term that it defines is taken. A name needs two letters or characters to be recognised in
    a text.
    """
    full = _line(strip_tags(name)).translate(_BRACKETS).strip(" ，,。；;：:、")
    own = _TEMPLATE_SIGN.sub("", _ORNAMENT.sub("", full))
    formula = _FORMULA.search(own)
    short = own[: formula.start()].rstrip(" ，,；;。（(") if formula else own
    term = re.split("[，,；;。]", short)[-1].strip()
    if short != own and len(term) >= _TERM:
        short = term
    names = [text for text in dict.fromkeys((short, full)) if sum(map(str.isalpha, text)) >= 2]
    # A name such as 执行率 is also a wording; in quotation marks it is only a name.
    return tuple(f"“{text}”" if text in words.of("column", "relation") else text for text in names)


def told_name(row: Indicator) -> str:
    """Return how a row is called in prose: in full width, its mark as a part of another left off.

    A bare question (是否满意) is called by its second level, and one that speaks of all
    indicators, which are those of its level, with it: 产出各项指标.
    """
    text = next(map(prose_name, subjects_of(row.name)), "")
    level = (row.kind or row.group).removesuffix("指标")
    if "是否" in text and len(text) <= _BARE_QUESTION and row.kind:
        return level
    if _EVERY.match(text):
        return level + text
    if unit := in_name(row):
        text = text.removesuffix(f"（{unit}）")
    return _PART.sub("", text) or text


_BARE_QUESTION = 5
_EVERY = re.compile("(?:各[项类个]?|所有|全部)指标")


def prose_name(name: str) -> str:
    """Return a name of ``subjects_of`` in full width; its quotes stay where it is a common word.

    目标 as a name would be taken for the word, 预算执行率 would not.
    """
    bare = name[1:-1]  # “三公经费”控制率 is quoted in part
    wrapped = name.startswith("“") and name.endswith("”") and "”" not in bare
    return widened(bare if wrapped and len(bare) >= _TERM else name)


def is_part(row: Indicator) -> bool:
    """Return whether a row says of itself that it is a part of another one."""
    return _PART.match(_ORNAMENT_ONLY.sub("", row.name.strip())) is not None


def widened(text: str) -> str:
    """Return text with its marks in full width, but for those beside digits and letters."""
    return re.sub(r"(?<![A-Za-z0-9])[,;:?!]|[,;:?!](?![A-Za-z0-9])|[()]", _widen, text)


def _widen(match: "re.Match[str]") -> str:
    return match[0].translate(_WIDE)


def plain_words(text: str) -> str:
    """Return words of a cell on one line, in full width."""
    spoken = _SIGN.sub(lambda sign: _SIGNS[sign[0][0]], strip_tags(text))
    inner = _line(spoken).translate(_BRACKETS).translate(_QUOTES)
    text = widened(inner.rstrip("。；;，, "))
    parts = text.split("，")
    return "、".join(parts) if all(len(part) <= _SHORT for part in parts) else text


_SIGNS = {"≤": "不超过", "<": "低于", "≥": "不低于", ">": "超过"}
_SIGN = re.compile(r"[≤≥<>](?=\s*\d)")
_SHORT = 4
"""Characters of words that are listed with 、 instead of commas."""


@lru_cache(maxsize=1024)
def stated(text: str) -> str:
    """Return what a person stated as a part of a sentence: one line, no full stop at its end.

    The words stay; marks take the full width that a printed text has.
    """
    if not text:
        return ""
    lines = (widened(_line(part)).strip(" 。；，") for part in text.split("\n"))
    line = "；".join(part for part in lines if part)
    return line.translate(_BRACKETS).replace("。", "；").strip(" ；，")


def _line(text: str) -> str:
    """Return text with its white space closed up."""
    return " ".join(text.split())


def quantity(number: Decimal, value: Value, unit: str, name: str = "") -> str:
    """Return a number with the multiplier of a value and a unit: ``1亿件``, ``530元/人·月``.

    Args:
        number: the number, before its multiplier.
        value: the value, for its multiplier.
        unit: the unit.
        name: the row's name; what it says of one each (每公里成本, 生均补助) is not said again.
    """
    unit = base_of(unit) or _unit_beside(unit, name)  # 3.5/10万
    idle = not unit or unit[:1] in "%元个每" or units.measure_words(unit.partition("/")[0])
    figure = plain(number) if idle else format(number, "f")  # 1.0mg/L is measured to a tenth
    before, behind = (unit, "") if unit.startswith("每") else ("", unit)
    return f"{before}{figure}{_MULTIPLIERS.get(value.multiplier, '')}{behind}"


def _unit_beside(unit: str, name: str) -> str:
    """Return a unit as it is told beside a name; 每亩 of one that only says of what each."""
    base, _, each = unit.partition("/")
    if not base and each:
        return f"每{each}"
    told = [part for part in re.split(r"[/·*.、每]", each) if part]
    told = [part for part in told if f"每{part}" not in name and f"{part}均" not in name]
    if words.has_han(each):
        unit = f"{base}/{'·'.join(told)}" if told else base
    return "个百分点" if unit == "百分点" else widened(unit)


def per_mille(cell: Measure) -> bool:
    """Return whether a share is written in thousandths, as some trades do: 0.9‰."""
    return "‰" in cell.raw and cell.value.unit == "%"


def in_name(row: Indicator) -> str:
    """Return the unit in brackets behind the name of a row: 公里 of 养护里程（公里）; or ""."""
    name = next(map(prose_name, subjects_of(row.name)), "")
    found = _BRACKET.search(name)
    unit = found[1] if found else ""
    return unit if unit in {"%", "‰", "百分点"} or _is_unit(unit) else ""


def with_unit(text: str, row: Indicator) -> str:
    """Return the words of a cell with the unit of its name behind the bare number they begin with.

    ``91.24（抽样350人）`` of 满意度（%） is told without the bracket of the name.
    """
    unit, found = in_name(row), _BARE.match(text)
    return f"{found[0]}{unit}{text[found.end() :]}" if unit and found else text


_BARE = re.compile(r"\d[\d,]*(?:\.\d+)?(?=（)")


_BRACKET = re.compile(r"（([^（）\d]{1,8})）$")


def _is_unit(text: str) -> bool:
    """Return whether words in brackets count or measure; one character alone does: （起）."""
    parts = re.split(r"[/·*]", text.lstrip("万亿") if len(text) > 1 else text)
    known = (units.known(part) or units.measure_words(part) or len(part) == 1 for part in parts)
    return words.has_han(text) and not _ORDER.fullmatch(text) and all(known)


_ORDER = re.compile("[一二三四五六七八九十上中下新]")


def unit_of(row: Indicator, value: Value) -> str:
    """Return the unit of a value: its own, or else the one of its column, or in its name."""
    own = value.unit or ("" if value.multiplier != 1 else row.unit.strip() or in_name(row))
    return "" if any(mark.isdigit() for mark in own) else own.translate(_BRACKETS)


def target(row: Indicator) -> tuple[str, tuple[str, ...]]:
    """Return how a target is written (``不低于95%``) and its other spellings."""
    value = row.target.value
    sign = value.comparator
    if sign is Comparator.NONE and row.nature.strip():
        sign = comparator_of(row)
    if value.kind is Kind.DATE:
        return _deadline(value, row.target.raw)
    if not value.numeric or value.number is None:
        return "", ()
    unit = unit_of(row, value)
    bare = quantity(value.number, value, unit, row.name)
    if value.upper is not None:
        return f"{bare}至{quantity(value.upper, value, unit)}", (_raw(row.target.raw),)
    if per_mille(row.target):
        bare = f"{plain(value.number * 10)}‰"
    before, others = _TARGET.get(sign, ("", ()))
    share = value.kind is Kind.RATIO or unit == "%"
    if before == "不低于" and share and value.number == _ALL:
        before, others = "", (*others, before)  # of a rate no more is meant than all
    standard = "/" in bare or bare.startswith("每") or row.name.strip().endswith(("标准", "水平"))
    if before == "不低于" and not share and not standard:
        before = "不少于"
        others = (*others, "不低于")
    texts = (f"{mark}{bare}" for mark in ("", *others))
    change = lexicon.change_before(fold(row.target.raw).strip())
    return change + before + bare, (*texts, _raw(row.target.raw))


def actual(row: Indicator) -> tuple[str, tuple[str, ...]]:
    """Return how an actual value is written (``95%以上``) and its other spellings.

    It takes the unit of its target where it is as short in it: 2.68万册 beside 2.4万册.
    """
    value, raw = _aligned(row), fold(row.actual.raw).strip()
    if value.kind is Kind.DATE:
        text = render_date(value)
        return text, (*_coarser(text), _raw(row.actual.raw))
    if not value.numeric or value.number is None:
        return "", ()
    unit = unit_of(row, value)
    bare = quantity(value.number, value, unit, row.name) + (
        "" if unit else widened(borrowed_unit(row))
    )
    if value.upper is not None:
        return f"{bare}至{quantity(value.upper, value, unit)}", (_raw(row.actual.raw),)
    if per_mille(row.actual):
        bare = f"{plain(value.number * 10)}‰"
    mean = "平均" if raw.startswith("平均") and "均" not in row.name else ""
    change = lexicon.change_before(raw) + mean
    if value.comparator is Comparator.APPROX:
        return f"{change}约{bare}", (_raw(row.actual.raw),)
    after, signs = _ACTUAL.get(value.comparator, ("", ()))
    return change + bare + after, (*(f"{mark}{bare}" for mark in signs), _raw(row.actual.raw))


def _aligned(row: Indicator) -> Value:
    """Return the actual value of a row in the unit of its target, or as it is."""
    goal, value = row.target.value, row.actual.value
    same = value.unit == goal.unit
    alike = value.unit.count("/") == goal.unit.count("/") and not units.measure_words(value.unit)
    factor = Decimal(1) if same else units.ratio(value.unit, goal.unit) if alike else None
    if not (factor and value.unit and value.magnitude and goal.number) or value.upper is not None:
        return value
    number = value.magnitude * factor / goal.multiplier
    if (same and value.multiplier == goal.multiplier) or number != rounded(number, _SHORT_PLACES):
        return value
    return replace(value, number=number.normalize(), multiplier=goal.multiplier, unit=goal.unit)


_SHORT_PLACES = 2
_BOUND_WORDS = re.compile(
    r"[不大小多少高低超等于过达到约≥≤以上下内外前后之至间左右含每均应控制在为计]|百分[比之]"
)
_MORE = 2


def says_more(cell: Measure, text: str) -> bool:
    """Return whether a cell says something besides its value: 合同签订后60日内, 每月8日发放.

    Args:
        cell: the cell.
        text: how its value is told.
    """
    unit = cell.value.unit.partition("/")[0]
    known = next((unit[:size] for size in range(len(unit), 0, -1) if units.known(unit[:size])), "")
    tail = re.sub(r"[(（][^()（）]*[)）]", "", unit.removeprefix(known)) if known else ""
    own = fold(cell.raw).replace(unit, "") if unit else fold(cell.raw)
    rest = _BOUND_WORDS.sub("", own)
    others = [char for char in rest if words.has_han(char) and char not in text]
    return cell.value.numeric and (
        (len(tail) >= _MORE and words.has_han(tail)) or len(others) > _MORE
    )


def borrowed_unit(row: Indicator) -> str:
    """Return the unit that an actual value without one takes from its target, or "".

    Beside ``≤90万元`` a bare ``90`` is 90万元, and ``24亿`` beside ``≥1亿元`` is 24亿元, as scored;
    a ``0.95`` beside ``95%`` is left alone.
    """
    goal, value = row.target.value, row.actual.value
    if not goal.numeric or not value.numeric or not goal.unit or value.number is None:
        return ""
    t, a = magnitudes(goal, value)
    if goal.unit == "%" and not t / 10 <= a <= t * 10:
        return ""
    if value.multiplier == 1 and goal.multiplier != 1:
        scaled = a == value.number * goal.multiplier
        return f"{_MULTIPLIERS.get(goal.multiplier, '')}{goal.unit}" if scaled else ""
    return goal.unit.translate(_BRACKETS) if a == value.magnitude else ""


def _deadline(value: Value, raw: str) -> tuple[str, tuple[str, ...]]:
    """Return a due date: ``2021年内``, ``2021年12月底前``, ``2021年12月31日前``."""
    text = render_date(value)
    ends = "前" if _BEFORE.search(raw) else "底前"
    after = {"year": "内", "month": ends, "day": "前"}[value.precision]
    return text + after, (text, f"{text}前", f"{text}底前", *_coarser(text))


def _coarser(date: str) -> tuple[str, ...]:
    """Return a date without its year, and without its day: both say less but nothing else."""
    year, mark, rest = date.partition("年")
    if not mark:
        return ()
    month = rest.partition("月")[0]
    texts = [rest, f"{year}年{month}月" if month else ""]
    day = rest.partition("月")[2].removesuffix("日")
    if month and day and int(day) == monthrange(int(year), int(month))[1]:
        texts += [f"{before}{month}月{end}" for before in ("", f"{year}年") for end in ("底", "末")]
    return tuple(text for text in texts if text)


# 9月前 ends a month before 9月底前
_BEFORE = re.compile(r"月份?(?:以|之)?前")
_ALL = 100


def counted_by(number: str, name: str, typed: str) -> str:
    """Return the unit with which a number that has none in its cell stands in a text, or "".

    Args:
        number: the number as it is told.
        name: the row's name, with which the words beside the number have to agree.
        typed: the form's own texts.
    """
    for found in re.finditer(
        rf"(?<![\d.,]){re.escape(number)}(?P<unit>[\u4e00-\u9fff]{{1,3}})", typed
    ):
        # 未达到的2项：困难教师… counts what is listed
        before = re.split(r"[，,；;。、：:\n]", typed[: found.start()])[-1]
        behind = re.split(r"[，,；;。、：:\n]", typed[found.start() :])[0]
        written = (found["unit"][:size] for size in (3, 2, 1))
        unit = next((each for each in written if units.known(each)), "")
        if unit and unit not in _NO_COUNT and len(set(before + behind) & set(name)) >= _AGREE:
            return unit
    return ""


_AGREE = 2
_NO_COUNT = frozenset("年月日元")


def _raw(text: str) -> str:
    return fold(text).translate(_BRACKETS) if len(text) < 40 else ""
