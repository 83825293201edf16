"""Deviations: how far, why as a person stated it, with what effect, and what is done about it."""

import re

from selfeval_assist.drafting.composer.actual import budget_change, execution, late
from selfeval_assist.drafting.composer.phrases import ask, name_of, sentence
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.facts import FactTable
from selfeval_assist.facts.deviating import deviates, exceeds
from selfeval_assist.policies import Policy
from selfeval_assist.scoring import RowScore, ScoreSheet, Verdict

# Imported texts hold reason and measure in one cell; these words show that a measure is there.
_MEASURE = re.compile(
    r"措施|下一步|下步|今后|明年|次年|下一?年|将|加强|改进|整改|督促|完善|优化|提前|避免"
)
_NEW_TARGET = re.compile(r"目标|指标值|调高|上调|提高至|下一?年|次年|明年")


def deviation(sheet: ScoreSheet, table: FactTable, row: int, policy: Policy) -> list[SentencePlan]:
    """Return the sentences for one row; none for a row without a deviation."""
    score = sheet.rows[row]
    if not deviates(score, policy):
        return []
    over = exceeds(score, policy)
    plans = _size(table, score)
    own = f"row.{row}"
    plans += _reason(table, own, "原因")
    plans += _effect(table, own)
    if over:
        # What corrects a target set too low is the next target, not somebody's task.
        plans += _measure(table, own, "")
        if not _says_new_target(table, own):
            plans.append(ask("下一年度指标值", "下一年度指标值调整为多少，依据是什么"))
    elif not _told_in_text(table, own):
        plans += _measure(table, own, "改进措施、责任人和完成时限")
    return plans


def budget(sheet: ScoreSheet, table: FactTable, policy: Policy) -> list[SentencePlan]:
    """Return the sentences about the budget; none when it was neither changed nor underspent."""
    rate = sheet.execution.rate
    low = rate is not None and rate < policy.execution.explain_below
    changed = "funds.change" in table
    if not changed and not low:
        return []
    plans: list[SentencePlan] = []
    # A text that is printed behind 实际完成情况 stands after the sentences with these figures.
    if policy.texts.budget_deviation != "append_to_actual":
        plans += budget_change(table) if changed else []
        plans += execution(table) if low or "funds.unspent" in table else []
    plans += _reason(table, "funds", "预算调整的原因" if changed and not low else "原因")
    plans += _effect(table, "funds")
    if low and "funds.effect" not in table and "funds.text" not in table:
        plans.append(ask("结余资金", "结余资金的去向（结转、收回或重新安排）"))
    if low and not _told_in_text(table, "funds"):
        plans += _measure(table, "funds", "改进措施、责任人和完成时限")
    elif "funds.measure" in table:
        plans += _measure(table, "funds", "")
    return plans


def _size(table: FactTable, score: RowScore) -> list[SentencePlan]:
    """Return target, actual and the distance between them, or the points not claimed."""
    own = f"row.{score.index}"
    if f"{own}.target" not in table or f"{own}.actual" not in table:
        return []
    name = name_of(table, score.index, "actual")
    if score.verdict is Verdict.LATE:
        return [sentence(table, "偏差大小", late(table, score.index).text + "。")]
    judged = table[f"{own}.actual"].kind == "words"
    text = f"{name}年度指标值为<{own}.target>，"
    text += f"{'自评为' if judged else '实际为'}<{own}.actual>"
    over = False
    if f"{own}.gap" in table:
        over = "超出" in table[f"{own}.gap"].wordings
        text += f"，{'超出' if over else '相差'}<{own}.gap>"
        text += f"（<{own}.overshoot>）" if f"{own}.overshoot" in table else ""
    if score.verdict is Verdict.MISSED and f"{own}.completion" in table and not over:
        text += f"，完成比例<{own}.completion>"
    elif f"{own}.lost" in table:
        text += f"，分值<{own}.weight>，自评得分<{own}.score>"
    return [sentence(table, "偏差大小", text + "。")]


def _reason(table: FactTable, own: str, what: str) -> list[SentencePlan]:
    """Return the person's reason in the person's words, or the request for one."""
    cause, category, text = f"{own}.cause", f"{own}.category", f"{own}.text"
    if cause in table:
        opening = f"{what}属于“<{category}>”：" if category in table else f"{what}："
        template = f"{opening}<{cause}>。"
        return [sentence(table, "偏差原因", template, cause=table[cause].value)]
    if text in table:
        template = f"{what}和措施：<{text}>。"
        return [sentence(table, "偏差原因", template, cause=table[text].value)]
    if category in table:
        template = (
            f"{what}属于“<{category}>”，【待填：具体事实或依据（文号、日期、合同、会议或金额）】。"
        )
        value = table[category].value
        return [sentence(table, "偏差原因", template, cause=value, pending=True)]
    return [ask("偏差原因", what)]


def _effect(table: FactTable, own: str) -> list[SentencePlan]:
    if f"{own}.effect" not in table:
        return []
    return [sentence(table, "影响", f"对项目的影响：<{own}.effect>。")]


def _measure(table: FactTable, own: str, missing: str) -> list[SentencePlan]:
    """Return the person's measure with who and by when, or the request for what is missing."""
    if f"{own}.measure" not in table:
        return [ask("改进措施", missing)] if missing else []
    text = f"改进措施：<{own}.measure>"
    if f"{own}.owner" in table:
        text += f"；责任人：<{own}.owner>"
    if f"{own}.deadline" in table:
        text += f"；完成时限：<{own}.deadline>"
    open_end = f"{own}.owner" not in table and f"{own}.deadline" not in table and bool(missing)
    text += "；【待填：责任人和完成时限】" if open_end else ""
    return [sentence(table, "改进措施", text + "。", pending=open_end)]


def _told_in_text(table: FactTable, own: str) -> bool:
    """Whether the reason cell of an imported form already holds a measure."""
    text, parts = f"{own}.text", (f"{own}.cause", f"{own}.measure")
    if text not in table or any(part in table for part in parts):
        return False
    return _MEASURE.search(table[text].value) is not None


def _says_new_target(table: FactTable, own: str) -> bool:
    said = (f"{own}.measure", f"{own}.text")
    return any(name in table and _NEW_TARGET.search(table[name].value) for name in said)
