"""Rules on words that belong to another year, project or unit."""

import re
from collections.abc import Iterator

from selfeval_assist.checks.basis import REVIEWERS
from selfeval_assist.checks.registry import Hit, Severity, Subject, rule
from selfeval_assist.checks.view import Row
from selfeval_assist.form.text import squeeze
from selfeval_assist.prose.clauses import sentences

_YEAR = re.compile(r"(?<![\d〔\[(第])((?:19|20)\d{2})年")
# Years that a text of this year may well name: plans, spans, approvals, comparisons, old debts.
_MAY_BE_OTHER = re.compile(
    r"规划|计划|十[三四五六]五|以来|[年月]起|(?:[-—~～到]|(?<!截)至)(?:19|20)\d|结转|结余|上年|往年|跨年|立项|批[复准]|开工|启动|"
    r"建成|考核|奖|补[发缴助贴]|清算|欠|尾款|质保|决算|审计|合同|签订|采购|招标|中标|下达|较|相比|同比|比20|"
    r"增长|下降|同期|文件|通知|印发|[〔《]|政策|届|学年|\d级|下[一]?年|次年|明年|预计|将|续[建签]|延期|推迟|"
    r"建于|年版|修[订编]|发布|颁布|制定|成立|年代"
)
_ANY_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_DATED = re.compile(r"(?<!\d)(\d{4})年(?=\d{1,2}月|[底末度])")
_POSSIBLE = range(1900, 2100)
_SHORT = 4
_COPIED_FROM = 2
"""Texts are copied from the last two years; an older year tells of the past."""


# 2022年10月31日前完成采购; a name such as 2022年度结转项目 is about another year for a reason.
_DEADLINE = re.compile(
    r"(?<!\d)((?:19|20)\d{2})年(?:\d{1,2}月(?:\d{1,2}日)?(?:底|末)?|底|末)(?:以|之)?[前内]"
)


@rule(
    "TXT002",
    "文字里是别的年度或别的项目",
    severity=Severity.ERROR,
    message="{place}写“{quote}”，而本表是{own}，提请核实是否沿用了其他表的文字。",
    basis=REVIEWERS,
    partly="last_year",
)
def of_another_form(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    预期目标或实际完成情况只写了前一两年的年份，没有提到本年度；规划、跨年、结转、批复、考核、
    同比等句子里的年份，以及文号、项目名称里的年份不算；年份的情况列为提醒，不可能的年份（3023年10月）
    列为错误。同时提供上年自评表时，还检查文字里是否有上年表的项目名称、单位名称（与本表不同的）。指标
    名称里写的期限、完成日期在本年度以前，或年度指标值的期限不在本年度的，列为提醒；期限和完成日期都在
    下一年的（冬春救助、学年）不算。每段文字提示一次。
    为什么：复制上年或别的项目的表而没有改全，数字也就可能不是本年度的。
    反例：2023 年度自评表的完成情况写：2022年培训护理人员63人次。
    正例：2023年培训护理人员63人次，比2022年增加5人次。
    怎么改：按本年度、本项目的实际情况改写，并核对其中的数字。
    """
    planned, result = subject.planned, subject.result
    yield from _deadlines_of_other_years(subject)
    texts = [("goal.planned", planned), ("goal.actual", result)]
    for where, text in texts[:1] if planned == result else texts:
        if name := _other_name(subject, text):
            yield Hit(where, {"quote": name[0], "own": name[1]})
        elif year := _no_year(subject, text):
            yield Hit(where, {"quote": year, "own": f" {subject.form.year} 年度的自评表"})
        elif sentence := _of_earlier_year(subject, text):
            # The sentence may have a good reason for its year that no pattern knows.
            facts = {"quote": sentence, "own": f" {subject.form.year} 年度的自评表"}
            yield Hit(where, facts, Severity.WARNING)


def _deadlines_of_other_years(subject: Subject) -> Iterator[Hit]:
    """Yield rows with a deadline in another year than the form's, or a date in an earlier one.

    A date in a later one is ACT008 or SCR006.
    """
    year = subject.form.year
    for row in subject.rows:
        for name in _of_other_year(row, year) if year is not None else ():
            facts = {"quote": getattr(row.data, name).raw.strip(), "own": f" {year} 年度的自评表"}
            yield Hit(f"{row.path}.{name}", facts, Severity.WARNING)
        match = _DEADLINE.search(row.name)
        if year is not None and match is not None and int(match[1]) < year:
            facts = {"quote": match[0], "own": f" {year} 年度的自评表"}
            yield Hit(f"{row.path}.name", facts, Severity.WARNING)


def _of_other_year(row: Row, year: int) -> Iterator[str]:
    """Yield the cells of a row with a date in an earlier year, or a deadline in a later one.

    Planned for the next year and done in it is no fault: winter relief, a school year.
    """
    due, done = (None if each.yearless else each.date for each in (row.target, row.actual))
    across = due is not None and done is not None and done.year == due.year
    if due is not None and (due.year < year or (due.year > year and not across)):
        yield "target"
    if done is not None and done.year < year:
        yield "actual"


def _no_year(subject: Subject, text: str) -> str:
    """Return a year of a text that no form can mean, such as 3023年10月, or an empty string."""
    years = (match[0] for match in _DATED.finditer(text) if int(match[1]) not in _POSSIBLE)
    return next(years, "") if subject.form.year else ""


def _of_earlier_year(subject: Subject, text: str) -> str:
    """Return the sentence that is all about an earlier year, or an empty string."""
    year = subject.form.year
    if year is None or "年" not in text or str(year) in text or "本年" in text:
        return ""
    if set(_ANY_YEAR.findall(subject.form.project)) - {str(year)}:
        return ""
    for span in sentences(text):
        sentence = text[span.start : span.end].rstrip("。！!？?")
        years = [int(match[1]) for match in _YEAR.finditer(sentence)]
        if (
            years
            and year - _COPIED_FROM <= max(years) < year
            and not _MAY_BE_OTHER.search(sentence)
        ):
            return sentence
    return ""


def _other_name(subject: Subject, text: str) -> tuple[str, str] | None:
    """Return last year's project or unit that a text names, and this form's own."""
    if subject.last_year is None:
        return None
    for field, title in (("project", "项目"), ("unit", "单位")):
        own = squeeze(getattr(subject.form, field))
        other = squeeze(getattr(subject.last_year, field))
        if len(other) < _SHORT or not own or other in own or own in other:
            continue
        if other in text and own not in text:
            return other, f"“{own}”{title}的自评表"
    return None
