"""Rules on how actual values are written."""

import datetime
import re
from collections.abc import Iterator
from decimal import Decimal

from selfeval_assist.checks.basis import PRODUCT, PUBLISHED, REVIEWERS
from selfeval_assist.checks.registry import Hit, Severity, Subject, rule
from selfeval_assist.checks.view import Row
from selfeval_assist.checks.words import printed, set_from_above
from selfeval_assist.facts.ranges import rows_named
from selfeval_assist.form import Comparator, Kind
from selfeval_assist.prose.causes import says_no_more
from selfeval_assist.prose.mentions import mentions
from selfeval_assist.prose.values import WORDS
from selfeval_assist.prose.width import narrowed
from selfeval_assist.prose.words import has_digit
from selfeval_assist.scoring.ahead import to_come

_COPIED_SHARE = Decimal("0.8")
_FEWEST_ROWS = 3
_BOUNDS = frozenset({Comparator.GE, Comparator.GT, Comparator.LE, Comparator.LT})
# 达到95% and 控制在5万元 in an actual value tell a result, not a bound.
_RESULT = ("达到", "控制在")
# 近千人, 约95%, 20人左右: not measured, and perhaps below the number; 5000余人 is above it.
_ABOUT = re.compile(r"近|约|≈|左右|上下")
# 较好, 按规定使用
_PRAISE = re.compile(
    r"(?:很|较|比较|非常|良)?好|优秀?|良|一般|按(?:规定|要求|计划|规范)[\u4e00-\u9fff]{0,6}"
)
_JUDGING = ("verdict", "generic", "column", "group", "level", "neutral")
_SHOWN = 3
"""Results in words that a message names."""
# >95%
_SIGNS = frozenset("><≥≤≧≦⩾⩽＞＜")
# 2025年1月入住; not 2024年至2026年
_DOING = re.compile(r"(?![至底末前]|到\d)[\u4e00-\u9fff]{2}")
# 拟于下年完成, 年度计划, 纵向比较
_PLAN = re.compile(
    r"^(?:拟|预计|计划(?!内|外)|准备|力争|争取)|将(?:于|在|要|会|继续|进一步|逐步)|^(?:年度|工作|实施|采购|全年)计划$"
    r"|(?:纵向|横向|同比|环比)(?:比较|对比)|(?:明年|下年度|次年|下一年度)(?:完成|实施|开展)"
)


@rule(
    "ACT001",
    "有得分没有完成值",
    severity=Severity.ERROR,
    message="{place}没有填写，却有得分 {score}，提请补填实际完成情况。",
    basis=PUBLISHED,
)
def actual_present(subject: Subject) -> Iterator[Hit]:
    """检查什么：填了得分的指标，实际完成值不能空白。
    为什么：没有完成值，得分就没有依据。
    反例：目标 100%，完成值空白，得 2 分。
    正例：目标 100%，完成值 97%，得 1.94 分。
    怎么改：补填实测数和佐证材料；没有开展的写明“未开展”，得 0 分。
    """
    for row in subject.rows:
        if row.data.actual.blank and row.score.claimed:
            yield Hit(f"{row.path}.actual", {"score": row.score.claimed})


@rule(
    "ACT002",
    "完成值照抄目标值",
    severity=Severity.WARNING,
    message="{count} 行指标中有 {copied} 行的完成值与年度指标值一字不差（{lines}），"
    "请填写实际测得的数值。",
    basis=PRODUCT,
)
def actual_copies_target(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    八成以上的行，实际完成值与年度指标值连同符号一字不差。一张表只提示一次，写明是哪些行。
    为什么：完成值应当是测出来的；整表相同，说明可能没有统计就照抄了目标。
    反例：目标“≥95%”，完成值也写“≥95%”，整表如此。
    正例：目标“≥95%”，完成值“96.4%”。
    怎么改：按台账、验收单、问卷逐行填实测数，不带 ≥、> 等符号。
    """
    rows = [row for row in subject.rows if not row.data.target.blank and not row.data.actual.blank]
    copied = [
        row
        for row in rows
        if row.data.target.root == row.data.actual.root
        or printed(row.data.target.root) == printed(row.data.actual.root)
    ]
    if len(rows) >= _FEWEST_ROWS and len(copied) >= _COPIED_SHARE * len(rows):
        facts = {
            "count": len(rows),
            "copied": len(copied),
            "lines": rows_named(row.index for row in copied),
        }
        yield Hit("indicators", facts)


@rule(
    "ACT003",
    "完成值写成了范围",
    severity=Severity.ERROR,
    message="{place}写作“{actual}”，请填写实际测得的数值{hint}。",
    basis=PUBLISHED,
)
def actual_is_a_bound(subject: Subject) -> Iterator[Hit]:
    """检查什么：实际完成值带有 ≥、>、≤、< 等符号；只带“以上”“以内”“近”“约”等字样的列为提醒。
    为什么：完成值是已经发生的事实，应当是一个确定的数；范围无法据以计分。
    反例：完成值“>95%”。
    正例：完成值“96.4%”。
    怎么改：填写统计或调查得到的数值；有的系统会自动加上符号，请手工去掉。
    """
    for row in subject.rows:
        text = row.data.actual.raw.strip()
        about = row.actual.comparator is Comparator.APPROX and _ABOUT.search(text)
        bound = row.actual.numeric and (row.actual.comparator in _BOUNDS or about)
        if bound and not text.startswith(_RESULT):
            signed = not _SIGNS.isdisjoint(text)
            hint = "（系统导出时自动加的符号也请去掉）" if signed else ""
            severity = None if signed else Severity.WARNING
            yield Hit(f"{row.path}.actual", {"actual": text, "hint": hint}, severity)


@rule(
    "ACT005",
    "完成值是计划或方法",
    severity=Severity.ERROR,
    message="{place}写作“{actual}”，{why}，请填写实际结果，没有完成的相应扣分。",
    basis=PRODUCT,
    supersedes=("ACT004",),
)
def actual_is_a_plan(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    完成值写的是计划、将来的打算（拟、将、预计、待）或比较方法（纵向比较），不论其中有没有数；数量后面
    注明有一部分还没有到、没有做的，得了满分也在此列。写明了实际数的（计划120人，实际96人）不算。
    为什么：年度已经结束，完成值应当是结果；还没有做成的不能得满分。
    反例：托养残疾人数：完成值“预计120人”；救护车配置：完成值“6台（尚未到货2台）”，满分。
    正例：采购及时率：完成值“95%”；能耗节约率：完成值“3.2%”。
    怎么改：填写实际结果；没有完成的写明到哪一步。
    """
    for row in subject.rows:
        if why := _planned(row):
            facts = {"actual": row.data.actual.raw.strip(), "why": why}
            yield Hit(f"{row.path}.actual", facts)


def _planned(row: Row) -> str:
    """Return why an actual value is no result, or an empty string."""
    said = to_come(row.data)
    plan = row.actual.kind in WORDS and _PLAN.search(printed(row.data.actual.root))
    if plan or (said and said == narrowed(row.data.actual.raw).strip()):
        return "是计划、打算或衡量方法"
    # What the words deny outright is SCR006 already.
    return f"其中“{said}”还没有完成" if said and not (row.lost or row.missed) else ""


@rule(
    "ACT014",
    "完成值只是一句判断",
    severity=Severity.WARNING,
    message="{lines}的完成值只是一句判断（{said}），没有写做成了什么、依据是什么，提请补充。",
    basis=REVIEWERS,
    standing="P",
)
def verdict_for_a_result(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    定性指标的完成值只写“达成预期指标”“好”“按规定使用”，没有一个数、一件事；转移支付的表，照抄目标值的
    也在此列（别的表由 TGT001、TGT003 问目标值）。一张表提示一次，写明是哪些行；是非题（是否公开：
    是）、八成以上照抄的（ACT002）不提。
    为什么：定性指标按完成程度分档，只有一句判断，看不出属于哪一档。
    反例：长效机制健全性：达成预期指标。
    正例：长效机制健全性：修订管护办法 2 项，明确管护人员 36 名。
    怎么改：写明做成了什么、有什么文件或记录；能计数的写数。
    """
    if any(actual_copies_target(subject)):
        return
    above = set_from_above(subject.form)
    empty = [row for row in subject.rows if _only_judged(row, from_above=above)]
    if empty:
        said = list(dict.fromkeys(f"“{row.data.actual.raw.strip()}”" for row in empty))[:_SHOWN]
        where = f"{empty[0].path}.actual" if len(empty) == 1 else "indicators"
        lines = rows_named(row.index for row in empty)
        yield Hit(where, {"lines": lines, "said": "、".join(said)})


def _only_judged(row: Row, *, from_above: bool) -> bool:
    """Return whether a result in words says no more than that all is well.

    One that repeats its target says as little, which is asked of the target (TGT001, TGT003),
    unless a higher office has set that.
    """
    said, target = printed(row.data.actual.root), printed(row.data.target.root)
    managed = row.target.kind is Kind.BLANK and not row.data.group
    worded = (managed or row.target.kind in WORDS) and row.actual.kind in WORDS
    if not worded or has_digit(said) or "是否" in row.name or row.missed:
        return False
    if said == target:
        return from_above
    return says_no_more(said, *_JUDGING) or _PRAISE.fullmatch(said) is not None


@rule(
    "ACT008",
    "完成日期晚于年度末",
    severity=Severity.ERROR,
    message="{place}为“{actual}”，晚于 {year} 年年末，提请核实是否应计入本年度。",
    basis=REVIEWERS,
)
def after_year_end(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    完成日期晚于自评年度的 12 月 31 日，而该行得了满分；完成值是数量、比率，而注明其中有年度以后
    才做的，也在此列。
    为什么：自评只计算本年度内完成的事；年后才完成，应按未按期完成计分。
    反例：2021 年度自评，完成日期 2022 年 3 月，满分。
    正例：2021 年度自评，完成日期 2021 年 11 月。
    怎么改：核对日期；跨年完成的如实扣分并说明原因。
    """
    year = subject.form.year
    if year is None:
        return
    end = datetime.date(year, 12, 31)
    for row in subject.rows:
        due, done = row.target.date, None if row.actual.yearless else row.actual.date
        # A date after the deadline with full marks is SCR006 already.
        late = done is not None and done > end and due is None
        if row.full and (late or _counted_after(row, year)):
            facts = {"actual": row.data.actual.raw.strip(), "year": year}
            yield Hit(f"{row.path}.actual", facts)


def _counted_after(row: Row, year: int) -> bool:
    """Return whether a number names a doing after the year: 120人（其中30人2025年1月入住）."""
    if not row.actual.numeric:
        return False
    text = narrowed(row.data.actual.raw)
    return any(
        (day := each.value.date) is not None
        and not each.value.yearless
        and day.year > year
        and _DOING.match(text, each.end)
        for each in mentions(text)
    )
