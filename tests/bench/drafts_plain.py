"""The same facts through a plain prompt with the values in it, as people use a model today.

The prompt is made of the same examples and the same facts as ours; only the slots are gone.
"""

import re
import time
from collections.abc import Mapping
from typing import Any

from bench.drafts_forms import Case

from selfeval_assist.drafting import Endpoint
from selfeval_assist.drafting.connection.client import open_model
from selfeval_assist.drafting.connection.reply import sentence
from selfeval_assist.drafting.prompts import prompt_for
from selfeval_assist.facts import SLOT
from selfeval_assist.review import Task

SYSTEM = (
    "你替财政项目单位的经办人写《项目支出绩效自评表》。根据材料写一句话，"
    "写全材料中的每一项，数字不得改动，不写材料没有的内容。只输出这一句话。"
)
_LINE = re.compile(r"^<(F\d)>：(.*?)(?:，前面.*)?$", re.MULTILINE)
VALUES: Mapping[Task, tuple[Mapping[str, str], ...]] = {
    "actual": (
        {"F1": "480万元", "F2": "462.5万元", "F3": "96.35%"},
        {"F1": "12.6公里", "F2": "12公里", "F3": "超过年度指标值"},
        {"F1": "93.4%", "F2": "260份"},
    ),
    "planned": (
        {"F1": "不低于24座", "F2": "不低于60块"},
        {"F1": "10月31日前"},
        {"F1": "不低于3万人次", "F2": "不低于90%"},
    ),
    "budget": (
        {"F1": "520万元", "F2": "486.2万元", "F3": "33.8万元", "F4": "6.5%"},
        {"F1": "45万元", "F2": "365万元"},
        {"F1": "区政府批复同意压减会议支出"},
    ),
    "deviation": (
        {"F1": "320盏", "F2": "286盏", "F3": "34盏"},
        {"F1": "电杆迁改批复晚于计划"},
        {"F1": "提前办理迁改手续", "F2": "工程科", "F3": "次年一季度"},
    ),
}
"""Invented values for the slots of our own examples, by task and example."""


def turns(case: Case) -> list[tuple[str, str]]:
    """Return the whole prompt for one sentence: our examples and facts, with values."""
    *shots, _last = prompt_for(case.task).turns[1:]
    made = [("system", SYSTEM)]
    for values, (_, question), (_, answer) in zip(
        VALUES[case.task], shots[::2], shots[1::2], strict=True
    ):
        topic = question.splitlines()[0]
        facts = [f"{label}：{values[name]}" for name, label in _LINE.findall(question)]
        made += [
            ("user", _question(topic, facts)),
            ("assistant", SLOT.sub(lambda slot, known=values: known[slot[1]], answer)),
        ]
    facts = [
        f"{'、'.join(fact.subjects[:3]) + '的' if fact.subjects else ''}{fact.label}：{fact.value}"
        for fact in case.plan.slots.values()
    ]
    return [*made, ("user", _question(f"主题：{case.plan.topic}", facts))]


def _question(topic: str, facts: list[str]) -> str:
    return "\n".join([topic, "材料：", *facts, "句子："])


async def write(case: Case, endpoint: Endpoint) -> tuple[str, float]:
    """Return what a plain ``prompt | model`` writes, and the seconds it took."""
    from langchain_core.prompts import ChatPromptTemplate

    row, prompt = endpoint.capability, prompt_for(case.task)
    escaped = [(role, text.replace("{", "{{").replace("}", "}}")) for role, text in turns(case)]
    settings: dict[str, Any] = {"temperature": prompt.temperature}
    if row.stop:
        settings["stop"] = list(row.stop)
    begun = time.perf_counter()
    async with open_model(endpoint) as model:
        body = {row.max_tokens: prompt.max_tokens}
        chain = ChatPromptTemplate.from_messages(escaped) | model.bind(extra_body=body, **settings)
        reply = await chain.ainvoke({})
    return sentence(str(reply.text)), time.perf_counter() - begun
