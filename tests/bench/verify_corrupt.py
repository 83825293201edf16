"""Ways to make a true draft false, each checked against the form before it counts.

A kind yields templates in which something is no longer true. What happens to be true by the form
is not yielded.
"""

import random
import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from bench import verify_truth as truth
from bench.verify_drafts import Draft, Item, composed

from selfeval_assist.prose.numerals import chinese_number

Kind = Callable[[Draft, random.Random], Iterator[str]]

_NUMERIC = re.compile(r"\d[\d,]*(?:\.\d+)?")
_YEAR = re.compile(r"(?:19|20)\d{2}年")


def put(draft: Draft, slot: str, text: str) -> str:
    return draft.template.replace(f"<{slot}>", text)


def end(draft: Draft, text: str) -> str:
    """Return the template with a clause put before its last full stop."""
    body = draft.template.rstrip("。；")
    return f"{body}{text}。"


def numbers(draft: Draft) -> Iterator[tuple[str, Item, re.Match[str]]]:
    for slot, item in draft.items.items():
        if item.kind in {"words", "name", "cause", "verdict"} or item.value.startswith("“"):
            continue
        if match := _NUMERIC.search(_YEAR.sub(lambda m: " " * len(m[0]), item.value)):
            yield slot, item, match


def _true_values(draft: Draft, item: Item) -> list[str]:
    """Return every spelling that is true where the value stands, as far as the form says."""
    values = [item.value]
    if item.row is not None:
        row = truth.form(draft.form).indicators[item.row]
        if item.role in {"actual", "target"}:
            twins = [each for each in truth.form(draft.form).indicators if each.name == row.name]
            values += [getattr(each, item.role).raw for each in twins]
        if item.role == "gap":
            values += [other.value for other in draft.items.values() if other.role == "overshoot"]
    if item.role == "rate":
        values.append(truth.form(draft.form).funds.total.rate.raw)
    return values


def _false(draft: Draft, item: Item, text: str) -> bool:
    return not any(truth.same(text, value) for value in _true_values(draft, item))


def digit(draft: Draft, rng: random.Random) -> Iterator[str]:
    """One digit changed."""
    for slot, item, match in numbers(draft):
        places = [at for at in range(*match.span()) if item.value[at].isdigit()]
        at = rng.choice(places)
        other = rng.choice([d for d in "0123456789" if d != item.value[at]])
        text = item.value[:at] + other + item.value[at + 1 :]
        if _false(draft, item, text):
            yield put(draft, slot, text)


def decimal(draft: Draft, rng: random.Random) -> Iterator[str]:
    """The decimal point moved, or a zero more."""
    for slot, item, match in numbers(draft):
        number = Decimal(match[0].replace(",", "")) * rng.choice([Decimal("0.1"), 10, 100])
        text = item.value[: match.start()] + f"{number.normalize():f}" + item.value[match.end() :]
        if _false(draft, item, text):
            yield put(draft, slot, text)


def unit(draft: Draft, rng: random.Random) -> Iterator[str]:
    """元 for 万元, 万 before a measure word, % for 个百分点."""
    for slot, item, match in numbers(draft):
        tail = item.value[match.end() :]
        if tail.startswith("万元"):
            tail = rng.choice(["元", "亿元"]) + tail[2:]
        elif tail.startswith("元"):
            tail = "万" + tail
        elif tail.startswith("%"):
            tail = rng.choice(["‰", "个百分点"]) + tail[1:]
        elif tail.startswith("个百分点"):
            tail = "%" + tail[4:]
        elif re.match("[年月日]", tail):
            continue
        else:
            tail = ("" if tail.startswith(("万", "亿")) else "万") + tail.lstrip("万亿")
            if tail == item.value[match.end() :]:
                continue
        text = item.value[: match.end()] + tail
        if text != item.value and truth.quantities(text)[:1] != truth.quantities(item.value)[:1]:
            yield put(draft, slot, text)


_COUNTS = ("两{}", "三{}", "十二{}", "二十余{}", "数十{}", "上百{}", "一百三十{}", "五十多{}")
_SHARES = ("三成", "近九成", "过半", "百分之八十五", "九成以上", "三分之二", "四成半", "百分之六十")
_SUMS = ("约一千万元", "五百余万元", "三百万元", "近两千万元", "数百万元", "一亿二千万元")


def chinese(draft: Draft, rng: random.Random) -> Iterator[str]:
    """A number written out in Chinese that the form does not have."""
    for slot, item, match in numbers(draft):
        tail = item.value[match.end() :]
        measure = re.match(r"[^\W\d_]{1,2}", tail)
        if tail.startswith(("%", "个百分点")):
            text = rng.choice(_SHARES)
        elif tail.startswith(("元", "万元")):
            text = rng.choice(_SUMS)
        elif measure and not re.match("[年月日万亿]", tail):
            text = rng.choice(_COUNTS).format(measure[0])
        else:
            continue
        if not _roughly(text, item, match):
            yield put(draft, slot, text)


def _roughly(text: str, item: Item, match: re.Match[str]) -> bool:
    """Whether a number written out comes so near the form's that it may be called true."""
    value = Decimal(match[0].replace(",", ""))
    value *= {"万": 10_000, "亿": 10**8}.get(item.value[match.end() : match.end() + 1], 1)
    shares = {
        "三成": 30, "近九成": 88, "百分之八十五": 85, "九成以上": 95, "三分之二": 67,
        "四成半": 45, "百分之六十": 60, "过半": 60,
    }  # fmt: skip
    if text in shares:
        limit = Decimal(40) if text == "过半" else Decimal(6)
        return abs(value - shares[text]) < limit
    digits = re.search(r"[一二三四五六七八九十百千万亿两]+", text)
    number = (digits and chinese_number(digits[0])) or Decimal(0)
    vague = any(mark in text for mark in "约余近数多上")
    return value == number or (vague and number / 10 <= value <= number * 10)


def approximate(draft: Draft, rng: random.Random) -> Iterator[str]:
    """约, 近, 超过 and the like at a value that the form gives exactly."""
    for slot, item, match in numbers(draft):
        if match.start() or item.kind == "date" or re.search("以上|以下|以内", item.value):
            continue  # a bound or a date: the form itself says no exact number
        mark = rng.choice(
            ["约{}", "近{}", "超过{}", "接近{}", "将近{}", "{}左右", "{}以上", "逾{}", "不到{}"]
        )
        if mark in {"约{}", "{}左右"} and _worked(item):
            continue
        if item.role == "target" and "上" in mark + "超过":
            mark = rng.choice(["约{}", "近{}", "{}左右"])
        yield put(draft, slot, mark.format(item.value))


_SHARES_OF = ("share", "rate", "change_percent", "completion", "overshoot", "below")


def _worked(item: Item) -> bool:
    """Whether a value is a share with decimals: it is rounded, and 约 before it says so."""
    return item.role.endswith(_SHARES_OF) and "." in item.value.rstrip("0%.")


def date(draft: Draft, rng: random.Random) -> Iterator[str]:
    """A date that stands nowhere in the form, or the form's with another month or day."""
    made = truth.absent(
        draft.form,
        [
            f"{rng.randint(1, 12)}月{rng.randint(1, 28)}日",
            f"{rng.choice([2014, 2016, 2018])}年{rng.randint(1, 12)}月",
        ],
    )
    for day in made:
        yield end(draft, rng.choice([f"，于{day}通过验收", f"，{day}完成支付", f"，截至{day}"]))
    for slot, item in draft.items.items():
        if item.kind == "date" and (match := re.search(r"(\d{1,2})月", item.value)):
            other = rng.choice([m for m in range(1, 13) if m != int(match[1])])
            text = item.value[: match.start()] + f"{other}月" + item.value[match.end() :]
            yield put(draft, slot, text)


NUMERIC: dict[str, Kind] = {
    "a digit changed": digit,
    "the decimal point moved": decimal,
    "the unit changed": unit,
    "a Chinese numeral": chinese,
    "约, 近, 超过": approximate,
    "an invented date": date,
}


def drafts(name: str) -> tuple[Draft, ...]:
    """Return the composer's drafts that ask nobody for anything and have a value."""
    return tuple(each for each in composed(name) if each.items and "【待填" not in each.template)
