"""The actual completion: money, results level by level, what was missed, and the count."""

from selfeval_assist.drafting.composer.levels import by_level
from selfeval_assist.drafting.composer.phrases import (
    Phrase,
    alone,
    ask,
    dated,
    heading,
    listed,
    money,
    name_of,
    nothing,
    sentence,
    some,
    together,
    unmeasured,
)
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.facts import FactTable, render
from selfeval_assist.facts.groups import grouped
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import Policy
from selfeval_assist.scoring import ScoreSheet, Verdict

_COUNTED_FROM = 6
"""Rows from which on a count by verdict helps the reader."""


def actual(
    form: SelfEvaluation, sheet: ScoreSheet, table: FactTable, policy: Policy
) -> list[SentencePlan]:
    """Return the sentences of the actual completion, in the order of the form."""
    plans = [*budget_change(table), *execution(table)]
    plans += by_level(table, _results(form, sheet, table, policy), "方面，")
    tail = _where_explained(form, sheet, table)
    blank, wordy = _without_figure(form, table)
    if blank:
        tail.append(ask("实际完成值", f"{some(blank)}的实际完成值"))
    if wordy:
        tail.append(ask("实际完成值", f"{some(wordy)}实际测得的数值，表中填的是文字"))
    count = _count(form, sheet, table)
    # The count is a help, not a must: it goes first when the field would overflow.
    length = sum(len(render(plan.template, plan.slots)) for plan in (*plans, *count, *tail))
    return [*plans, *(count if length <= policy.texts.result[1] else []), *tail]


def _without_figure(form: SelfEvaluation, table: FactTable) -> tuple[list[str], list[str]]:
    """Return the rows without an actual value, and those with words in place of a figure."""
    blank, wordy = [], []
    for index, row in enumerate(form.indicators):
        fact_id = f"row.{index}.actual"
        if fact_id in table and unmeasured(form, table[fact_id]):
            wordy.append(table[fact_id].subjects[0])
        elif fact_id not in table and row.name.strip():
            blank.append(row.name.strip())
    return blank, wordy


def budget_change(table: FactTable) -> list[SentencePlan]:
    """Return the sentence about the budget; a cut or rise is always stated."""
    if nothing(table, "funds.adjusted"):
        return []
    initial, adjusted = money(table, "funds.initial"), money(table, "funds.adjusted")
    if "funds.change" in table:
        verb = "核减" if table["funds.change"].direction == "down" else "追加"
        text = f"项目年初预算{initial}，年中{verb}{money(table, 'funds.change')}"
        if "funds.change_percent" in table:
            text += "（<funds.change_percent>）"
        text += f"，全年预算{adjusted}。"
    elif "funds.initial" in table and "funds.adjusted" in table:
        text = f"项目全年预算{adjusted}，年中未作调整。"
    elif "funds.adjusted" in table:
        text = f"项目全年预算{adjusted}。"
    else:
        return []
    return [sentence(table, "预算安排", text)]


def execution(table: FactTable) -> list[SentencePlan]:
    """Return the sentence about what was spent, with the rates and what is left."""
    if "funds.executed" not in table or nothing(table, "funds.adjusted"):
        return []
    text = f"全年执行{money(table, 'funds.executed')}"
    if "funds.rate" in table:
        text += "，执行率<funds.rate>"
    if "funds.change" in table and "funds.initial_rate" in table:
        text += "，相当于年初预算的<funds.initial_rate>"
    if "funds.unspent" in table:
        text += f"，未执行{money(table, 'funds.unspent')}"
    return [sentence(table, "预算执行", text + "。")]


def _results(
    form: SelfEvaluation, sheet: ScoreSheet, table: FactTable, policy: Policy
) -> list[tuple[str, Phrase]]:
    phrases = []
    for rows in grouped(form, table.facts, "actual"):
        if unmeasured(form, table[f"row.{rows[0]}.actual"]):
            continue
        verdict = sheet.rows[rows[0]].verdict
        singly = verdict in {Verdict.MISSED, Verdict.LATE} or len(rows) == 1
        for members in [(row,) for row in rows] if singly else [rows]:
            if len(members) == 1:
                phrase = _single(sheet, table, members[0], policy)
            else:
                phrase = together(table, members, "actual")
            phrases.append((heading(form, members[0]), phrase))
    return phrases


def _single(sheet: ScoreSheet, table: FactTable, row: int, policy: Policy) -> Phrase:
    """Return the phrase of one row; what was missed or exceeded is set against its target."""
    score, own = sheet.rows[row], f"row.{row}"
    base = alone(table, row, "actual")
    if score.verdict is Verdict.LATE and f"{own}.target" in table:
        return late(table, row)
    if score.verdict is Verdict.MISSED and f"{own}.target" in table:
        return _missed(table, row)
    if score.verdict is Verdict.EXCEEDED and f"{own}.target" in table:
        far = score.overshoot is not None and score.overshoot >= policy.overshoot.warn_at - 100
        if far and f"{own}.overshoot" in table:
            more = f"（目标<{own}.target>，超出目标<{own}.overshoot>）"
            return Phrase(base.text + more, base.facts + 2)
    if f"{own}.survey" in table:
        return Phrase(f"{base.text}（有效问卷<{own}.survey>）", base.facts + 1)
    return base


def _missed(table: FactTable, row: int) -> Phrase:
    own, name = f"row.{row}", name_of(table, row, "actual")
    text, facts = f"{name}目标为<{own}.target>，实际为<{own}.actual>", 3
    if f"{own}.gap" in table and "超出" in table[f"{own}.gap"].wordings:
        text, facts = f"{text}，超出<{own}.gap>", 4
    elif f"{own}.completion" in table:
        text, facts = f"{text}，完成比例<{own}.completion>", 4
    return Phrase(f"{text}，<{own}.verdict>", facts)


def late(table: FactTable, row: int) -> Phrase:
    """Return the phrase of a row that was finished after its date."""
    own, name = f"row.{row}", name_of(table, row, "actual")
    text = f"{name}计划<{own}.target>完成，实际于<{own}.actual>完成"
    if dated(name):
        text = f"{name}计划为<{own}.target>，实际为<{own}.actual>"
    if f"{own}.late" in table:
        return Phrase(f"{text}，逾期<{own}.late>", 3)
    return Phrase(f"{text}，<{own}.verdict>", 3)


def _count(form: SelfEvaluation, sheet: ScoreSheet, table: FactTable) -> list[SentencePlan]:
    """Return how many rows were reached, missed and late."""
    if len(form.indicators) < _COUNTED_FROM or "rows.compared" not in table:
        return []
    text = "三级指标共<rows.total>，其中定量指标<rows.compared>"
    for name, words in (
        ("met", "达到年度指标值的"),
        ("missed", "未达到年度指标值的"),
        ("late", "未按期完成的"),
    ):
        if f"rows.{name}" in table:
            text += f"，{words}<rows.{name}>"
    if "rows.words" in table:
        text += "，其余<rows.words>不作数值比较"
    return [sentence(table, "指标完成统计", text + "。")]


def _where_explained(
    form: SelfEvaluation, sheet: ScoreSheet, table: FactTable
) -> list[SentencePlan]:
    """Say where the reasons for missed and late rows stand, or ask for them."""
    rows = [
        row.index
        for row in sheet.rows
        if row.verdict in {Verdict.MISSED, Verdict.LATE} and f"row.{row.index}.actual" in table
    ]
    told = [row for row in rows if form.indicators[row].deviation.stated]
    plans = []
    if told:
        names = listed(dict.fromkeys(name_of(table, row, "actual") for row in told))
        text = f"{names}的偏差原因和改进措施见指标表对应栏。"
        plans.append(SentencePlan("偏差说明的位置", text))
    if open_rows := [row for row in rows if row not in told]:
        names = listed(dict.fromkeys(name_of(table, row, "actual") for row in open_rows))
        plans.append(ask("偏差说明", f"{names}的偏差原因和改进措施，在指标表对应栏填写"))
    return plans
