"""Phrases: how one value, or the common value of several rows, is said."""

import re
from dataclasses import dataclass

from selfeval_assist.drafting.composer.listing import enumerated, listed
from selfeval_assist.drafting.composer.naming import counted, finished
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.facts import Fact, FactTable, from_ids, lexicon
from selfeval_assist.form import SelfEvaluation

MOST_FACTS = 6
"""More facts in one sentence are not read, and a model loses them."""

_NAMED = 3
_LONG_WORDS = 12
"""Characters of quoted words, marks included, from which on they tell rather than judge."""
_INERT = str.maketrans({"<": "〈", ">": "〉", "【": "[", "】": "]", "\n": " "})
_MEASURED = (
    "数", "数量", "量", "次数", "人次", "率", "比例", "比重", "度", "时间", "时长", "时限", "期限",
    "日期", "时效", "性", "面积", "规模", "长度", "金额", "成本", "费用", "额", "情况", "标准",
    "水平", "周期", "天数", "年限", "岗位数", "单价", "造价", "支出",
)  # fmt: skip
_DOING = re.compile(r"(?:完成|开展|举办|组织|建成|实施)(?!率|度|情况|及时|时)")
_DONE = re.compile(
    r"“(?:按|已|全部|在.{0,12})?(?:完成|达成|达标|落实|合规|及时|按时|按期|按规定|按要求|符合|严格|是)"
)
# A target without a sign is meant as at least; of costs, times and rates of pay that is not said.
_NEUTRAL = (
    "成本", "费", "费用", "时间", "时长", "时限", "日期", "天数", "周期", "标准", "单价", "造价",
    "支出", "补助", "次数", "事故", "事故数", "投诉", "投诉数",
)  # fmt: skip
_FIGURE = (
    "率", "比例", "比重", "数", "数量", "次数", "人次", "人数", "户数", "金额", "时长", "天数",
    "量",
)  # fmt: skip
_BOUND = ("不", "超过", "低于", "少于", "约")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A piece of a sentence in id slots, and how many facts it states."""

    text: str
    facts: int


def sentence(
    table: FactTable, topic: str, template: str, *, cause: str = "", pending: bool = False
) -> SentencePlan:
    """Return a planned sentence from a template of id slots."""
    text, slots = from_ids(template, table)
    return SentencePlan(topic, text, slots, cause, pending)


def ask(topic: str, what: str) -> SentencePlan:
    """Return a sentence that asks the person for something only a person knows."""
    return SentencePlan(topic, request(what), pending=True)


def request(what: str) -> str:
    """Return the visible mark that asks for something; its text is neither slot nor mark."""
    return f"【待填：{what.translate(_INERT)}】"


def money(table: FactTable, fact_id: str) -> str:
    """Return the id slot of an amount, in 万元 where the table has it."""
    wan = f"{fact_id}.wan"
    return f"<{wan if wan in table else fact_id}>"


def nothing(table: FactTable, fact_id: str) -> bool:
    """Return whether an amount is zero: a budget of 0 is a gap in the form, not a sentence."""
    return fact_id in table and table[fact_id].value in {"0元", "0万元"}


def name_of(table: FactTable, row: int, role: str) -> str:
    """Return the short name of a row."""
    return table[f"row.{row}.{role}"].subjects[0]


def together(table: FactTable, rows: tuple[int, ...], role: str) -> Phrase:
    """Return the phrase for rows with one common value: 甲、乙和丙均为100%.

    Args:
        table: the facts.
        rows: the rows, two or more.
        role: ``target`` or ``actual``.
    """
    prefix = "group" if role == "actual" else "goals"
    names = list(dict.fromkeys(name_of(table, row, role) for row in rows))
    value = f"{prefix}.{rows[0]}.{role}"
    verb = _verb(names[-1], table[value], role)
    told = f"均以<{value}>为目标" if verb == "目标为" else f"均{verb}<{value}>"
    return Phrase(f"{enumerated(names)}{told}", 1)


def alone(table: FactTable, row: int, role: str, *, plain: bool = False) -> Phrase:
    """Return the phrase for the value of one row: 故障处理及时率达到100%.

    Args:
        table: the facts.
        row: the indicator row.
        role: ``target`` or ``actual``.
        plain: put the value right behind the name where that can be read (故障处理及时率100%).
    """
    fact_id = f"row.{row}.{role}"
    fact, name = table[fact_id], name_of(table, row, role)
    if role == "target" and fact.kind == "words" and _DOING.match(name) and _done(fact.value):
        return Phrase(f"计划<row.{row}.name>", 1)
    if said := counted(name, fact):
        return Phrase(f"{said}<{fact_id}>", 1)
    if ends := finished(name, fact):
        before = "" if role == "target" else "于"
        return Phrase(f"{ends[0]}{before}<{fact_id}>{ends[1]}", 1)
    dated_action = fact.kind == "date" and not dated(name)
    if dated_action:
        before, after = ("应在", "完成") if role == "target" else ("于", "完成")
        return Phrase(f"{name}{before}<{fact_id}>{after}", 1)
    verb = "" if _bare(name, fact, role, plain=plain) else _verb(name, fact, role)
    return Phrase(f"{name}{verb}<{fact_id}>", 1)


def _bare(name: str, fact: Fact, role: str, *, plain: bool) -> bool:
    """Return whether a value may follow its name with no word between them."""
    value = fact.value
    if fact.kind in {"words", "date"} or value.endswith(("以上", "以下")):
        return False
    if role == "target" and value.startswith(_BOUND):
        return True
    unit = value.lstrip("0123456789.,约")
    # 人次 behind 人次, a figure without unit, and digits that would run together need a word.
    if not value[:1].isdigit() or not unit or name.endswith(unit) or name[-1].isascii():
        return False
    if fact.kind == "rate":
        return plain
    if fact.kind == "amount" or "/" in unit:
        return False
    return plain or role == "actual"


def _verb(name: str, fact: Fact, role: str) -> str:
    """Return the word between a name and its value."""
    value = fact.value
    if lexicon.same_change(value):  # 满意度应提升10%, 满意度提升12%
        return "应" if role == "target" else ""
    if fact.kind == "words":
        if role == "actual":
            return "自评为" if len(value) <= _LONG_WORDS else "填报为"
        return "要求" if _done(value) else "目标为"
    if role == "target" and value.startswith(_BOUND):
        return ""
    if value.endswith(("以上", "以下")):
        return "在"
    if fact.kind == "date":
        return "为"
    should = "应" if role == "target" else ""  # a goal that reads like a result copies it
    reached = fact.kind == "rate" or (role == "target" and not name.endswith(_NEUTRAL))
    return f"{should}达到" if reached and not value.startswith("0") else f"{should}为"


def _done(value: str) -> bool:
    """Return whether a quoted target asks for something to be done rather than to be so."""
    return _DONE.match(value) is not None


def unmeasured(form: SelfEvaluation, fact: Fact) -> bool:
    """Return whether words stand where the indicator's name asks for a figure.

    ``能耗节约率`` with the value ``纵向比较`` says how to measure, not what was measured. A word
    that names a tier (``达成``) is a judgement and may stand.
    """
    if fact.kind != "words" or fact.row is None:
        return False
    row = form.indicators[fact.row]
    cell = row.actual if fact.id.endswith("actual") else row.target
    return cell.value.tier is None and fact.subjects[0].endswith(_FIGURE)


def some(names: list[str]) -> str:
    """Return a list of distinct names of bearable length."""
    names = list(dict.fromkeys(names))
    return listed(names) if len(names) <= _NAMED else f"{'、'.join(names[:_NAMED])}等指标"


def dated(name: str) -> bool:
    """Return whether a name is that of a date or period, so that its value *is* the date."""
    return name.endswith(_MEASURED)
