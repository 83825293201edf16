"""Deviations: how far, why as a person stated it, with what effect, and what is done about it."""

import re
from collections.abc import Sequence

from selfeval_assist.drafting.composer.fitting import Part, fit, whole
from selfeval_assist.drafting.composer.money import (
    at_odds,
    budget_parts,
    carried,
    contradicted,
    of_row_causes,
)
from selfeval_assist.drafting.composer.phrases import name_of, request
from selfeval_assist.drafting.composer.remarks import named, repeats_money, untold_asked
from selfeval_assist.drafting.composer.shortfalls import (
    apart,
    explained,
    explained_by,
    led,
    verdict_words,
)
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.facts import Fact, FactTable
from selfeval_assist.facts.deviating import changed, deviates, exceeds
from selfeval_assist.facts.doubts import doubted
from selfeval_assist.facts.rows import told_of
from selfeval_assist.facts.standing import explained as topics_of
from selfeval_assist.policies import Policy
from selfeval_assist.prose.causes import hollow, tells_measure
from selfeval_assist.prose.words import has_digit, holds
from selfeval_assist.scoring import RowScore, ScoreSheet, Verdict

NEW_TARGET = (
    "目标", "指标值", "调高", "上调", "提高至", "下年", "下一年", "次年", "明年",
)  # fmt: skip
"""Words that show that somebody has said what the next target will be."""
_PAID = re.compile("支付|付清|结转|收回|上缴|缴回|重新安排")
_CHARGED, _CHARGES = ("由", "责任"), ("负责", "牵头", "落实")
_DUE = ("完成", "落实", "到位", "执行", "启动", "生效")

# What is lost, from the first thing to go to the last: figures of the size, the category, all of
# the size (it stands beside the text), the effect, what becomes of the money, who and by when.
# Cause and measure never give way; too long, they are asked for shorter.
_BRIEFLY, _DETAIL, _CATEGORY, _EFFECT, _SIZE, _LEFT, _WHO, _CUT, _LAST = (
    15, 20, 30, 40, 35, 65, 70, 90, 99,
)  # fmt: skip
_LONGEST_NAME, _LONGEST_ASIDE = 20, 60
_DOUBLE = 100
"""Percent beyond the target from which on the share is left to the reader: 24亿 of 1亿."""
_TOO_LONG = "现有文字超过字数，请精简"


def deviation(sheet: ScoreSheet, table: FactTable, row: int, policy: Policy) -> list[SentencePlan]:
    """Return the sentences for one row; none for a row without a deviation.

    They have at most as many characters as the policy allows.
    """
    score = sheet.rows[row]
    if table.form is None or not deviates(score, table.form.indicators[row], policy):
        return []
    data, limit = table.form.indicators[row], policy.texts.deviation[1]
    if not told_of(score, table):
        odd = [row] if "actual" in doubted(data) else []
        return fit(table, [*untold_asked(table.form, table, odd, "actual")], limit)
    over = exceeds(score, data, policy)
    name = _called(table, row)
    of = explained_by(sheet, table, row)
    place = "预算" if repeats_money(table.form, row) and not explained(table, row) else (
        "" if of is None else f"“<row.{of}.name>”"
    )  # fmt: skip
    if place:  # what is owed for the rate is owed once, and what is owed for a row and its parts
        told = whole("偏差原因", (0, f"原因和措施见{place}的偏差说明"))
        return fit(table, [*_size(table, score), told], limit)
    parts = [*_size(table, score), *_reason(table, row, f"{name}{_what(score, over)}的原因")]
    parts += _effect(table, row)
    return fit(table, [*parts, *_done_about(table, score, name, over=over)], limit)


def _done_about(table: FactTable, score: RowScore, name: str, *, over: bool) -> list[Part]:
    """Return what is done about a deviation, or the request for it."""
    row, own = score.index, f"row.{score.index}"
    if over:
        # What corrects a target set too low is the next target, not somebody's task.
        asked = f"{name}下一年度的指标值"
        due = [] if _says_new_target(table, own) else [
            _ask(f"{asked}调整为多少，依据是什么", asked)
        ]  # fmt: skip
        return [*_measure(table, row, name, ""), *due]
    if score.verdict in {Verdict.MET, Verdict.EXCEEDED}:
        return _measure(table, row, name, "")  # a target that is met needs none
    if not _told_in_text(table, own):
        return _measure(table, row, name, "改进措施、责任人和完成时限")
    if _names_nothing(table, own):
        return [_ask(f"{name}的具体措施、责任人和完成时限", f"{name}的具体措施")]
    return []


def budget(sheet: ScoreSheet, table: FactTable, policy: Policy) -> list[SentencePlan]:
    """Return the sentences about the budget; none when it was neither changed nor missed."""
    rate = sheet.execution.rate
    low = rate is not None and rate < policy.execution.explain_below
    over = "funds.over" in table
    if not (changed(table.facts) or low or over):
        return []
    # A text that is printed behind 实际完成情况 stands after the sentences with all the figures.
    appended = policy.texts.budget_deviation == "append_to_actual"
    causes = carried(table, policy.texts.result[1] if appended else policy.texts.deviation[1])
    parts = budget_parts(table, () if appended else causes, deviation=appended)
    owed = {
        "change": "预算调整" if changed(table.facts) else "",
        "rate": "执行率偏低" if low else "支出超出全年预算" if over else "",
    }
    known = topics_of(causes)
    if asked := [words for topic, words in owed.items() if words and topic not in known]:
        more = f"{'和资金来源' if over else ''}{_perhaps(table) if low else ''}"
        parts += _reason(table, None, f"{'和'.join(asked)}的原因{more}")
    parts += _effect(table, None)
    parts += _unspent(table, causes) if low else _measure(table, None, "预算执行", "")
    return fit(table, parts, policy.texts.deviation[1])


def _unspent(table: FactTable, causes: Sequence[Fact]) -> list[Part]:
    """Return what becomes of money that was not spent, and what is done about it.

    A cause that stands in the form may say both: 质保金105万元，计划2024年6月底前支付.
    """
    paid = any(_PAID.search(each.value) for each in causes)
    said = paid or "funds.effect" in table or "funds.text" in table
    full, short = "未执行资金的去向（结转、收回或重新安排）", "未执行资金的去向"
    parts = [] if said else [_ask(full, short)]
    planned = any(tells_measure(each.value) for each in causes)
    if not (planned or _told_in_text(table, "funds")):
        parts += _measure(table, None, "预算执行", "改进措施、责任人和完成时限")
    return parts


def _perhaps(table: FactTable) -> str:
    """Return the reason of a row that speaks of money, which may be the budget's."""
    of_rows = [each for each in of_row_causes(table) if len(each.value) <= _LONGEST_ASIDE]
    return f"（指标表中写有“{of_rows[0].value}”，是否即为此原因）" if of_rows else ""


def _what(score: RowScore, over: bool) -> str:
    """Return what a row has to explain, in a few words."""
    if over:
        return "超出目标较多"
    return verdict_words(score) or "扣分"


def _called(table: FactTable, row: int) -> str:
    """Return what a row is called in a request; with its level where another has its name."""
    name = named(table, row)
    if len(name) > _LONGEST_NAME and name.endswith("）"):
        name = name[: name.rfind("（")] or name  # a bracket goes whole
    name = name[:_LONGEST_NAME] or f"第{row + 1}行"
    return f"{_level(table, row)}“{name}”"


def _level(table: FactTable, row: int) -> str:
    """Return the level of a row, where another has its name."""
    if table.form is None or f"row.{row}.name" not in table or not _shared(table, row, "name"):
        return ""
    own = table.form.indicators[row]
    level = own.kind or own.group
    return f"{level}中" if level else ""


def _shared(table: FactTable, row: int | None, role: str) -> bool:
    """Return whether another row, or the budget, has the same value in a role."""
    own = "funds" if row is None else f"row.{row}"
    value = table[f"{own}.{role}"].value
    return any(
        fact.value == value and fact.id.endswith(f".{role}") and not fact.id.startswith(f"{own}.")
        for fact in table
        if fact.id.startswith(("row.", "funds."))
    )


def _about(table: FactTable, row: int | None, role: str) -> str:
    """Return whose reason or measure follows, where another has the same; else nothing."""
    if not _shared(table, row, role):
        return ""
    return "预算的" if row is None else f"{_level(table, row)}<row.{row}.name>的"


def _size(table: FactTable, score: RowScore) -> list[Part]:
    """Return target, actual and the distance between them, or the points not claimed."""
    own = f"row.{score.index}"
    if f"{own}.target" not in table or f"{own}.actual" not in table:
        return []
    text, name = f"{own}.text", name_of(table, score.index, "actual")
    if text in table and f"{own}.cause" not in table and name in table[text].value:
        return []  # the text in the cell says it
    name = f"{_level(table, score.index)}{name}"
    real = f"{_told(table, own, 'actual')}{_distance(table, score.index)}"
    base = f"{name}{_told(table, own, 'target')}，{real}"
    full = f"{base}{_share(table, score)}"
    if f"{own}.lost" in table and score.verdict not in {Verdict.MISSED, Verdict.LATE}:
        met = f"，<{own}.verdict>" if score.verdict is Verdict.MET else ""
        full = base = f"{base}{met}，自评扣<{own}.lost>"
    short = f"{name}{real}" if f"{own}.gap" in table else base
    texts = {full: 0, base: _DETAIL, short: _SIZE - 1, "": _SIZE}
    return [whole("偏差大小", *((cost, text) for text, cost in texts.items()))]


_CALLED = {"target": "目标", "actual": "实际"}


def _told(table: FactTable, own: str, role: str) -> str:
    """Return a value with what it is: 目标不少于20台, 实际28台, 自评为建设中."""
    fact = table[f"{own}.{role}"]
    judged = role == "actual" and fact.kind == "words"
    joint = "为" if fact.kind in {"words", "date"} else ""
    return f"{'自评' if judged else _CALLED[role]}{joint}<{fact.id}>"


def _distance(table: FactTable, row: int) -> str:
    """Return by how much a row is off its target, or by how many days."""
    if f"row.{row}.late" in table:
        return f"，逾期<row.{row}.late>"
    return f"，{apart(table, row)}<row.{row}.gap>" if f"row.{row}.gap" in table else ""


def _share(table: FactTable, score: RowScore) -> str:
    """Return by what share a count lies beyond its target; what is twice it says so itself."""
    own, far = f"row.{score.index}", (score.overshoot or 0) > _DOUBLE
    counts = f"{own}.gap" in table and not table[f"{own}.gap"].value.endswith("分点")
    shares = (f"{own}.{each}" for each in ("overshoot", "below") if f"{own}.{each}" in table)
    return "".join(f"（<{each}>）" for each in shares) if counts and not far else ""


def _reason(table: FactTable, row: int | None, what: str) -> list[Part]:
    """Return the person's reason in the person's words, or the request for one."""
    own = "funds" if row is None else f"row.{row}"
    cause, category, text = f"{own}.cause", f"{own}.category", f"{own}.text"
    told = "；".join(table[each].value for each in (cause, text) if each in table)
    if quote := contradicted(table) if row is None else at_odds(table, told):
        return [_ask(f"说明中写“{quote}”，与资金栏不一致，以哪个为准", f"“{quote}”是否有误")]
    if cause in table:
        about, value = _about(table, row, "cause"), table[cause].value
        # the category is for the file; the person's words say what happened
        texts = [f"{about}{led(table, cause)}<{cause}>"]
        return [_words("偏差原因", texts, value, f"{what}（{_TOO_LONG}）")]
    if text in table and _told_in_text(table, own) and hollow(_doing(table, own)):
        # 将高度重视，加强管理: what is done about it is asked for, and not said again
        why = f"{own}.why"
        told_why = whole("偏差原因", (0, f"{led(table, why)}<{why}>")) if why in table else None
        return [told_why or _ask(what, what)]
    if text in table:
        about, value = _about(table, row, "text"), table[text].value
        lead = "" if f"{own}.doing" in table or tells_measure(value) else led(table, text)
        return [_words("偏差原因", [f"{about}{lead}<{text}>"], value, f"{what}（{_TOO_LONG}）")]
    if category in table:
        return [_ask(f"{what}的具体事实或依据（文号、日期、合同、会议或金额）", what)]
    return [_ask(what, what)]


def _words(topic: str, texts: list[str], cause: str, asked: str, cost: int = _CATEGORY) -> Part:
    """Return a person's words as a part; where they do not fit, they are asked for shorter."""
    costs = (0, cost)
    said = dict(zip(texts, costs, strict=False))
    last = ((_CUT, request(asked)), (_LAST, ""))
    return whole(topic, *((cost, text) for text, cost in said.items()), *last, cause=cause)


def _ask(what: str, short: str) -> Part:
    texts = dict.fromkeys((request(what), request(short), ""))
    return whole("待填", *zip((0, _BRIEFLY, _LAST), texts, strict=False))


def _effect(table: FactTable, row: int | None) -> list[Part]:
    own = "funds" if row is None else f"row.{row}"
    if f"{own}.effect" not in table:
        return []
    about = _about(table, row, "effect")
    text = f"{about.removesuffix('的')}方面，<{own}.effect>" if about else f"<{own}.effect>"
    return [whole("影响", (0, text), (_LEFT if row is None else _EFFECT, ""))]


def _measure(table: FactTable, row: int | None, name: str, missing: str) -> list[Part]:
    """Return the person's measure with who and by when, or the request for what is missing.

    Args:
        table: the facts.
        row: the indicator row, or None for the budget.
        name: what a request calls it.
        missing: what is asked for without a measure; empty when one is not needed.
    """
    own = "funds" if row is None else f"row.{row}"
    measure = f"{own}.measure"
    if measure not in table:
        return [_ask(f"{name}的{missing}", f"{name}的改进措施")] if missing else []
    about = _about(table, row, "measure")
    text = f"{about}改进措施为<{measure}>" if about else f"<{measure}>"
    full = text + charged(table, own)
    parts = [_words("改进措施", [full, text], "", f"{name}的改进措施（{_TOO_LONG}）", _WHO)]
    if missing and full == text:
        parts.append(_ask(f"{name}的责任人和完成时限", f"{name}由谁何时改到位"))
    return parts


def charged(table: FactTable, own: str) -> str:
    """Return by whom and by when a measure is taken, as far as a person stated it."""
    owner, deadline, text = f"{own}.owner", f"{own}.deadline", ""
    if owner in table:
        text += f"，<{owner}>" if _is_charged(table[owner].value) else f"，由<{owner}>负责"
    if deadline in table:
        text += f"，<{deadline}>" + ("" if _is_due(table[deadline].value) else "完成")
    return text


def _told_in_text(table: FactTable, own: str) -> bool:
    """Whether the reason cell of an imported form already holds a measure."""
    text, parts = f"{own}.text", (f"{own}.cause", f"{own}.measure")
    if text not in table or any(part in table for part in parts):
        return False
    return f"{own}.doing" in table or tells_measure(table[text].value)


def _names_nothing(table: FactTable, own: str) -> bool:
    """Return whether what is to be done has neither a day nor somebody who does it: 将加强管理."""
    told = _doing(table, own)
    return not has_digit(told) and not _SOMEBODY.search(told)


def _doing(table: FactTable, own: str) -> str:
    """Return what a person's text says is done, or all of it."""
    return (table.facts.get(f"{own}.doing") or table[f"{own}.text"]).value


_SOMEBODY = re.compile("负责|责任|牵头|由|[处科部室股办组站局]|已")


def _says_new_target(table: FactTable, own: str) -> bool:
    said = (f"{own}.measure", f"{own}.text")
    return any(name in table and holds(table[name].value, NEW_TARGET) for name in said)


def _is_charged(owner: str) -> bool:
    """Return whether the words for who is responsible say so themselves."""
    return owner.startswith(_CHARGED) or owner.endswith(_CHARGES)


def _is_due(deadline: str) -> bool:
    """Return whether the words for a deadline say what is done by then."""
    return holds(deadline, _DUE) or deadline.endswith("起")
