"""Rules on the figures in the goal and the completion text: ``verify`` decides, here they ask."""

import re
from collections.abc import Iterator
from decimal import Decimal

from selfeval_assist.checks.basis import PRODUCT, PUBLISHED, REVIEWERS
from selfeval_assist.checks.consistency import Link, State, table_of
from selfeval_assist.checks.registry import Hit, Severity, Subject, rule
from selfeval_assist.checks.told_dates import told_dates
from selfeval_assist.checks.view import Row
from selfeval_assist.checks.words import quantities
from selfeval_assist.form import Indicator
from selfeval_assist.form.text import strip_tags
from selfeval_assist.prose.likeness import pairs
from selfeval_assist.prose.parts import Whole, wholes
from selfeval_assist.prose.words import holds, tags, without
from selfeval_assist.scoring.arithmetic import plain
from selfeval_assist.scoring.direction import share_of_one
from selfeval_assist.scoring.rows import adjusted
from selfeval_assist.verify import Violation, contradicting
from selfeval_assist.verify.budget import CHANGE

_JUDGED = frozenset({"all_done", "verdict_word"})
_SHOWN = 3
"""Elements without an answer that a message names."""


@rule(
    "GOAL005",
    "文字中的金额与资金栏不一致",
    severity=Severity.ERROR,
    message="{place}写“{quote}”，资金栏中没有这个数，也算不出来（{expected}），提请核实。",
    basis=REVIEWERS,
)
def money_in_text(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    完成情况中写明“预算数”“执行数”“支出”“结余”“执行率”的，应能在资金栏找到，或由资金栏的数算出
    （按文字写出的精度比较）。只说其中一项用途的金额不算。
    为什么：同一笔钱两处不同，至少有一处不实。
    反例：完成情况写执行数 131.5 万元，资金栏全年执行数 125.25 万元。
    正例：两处都是 125.25 万元。
    怎么改：以决算数为准统一。
    """
    money, unit = subject.money, subject.form.money_unit
    expected = f"全年预算数 {plain(money.adjusted)}{unit}、全年执行数 {plain(money.executed)}{unit}"
    for each in subject.contradictions:
        if each.funds and each.rule != CHANGE:
            yield Hit("goal.actual", {"quote": each.quote, "expected": expected})


@rule(
    "GOAL006",
    "文字中的数字与指标不一致",
    severity=Severity.ERROR,
    message="{place}写“{quote}”，而第{line}行“{name}”的{what}为“{value}”，提请核实。",
    basis=REVIEWERS,
)
def numbers_match_rows(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    完成情况说到某行指标的数，应是该行完成值，或由该行的数算得出（按文字写出的精度比较）。不写
    指标名称、只回应目标中同一件事的也算；写明是其中、同比、占比等的数不算。预期目标里的数同样与
    年度指标值比较，不一致的列为提醒。
    为什么：文字和表格说的是同一件事，数字应当相同。
    反例：文字写满意度 96%，指标行完成值 93%。
    正例：两处都是 93%。
    怎么改：以台账、问卷等原始记录为准统一；预期目标以批复的目标申报表为准。
    """
    for each in _numbers(subject, subject.contradictions, "actual"):
        yield Hit("goal.actual", _row_facts(subject, each, "完成值"))
    planned = contradicting(subject.form.goal.planned, subject.facts, planned=True)
    for each in _numbers(subject, planned, "target"):
        if not adjusted(subject.form.indicators[each.rows[0]]):  # set with the first target
            yield Hit("goal.planned", _row_facts(subject, each, "年度指标值"), Severity.WARNING)
    yield from _other_dates(subject)


def _other_dates(subject: Subject) -> Iterator[Hit]:
    """Yield dates before a deed that are not those of its row: 9月20日到货."""
    goal = subject.form.goal
    for told in told_dates(subject, goal.actual, "actual"):
        yield Hit("goal.actual", _facts(told.row.index, told.quote, told.row.data, "完成值"))
    for told in told_dates(subject, goal.planned, "target"):
        facts = _facts(told.row.index, told.quote, told.row.data, "年度指标值")
        yield Hit("goal.planned", facts, Severity.WARNING)


def _numbers(subject: Subject, found: tuple[Violation, ...], cell: str) -> list[Violation]:
    """Return what was found about the value of a row."""
    return [
        each
        for each in found
        if each.rows and each.rule not in _JUDGED and not _asked_for_unit(subject, each, cell)
    ]


def _asked_for_unit(subject: Subject, each: Violation, cell: str) -> bool:
    """Return whether ACT006 asks whether the value of the row is a share of one or a percentage."""
    row = subject.form.indicators[each.rows[0]]
    return share_of_one(row, getattr(row, cell).value)


def _row_facts(subject: Subject, each: Violation, what: str) -> dict[str, object]:
    at = each.rows[0]
    return _facts(at, each.quote, subject.form.indicators[at], what)


def _facts(at: int, quote: str, row: Indicator, what: str) -> dict[str, object]:
    cell = row.actual if what == "完成值" else row.target
    return {
        "quote": quote,
        "line": at + 1,
        "name": row.name.strip(),
        "what": what,
        "value": cell.raw.strip(),
        "actual": row.actual.raw.strip(),
    }


@rule(
    "GOAL007",
    "文字的判断与指标不一致",
    severity=Severity.ERROR,
    message="{place}写“{quote}”，而按表中数值{lines}并非如此，提请核实。",
    basis=PUBLISHED,
)
def judgements_match_rows(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    完成情况说全部完成、各项指标均达到、某项按期完成或超额完成，而所说的指标中有未达到目标、逾期
    或没有超额的；说全部完工、建成，而有一行工程量没有做完的，列为提醒。
    为什么：结论与指标表矛盾，审核时会认为自评不客观。
    反例：全面完成年度任务；而培训人次目标 500，完成 460。
    正例：除培训人次完成 460 人次（目标 500）外，其余指标均达到目标。
    怎么改：写明没有完成的指标、差多少和原因。
    """
    judged = [each for each in subject.contradictions if each.rows and each.rule in _JUDGED]
    for each in judged:
        yield Hit("goal.actual", {"quote": each.quote, "lines": _lines(subject, each.rows)})
    if not judged and (told := _BUILT.search(strip_tags(subject.form.goal.actual))):
        left = tuple(row.index for row in subject.rows if _works_left(row))
        if left:
            facts = {"quote": told[0], "lines": _lines(subject, left)}
            yield Hit("goal.actual", facts, Severity.WARNING)


# 工程于12月18日全部完工; not 尚未全部完工, 2处外全部建成
_BUILT = re.compile(r"(?<![未能外余])(?:全部|全面|均已)(?:完工|竣工|建成|施工完毕)")
_WORKS = ("建", "改造", "更换", "铺设", "硬化", "管网", "维修", "道路", "工程")


def _works_left(row: Row) -> bool:
    """Return whether a row counts works of which fewer were done than were to be."""
    counted = row.data.kind == "数量指标" and row.target.numeric and row.actual.numeric
    return counted and row.missed and holds(row.name, _WORKS)


def _lines(subject: Subject, rows: tuple[int, ...]) -> str:
    """Return rows by number and name; of many the first few by name."""
    names = [f"第{row + 1}行“{subject.form.indicators[row].name.strip()}”" for row in rows]
    shown = "、".join(names[:_SHOWN])
    return shown if len(rows) <= _SHOWN else f"{shown}等 {len(rows)} 行"


@rule(
    "GOAL008",
    "分项与总数不符",
    severity=Severity.ERROR,
    message="{place}中总数 {whole}{unit}，各分项相加为 {sum}{unit}，相差 {gap}，提请核实。",
    basis=PUBLISHED,
)
def parts_add_up(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    “总数：甲几、乙几、丙几”这样的句子，同单位的分项相加应等于总数；写“其中”“包括”的，各分项相加
    不应超过总数；“其中”列了三项以上、合计已到总数九成而不足的，列为提醒。
    为什么：分项与总数不符，说明有一个数写错了。
    反例：完成 89.97 万元：编制 30 万元、审计 30 万元、测绘 29.99 万元（合计 89.99）。
    正例：完成 89.99 万元：编制 30 万元、审计 30 万元、测绘 29.99 万元。
    怎么改：逐项核对后改正。
    """
    goal = subject.form.goal
    for where, text in (("goal.planned", goal.planned), ("goal.actual", goal.actual)):
        for each in wholes(text):
            if each.gap:
                yield Hit(where, _amounts(each, each.gap))
            elif each.short:
                yield Hit(where, _amounts(each, each.short), Severity.WARNING)


def _amounts(each: Whole, gap: Decimal) -> dict[str, object]:
    """Return the numbers of a whole and its parts, large sums of money in 万元."""
    unit, number = each.whole.value.unit, each.whole.value.number or 0
    scale = 10_000 if unit == "元" and each.whole.step >= _CENT_OF_WAN else 1
    return {
        "whole": number / scale,
        "sum": each.total / scale,
        "gap": gap / scale,
        "unit": f"万{unit}" if scale > 1 else unit,
    }


_CENT_OF_WAN = 100
"""Yuan: the last digit of an amount that was written in 万元 is at least this."""


@rule(
    "GOAL009",
    "目标没有得到回应",
    severity=Severity.INFO,
    message="{place}没有回应预期目标中的{elements}，建议逐项写明做了多少、达到什么程度。",
    basis=PRODUCT,
)
def every_element_answered(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    预期目标逐项拆开后，每一项在实际完成情况中是否有对应的话。有指标衡量而没有写到的列为提醒，
    只有文字的列为建议。一张表提示一次；完成情况照抄目标或没有填写的另有提示。没有数字的一项，完成
    情况里说到同一件事，或有它那一行的单位的，不说没有回应。
    为什么：审核时按“目标—完成情况—指标”逐项对照，漏写的一项会被当作没有做。
    反例：目标写年底前全部设施投入运营，完成情况没有提到是否投入运营。
    正例：完成情况写：全部设施于 2026 年 1 月 20 日投入运营，比计划推迟 20 天。
    怎么改：对照目标与完成情况对照表，补写没有回应的各项。
    """
    if not subject.result:
        return
    left = unanswered(subject)
    measured = [link for link in left if link.rows]
    if left:
        names = "、".join(f"“{link.element}”" for link in (measured or left)[:_SHOWN])
        more = f"等 {len(left)} 项" if len(left) > min(_SHOWN, len(measured or left)) else ""
        severity = Severity.WARNING if measured else None
        yield Hit("goal.actual", {"elements": f"{names}{more}"}, severity)


def unanswered(subject: Subject) -> list[Link]:
    """Return the elements without an answer; one of 其中 rows is told with their whole."""
    whole = {row.index for row in subject.rows if not row.part}
    links = table_of(subject.form, subject.facts, subject.rows)
    asked = (link for link in links if not link.rows or whole.intersection(link.rows))
    left = [link for link in asked if link.state is State.UNANSWERED]
    return [link for link in left if not _told_of(subject, link)]


def _told_of(subject: Subject, link: Link) -> bool:
    """Return whether the completion speaks of the thing of an element without a number.

    It shares a word with it that is no mere 推进 or 保障, or tells a value in a unit that only the
    row of the element has.
    """
    if quantities(link.element):
        return False
    of_any = [tag for tag in tags(link.element) if tag.has("generic", "aspect", "verdict", "group")]
    if pairs(without(link.element, of_any)) & pairs(subject.result):
        return True
    units = [row.target.unit for row in subject.rows]
    told = {each.value.unit for each in quantities(subject.result)} - {"", "%", "元"}
    own = {row.target.unit for row in subject.rows if row.index in link.rows}
    return any(units.count(unit) == 1 for unit in own & told)
