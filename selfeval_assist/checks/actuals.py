"""Rules on actual values."""

import datetime
import re
from collections.abc import Iterator
from decimal import Decimal

from selfeval_assist.checks.basis import PRODUCT, PUBLISHED, REVIEWERS
from selfeval_assist.checks.registry import Hit, Severity, Subject, rule
from selfeval_assist.checks.view import Row
from selfeval_assist.checks.words import printed
from selfeval_assist.form import Comparator, Kind
from selfeval_assist.form.values import WORDS
from selfeval_assist.form.vocabulary import SATISFACTION
from selfeval_assist.scoring.direction import same_unit

_COPIED_SHARE = Decimal("0.8")
_FEWEST_ROWS = 3
_BOUNDS = frozenset({Comparator.GE, Comparator.GT, Comparator.LE, Comparator.LT})
# 达到95% and 控制在5万元 in an actual value tell a result, not a bound.
_RESULT = re.compile(r"^(?:达到|控制在)")
_DONE_WORDS = re.compile(
    r"(?:已|全部|全面|均|都|按时|按期|按计划|如期|基本|顺利|圆满)*"
    r"(?:完成|达成|达标|达到|实现|符合|合格|稳定|提高|提升|增强|良好|优秀|优|好|有效|明显|显著|规范|"
    r"到位|正常|及时|满意|是)"
    r"(?:年度|预期|年初|计划|规定|相关|有关|了)*(?:目标|指标|要求|标准|任务|规定|效果|计划)?"
)
_PLAN = re.compile(
    r"^(?:拟|预计|计划(?!内|外)|准备|力争|争取)|将(?:于|在|要|会|继续|进一步|逐步)|^(?:年度|工作|实施|采购|全年)计划$"
    r"|(?:纵向|横向|同比|环比)(?:比较|对比)|(?:明年|下年度|次年|下一年度)(?:完成|实施|开展)"
)
_AT_MOST_ALL = re.compile(
    r"合格率|覆盖率|满意度|满意率|通过率|知晓率|及时率|准确率|达标率|成活率|保存率|保有率|普及率|参与率|发放率"
)


@rule(
    "ACT001",
    "有得分没有完成值",
    severity=Severity.ERROR,
    message="{place}没有填写，却有得分 {score}，提请补填实际完成情况。",
    basis=PUBLISHED,
    standing="V",
)
def actual_present(subject: Subject) -> Iterator[Hit]:
    """## 检查什么
    填了得分的指标，实际完成值不能空白。
    ## 为什么
    没有完成值，得分就没有依据。
    ## 反例
    目标 100%，完成值空白，得 2 分。
    ## 正例
    目标 100%，完成值 97%，得 1.94 分。
    ## 怎么改
    补填实测数和佐证材料；没有开展的写明“未开展”，得 0 分。
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
    standing="P",
)
def actual_copies_target(subject: Subject) -> Iterator[Hit]:
    """## 检查什么
    八成以上的行，实际完成值与年度指标值连同符号一字不差。一张表只提示一次，列出各行。
    ## 为什么
    完成值应当是测出来的；整表相同，说明可能没有统计就照抄了目标。
    ## 反例
    目标“≥95%”，完成值也写“≥95%”，整表如此。
    ## 正例
    目标“≥95%”，完成值“96.4%”。
    ## 怎么改
    按台账、验收单、问卷逐行填实测数，不带 ≥、> 等符号。
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
            "lines": "第" + "、".join(str(row.index + 1) for row in copied) + "行",
        }
        yield Hit("indicators", facts)


@rule(
    "ACT003",
    "完成值写成了范围",
    severity=Severity.ERROR,
    message="{place}写作“{actual}”，请填写实际测得的数值（系统导出时自动加的符号也请去掉）。",
    basis=PUBLISHED,
    standing="V",
)
def actual_is_a_bound(subject: Subject) -> Iterator[Hit]:
    """## 检查什么
    实际完成值带有 ≥、>、≤、< 或“以上”“不低于”等字样。
    ## 为什么
    完成值是已经发生的事实，应当是一个确定的数；范围无法据以计分。
    ## 反例
    完成值“>95%”。
    ## 正例
    完成值“96.4%”。
    ## 怎么改
    填写统计或调查得到的数值；有的系统会自动加上符号，请手工去掉。
    """
    for row in subject.rows:
        if row.actual.comparator in _BOUNDS and row.actual.numeric:
            text = row.data.actual.raw.strip()
            if not _RESULT.match(text):
                yield Hit(f"{row.path}.actual", {"actual": text})


@rule(
    "ACT004",
    "定量目标用定性词语作答",
    severity=Severity.ERROR,
    message="年度指标值为“{target}”，{place}只写“{actual}”，请填写数值。",
    basis=PUBLISHED,
    standing="V",
)
def words_for_number(subject: Subject) -> Iterator[Hit]:
    """## 检查什么
    年度指标值是数值，而完成值只写完成、达成、符合要求、稳定、提高、好等词语。
    ## 为什么
    用词语回答数值，无法计算完成比例。
    ## 反例
    目标“757万平方米”，完成值“好”。
    ## 正例
    目标“757万平方米”，完成值“757万平方米”。
    ## 怎么改
    填写同一单位的实测数。
    """
    for row in subject.rows:
        if not row.target.numeric or row.actual.kind not in WORDS:
            continue
        text = row.data.actual.raw.strip()
        if _DONE_WORDS.fullmatch(printed(text)):
            yield Hit(f"{row.path}.actual", {"target": row.data.target.raw.strip(), "actual": text})


@rule(
    "ACT005",
    "完成值是计划或方法",
    severity=Severity.ERROR,
    message="{place}写作“{actual}”，是计划、打算或衡量方法，请填写实际结果。",
    basis=PRODUCT,
    standing="P",
    supersedes=("ACT004",),
)
def actual_is_a_plan(subject: Subject) -> Iterator[Hit]:
    """## 检查什么
    完成值写的是计划、将来的打算（拟、将、预计）或比较方法（纵向比较）。
    ## 为什么
    年度已经结束，完成值应当是结果。
    ## 反例
    采购及时率：完成值“年度计划”；能耗节约率：完成值“纵向比较”。
    ## 正例
    采购及时率：完成值“95%”；能耗节约率：完成值“3.2%”。
    ## 怎么改
    填写实际结果；没有完成的写明到哪一步。
    """
    for row in subject.rows:
        if row.actual.kind in WORDS and _PLAN.search(printed(row.data.actual.root)):
            yield Hit(f"{row.path}.actual", {"actual": row.data.actual.raw.strip()})


@rule(
    "ACT006",
    "完成值的单位或范围不对",
    severity=Severity.ERROR,
    message="{place}为“{actual}”，{why}，提请核实。",
    basis=PRODUCT,
    standing="P",
)
def unit_of_actual(subject: Subject) -> Iterator[Hit]:
    """## 检查什么
    完成值与目标值单位不同；或合格率、覆盖率、满意度等超过 100%。
    ## 为什么
    单位不同的两个数不能相比；这些比率不可能超过 100%。
    ## 反例
    目标“≥5 台”，完成值“5 米”；满意度 103%。
    ## 正例
    目标“≥5 台”，完成值“6 台”；满意度 93.5%。
    ## 怎么改
    核对是否填错行、填错单位，或分母取错。
    """
    for row in subject.rows:
        target, actual = row.target, row.actual
        if not target.numeric or not actual.numeric or actual.number is None:
            continue
        text = row.data.actual.raw.strip()
        if target.unit and actual.unit and not same_unit(target.unit, actual.unit):
            why = f"目标值“{row.data.target.raw.strip()}”的单位与它不同"
            yield Hit(f"{row.path}.actual", {"actual": text, "why": why})
        elif (
            "%" in (target.unit, actual.unit)
            and actual.number > 100
            and _AT_MOST_ALL.search(row.name)
        ):
            yield Hit(f"{row.path}.actual", {"actual": text, "why": "这类比率不会超过 100%"})


@rule(
    "ACT008",
    "完成日期晚于年度末",
    severity=Severity.ERROR,
    message="{place}为“{actual}”，晚于 {year} 年年末，提请核实是否应计入本年度。",
    basis=REVIEWERS,
    standing="V",
)
def after_year_end(subject: Subject) -> Iterator[Hit]:
    """## 检查什么
    完成日期晚于自评年度的 12 月 31 日，而该行得了满分。
    ## 为什么
    自评只计算本年度内完成的事；年后才完成，应按未按期完成计分。
    ## 反例
    2021 年度自评，完成日期 2022 年 3 月，满分。
    ## 正例
    2021 年度自评，完成日期 2021 年 11 月。
    ## 怎么改
    核对日期；跨年完成的如实扣分并说明原因。
    """
    year = subject.form.year
    if year is None:
        return
    end = datetime.date(year, 12, 31)
    for row in subject.rows:
        due, done = row.target.date, None if row.actual.yearless else row.actual.date
        # A date after the deadline with full marks is SCR006 already.
        if done is not None and done > end and row.full and due is None:
            facts = {"actual": row.data.actual.raw.strip(), "year": year}
            yield Hit(f"{row.path}.actual", facts)


@rule(
    "ACT013",
    "完成值与目标值不是一类",
    severity=Severity.ERROR,
    message="年度指标值“{target}”是{target_kind}，{place}“{actual}”却是{actual_kind}，提请核实。",
    basis=PUBLISHED,
    standing="V",
    supersedes=("ACT006", "ACT009", "DEV001"),
)
def wrong_kind(subject: Subject) -> Iterator[Hit]:
    """## 检查什么
    目标是日期而完成值是比率或数量，或者反过来；目标是数量而完成值是百分比。
    ## 为什么
    不同类的值不能相比，得分也就没有依据。
    ## 反例
    目标“2023 年 6 月底前”，完成值“100%”。
    ## 正例
    目标“2023 年 6 月底前”，完成值“2023 年 5 月 18 日”。
    ## 怎么改
    按目标值的类别填写；指标名称与目标值不配的，下年度修改指标。
    """
    for row in subject.rows:
        target, actual = _kind(row, target=True), _kind(row, target=False)
        if row.data.group == SATISFACTION and _copied_count(row, subject.rows):
            target, actual = "另一行的数量", "满意程度"
        if target and actual and target != actual:
            facts = {
                "target": row.data.target.raw.strip(),
                "actual": row.data.actual.raw.strip(),
                "target_kind": target,
                "actual_kind": actual,
            }
            yield Hit(f"{row.path}.actual", facts)


def _copied_count(row: Row, rows: tuple[Row, ...]) -> bool:
    """Return whether a satisfaction row repeats name and bare target of a row that counts."""
    if not row.target.numeric or row.target.unit or not row.name:
        return False
    return any(
        other.name == row.name
        and other.target == row.target
        and other.data.group != SATISFACTION
        and other.actual != row.actual
        for other in rows
    )


def _kind(row: Row, *, target: bool) -> str:
    """Return what a value is in Chinese, or nothing where it could be several things."""
    value = row.target if target else row.actual
    if value.kind is Kind.DATE:
        return "日期"
    if value.kind is Kind.RATIO:
        return "比率"
    if value.numeric and value.unit:
        # 元/人 and 天 are quantities too; a bare number may be a percent or a year.
        return "数量"
    return ""
