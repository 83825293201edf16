"""Rules on what the goal and the completion text say."""

import re
from collections.abc import Iterator
from decimal import Decimal

from rapidfuzz import fuzz

from selfeval_assist.checks.basis import PRODUCT, PUBLISHED, REVIEWERS
from selfeval_assist.checks.quantities import clauses, quantities, sentences
from selfeval_assist.checks.registry import Hit, Severity, Subject, rule
from selfeval_assist.checks.view import Row
from selfeval_assist.checks.words import EXCEPT
from selfeval_assist.facts.ranges import rows_named
from selfeval_assist.form.text import essence, strip_tags
from selfeval_assist.scoring.arithmetic import rounded

_COPY = 90
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_NOT_QUANTITIES = re.compile(r"(?:19|20)\d{2}\s*年(?:度)?|[〔\[(]\s*\d{4}\s*[〕\])]\s*\d+\s*号")
_SPOKEN = re.compile(
    r"百分之|[二两三四五六七八九十百千万亿]+(?:余|多)?(?:个|台|次|人|户|件|项|家|名|所|套|公里|亩|吨|份|篇|条|场|期|张|间|座|辆|株|只|头)"
)
_ONLY_DONE = re.compile(
    r"(?:已经?|均|都|全部|全面|按时|按期|如期|较好地?|圆满|基本|顺利|按照|根据|年初|预定|的|各项|预期|年度|绩效|总体|"
    r"项目|本年|资金|支付|拨付|任务|工作|目标|指标|计划|完成|达成|实现|达到|要求|了|情况|良好)+"
)
_DONE = re.compile(r"完成|达成|实现|支付|拨付|达到")
_MONEY_WORDS = re.compile(r"拨付|拨款|支付|支出|执行|资金|预算|经费|财政|发放")
_ALL_DONE = re.compile(
    r"(?:全部|全面|圆满|均已?|都已?|百分之百|100%)(?:按(?:时|期|计划|要求))?(?:地)?(?:完成|达成|实现|达到(?!\d)|达标)"
    r"|各项(?:绩效)?(?:目标|指标|任务)(?:均|都|全部)?(?:已)?(?:按期|如期|按时)?(?:完成|达到|实现|达成)"
)
_LONG_RESULT = 150
_NAMED = 3


@rule(
    "GOAL001",
    "完成情况照抄目标",
    severity=Severity.ERROR,
    message="实际完成情况与预期目标几乎一字不差（相似度 {similarity}%），"
    "请写实际做了什么、做了多少。",
    basis=PRODUCT,
    standing="P",
)
def result_copies_goal(subject: Subject) -> Iterator[Hit]:
    """## 检查什么
    实际完成情况与预期目标去掉标点后相似度达到 90%。两边数字不同的不算照抄。
    ## 为什么
    目标说要做什么，完成情况说做成了什么；照抄等于没有回答。
    ## 反例
    目标与完成情况都写：确保系统安全稳定运行，提供信息化支持服务。
    ## 正例
    系统全年可用率 99.95%，处理运维工单 3,214 件。
    ## 怎么改
    对照目标逐项写完成的数量、时间、效果，数字与指标表一致。
    """
    planned, actual = essence(subject.form.goal.planned), essence(subject.form.goal.actual)
    if not planned or not actual:
        return
    similarity = fuzz.ratio(planned, actual)
    if similarity < _COPY:
        return
    numbers = sorted(_DIGITS.findall(planned)), sorted(_DIGITS.findall(actual))
    if numbers[0] == numbers[1] or not numbers[1]:
        yield Hit("goal.actual", {"similarity": rounded(Decimal(str(similarity)), 0)})


@rule(
    "GOAL002",
    "目标或完成情况没有数字",
    severity=Severity.WARNING,
    message="{which}中没有一个数量，看不出做多少、做到什么程度，提请补充。",
    basis=REVIEWERS,
    standing="V",
)
def texts_have_numbers(subject: Subject) -> Iterator[Hit]:
    """## 检查什么
    预期目标或实际完成情况里没有任何数量（年份、文号不算）。一张表提示一次。
    ## 为什么
    没有数量的目标无法考核，没有数量的完成情况无法核实。
    ## 反例
    确保劳动保障管理信息系统安全稳定运行。
    ## 正例
    运维 23 个业务系统，全年可用率不低于 99.9%。
    ## 怎么改
    写明数量、标准、时间和受益人数，并与指标表一致。
    """
    goal = subject.form.goal
    without = [
        title
        for title, text in (("预期目标", goal.planned), ("实际完成情况", goal.actual))
        if text.strip() and not _has_quantity(text)
    ]
    if without:
        yield Hit("goal", {"which": "和".join(without)})


def _has_quantity(text: str) -> bool:
    bare = _NOT_QUANTITIES.sub("", strip_tags(text))
    return any(ch.isdigit() for ch in bare) or _SPOKEN.search(bare) is not None


@rule(
    "GOAL003",
    "完成情况过于简单",
    severity=Severity.WARNING,
    message="{place}{why}，没有回答目标完成得怎么样，提请补充。",
    basis=PUBLISHED,
    standing="V",
)
def result_is_thin(subject: Subject) -> Iterator[Hit]:
    """## 检查什么
    实际完成情况只写“完成”“完成年度目标”“已完成支付”，或只写了花了多少钱。
    ## 为什么
    花了钱不等于办成了事，完成情况要对照目标回答。
    ## 反例
    财政拨款 150 万元，执行数 125.25 万元，完成预算的 83.50%。
    ## 正例
    维修大厅设施 37 处，办结政务服务事项 12,406 件；执行 125.25 万元。
    ## 怎么改
    先写做成的事和效果，再写资金执行情况。
    """
    text = essence(subject.form.goal.actual)
    if not text:
        return
    if _ONLY_DONE.fullmatch(text) and _DONE.search(text):
        yield Hit("goal.actual", {"why": f"只写“{subject.form.goal.actual.strip()}”"})
        return
    if len(text) > _LONG_RESULT:
        return
    parts = clauses(subject.result)
    figures = quantities(subject.result)
    only_money = bool(figures) and all(q.unit in {"元", "%"} for q in figures)
    if only_money and all(_MONEY_WORDS.search(part) for part in parts):
        yield Hit("goal.actual", {"why": "只写了资金"})


@rule(
    "GOAL007",
    "说全部完成但有指标未达标",
    severity=Severity.ERROR,
    message="{place}写“{quote}”，而{lines}未达到目标，提请核实。",
    basis=PUBLISHED,
    standing="V",
)
def all_done_but_missed(subject: Subject) -> Iterator[Hit]:
    """## 检查什么
    完成情况说全部完成、各项指标均达到，而有指标未达到目标或逾期。
    ## 为什么
    结论与指标表矛盾，审核时会认为自评不客观。
    ## 反例
    全面完成年度任务；而培训人次目标 500，完成 460。
    ## 正例
    除培训人次完成 460 人次（目标 500）外，其余指标均达到目标。
    ## 怎么改
    写明没有完成的指标、差多少和原因。
    """
    missed = [row for row in subject.rows if row.missed]
    if not missed:
        return
    for sentence in sentences(subject.result):
        match = _ALL_DONE.search(sentence)
        if match is None or EXCEPT.search(sentence):
            continue
        clause = next(part for part in sentence[match.start() :].split(",") if part)
        clause = sentence[: match.start()].rpartition(",")[2] + clause
        named = [row for row in subject.rows if row.name and row.name in clause]
        # A clause about rows that were reached says nothing about the others.
        if not named or any(row.missed for row in named):
            yield Hit("goal.actual", {"quote": sentence, "lines": _lines(missed)})
            return


def _lines(rows: list[Row]) -> str:
    """Return rows by number and name; of many the first few by name and all by number."""
    named = "、".join(f"第{row.index + 1}行“{row.name}”" for row in rows[:_NAMED])
    if len(rows) <= _NAMED:
        return named
    return f"{named}等 {len(rows)} 行（{rows_named(row.index for row in rows)}）"
