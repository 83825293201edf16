"""True drafts over the example and published forms: the composer's, and phrased from the cells."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import cast

import yaml
from bench import verify_truth as truth

from selfeval_assist.drafting.composing import plan
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.facts import SLOT, Fact, FactTable, build_facts, for_goal
from selfeval_assist.form import Comparator, Indicator
from selfeval_assist.policies import policy_for
from selfeval_assist.review import Task
from selfeval_assist.review.supported import ground
from selfeval_assist.scoring import score

HAND = Path(__file__).parents[1] / "data" / "verify"


@dataclass(frozen=True, slots=True)
class Item:
    """A value in a draft: whose it is, what it is, and with which words it may be introduced."""

    role: str
    value: str
    row: int | None = None
    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A true text with a slot for every value."""

    form: str
    template: str
    items: dict[str, Item] = field(default_factory=dict)
    plan: SentencePlan | None = None
    task: Task = "actual"
    lead: str = ""

    @property
    def text(self) -> str:
        return fill(self.template, self.items)


def fill(template: str, items: dict[str, Item]) -> str:
    """Return a template with its values."""
    return SLOT.sub(lambda match: items[match[1]].value, template)


@cache
def table(name: str, *, planned: bool = False) -> FactTable:
    """Return the facts that a text about a form may state."""
    if planned:
        return for_goal(table(name))
    form = truth.form(name)
    return build_facts(form, score(form, policy_for(form)))


@cache
def composed(name: str) -> tuple[Draft, ...]:
    """Return the composer's sentences for every text of a form."""
    form = truth.form(name)
    sheet = score(form, policy_for(form))
    jobs: list[tuple[Task, int | None]] = [("planned", None), ("actual", None), ("budget", None)]
    jobs += [("deviation", row) for row in range(len(form.indicators))]
    drafts = []
    for task, row in jobs:
        lead = ""
        for each in plan(task, form, sheet, table(name), row):
            items = {key: _item(fact) for key, fact in each.slots.items()}
            drafts.append(Draft(name, each.template, items, each, task, lead))
            lead += fill(each.template, items)
    return tuple(drafts)


def _item(fact: Fact) -> Item:
    names = re.split(r"\.", fact.id)
    role = ".".join(names[2:]) if names[0] == "row" else fact.id.removesuffix(".wan")
    role = role.removeprefix("funds.") if names[0] == "funds" else role
    return Item(role, fact.value, fact.row, fact.subjects, (fact.label, *fact.wordings), fact.kind)


FUNDS = (
    "年初预算{initial}，全年预算{adjusted}，全年执行{executed}，执行率{rate}。",
    "项目年初批复预算{initial}，调整后预算{adjusted}，实际支出{executed}。",
    "全年预算数{adjusted}，全年执行数{executed}，预算执行率{rate}。",
    "截至年底，项目支出{executed}，全年预算{adjusted}，执行率为{rate}。",
    "本年度全年预算{adjusted}，结余{unspent}。",
    "全年预算为{adjusted}，实际执行{executed}，剩余{unspent}，执行率达{rate}。",
    "年初预算{initial}，年中{changed}{change}，全年预算{adjusted}。",
    "预算年中{changed}{change}（{change_percent}），调整后预算为{adjusted}。",
    "全年支出{executed}，占年初预算的{initial_rate}。",
    "全年预算{adjusted}，结余{unspent}，占{unspent_share}。",
    "年初预算{initial}，全年支出{executed}，比年初预算少支出{saved}。",
)
ROWS = (
    "{name}目标为{target}，实际完成{actual}。",
    "{name}计划为{target}，实际为{actual}。",
    "{name}年度指标值为{target}，实际完成值为{actual}。",
    "{name}实际达到{actual}，年度目标{target}。",
    "{name}完成{actual}（目标{target}）。",
    "{name}为{actual}，与指标值{target}相比已作说明。",
    "{name}{actual}，自评得分{score}，分值{weight}。",
    "{name}实际完成{actual}，得{score}。",
    "{name}实际完成{actual}，比目标{less}{gap}。",
    "本年度{name}完成{actual}，与目标相差{gap}。",
    "{name}实际完成{actual}，扣{lost}。",
    "经统计，{name}实际为{actual}，指标值为{target}。",
    "{name}完成{actual}，比目标{less}{gap}，{way}{gap_share}。",
    "{name}目标为{target}，实际{actual}，{way}{gap_share}。",
)
PAIRS = (
    "{name}为{actual}，{other}为{second}。",
    "{name}完成{actual}；{other}完成{second}。",
    "{name}{actual}、{other}{second}。",
    "在本年度工作中，{name}达到{actual}，{other}达到{second}。",
)
SUMS = (
    "{name}{actual}，{other}{second}，合计{sum}。",
    "{name}为{actual}、{other}为{second}，共{sum}，{name}占{part}。",
)
_WORDS = {
    "initial": ("年初批复预算", "年初预算"),
    "adjusted": ("调整后预算为", "调整后预算", "全年预算数", "全年预算"),
    "executed": ("全年执行数", "全年执行", "实际支出", "实际执行", "全年支出", "支出"),
    "unspent": ("结余", "剩余"),
    "saved": ("少支出",),
    "unspent_share": ("占",),
    "gap_share": ("增幅", "降幅"),
    "rate": ("预算执行率", "执行率"),
    "initial_rate": ("占年初预算的",),
    "target": ("年度指标值为", "年度目标", "目标为", "计划为", "指标值为", "指标值", "目标"),
    "actual": ("实际完成值为", "实际完成", "实际达到", "实际为", "完成", "达到"),
    "score": ("自评得分", "得"),
    "weight": ("分值",),
    "lost": ("扣",),
}


@cache
def phrased(name: str) -> tuple[Draft, ...]:
    """Return sentences phrased from the cells themselves, values spelled in several ways."""
    return tuple(_phrased(name))


def _phrased(name: str) -> Iterator[Draft]:
    rng = random.Random(f"phrased {name}")
    money, shares = truth.money(name), truth.shares(name)
    values = {role: _money(amount, rng) for role, amount in money.items()}
    values |= {role: f"{share}%" for role, share in shares.items() if share}
    cut = money.get("initial", Decimal(0)) > money.get("adjusted", Decimal(0))
    for template in FUNDS:
        text = template.replace("{changed}", "核减" if cut else "追加")
        if (draft := _draft(name, text, values)) is not None:
            yield draft
    rows = {index: row for index, row in enumerate(truth.form(name).indicators) if _plain(row)}
    for index, row in rows.items():
        values = _row(row)
        for template in rng.sample(ROWS, 5):
            less, way = ("少", "降幅") if _actual(row) < _target(row) else ("多", "增幅")
            text = template.replace("{name}", row.name.strip()).replace("{less}", less)
            text = text.replace("{way}", way)
            if (draft := _draft(name, text, values, index, row.name.strip())) is not None:
                yield draft
    for (one, first), (two, second) in zip(
        list(rows.items()), list(rows.items())[1:], strict=False
    ):
        text = rng.choice(PAIRS).replace("{name}", first.name.strip())
        text = text.replace("{other}", second.name.strip())
        items = {
            "F1": Item("actual", _row(first)["actual"], one, (first.name.strip(),)),
            "F2": Item("actual", _row(second)["actual"], two, (second.name.strip(),)),
        }
        yield Draft(name, text.replace("{actual}", "<F1>").replace("{second}", "<F2>"), items)
        if (draft := _summed(name, rng.choice(SUMS), items)) is not None:
            yield draft


def _summed(name: str, template: str, items: dict[str, Item]) -> Draft | None:
    """Return a sentence that adds up two values of one unit, and says the share of the first."""
    rows = truth.form(name).indicators
    one, other = (rows[item.row] for item in items.values() if item.row is not None)
    values = (one.actual.value, other.actual.value)
    if values[0].unit != values[1].unit or values[0].multiplier != values[1].multiplier:
        return None
    first, second = (value.number or Decimal(0) for value in values)
    if values[0].unit in {"%", ""} or not first or not second:
        return None
    unit = items["F1"].value.removeprefix(f"{first:f}")
    text = template.replace("{name}", one.name.strip()).replace("{other}", other.name.strip())
    found = dict(items)
    found["F3"] = Item("sum", f"{first + second:f}{unit}")
    found["F4"] = Item("part_share", f"{truth.percent(first, first + second)}%")
    for role, slot in (("actual", "F1"), ("second", "F2"), ("sum", "F3"), ("part", "F4")):
        text = text.replace(f"{{{role}}}", f"<{slot}>")
    return Draft(name, text, {slot: item for slot, item in found.items() if f"<{slot}>" in text})


def _draft(
    name: str, template: str, values: dict[str, str], row: int | None = None, called: str = ""
) -> Draft | None:
    roles = re.findall(r"\{(\w+)\}", template)
    if any(role not in values for role in roles):
        return None
    items = {}
    for number, role in enumerate(roles, start=1):
        template = template.replace(f"{{{role}}}", f"<F{number}>")
        names = (called,) if called else ()
        items[f"F{number}"] = Item(role, values[role], row, names, _WORDS.get(role, ()))
    return Draft(name, template, items)


def _money(amount: Decimal, rng: random.Random) -> str:
    wan = amount / 10_000
    choices = [f"{amount:,f}元", f"{amount:f}元"] if amount == int(amount) else []
    choices += [f"{wan.normalize():f}万元", f"{wan.normalize():,f}万元"]
    return rng.choice(choices)


def _plain(row: Indicator) -> bool:
    """Whether a row counts plainly: a name without digits, and two numbers in one unit."""
    target, actual = row.target.value, row.actual.value
    plain = {Comparator.NONE, Comparator.EQ}
    return bool(
        re.fullmatch(r"[^\W\d_]{3,20}", row.name.strip())
        and target.numeric
        and actual.numeric
        and target.upper is None
        and actual.comparator in plain
        and target.comparator is not Comparator.APPROX
        and target.unit == actual.unit
        and target.multiplier == actual.multiplier
        and not actual.damage
        and not actual.unit.startswith("/")
    )


def _target(row: Indicator) -> Decimal:
    return cast("Decimal", row.target.value.magnitude)


def _actual(row: Indicator) -> Decimal:
    return cast("Decimal", row.actual.value.magnitude)


def _row(row: Indicator) -> dict[str, str]:
    times = {Decimal(10_000): "万", Decimal(10**8): "亿"}.get(row.actual.value.multiplier, "")
    unit = times + row.actual.value.unit
    target = f"{row.target.value.number:f}{unit}"
    if row.target.value.comparator is Comparator.GE:
        target = f"{target}以上"
    found = {"target": target, "actual": f"{row.actual.value.number:f}{unit}"}
    if _target(row) != _actual(row):
        gap = abs(_target(row) - _actual(row)) / row.actual.value.multiplier
        found["gap"] = f"{gap.normalize():f}" + ("个百分点" if unit == "%" else unit)
        if _target(row) > 0 and unit != "%":  # of a percent it would be read as points
            found["gap_share"] = f"{truth.percent(abs(_target(row) - _actual(row)), _target(row))}%"
    weight, points = row.weight.value, row.score.value
    if weight is not None and points is not None:
        found |= {"weight": f"{weight:f}分", "score": f"{points:f}分"}
        if points < weight:
            found["lost"] = f"{weight - points:f}分"
    return found


@dataclass(frozen=True, slots=True)
class Written:
    """A text written by hand."""

    form: str
    text: str
    planned: bool


@cache
def by_hand(folder: str = "") -> tuple[Written, ...]:
    """Return the texts written by hand: the true ones, or those of a folder such as ``false``."""
    return tuple(
        Written(group["form"], text, group.get("planned", False))
        for path in sorted((HAND / folder).glob("*.yml"))
        for group in yaml.safe_load(path.read_text(encoding="utf-8"))
        for text in group["texts"]
    )


def allowed(draft: Draft) -> FactTable:
    """Return the facts that a draft's text may state."""
    return ground(draft.task, table(draft.form)).facts
