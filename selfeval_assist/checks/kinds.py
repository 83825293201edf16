"""Rules on actual values of another kind or unit than their targets."""

import re
from collections.abc import Iterator
from decimal import Decimal

from selfeval_assist.checks.basis import PRODUCT, PUBLISHED
from selfeval_assist.checks.registry import Hit, Severity, Subject, rule
from selfeval_assist.checks.view import Row
from selfeval_assist.checks.words import printed
from selfeval_assist.form import Kind
from selfeval_assist.form.vocabulary import SATISFACTION
from selfeval_assist.prose.units import differ_in_frequency, measure_words, same_unit
from selfeval_assist.prose.values import WORDS

_DONE_WORDS = re.compile(
    r"(?:已|全部|全面|均|都|按时|按期|按计划|如期|基本|顺利|圆满)*"
    r"(?:完成|达成|达标|达到|实现|符合|合格|稳定|提高|提升|增强|良好|优秀|优|好|有效|明显|显著|规范|"
    r"到位|正常|及时|满意|是)"
    r"(?:年度|预期|年初|计划|规定|相关|有关|了)*(?:目标|指标|要求|标准|任务|规定|效果|计划)?"
)
_ALL = Decimal(100)
# A rate whose target is all of something, unless its name says that more can be done.
_SHARE = re.compile(r"(?<!增长)(?<!完成)(?<!执行)(?<!收益)(?<!回报)(?<!入学)(?<!利用)(?<!使用)率$")
_AT_MOST_ALL = re.compile(
    r"合格率|覆盖率|满意度|满意率|通过率|知晓率|及时率|准确率|达标率|成活率|保存率|保有率|普及率|参与率|发放率"
)


@rule(
    "ACT004",
    "定量目标用定性词语作答",
    severity=Severity.ERROR,
    message="{place}只写“{actual}”，而年度指标值为“{target}”，请填写数值。",
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
    "ACT006",
    "完成值的单位或范围不对",
    severity=Severity.ERROR,
    message="{place}为“{actual}”，{why}，提请核实。",
    basis=PRODUCT,
    standing="P",
)
def unit_of_actual(subject: Subject) -> Iterator[Hit]:
    """## 检查什么
    完成值与目标值单位不同；或合格率、覆盖率、满意度等超过 100%（其他目标为 100% 的比率超过时
    列为提醒）。同一个单位的不同写法（公里与 km、28 个与 28 处）不算，能换算的（吨与公斤）先换算；
    只是量词（台与套）或频次（每月 1 次与 12 次）不同的列为提醒。
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
            units = target.unit, actual.unit
            near = measure_words(*units) or differ_in_frequency(*units)
            severity = Severity.WARNING if near else None
            yield Hit(f"{row.path}.actual", {"actual": text, "why": why}, severity)
        elif "%" in (target.unit, actual.unit) and actual.number > _ALL:
            if _AT_MOST_ALL.search(row.name):
                yield Hit(f"{row.path}.actual", {"actual": text, "why": "这类比率不会超过 100%"})
            elif target.number == _ALL and _SHARE.search(row.name):
                facts = {"actual": text, "why": "超过 100%，请说明分子、分母各是什么"}
                yield Hit(f"{row.path}.actual", facts, Severity.WARNING)


@rule(
    "ACT013",
    "完成值与目标值不是一类",
    severity=Severity.ERROR,
    message="{place}“{actual}”是{actual_kind}，而年度指标值“{target}”是{target_kind}，提请核实。",
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
    if value.unit == "分":
        return ""  # a satisfaction may be given in points out of 100
    if value.numeric and value.unit:
        # 元/人 and 天 are quantities too; a bare number may be a percent or a year.
        return "数量"
    return ""
