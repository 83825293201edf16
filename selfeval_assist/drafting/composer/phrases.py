"""Phrases: how one value, or the common value of several rows, is said."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.facts import Fact, FactTable, from_ids
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.form.vocabulary import BENEFIT, COST, OUTPUT, SATISFACTION

MOST_FACTS = 6
"""More facts in one sentence are not read, and a model loses them."""

HEADINGS = {
    "数量指标": "产出数量",
    "质量指标": "产出质量",
    "时效指标": "产出时效",
    "成本指标": "成本控制",
    "经济成本指标": "经济成本",
    "社会成本指标": "社会成本",
    "生态环境成本指标": "生态环境成本",
    "经济效益指标": "经济效益",
    "社会效益指标": "社会效益",
    "生态效益指标": "生态效益",
    "可持续影响指标": "可持续影响",
    "服务对象满意度指标": "服务对象满意度",
    OUTPUT: "产出",
    BENEFIT: "效益",
    COST: "成本",
    SATISFACTION: "服务对象满意度",
}
_NAMED = 3
_INERT = str.maketrans({"<": "〈", ">": "〉", "【": "[", "】": "]", "\n": " "})
_MEASURED = re.compile(
    r"(?:数|数量|量|次数|人次|率|比例|比重|度|时间|时长|时限|期限|日期|时效|性|面积|规模|长度|金额|成本|费用|"
    r"额|情况|标准|水平|周期|天数|年限|岗位数|单价|造价|支出)$"
)
_ACTION = re.compile(
    r"^(?:安装|采购|购置|建设|新建|改造|改建|扩建|修缮|维修|维护|开展|举办|组织|完成|整合|培训|发放|资助|补助|救助|"
    r"检查|检测|监测|巡查|处理|办理|服务|接待|印制|印发|编制|出版|开发|升级|更换|种植|治理|清理|拆除|铺设|提供|受理|编写)"
)
_FIGURE = re.compile(r"(?:率|比例|比重|数|数量|次数|人次|人数|户数|金额|时长|天数|量)$")
_BOUND = re.compile(r"^(?:不|超过|低于|少于|约)")


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
    return SentencePlan(topic, f"【待填：{what.translate(_INERT)}】", pending=True)


def money(table: FactTable, fact_id: str) -> str:
    """Return the id slot of an amount, in 万元 where the table has it."""
    wan = f"{fact_id}.wan"
    return f"<{wan if wan in table else fact_id}>"


def nothing(table: FactTable, fact_id: str) -> bool:
    """Return whether an amount is zero: a budget of 0 is a gap in the form, not a sentence."""
    return fact_id in table and table[fact_id].value in {"0元", "0万元"}


def heading(form: SelfEvaluation, row: int) -> str:
    """Return what the level of a row is called in a sentence; empty for an unknown level."""
    indicator = form.indicators[row]
    return HEADINGS.get(indicator.kind) or HEADINGS.get(indicator.group, "")


def listed(names: Iterable[str]) -> str:
    """Return names as a list: 甲、乙和丙."""
    *first, last = names
    return f"{'、'.join(first)}和{last}" if first else last


def name_of(table: FactTable, row: int, role: str) -> str:
    """Return the short name of a row."""
    return table[f"row.{row}.{role}"].subjects[0]


def together(table: FactTable, rows: tuple[int, ...], role: str) -> Phrase:
    """Return the phrase for rows with one common value: 甲、乙等7项指标均为100%."""
    prefix = "group" if role == "actual" else "goals"
    names = list(dict.fromkeys(name_of(table, row, role) for row in rows))
    value = f"{prefix}.{rows[0]}.{role}"
    verb = _verb(names[-1], table[value], role, several=True)
    if len(rows) <= _NAMED and len(names) == len(rows):
        return Phrase(f"{listed(names)}{verb}<{value}>", 1)
    return Phrase(f"{'、'.join(names[:2])}等<{prefix}.{rows[0]}.count>指标{verb}<{value}>", 2)


def alone(table: FactTable, row: int, role: str) -> Phrase:
    """Return the phrase for the value of one row: 故障处理及时率达到100%."""
    fact_id = f"row.{row}.{role}"
    fact, name = table[fact_id], name_of(table, row, role)
    after = "完成" if fact.kind == "date" and not _MEASURED.search(name) else ""
    return Phrase(f"{name}{_verb(name, fact, role, several=False)}<{fact_id}>{after}", 1)


def _verb(name: str, fact: Fact, role: str, *, several: bool) -> str:
    """Return the word between a name and its value."""
    both = "均" if several else ""
    if fact.kind == "words":
        return f"{both}自评为" if role == "actual" else f"{both}要求"
    if role == "target" and _BOUND.match(fact.value):
        return both
    if fact.value.endswith(("以上", "以下")):
        return f"{both}在"
    if fact.kind == "date":
        return f"{both}为" if _MEASURED.search(name) or several else "于"
    if fact.kind == "rate":
        return f"{both}达到" if not fact.value.startswith("0") else f"{both}为"
    unitless = fact.value[-1:].isdigit() or fact.kind == "amount" or "/" in fact.value
    if unitless or _MEASURED.search(name):
        return f"{both}为"
    return "" if _ACTION.match(name) and not several else f"{both}完成"


def unmeasured(form: SelfEvaluation, fact: Fact) -> bool:
    """Return whether words stand where the indicator's name asks for a figure.

    ``能耗节约率`` with the value ``纵向比较`` says how to measure, not what was measured. A word
    that names a tier (``达成``) is a judgement and may stand.
    """
    if fact.kind != "words" or fact.row is None:
        return False
    row = form.indicators[fact.row]
    cell = row.actual if fact.id.endswith("actual") else row.target
    return cell.value.tier is None and _FIGURE.search(fact.subjects[0]) is not None


def some(names: list[str]) -> str:
    """Return a list of distinct names of bearable length."""
    names = list(dict.fromkeys(names))
    return listed(names) if len(names) <= _NAMED else f"{'、'.join(names[:_NAMED])}等指标"


def dated(name: str) -> bool:
    """Return whether a name is that of a date or period, so that its value *is* the date."""
    return _MEASURED.search(name) is not None
