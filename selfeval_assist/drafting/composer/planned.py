"""The planned goal: what is done with the money, how much, how well, by when, for whom."""

from selfeval_assist.drafting.composer.levels import by_level
from selfeval_assist.drafting.composer.phrases import (
    Phrase,
    alone,
    ask,
    heading,
    money,
    nothing,
    sentence,
    some,
    together,
    unmeasured,
)
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.facts import FactTable, for_goal
from selfeval_assist.facts.groups import grouped
from selfeval_assist.form import SelfEvaluation

_LONGEST_WORDS = 20


def planned(form: SelfEvaluation, table: FactTable) -> list[SentencePlan]:
    """Return the sentences of the planned goal; only targets and the opening budget are used."""
    goals = for_goal(table)
    plans = []
    if "goal.purpose" not in goals:
        plans.append(ask("项目目的", "用一句话说明本年度做什么、为谁做"))
    plans += _opening(goals)
    phrases: list[tuple[str, Phrase]] = []
    vague: list[str] = []
    for rows in grouped(form, goals.facts, "target"):
        fact = goals[f"row.{rows[0]}.target"]
        prose = fact.kind == "words" and len(fact.value) > _LONGEST_WORDS
        if prose or unmeasured(form, fact):
            vague += [goals[f"row.{row}.target"].subjects[0] for row in rows]
            continue
        phrase = (
            alone(goals, rows[0], "target") if len(rows) == 1 else together(goals, rows, "target")
        )
        phrases.append((heading(form, rows[0]), phrase))
    plans += by_level(goals, phrases, "目标：")
    if vague:
        plans.append(ask("年度指标值", f"{some(vague)}可以衡量的年度指标值"))
    if missing := _without_target(form, table):
        plans.append(ask("年度指标值", f"{some(missing)}的年度指标值"))
    return plans


def _opening(goals: FactTable) -> list[SentencePlan]:
    """Return who does what with how much money."""
    text = "<form.year>，" if "form.year" in goals else ""
    if "form.project" in goals:
        text += ("<form.unit>" if "form.unit" in goals else "") + "实施<form.project>"
    parts = [text] if text else []
    if "funds.initial" in goals and not nothing(goals, "funds.initial"):
        parts.append(f"年初预算{money(goals, 'funds.initial')}")
    if "goal.purpose" in goals:
        own = goals["goal.purpose"].value.startswith(("用于", "目的"))
        parts.append(("" if own else "目的是") + "<goal.purpose>")
    if len(parts) < 2 and "form.project" not in goals:
        return []
    return [sentence(goals, "项目与预算", "，".join(parts).replace("，，", "，") + "。")]


def _without_target(form: SelfEvaluation, table: FactTable) -> list[str]:
    return [
        row.name.strip()
        for index, row in enumerate(form.indicators)
        if row.name.strip() and f"row.{index}.target" not in table
    ]
