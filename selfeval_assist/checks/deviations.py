"""Rules on the reasons for deviations."""

import re
from collections.abc import Iterator
from decimal import Decimal

from rapidfuzz import fuzz

from selfeval_assist.checks.basis import CENTRAL_2020, PRODUCT, PUBLISHED
from selfeval_assist.checks.registry import Hit, Severity, Subject, rule
from selfeval_assist.checks.view import Row
from selfeval_assist.checks.words import quantities, says_nothing
from selfeval_assist.facts.pointers import referred
from selfeval_assist.facts.ranges import rows_named
from selfeval_assist.form import Deviation, Kind, SelfEvaluation
from selfeval_assist.form.text import PENDING_MARK, essence
from selfeval_assist.form.vocabulary import EXECUTION_ROWS
from selfeval_assist.prose import words
from selfeval_assist.prose.causes import hollow, says_no_more, tells_measure
from selfeval_assist.prose.clauses import clauses
from selfeval_assist.prose.mentions import mentions
from selfeval_assist.prose.width import narrowed
from selfeval_assist.prose.words import has_digit, holds
from selfeval_assist.scoring import Verdict
from selfeval_assist.scoring.arithmetic import plain, rounded

_HUNDRED = Decimal(100)
# 受疫情影响; 工作需要; 今后加强管理
_GENERIC = (
    "工作需要", "客观原因", "实际情况", "疫情影响", "疫情的影响", "历史原因", "种种原因",
    "各种原因", "特殊原因", "不可控因素", "加强管理", "加强监管", "加强监督", "加强协调",
    "加强沟通", "今后加强", "今后改进", "今后注意", "下一步加强", "下一步改进", "进一步加强",
    "进一步完善", "进一步提高",
)  # fmt: skip
_SAME_IN = 3
_ALIKE = 85
"""Percent of letters from which on two reasons are one that was copied."""
_MEASURE = "改进措施"
# 存在的问题：无
_NO_PROBLEM = re.compile(
    r"(?:存在(?:的)?(?:主要)?问题|改进措施)[^。；;\n]{0,12}?[:：]\s*(?:无|没有)"
)


@rule(
    "DEV001",
    "有偏差没有写原因",
    severity=Severity.ERROR,
    message="{row}{why}，而偏差原因{written}，请说明原因和改进措施。",
    basis=PUBLISHED,
    supersedes=("ACT009", "ACT010"),
)
def reason_present(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    失分、未达目标、逾期，或超额达到评分办法规定的比例（通用为 130%），而偏差原因空白，或只写
    “无”“见上”“详见附件”“超额完成”一类不是原因的话。达到目标却失分的由 SCR006 提示；预算执行率
    一行与资金栏同一个原因，执行率偏低时由 FUND008 提示。
    为什么：没有达到目标或偏离较大的，要分析原因、提出改进措施。
    反例：目标 100%，完成 98%，得 9 分，原因空白。
    正例：写明：2 户因外出未能入户核查；3 月底前补核，责任科室为救助科。
    怎么改：写清差多少、为什么、依据是什么、怎么改、谁负责、什么时候改完。
    """
    limit = subject.policy.overshoot.reason_at - 100
    for row in subject.rows:
        # Words for a number with all points are asked for that number (ACT004, SCR006).
        worded = row.not_done and row.full and row.target.numeric
        other = referred(subject.form, row.index)
        told = row.explained or (other is not None and subject.rows[other].explained)
        if told or row.part or worded or _of_the_money(subject, row):
            continue
        if why := _departure(row, limit):
            text = row.data.deviation.text.strip()
            if PENDING_MARK in text:
                text = ""
            facts = {
                "line": row.index + 1,
                "why": why,
                "written": f"只写“{text}”" if text else "没有填写",
                "target": row.data.target.raw.strip(),
                "actual": row.data.actual.raw.strip(),
            }
            yield Hit(f"{row.path}.deviation", facts, Severity.INFO if _based(row) else None)


def _based(row: Row) -> bool:
    """Return whether a percentage beyond its target says from what: (15次降至11次)."""
    shares = row.target.kind is row.actual.kind is Kind.RATIO
    return bool(shares and row.beyond and len(quantities(row.data.actual.raw)) > 1)


def _departure(row: Row, limit: Decimal) -> str:
    """Return how a row departs from plan in a few words, or an empty string."""
    values = f"（目标 {row.data.target.raw.strip()}，完成 {row.data.actual.raw.strip()}）"
    if row.missed and row.full:
        values = ""  # The finding on its score gives them.
    if row.not_done:
        return row.not_done + values
    if row.verdict is Verdict.LATE:
        return "逾期" + values
    if row.verdict is Verdict.MISSED:
        return "未达到目标" + values
    if row.lost and not row.below_formula:  # met all the same: SCR006
        return f"失分（分值 {plain(row.score.weight)}，得分 {plain(row.score.claimed)}）"
    if row.beyond >= limit:
        return f"完成值为目标的 {plain(rounded(row.beyond + 100, 2))}%" + values
    return ""


def _of_the_money(subject: Subject, row: Row) -> bool:
    """Return whether a row repeats an execution rate so low that FUND008 asks for its reason."""
    rate = subject.money.rate
    low = rate is not None and rate < subject.policy.execution.explain_below
    return low and row.name in EXECUTION_ROWS


@rule(
    "DEV003",
    "原因过于笼统",
    severity=Severity.WARNING,
    message="{place}写作“{text}”，没有具体事实，请补充文号、日期、数量或金额。",
    basis=CENTRAL_2020 + "；笼统用语由产品列举",
    supersedes=("DEV008",),
)
def generic_reason(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    有偏差的行，原因只有“工作需要”“任务增加”“疫情影响”“加强管理”一类的话，没有任何数字。
    为什么：笼统的原因无法核实，改进措施也落不到实处。
    反例：受疫情影响，今后加强管理。
    正例：因 8 月至 9 月停工 40 天，12 场培训改在次年 3 月举办，责任科室为培训科。
    怎么改：补上时间、数量、文件或合同，并写明责任人和期限。
    """
    for row in subject.rows:
        text = row.data.deviation.text or row.data.deviation.cause
        if not text.strip() or not (row.lost or row.missed or row.beyond) or not row.explained:
            continue
        vague = holds(text, _GENERIC) or says_no_more(
            text, "column", "relation", "verdict", "generic"
        )
        if vague and not has_digit(text):
            yield Hit(f"{row.path}.deviation.text", {"text": text.strip()})


@rule(
    "DEV008",
    "偏差说明缺少一半",
    severity=Severity.WARNING,
    message="{row}的偏差说明“{text}”没有看到{missing}，提请补充。",
    basis=CENTRAL_2020,
    standing="P",
)
def half_of_a_reason(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    失分、未达目标或逾期的行，偏差说明里没有改进措施（下一步、责任科室、补办、明年等）；或每一句都是
    措施，没有原因；或写在“措施：”后面的只是高度重视、加强管理一类的话。“同序号2”“同上”按所指的一行看。
    起草时看到同样的情况也会留“待填”。大模型能读出更多，见 DEV002。
    为什么：这一栏是“偏差原因分析及改进措施”，两样都要写。
    反例：因 8 月停工 40 天，少培训 12 场。
    正例：因 8 月停工 40 天，少培训 12 场；2024 年 3 月前补办，责任科室为培训科。
    怎么改：补写缺少的一半：原因要有事实，措施要有责任人和期限。
    """
    for row in subject.rows:
        text = row.data.deviation.text.strip() or row.data.deviation.cause.strip()
        if not text or not row.explained or not (row.lost or row.missed):
            continue
        missing = _missing_half(row.data.deviation, text, subject.form.year)
        if missing and not (missing == _MEASURE and _told_below(subject.form)):
            yield Hit(f"{row.path}.deviation.text", {"text": text, "missing": missing})


def _told_below(form: SelfEvaluation) -> bool:
    """Return whether a text of the form gives the measures of all rows: 改进措施及结果应用方案."""
    return any(_MEASURE in name and not says_nothing(text) for name, text in form.texts.items())


def _missing_half(deviation: Deviation, text: str, year: int | None) -> str:
    """Return which half of a deviation's text is missing, or an empty string.

    What is told of a later year than the form's is what is done about it: 2025年秋季学期开班.
    """
    days = (each.value.date for each in mentions(narrowed(text)) if not each.value.yearless)
    later = year is not None and any(day.year > year for day in days if day)
    if not deviation.measure.strip() and not tells_measure(text) and not later:
        return _MEASURE
    if hollow(deviation.measure or text):
        return f"具体的{_MEASURE}"
    parts = [text[span.start : span.end] for span in clauses(text)]
    only = all(map(tells_measure, parts)) and not words.finder("reason").search(text)
    return "原因" if only and not deviation.cause.strip() else ""


@rule(
    "DEV005",
    "多行原因相同",
    severity=Severity.WARNING,
    message="{lines}的偏差原因{how}（“{text}”），提请逐行说明。",
    basis=PRODUCT,
)
def same_reason(subject: Subject) -> Iterator[Hit]:
    """检查什么：三行或以上的偏差原因，去掉指标名称和数字以后相同或几乎相同。
    为什么：不同指标的偏差很少出于同一句话，复制的原因说明不了问题。
    反例：五行都写“因资金拨付较晚，影响了进度”。
    正例：每行写自己的差额、原因和措施。
    怎么改：逐行补充该指标的事实；确实同一原因的，写明影响各是多少。
    """
    for rows in _of_one_reason(subject):
        if len(rows) >= _SAME_IN:
            texts = [row.data.deviation.text or row.data.deviation.cause for row in rows]
            how = "完全相同" if len(set(map(essence, texts))) == 1 else "几乎相同"
            lines = rows_named(row.index for row in rows)
            facts = {"lines": lines, "text": texts[0].strip(), "how": how}
            yield Hit(f"{rows[0].path}.deviation.text", facts)


def _of_one_reason(subject: Subject) -> list[list[Row]]:
    """Return the rows with a reason in groups, each as good as one text."""
    groups: dict[str, list[Row]] = {}
    for row in subject.rows:
        said = _without_facts(row) if row.explained else ""
        known = next((text for text in groups if fuzz.ratio(text, said) >= _ALIKE), said)
        if said:
            groups.setdefault(known, []).append(row)
    return [*groups.values()]


def _without_facts(row: Row) -> str:
    """Return the letters of a reason without the row's name and without figures."""
    text = essence(row.data.deviation.text or row.data.deviation.cause)
    return "".join(char for char in text.replace(essence(row.name), "") if not char.isdigit())


@rule(
    "DEV007",
    "有失分却写没有问题",
    severity=Severity.WARNING,
    message="{why}，而{what}写“无”，提请补充存在的问题和改进措施。",
    basis=PRODUCT,
)
def no_problem_claimed(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    总分不足 100 或执行率不足 100%，而存在问题、改进措施（表末各栏或注里的）或预算偏差原因写“无”。
    为什么：有失分就有差距，写“无”与得分矛盾。
    反例：总分 93，存在问题：无。
    正例：总分 93，存在问题：两项培训推迟；改进措施：3 月底前补办。
    怎么改：对照失分的行写出问题和措施。
    """
    form, rate = subject.form, subject.money.rate
    where, what = next(_claims_nothing(form), ("", ""))
    total = form.total.value
    if not where:
        return
    if total is not None and total < _HUNDRED:
        yield Hit(where, {"why": f"总分 {plain(total)}", "what": what})
    elif rate is not None and rate < _HUNDRED:
        yield Hit(where, {"why": f"执行率 {plain(rounded(rate, 2))}%", "what": what})


def _claims_nothing(form: SelfEvaluation) -> Iterator[tuple[str, str]]:
    """Yield the places that say that there is no problem, and what they are called."""
    own = form.funds.deviation
    # What is still to be filled in is reported as that; nobody wrote 无 there.
    written = (own.text, own.cause, own.measure)
    filled = [text for text in written if text.strip() and PENDING_MARK not in text]
    if filled and all(says_nothing(text) for text in filled):
        yield "funds.deviation", "预算偏差原因"
    if _NO_PROBLEM.search(form.notes):
        yield "notes", "存在问题或改进措施"
    for name, text in form.texts.items():
        asked = holds(name, ("问题", _MEASURE)) and text.strip() and PENDING_MARK not in text
        if asked and says_nothing(text):
            yield f"texts.{name}", name
