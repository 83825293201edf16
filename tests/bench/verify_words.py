"""Ways to make what a draft says in words false, each checked against the form before it counts."""

import random
import re
from collections.abc import Iterator

from bench import verify_truth as truth
from bench.verify_corrupt import Kind, end, numbers, put
from bench.verify_drafts import Draft, Item

from selfeval_assist.form import Number

# Roles of one family say the same thing, as an amount and as a share.
_FAMILY = {
    "change_percent": "change", "overshoot": "gap", "gap_share": "gap", "late": "gap",
    "lost": "lost",
}  # fmt: skip


def swapped(draft: Draft, rng: random.Random) -> Iterator[str]:
    """Two values changed places."""
    slots = [slot for slot, _item, _match in numbers(draft)]
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
    for slot, item, _match in numbers(draft):
        scope = _MONEY if item.role in _MONEY else ("target", "actual")
        if item.role not in scope or (item.row is None and scope is not _MONEY):
            continue
        if re.match("不|超过|低于", item.value) or re.search("以[上下内]$|[前内]$", item.value):
            continue  # a bound may be true of the result as well
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
        of = truth.form(draft.form)
        sources = [
            truth.yuan(getattr(line, role, None) or Number(), of.money_unit)
            for line in of.funds.sources
        ]
        value = amounts.get(item.role)
        return amounts[role] != value if role in amounts else value not in sources
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
    "超出": "相差", "超过目标": "比目标少", "高出": "低于目标", "降幅": "增幅", "增幅": "降幅",
}  # fmt: skip


def direction(draft: Draft, rng: random.Random) -> Iterator[str]:
    """Up for down, more for less, or a comparison with a year that the form does not hold."""
    for slot, item in draft.items.items():
        if item.role not in {"change", "change_percent", "gap", "gap_share", "overshoot"}:
            continue
        at = draft.template.find(f"<{slot}>")
        for word, other in _OPPOSITE.items():
            # 相差 says no direction: 超出 for it is wrong only where something is lacking.
            if {word, other} == {"相差", "超出"} and not (word == "相差" and _lacking(draft, item)):
                continue
            if draft.template[:at].endswith(word):
                yield draft.template[: at - len(word)] + other + draft.template[at:]
                break
    trend = [
        "，同比明显增长",
        "，较上年有所下降",
        "，比去年大幅提升",
        "，较上年度增长",
        "，环比上升",
    ]
    yield end(draft, rng.choice(trend))


def _lacking(draft: Draft, item: Item) -> bool:
    if item.row is None:
        return False
    row = truth.form(draft.form).indicators[item.row]
    t, a = row.target.value.magnitude, row.actual.value.magnitude
    return t is not None and a is not None and a < t


_WRONG = {
    "met": (
        "未达到年度指标值",
        "未完成",
        "超额完成",
        "超过年度指标值",
        "未达标",
        "逾期完成",
        "基本完成",
    ),
    "exceeded": ("未达到年度指标值", "未完成", "未达标", "未能实现目标", "部分完成"),
    "missed": (
        "达到年度指标值",
        "超额完成",
        "圆满完成",
        "已达标",
        "已完成目标",
        "达到预期目标",
        "如期完成",
    ),
    "late": ("按期完成", "提前完成", "如期完成", "按时完成", "未逾期"),
}


def verdict(draft: Draft, rng: random.Random) -> Iterator[str]:
    """A judgement that the two cells contradict, as a value or as a clause of its own."""
    known = truth.verdicts(draft.form)
    rows = {item.row for item in draft.items.values() if item.row in known}
    for slot, item in draft.items.items():
        if item.role == "verdict" and item.row in known:
            yield put(draft, slot, rng.choice(_WRONG[known[item.row]]))
    grouped = any(item.row is None and item.names for item in draft.items.values())
    if draft.task == "planned":
        rows = {row for row in rows if known[row] != "missed"}  # a plan may say that it is reached
    if len(rows) == 1 and not grouped and {item.row for item in draft.items.values()} == rows:
        (row,) = rows
        names = next(i.names for i in draft.items.values() if i.row == row)
        wrong = rng.choice(_WRONG[known[row]])
        if not wrong.startswith(("达到年度", "超过年度", "未达到年度")) or names:
            yield end(draft, f"，{wrong}")
        called = next((n for n in names if re.fullmatch(r"[^\W\d_]{3,20}", n)), "")
        if called:
            yield end(draft, f"。{called}{wrong}")


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
            yield end(draft, text)


_REASONS = (
    "人手不足", "天气持续恶劣", "供应商交货延误", "资金下达较晚", "设备老化", "群众积极性不高",
    "施工单位组织不力", "单位领导高度重视", "前期准备充分",
)  # fmt: skip
_CAUSAL = (
    "，由于{}", "，主要是{}", "，原因是{}", "，系{}所致", "，受{}影响", "，得益于{}",
    "，{}导致进度放缓", "，这是因为{}", "，究其原因是{}", "，缘于{}", "，主要因{}",
    "，{}造成了上述结果",
    "，之所以如此，是{}", "，源自{}", "，归因于{}", "，根源在于{}", "，鉴于{}", "，{}使得进度偏慢",
    "，因为{}", "，与{}有关",
)  # fmt: skip


def causal(draft: Draft, rng: random.Random) -> Iterator[str]:
    """A reason that nobody stated."""
    reasons = truth.absent(draft.form, _REASONS)
    for text in rng.sample(_CAUSAL, 2):
        yield end(draft, text.format(rng.choice(reasons)))
    if rng.random() < 0.5:
        yield f"因{rng.choice(reasons)}，{draft.template}"


_DOCUMENTS = (
    "沪财预〔2021〕12号", "财预〔2020〕10号", "〔2021〕12号", "财绩[2020]10号",
    "云政办发（2021）15号", "川财绩【2022】7号", "第33号令", "财预2020年10号文",
    "〔二〇二一〕十二号", "合同编号HT-2021-03",
)  # fmt: skip


def document(draft: Draft, rng: random.Random) -> Iterator[str]:
    """A document number that stands nowhere in the form."""
    for text in rng.sample(truth.absent(draft.form, _DOCUMENTS), 2):
        yield end(draft, rng.choice([f"，依据{text}执行", f"，符合{text}文件规定", f"（{text}）"]))


def copied(draft: Draft, rng: random.Random, examples: tuple[str, ...] = ()) -> Iterator[str]:
    """Words of an example taken over, with the draft's slots."""
    runs = [
        part
        for text in examples
        for part in re.split(r"<\w+>|。", text)
        if len(part.strip("，")) > 13
    ]
    if runs and draft.plan:
        yield draft.template.rstrip("。") + "，" + rng.choice(runs).strip("，") + "。"


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
    yield end(draft, rng.choice(UNSEEN))
