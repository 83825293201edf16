"""What in a text claims a quantity: digits, dates, percents, and Chinese numerals in context.

Numerals inside words (一体化, 统一, 一网通办, 两大) claim nothing, so a Chinese numeral counts only
before a unit or measure word, after a word of approximation, or in 百分之…, …成, …分之….
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from selfeval_assist.form import numerals
from selfeval_assist.form.decimals import decimal_of

DIGIT = re.compile(r"[\d%％‰①-⑳⑴-⒇㈠-㈩Ⅰ-Ⅻ]+")
"""Any digit of any script, or a percent sign: never allowed outside a slot."""

_NUMERAL = numerals.CHARACTERS
_ONES = numerals.DIGITS
# A longer run is no number; from its every place a search would go to its end.
_SOME = rf"[{_NUMERAL}]{{1,60}}"
_UNITS = (
    "个月|个工作日|个百分点|个小时|平方米|平方|平方公里|立方米|公里|千米|小时|分钟|工作日|万元|亿元|元|角|分钱|人次|"
    "人日|百分点|倍|次|人|名|户|家|台|套|份|篇|所|间|辆|场|期|批|处|栋|位|株|棵|吨|亩|米|座|条|本|册|只|头|"
    "项|件|个|天|日|周|月|年|秒|宗|幢|艘|架|门|幅|张|课时|学时"
)
# Set phrases and ordinals whose numeral counts nothing.
_PHRASES = (
    "一次性|一件事|一张网|一条龙|一本账|一次办|一个样|一户一|一人一|一项一|一家亲|一年一|两个维护|两个确立|"
    "四个意识|四个自信|四个全面|两个毫不|三个代表|一个中心|一件一|一条心|一位一|一日游|三天两头|七天无理由|"
    "[两二三四五六七八九]个(?:方面|层面|角度)|一分钱|一期工程|二期工程|三期工程|一期项目|二期项目|三期项目|一期建设|二期建设|三期建设"
)
# Before 一 these make an article of it: 在一处, 同一个, 每一项.
_ARTICLE = "在同每任某这那另逐唯下上前后哪于"
_APPROX = "大约|约莫|约|将近|接近|近|超过|超|逾|不足|不到|至少|多达|高达"
CHINESE = re.compile(
    rf"百分之[{_NUMERAL}\d点]+|千分之[{_NUMERAL}\d点]+|{_SOME}分之{_SOME}|百分百|百分之百"
    rf"|(?<![统划归])[{_ONES}\d]成(?![立果为员就本功都长效熟交套品型绩例年])半?"
    rf"|(?:{_APPROX})(?:数|上|好几|几)?(?!一[步致流体])[{_NUMERAL}]{{1,}}(?:余|多|来|几)?(?:{_UNITS})?"
    r"|(?:数|上|成|好几|几)[十百千万亿]+(?:余|多)?|几十|几百|几千|几万|[十百千万]余|[百千]万[元人户]"
    r"|过半|半数|大半|一半|翻番|翻一番|翻了?[一两]番|双倍|零(?:事故|故障|投诉|差错|失误)"
    rf"|(?:(?<=[得扣为值评共计])|(?<=得分)){_SOME}(?:余|多)?分(?![之布析管类步期批钟别])"
    rf"|(?<!第)(?<![{_ARTICLE}](?=一))(?!{_PHRASES})(?={_SOME}?(?<=[{_ONES}十拾])){_SOME}(?:余|多|来|几)?(?:{_UNITS})"
)
# A longer word that begins where a hit begins and claims nothing.
_HARMLESS = re.compile(rf"{_PHRASES}|近一步|约一致")


_RUN = re.compile(rf"[{_NUMERAL}]+")
_WORTH = re.compile(r"百分|千分|分之|成|半|番|倍|余|多|来|几|数|约|近|超|逾|不足|不到|至少")


def chinese(text: str) -> Iterator["re.Match[str]"]:
    """Yield the Chinese quantities that a text claims.

    Digits in a row without place words (``八一期间``) are a day's or a thing's name.
    """
    for match in CHINESE.finditer(text):
        if _HARMLESS.match(text, match.start()):
            continue
        run = _RUN.search(match[0])
        if run and not _WORTH.search(match[0]) and numerals.chinese_number(run[0]) is None:
            continue
        yield match


# Claims in digits, one token each: a whole date, part of a date, or a number.
CLAIM = re.compile(
    r"(?P<y>(?:19|20)\d{2})\s*年(?:\s*(?P<m>1[0-2]|0?[1-9])\s*月(?:\s*(?P<d>3[01]|[12]\d|0?[1-9])\s*[日号])?)?"
    r"|(?P<iy>(?:19|20)\d{2})[-/.](?P<im>1[0-2]|0?[1-9])[-/.](?P<id>3[01]|[12]\d|0?[1-9])(?!\d)"
    r"|(?P<pm>1[0-2]|0?[1-9])月(?:(?P<pd>3[01]|[12]\d|0?[1-9])[日号])?"
    r"|(?P<n>(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?)"
)
# A comma is punctuation unless digits stand on both sides.
_PUNCTUATION = re.compile(r"(?<!\d),|,(?!\d)")
_WIDTH = str.maketrans(
    "０１２３４５６７８９％．＝＞＜～（）×*⋅・≧≦", "0123456789%.=><~()···· ≥≤".replace(" ", "")
)


def narrowed(text: str) -> str:
    """Return text with full-width digits and signs made narrow, every character in its place."""
    return _PUNCTUATION.sub("，", text.translate(_WIDTH))


def key(match: "re.Match[str]") -> str:
    """Return what a claim in digits means, in one spelling: ``1469.2992``, ``2021-06-30``."""
    if match["n"]:
        number = match["n"].replace(",", "")
        # 07 is no spelling of 7, and no form holds a number of so many digits.
        if (number.startswith("0") and number[1:2].isdigit()) or decimal_of(number) is None:
            return f"?{number}"
        if "." in number:
            number = number.rstrip("0").rstrip(".") or "0"
        return f"0{number}" if number.startswith(".") else number
    parts = (
        match["y"] or match["iy"],
        match["m"] or match["im"] or match["pm"],
        match["d"] or match["id"] or match["pd"],
    )
    return "-".join(part.lstrip("0") if part else "" for part in parts).rstrip("-") + "@"


@dataclass(frozen=True, slots=True)
class Found:
    """A number in a text.

    Attributes:
        start: where it begins, with 百分之 or a word of approximation inside it.
        end: where its numerals end; the unit stands behind.
        key: what it means, in one spelling; empty when it is too vague to be anything exact.
        unit: the unit that the numeral holds in itself (``%`` of 百分之…), else empty.
        spoken: whether it is written in Chinese numerals.
    """

    start: int
    end: int
    key: str
    unit: str = ""
    spoken: bool = False


def numbers(text: str) -> Iterator[Found]:
    """Yield the numbers of a text in one width, in their order, in digits or Chinese numerals."""
    spoken = [_spoken(match) for match in chinese(text)]
    inside = [(each.start, each.end) for each in spoken]
    digits = (Found(m.start(), m.end(), key(m)) for m in CLAIM.finditer(text))
    free = [f for f in digits if not any(low <= f.start < high for low, high in inside)]
    yield from sorted((*spoken, *free), key=lambda found: found.start)


_EXACT = re.compile(
    rf"(?:(?P<hundred>百分之)(?P<share>[{_NUMERAL}\d]+)(?:点(?P<tail>[{_ONES}]+))?|(?P<all>百分百|百分之百)"
    rf"|(?P<tenth>[{_ONES}\d])成(?P<half>半?)|(?P<number>[{_NUMERAL}]+)(?![余多来几点]))"
)


def _spoken(match: "re.Match[str]") -> Found:
    """Return a Chinese quantity as a number, vague ones (近九成, 数十) without a key."""
    exact = _EXACT.match(match[0])
    if exact is None or (exact["number"] and match[0][exact.end() :].startswith("分之")):
        return Found(match.start(), match.end(), "", spoken=True)
    end = match.start() + exact.end()
    if exact["all"] or exact["share"] == "百":
        return Found(match.start(), end, "100", "%", spoken=True)
    if exact["tenth"]:
        tenth = numerals.chinese_number(exact["tenth"])
        value = None if tenth is None else tenth * 10 + (5 if exact["half"] else 0)
        return Found(match.start(), end, _shown(value), "%", spoken=True)
    if exact["share"]:
        value = numerals.chinese_number(exact["share"])
        decimals = "".join(str(numerals.chinese_number(char) or 0) for char in exact["tail"] or "")
        if value is not None and decimals:
            value += Decimal(f"0.{decimals}")
        return Found(match.start(), end, _shown(value), "%", spoken=True)
    value = numerals.chinese_number(exact["number"])
    return Found(match.start(), end, _shown(value), spoken=True)


def _shown(value: Decimal | None) -> str:
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
