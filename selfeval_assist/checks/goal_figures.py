"""Rules on the figures in the goal and the completion text."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from selfeval_assist.checks.basis import PUBLISHED, REVIEWERS
from selfeval_assist.checks.naming import named_otherwise
from selfeval_assist.checks.quantities import Quantity, Role, clauses, quantities, sentences
from selfeval_assist.checks.registry import Hit, Severity, Subject, rule
from selfeval_assist.checks.view import Row, sources_of
from selfeval_assist.form import Comparator, Measure, Value
from selfeval_assist.form.money import in_yuan
from selfeval_assist.scoring.arithmetic import plain

_LABELLED = re.compile(
    r"(?<![未待])(?<!节[约省]|减少|压减|增加)(?P<label>年初预算数?|全年预算数?|调整后预算数?|预算(?:总额|数|资金|安排)?|(?:全年|实际|预算)?(?:执行数?|支出)|财政拨款)"
    r"(?:总?额|金额|资金)?(?:为|是|:|共计?|合计)?(?P<amount>\d[\d,]*(?:\.\d+)?)(?P<unit>万元|亿元|元)"
)
_EXECUTED = re.compile(r"执行|支出")
# What stands between a whole and the list of its parts.
_MARK = re.compile(r":|,?分别[为是]:?")
_PLAIN = frozenset({Comparator.NONE, Comparator.EQ})
_FEWEST_PARTS = 2


@rule(
    "GOAL005",
    "文字中的金额与资金栏不一致",
    severity=Severity.ERROR,
    message="{place}写“{quote}”，资金栏中没有这个数（{expected}），提请核实。",
    basis=REVIEWERS,
    standing="V",
)
def money_in_text(subject: Subject) -> Iterator[Hit]:
    """## 检查什么
    完成情况中写明“预算数”“执行数”“支出”的金额，应能在资金栏找到（按文字写出的精度比较）。
    ## 为什么
    同一笔钱两处不同，至少有一处不实。
    ## 反例
    完成情况写执行数 131.5 万元，资金栏全年执行数 125.25 万元。
    ## 正例
    两处都是 125.25 万元。
    ## 怎么改
    以决算数为准统一。
    """
    form, funds = subject.form, subject.form.funds
    lines = [funds.total, *(line for _, line, _ in sources_of(form))]
    budgets = [in_yuan(c, form.money_unit) for line in lines for c in (line.initial, line.adjusted)]
    executed = [in_yuan(line.executed, form.money_unit) for line in lines]
    figures = {figure.start: figure for figure in quantities(subject.result)}
    for match in _LABELLED.finditer(subject.result):
        figure = figures.get(match.start("amount"))
        if figure is None or figure.role is not Role.VALUE:
            continue
        spent = _EXECUTED.search(match["label"]) is not None
        known = [amount for amount in (executed if spent else budgets + executed) if amount]
        # A clause such as 其中培训支出5万元 names one use of the money, not the whole.
        partial = figure.amount < max(known, default=Decimal(0)) / 2
        if not known or partial or any(figure.agrees(amount) for amount in known):
            continue
        total = subject.money.executed if spent else subject.money.adjusted
        expected = ("全年执行数 " if spent else "全年预算数 ") + plain(total) + form.money_unit
        yield Hit("goal.actual", {"quote": match[0], "expected": expected})


@rule(
    "GOAL006",
    "文字中的数字与指标不一致",
    severity=Severity.ERROR,
    message="{place}写“{quote}”，而第{line}行“{name}”的{what}为“{value}”，提请核实。",
    basis=REVIEWERS,
    standing="V",
)
def numbers_match_rows(subject: Subject) -> Iterator[Hit]:
    """## 检查什么
    完成情况的一句里出现指标名称和一个同单位的数，应与该行完成值一致（按文字写出的精度比较）。
    名称只差“数量”“长度”一类词尾的也算；其中、同比、截至某月等局部的数不算，文字别处已写出该行
    完成值的也不算。预期目标里的数同样与年度指标值比较，不一致的列为提醒。
    ## 为什么
    文字和表格说的是同一件事，数字应当相同。
    ## 反例
    文字写满意度 96%，指标行完成值 93%。
    ## 正例
    两处都是 93%。
    ## 怎么改
    以台账、问卷等原始记录为准统一；预期目标以批复的目标申报表为准。
    """
    for row, part in named_otherwise(subject.rows, subject.result, _actual):
        # A range or bound is no number that a text could repeat.
        if row.actual.comparator in _PLAIN:
            facts = _row_facts(row, part, "完成值", row.data.actual)
            yield Hit("goal.actual", facts)
    for row, part in named_otherwise(subject.rows, subject.planned, _target, planned=True):
        facts = _row_facts(row, part, "年度指标值", row.data.target)
        yield Hit("goal.planned", facts, Severity.WARNING)


def _target(row: Row) -> Value:
    return row.target


def _actual(row: Row) -> Value:
    return row.actual


def _row_facts(row: Row, quote: str, what: str, cell: Measure) -> dict[str, object]:
    value = cell.raw.strip()
    return {
        "quote": quote,
        "line": row.index + 1,
        "name": row.name,
        "what": what,
        "value": value,
        "actual": row.data.actual.raw.strip(),
    }


@rule(
    "GOAL008",
    "分项与总数不符",
    severity=Severity.ERROR,
    message="{place}中总数 {whole}{unit}，各分项相加为 {sum}{unit}，相差 {gap}，提请核实。",
    basis=PUBLISHED,
    standing="V",
)
def parts_add_up(subject: Subject) -> Iterator[Hit]:
    """## 检查什么
    “总数：甲几、乙几、丙几”这样的句子，同单位的分项相加应等于总数。
    ## 为什么
    分项与总数不符，说明有一个数写错了。
    ## 反例
    完成 89.97 万元：编制 30 万元、审计 30 万元、测绘 29.99 万元（合计 89.99）。
    ## 正例
    完成 89.99 万元：编制 30 万元、审计 30 万元、测绘 29.99 万元。
    ## 怎么改
    逐项核对后改正。
    """
    for where, text in (("goal.planned", subject.planned), ("goal.actual", subject.result)):
        for sentence in sentences(text):
            match = _MARK.search(sentence)
            if match is None:
                continue
            told = quantities(sentence[: match.start()])
            heads = [each for each in told if each.role is Role.VALUE]
            named = sentence[match.end() :]
            parts = quantities(named)
            if not heads or not _one_list(named, heads[-1], parts):
                continue
            total = sum((q.amount for q in parts), Decimal(0))
            gap = abs(total - heads[-1].amount)
            # Half a step of the last digit for each part is rounding, not a fault.
            step = min(q.step for q in (heads[-1], *parts))
            if gap * 2 > step * len(parts):
                scale, unit = heads[-1].multiplier, heads[-1].unit
                facts = {
                    "whole": heads[-1].number,
                    "sum": total / scale,
                    "gap": gap / scale,
                    "unit": {1: "", 10_000: "万", 10**8: "亿"}[int(scale)] + unit,
                }
                yield Hit(where, facts)


def _one_list(text: str, whole: Quantity, parts: Sequence[Quantity]) -> bool:
    """Return whether the parts are one plain list of the whole: same unit, one number each."""
    items = clauses(text)
    if not whole.unit or whole.unit == "%" or len(parts) < _FEWEST_PARTS:
        return False
    if any(part.unit != whole.unit for part in parts) or len(items) != len(parts):
        return False
    # 其中 begins a choice of parts, not all of them; 等 ends one.
    return not re.search(r"其中|等$|等\D|主要|包括", text)
