"""Rules on what the goal and the completion text say."""

import re
from collections.abc import Iterator
from decimal import Decimal

from rapidfuzz import fuzz

from selfeval_assist.checks.basis import PRODUCT, PUBLISHED, REVIEWERS
from selfeval_assist.checks.goal_figures import unanswered
from selfeval_assist.checks.registry import Hit, Severity, Subject, rule
from selfeval_assist.checks.words import quantities
from selfeval_assist.form.text import essence, strip_tags
from selfeval_assist.prose.clauses import clauses
from selfeval_assist.prose.mentions import mentions
from selfeval_assist.prose.numerals import figures
from selfeval_assist.prose.width import narrowed
from selfeval_assist.prose.words import tags
from selfeval_assist.scoring.arithmetic import rounded

_COPY = 90
_NUMBERED = re.compile(r"(?:^|[\s。；;])目标\s*([\d一二三四五六七八九])\s*[:：、]")
_LONG_AIM = 20
"""Letters of one of several goals from which on its copy says nothing of what was done."""
_SAYS_DONE = ("verdict", "column", "generic", "group", "level", "neutral")
_MONEY = frozenset({"元", "%"})
_OF_MONEY = ("column.executed", "column.budget", "column.fund", "column.rate", "column.adjusted")
_LONG_RESULT = 150


@rule(
    "GOAL001",
    "完成情况照抄目标",
    severity=Severity.ERROR,
    message="实际完成情况与预期目标{alike}，请写实际做了什么、做了多少。",
    basis=PRODUCT,
)
def result_copies_goal(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    实际完成情况与预期目标去掉标点后相似度达到 90%；分“目标1”“目标2”写的，逐个目标比较，照抄一个的
    列为提醒。两边数字不同的不算照抄。
    为什么：目标说要做什么，完成情况说做成了什么；照抄等于没有回答。
    反例：目标与完成情况都写：确保系统安全稳定运行，提供信息化支持服务。
    正例：系统全年可用率 99.95%，处理运维工单 3,214 件。
    怎么改：对照目标逐项写完成的数量、时间、效果，数字与指标表一致。
    """
    goal = subject.form.goal
    if alike := _alike(goal.planned, goal.actual):
        yield Hit("goal.actual", {"alike": alike})
        return
    planned, actual = (_NUMBERED.split(text)[1:] for text in (goal.planned, goal.actual))
    told = dict(zip(actual[::2], actual[1::2], strict=True))
    for number, aim in zip(planned[::2], planned[1::2], strict=True):
        alike = _alike(aim, told.get(number, ""))
        if alike and len(essence(aim)) >= _LONG_AIM:
            facts = {"alike": f"中的目标{number}{alike}"}
            yield Hit("goal.actual", facts, Severity.WARNING)


def _alike(planned: str, actual: str) -> str:
    """Return how like a completion text is to its goal, or "" where it is no copy."""
    planned, actual = essence(planned), essence(actual)
    if not planned or not actual:
        return ""
    similarity = fuzz.ratio(planned, actual)
    numbers = sorted(figures(planned)), sorted(figures(actual))
    if similarity < _COPY or (numbers[1] and numbers[0] != numbers[1]):
        return ""
    percent = rounded(Decimal(str(similarity)), 0)
    return "完全相同" if planned == actual else f"几乎一字不差（相似度 {percent}%）"


@rule(
    "GOAL002",
    "目标或完成情况没有数字",
    severity=Severity.WARNING,
    message="{which}中没有一个数量，看不出做多少、做到什么程度，提请补充。",
    basis=REVIEWERS,
)
def texts_have_numbers(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    预期目标或实际完成情况里没有任何数量（年份、文号不算）。一张表提示一次；完成情况没有回应目标里的
    数量时，由 GOAL009 指出是哪几个数，这里不再说完成情况。
    为什么：没有数量的目标无法考核，没有数量的完成情况无法核实。
    反例：确保劳动保障管理信息系统安全稳定运行。
    正例：运维 23 个业务系统，全年可用率不低于 99.9%。
    怎么改：写明数量、标准、时间和受益人数，并与指标表一致。
    """
    goal = subject.form.goal
    without = [
        title
        for title, text in (("预期目标", goal.planned), ("实际完成情况", goal.actual))
        if text.strip() and not quantities(text)
    ]
    if "实际完成情况" in without and any(quantities(each.element) for each in unanswered(subject)):
        without.remove("实际完成情况")
    if without:
        yield Hit("goal", {"which": "和".join(without)})


@rule(
    "GOAL003",
    "完成情况过于简单",
    severity=Severity.WARNING,
    message="{place}{why}，没有回答目标完成得怎么样，提请补充。",
    basis=PUBLISHED,
)
def result_is_thin(subject: Subject) -> Iterator[Hit]:
    """检查什么：实际完成情况只写“完成”“完成年度目标”“已完成支付”，或只写了花了多少钱。
    为什么：花了钱不等于办成了事，完成情况要对照目标回答。
    反例：财政拨款 150 万元，执行数 125.25 万元，完成预算的 83.50%。
    正例：维修大厅设施 37 处，办结政务服务事项 12,406 件；执行 125.25 万元。
    怎么改：先写做成的事和效果，再写资金执行情况。
    """
    text = strip_tags(subject.form.goal.actual).strip()
    if not text:
        return
    if not _left(text):
        yield Hit("goal.actual", {"why": f"只写“{text}”"})
        return
    figures = mentions(narrowed(text))
    if len(text) > _LONG_RESULT or not figures:
        return
    parts = [text[span.start : span.end] for span in clauses(text)]
    only_money = all(each.value.unit in _MONEY for each in figures)
    if only_money and all(any(tag.has(*_OF_MONEY) for tag in tags(part)) for part in parts):
        yield Hit("goal.actual", {"why": "只写了资金"})


def _left(text: str) -> str:
    """Return the letters of a text besides words that only say that something was done."""
    for tag in reversed(tags(text)):
        if tag.has(*_SAYS_DONE):
            text = text[: tag.start] + text[tag.end :]
    return essence(text)
