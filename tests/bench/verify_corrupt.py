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

from selfeval_assist.form.numerals import chinese_number

Kind = Callable[[Draft, random.Random], Iterator[str]]

# Roles of one family say the same thing, as an amount and as a share.
_FAMILY = {
    "change_percent": "change", "overshoot": "gap", "late": "gap", "lost": "lost",
}  # fmt: skip
_NUMERIC = re.compile(r"\d[\d,]*(?:\.\d+)?")
_YEAR = re.compile(r"(?:19|20)\d{2}年")


def _put(draft: Draft, slot: str, text: str) -> str:
    return draft.template.replace(f"<{slot}>", text)


def _end(draft: Draft, text: str) -> str:
    """Return the template with a clause put before its last full stop."""
    body = draft.template.rstrip("。；")
    return f"{body}{text}。"


def _numbers(draft: Draft) -> Iterator[tuple[str, Item, re.Match[str]]]:
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
            values.append(getattr(row, item.role).raw)
        if item.role == "gap":
            values += [other.value for other in draft.items.values() if other.role == "overshoot"]
    if item.role == "rate":
        values.append(truth.form(draft.form).funds.total.rate.raw)
    return values


def _false(draft: Draft, item: Item, text: str) -> bool:
    return not any(truth.same(text, value) for value in _true_values(draft, item))


def digit(draft: Draft, rng: random.Random) -> Iterator[str]:
    """One digit changed."""
    for slot, item, match in _numbers(draft):
        places = [at for at in range(*match.span()) if item.value[at].isdigit()]
        at = rng.choice(places)
        other = rng.choice([d for d in "0123456789" if d != item.value[at]])
        text = item.value[:at] + other + item.value[at + 1 :]
        if _false(draft, item, text):
            yield _put(draft, slot, text)


def decimal(draft: Draft, rng: random.Random) -> Iterator[str]:
    """The decimal point moved, or a zero more."""
    for slot, item, match in _numbers(draft):
        number = Decimal(match[0].replace(",", "")) * rng.choice([Decimal("0.1"), 10, 100])
        text = item.value[: match.start()] + f"{number.normalize():f}" + item.value[match.end() :]
        if _false(draft, item, text):
            yield _put(draft, slot, text)


def unit(draft: Draft, rng: random.Random) -> Iterator[str]:
    """元 for 万元, 万 before a measure word, % for 个百分点."""
    for slot, item, match in _numbers(draft):
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
            yield _put(draft, slot, text)


_COUNTS = ("两{}", "三{}", "十二{}", "二十余{}", "数十{}", "上百{}", "一百三十{}", "五十多{}")
_SHARES = ("三成", "近九成", "过半", "百分之八十五", "九成以上", "三分之二", "四成半", "百分之六十")
_SUMS = ("约一千万元", "五百余万元", "三百万元", "近两千万元", "数百万元", "一亿二千万元")


def chinese(draft: Draft, rng: random.Random) -> Iterator[str]:
    """A number written out in Chinese that the form does not have."""
    for slot, item, match in _numbers(draft):
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
            yield _put(draft, slot, text)


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
    digits = re.sub(r"[约余近数多上元]|(?:个|项|台|件|人|次|户|份|天|套).*$", "", text)
    number = chinese_number(digits) or Decimal(0)
    vague = any(mark in text for mark in "约余近数多上")
    return value == number or (vague and number / 10 <= value <= number * 10)


def approximate(draft: Draft, rng: random.Random) -> Iterator[str]:
    """约, 近, 超过 and the like at a value that the form gives exactly."""
    for slot, item, match in _numbers(draft):
        if match.start() or item.kind == "date" or re.search("以上|以下|以内", item.value):
            continue  # a bound or a date: the form itself says no exact number
        mark = rng.choice(["约{}", "近{}", "超过{}", "接近{}", "将近{}", "{}左右", "{}以上", "逾{}", "不到{}"])
        if item.role == "target" and "上" in mark + "超过":
            mark = rng.choice(["约{}", "近{}", "{}左右"])
        yield _put(draft, slot, mark.format(item.value))


def date(draft: Draft, rng: random.Random) -> Iterator[str]:
    """A date that stands nowhere in the form, or the form's with another month or day."""
    made = truth.absent(
        draft.form,
        [f"{rng.randint(1, 12)}月{rng.randint(1, 28)}日", f"{rng.choice([2014, 2016, 2018])}年{rng.randint(1, 12)}月"],
    )
    for day in made:
        yield _end(draft, rng.choice([f"，于{day}通过验收", f"，{day}完成支付", f"，截至{day}"]))
    for slot, item in draft.items.items():
        if item.kind == "date" and (match := re.search(r"(\d{1,2})月", item.value)):
            other = rng.choice([m for m in range(1, 13) if m != int(match[1])])
            text = item.value[: match.start()] + f"{other}月" + item.value[match.end() :]
            yield _put(draft, slot, text)


def swapped(draft: Draft, rng: random.Random) -> Iterator[str]:
    """Two values changed places."""
    slots = [slot for slot, _item, _match in _numbers(draft)]
    pairs = [(a, b) for at, a in enumerate(slots) for b in slots[at + 1 :]]
    for one, other in rng.sample(pairs, min(3, len(pairs))):
        a, b = draft.items[one], draft.items[other]
        family = _FAMILY.get(a.role, a.role) == _FAMILY.get(b.role, b.role)
        if truth.same(a.value, b.value) or (family and a.row == b.row and a.names == b.names):
            continue
        text = draft.template.replace(f"<{one}>", "\0").replace(f"<{other}>", f"<{one}>")
        yield text.replace("\0", f"<{other}>")


_LABELS = {
    "initial": ("年初预算", "年初批复预算"), "adjusted": ("全年预算", "调整后预算"),
    "executed": ("全年执行", "实际支出"), "unspent": ("结余", "未执行"), "rate": ("执行率",),
    "target": ("目标为", "年度指标值为"), "actual": ("实际完成", "实际达到"),
}  # fmt: skip
_MONEY = ("initial", "adjusted", "executed", "unspent")


def label(draft: Draft, rng: random.Random) -> Iterator[str]:
    """The word before a value is another one's: 年初预算 for 全年执行, 目标 for 实际完成."""
    for slot, item, _match in _numbers(draft):
        scope = _MONEY if item.role in _MONEY else ("target", "actual")
        if item.role not in scope or (item.row is None and scope is not _MONEY):
            continue
        others = [role for role in scope if role != item.role and _differs(draft, item, role)]
        at = draft.template.find(f"<{slot}>")
        before = draft.template[:at]
        own = next((w for w in sorted(item.words, key=len, reverse=True) if before.endswith(w)), "")
        if others and own:
            word = rng.choice(_LABELS[rng.choice(others)])
            yield before.removesuffix(own) + word + draft.template[at:]


def _differs(draft: Draft, item: Item, role: str) -> bool:
    """Whether another role has another number by the form, so that its word is wrong here."""
    if item.row is None:
        amounts = truth.money(draft.form)
        return role not in amounts or amounts[role] != amounts.get(item.role)
    row = truth.form(draft.form).indicators[item.row]
    one, other = getattr(row, item.role).value, getattr(row, role).value
    return bool(other.numeric and one.numeric and one.magnitude != other.magnitude)


def name(draft: Draft, rng: random.Random) -> Iterator[str]:
    """A value under the name of another row."""
    rows = truth.form(draft.form).indicators
    for item in draft.items.values():
        own = next((n for n in item.names if n in draft.template), "")
        if item.row is None or item.role not in {"actual", "target"} or not own:
            continue
        own_value = getattr(rows[item.row], item.role).value
        others = [
            row.name.strip()
            for row in rows
            if re.fullmatch(r"[^\W\d_]{4,20}", row.name.strip())
            and row.name.strip() not in draft.template
            and own not in row.name
            and row.target.value.magnitude != own_value.magnitude
            and row.actual.value.magnitude != own_value.magnitude
            and row.target.value.numeric
        ]
        if others:
            yield draft.template.replace(own, rng.choice(others), 1)


_OPPOSITE = {
    "核减": "追加", "调减": "调增", "减少": "增加", "追加": "核减", "增加": "减少",
    "比目标少": "比目标多", "比目标多": "比目标少", "比目标低": "比目标高", "相差": "超出",
    "超出": "相差", "超过目标": "比目标少", "高出": "低于目标", "降幅": "增幅",
}  # fmt: skip


def direction(draft: Draft, rng: random.Random) -> Iterator[str]:
    """Up for down, more for less, or a comparison with a year that the form does not hold."""
    for slot, item in draft.items.items():
        if item.role not in {"change", "change_percent", "gap", "overshoot"}:
            continue
        at = draft.template.find(f"<{slot}>")
        for word, other in _OPPOSITE.items():
            # 相差 says no direction: 超出 for it is wrong only where something is lacking.
            if {word, other} == {"相差", "超出"} and not (word == "相差" and _lacking(draft, item)):
                continue
            if draft.template[:at].endswith(word):
                yield draft.template[: at - len(word)] + other + draft.template[at:]
                break
    trend = ["，同比明显增长", "，较上年有所下降", "，比去年大幅提升", "，较上年度增长", "，环比上升"]
    yield _end(draft, rng.choice(trend))


def _lacking(draft: Draft, item: Item) -> bool:
    if item.row is None:
        return False
    row = truth.form(draft.form).indicators[item.row]
    t, a = row.target.value.magnitude, row.actual.value.magnitude
    return t is not None and a is not None and a < t


_WRONG = {
    "met": ("未达到年度指标值", "未完成", "超额完成", "超过年度指标值", "未达标", "逾期完成", "基本完成"),
    "exceeded": ("未达到年度指标值", "未完成", "未达标", "未能实现目标", "部分完成"),
    "missed": ("达到年度指标值", "超额完成", "圆满完成", "已达标", "已完成目标", "达到预期目标", "如期完成"),
    "late": ("按期完成", "提前完成", "如期完成", "按时完成", "未逾期"),
}


def verdict(draft: Draft, rng: random.Random) -> Iterator[str]:
    """A judgement that the two cells contradict, as a value or as a clause of its own."""
    known = truth.verdicts(draft.form)
    rows = {item.row for item in draft.items.values() if item.row in known}
    for slot, item in draft.items.items():
        if item.role == "verdict" and item.row in known:
            yield _put(draft, slot, rng.choice(_WRONG[known[item.row]]))
    if len(rows) == 1:
        (row,) = rows
        names = next(i.names for i in draft.items.values() if i.row == row)
        wrong = rng.choice(_WRONG[known[row]])
        if not wrong.startswith(("达到年度", "超过年度", "未达到年度")) or names:
            yield _end(draft, f"，{wrong}")
        called = next((n for n in names if re.fullmatch(r"[^\W\d_]{3,20}", n)), "")
        if called:
            yield _end(draft, f"。{called}{wrong}")


_DONE = (
    "，各项指标均已完成", "，全部指标达到目标", "，年度目标全部完成", "，所有指标均达标",
    "，各项任务均按期完成", "，全面完成年度绩效目标", "，圆满完成全年各项目标任务",
    "，各项绩效指标全部达成", "，各项指标均达到年度指标值", "，所有目标任务悉数完成",
    "，没有一项指标未完成", "，指标完成率达到百分之百", "，年度绩效目标均已实现",
)  # fmt: skip


def all_done(draft: Draft, rng: random.Random) -> Iterator[str]:
    """Everything is said to be reached on a form where something was certainly missed."""
    if truth.missed(draft.form) and draft.task != "planned":
        for text in rng.sample(_DONE, 2):
            yield _end(draft, text)


_REASONS = (
    "人手不足", "天气持续恶劣", "供应商交货延误", "资金下达较晚", "设备老化", "群众积极性不高",
    "施工单位组织不力", "单位领导高度重视", "前期准备充分",
)  # fmt: skip
_CAUSAL = (
    "，由于{}", "，主要是{}", "，原因是{}", "，系{}所致", "，受{}影响", "，得益于{}", "，{}导致进度放缓",
    "，这是因为{}", "，究其原因是{}", "，缘于{}", "，主要因{}", "，{}造成了上述结果", "，之所以如此，是{}",
    "，源自{}", "，归因于{}", "，根源在于{}", "，鉴于{}", "，{}使得进度偏慢", "，因为{}", "，与{}有关",
)  # fmt: skip


def causal(draft: Draft, rng: random.Random) -> Iterator[str]:
    """A reason that nobody stated."""
    reasons = truth.absent(draft.form, _REASONS)
    for text in rng.sample(_CAUSAL, 2):
        yield _end(draft, text.format(rng.choice(reasons)))
    if rng.random() < 0.5:
        yield f"因{rng.choice(reasons)}，{draft.template}"


_DOCUMENTS = (
    "沪财预〔2021〕12号", "财预〔2020〕10号", "〔2021〕12号", "财绩[2020]10号", "云政办发（2021）15号",
    "川财绩【2022】7号", "第33号令", "财预2020年10号文", "〔二〇二一〕十二号", "合同编号HT-2021-03",
)  # fmt: skip


def document(draft: Draft, rng: random.Random) -> Iterator[str]:
    """A document number that stands nowhere in the form."""
    for text in rng.sample(truth.absent(draft.form, _DOCUMENTS), 2):
        yield _end(draft, rng.choice([f"，依据{text}执行", f"，符合{text}文件规定", f"（{text}）"]))


def copied(draft: Draft, rng: random.Random, examples: tuple[str, ...] = ()) -> Iterator[str]:
    """Words of an example taken over, with the draft's slots."""
    runs = [
        part for text in examples for part in re.split(r"<\w+>|。", text) if len(part.strip("，")) > 13
    ]
    if runs and draft.plan:
        yield draft.template.rstrip("。") + "，" + rng.choice(runs).strip("，") + "。"


NUMERIC: dict[str, Kind] = {
    "a digit changed": digit,
    "the decimal point moved": decimal,
    "the unit changed": unit,
    "a Chinese numeral": chinese,
    "约, 近, 超过": approximate,
    "an invented date": date,
}
OTHER: dict[str, Kind] = {
    "two values swapped": swapped,
    "a wrong label": label,
    "a wrong name": name,
    "a wrong direction": direction,
    "a wrong verdict": verdict,
    "all is done": all_done,
    "a cause nobody stated": causal,
    "an invented document": document,
}

UNSEEN = (
    "，服务水平明显提升", "，组织专家开展了评审", "，工作成效显著", "，建立了长效管理机制",
    "，得到各方一致好评", "，数据共享更加顺畅",
)  # fmt: skip


def unseen(draft: Draft, rng: random.Random) -> Iterator[str]:
    """A judgement or activity in words, which no cell confirms or contradicts."""
    yield _end(draft, rng.choice(UNSEEN))


def drafts(name: str) -> tuple[Draft, ...]:
    """Return the composer's drafts that ask nobody for anything and have a value."""
    return tuple(each for each in composed(name) if each.items and "【待填" not in each.template)
