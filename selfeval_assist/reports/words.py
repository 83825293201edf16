"""The words of the reports that several of them share."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING

from selfeval_assist.checks import Rule, Severity
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.scoring import ScoreSheet
from selfeval_assist.scoring.arithmetic import plain

# The screens use these words before any document is read.
if TYPE_CHECKING:
    from selfeval_assist.documents import Doubt

SEVERITIES = {Severity.ERROR: "错误", Severity.WARNING: "提醒", Severity.INFO: "建议"}
"""How serious a finding is, for people."""

_LONGEST = 30
_NEEDS = {
    "declaration": "没有提供绩效目标申报表",
    "last_year": "没有提供上一年度的自评表",
    "model": "没有请大模型阅读，或模型没有答复",
    "failed": "无法检查，程序出错，请人工核对，并把报告发给维护人员",
}


def why_unchecked(
    rules: Sequence[Rule], missing: Mapping[str, str] = MappingProxyType({})
) -> Iterator[tuple[str, tuple[Rule, ...], bool]]:
    """Yield what was missing, the rules that it left unchecked, and whether only in part.

    Args:
        rules: the rules that did not run, or not in all parts.
        missing: why there is no second document although some were given, by its kind.
    """

    def lacking(rule: Rule) -> tuple[str, bool]:
        if rule.failed:
            return "failed", False
        need = "model" if rule.kind == "language" else rule.needs or rule.partly
        return need, rule.kind == "coded" and not rule.needs

    for (need, partly), group in groupby(sorted(rules, key=lacking), key=lacking):
        yield missing.get(need) or _NEEDS[need], tuple(group), partly


def passed_over(count: int) -> str:
    """Return that findings were left out, because the person asked for others."""
    return f"另有 {count} 条没有列出（按 --select、--ignore、--severity 的要求）。" if count else ""


def no_total(sheet: ScoreSheet) -> str:
    """Return why no total can be computed and what to do, or nothing where it can."""
    if sheet.weighted:
        return ""
    if sheet.problem:
        return sheet.problem
    if not sheet.rows:
        return "没有指标行，核算不出总分。请填写绩效指标；原件中有指标的，请核对是否漏读。"
    left = plain(100 - sheet.execution.weight)
    return (
        "各行没有分值，核算不出总分。请按批复的绩效目标申报表补填各行分值"
        f"（除预算执行 {plain(sheet.execution.weight)} 分外，一般合计 {left} 分）；"
        "原件中有分值的，请核对是否漏读；表样没有分值一栏的，请人工核对各行得分。"
    )


def read_as(form: SelfEvaluation, doubt: "Doubt") -> str:
    """Return how the cells of a doubt were read, for comparison with the document."""
    cells = (
        f"{each.cell} 读作{paths.label(form, each.path)}“{' '.join(each.text.split())[:_LONGEST]}”"
        for each in doubt.originals
    )
    shown = "；".join(cells)
    return f"［{shown}］" if shown else ""
