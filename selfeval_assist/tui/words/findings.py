"""How the screens put findings, and the rules that did not run, in words."""

from collections.abc import Iterable, Iterator, Sequence

from textual.content import Content

from selfeval_assist.checks import RULES, Finding, Rule, Severity
from selfeval_assist.form import SelfEvaluation, Unread, paths
from selfeval_assist.reports.words import SEVERITIES
from selfeval_assist.tui.terminal.safe import safe

_STYLES = {Severity.ERROR: "$text-error", Severity.WARNING: "$text-warning", Severity.INFO: ""}
_NEEDS = {
    "declaration": "批复的绩效目标申报表；按 b 读入它的文件",
    "last_year": "上年的自评表；按 b 读入它的文件（在列表中用 F3“沿用去年”建的表会自动对照）",
}


_TO_DO = {"BACK001"}
"""Findings that are something to do, not to accept."""


def sums(findings: Iterable[Finding]) -> str:
    """Return how many findings of each severity are open."""
    counts = dict.fromkeys(Severity, 0)
    for finding in findings:
        if not finding.waived:
            counts[finding.severity] += 1
    return "  ".join(f"{SEVERITIES[level]} {count}" for level, count in counts.items())


def in_a_line(finding: Finding) -> Content:
    """Return a finding for the list."""
    if finding.waived:
        return Content.styled(f"已确认 {finding.code} {finding.message}", "$text-muted")
    level = (SEVERITIES[finding.severity], _STYLES[finding.severity])
    return Content.assemble(level, f" {finding.code} {finding.message}")


def wanted_for(finding: Finding, person: str) -> str:
    """Return what a person is asked for who ticks a finding off."""
    wanted = "怎样整改的" if finding.code in _TO_DO else "为什么可以接受"
    return f"{finding.code}：请写明{wanted}（将记为 {person} 确认）"


def at_length(finding: Finding, form: SelfEvaluation) -> Content:
    """Return where a finding is, what it rests on, what it means, and the keys for it."""
    wanted = "已处理，写明怎样改的" if finding.code in _TO_DO else "确认无误并写明理由"
    accepted = "w：撤回人工确认" if finding.waived else f"w：{wanted}"
    return Content.assemble(
        (f"回车：到这一处修改（Esc 回来）  {accepted}\n", "$text-accent"),
        (f"{finding.code} {rule_title(finding.code)}", "bold"),
        (f"  {paths.label(form, finding.where)}\n", ""),
        (f"依据：{finding.basis}\n\n", "$text-muted"),
        *_explained(finding.code),
    )


def not_run_in_a_line(rule: Rule) -> Content:
    """Return a rule that did not run for the list."""
    state = "部分未查" if rule.partly and not rule.needs else "未检查"
    if rule.failed:
        state = "无法检查"
    return Content.styled(f"{state} {rule.code} {rule.title}", "$text-muted")


def not_run_at_length(rule: Rule) -> Content:
    """Return why a rule did not run, or not in all parts, and what it is."""
    return Content.assemble(
        (f"{rule.code} {rule.title}\n", "bold"),
        (f"{_why(rule)}。\n\n", "$text-muted"),
        *_explained(rule.code),
    )


def unread_in_a_line(unread: Sequence[Unread]) -> Content:
    """Return for the list how many texts of the document are in no field."""
    return Content.styled(f"没有读入 {len(unread)} 处  文件里看到、表里没有的内容", "$text-muted")


def unread_at_length(unread: Sequence[Unread]) -> Content:
    """Return every text of the document that is in no field, with its place."""
    return Content.assemble(
        ("文件里看到而没有读入表格的内容\n", "bold"),
        ("需要的请自行填入；图片里的文字、隐藏的工作表程序没有查看。\n\n", "$text-muted"),
        *((f"{safe(each.place)}：{safe(each.text)}\n", "") for each in unread),
    )


def rule_title(code: str) -> str:
    """Return the title of a rule; a finding of a rule unknown here has none."""
    return RULES[code].title if code in RULES else ""


def _explained(code: str) -> Iterator[tuple[str, str]]:
    """Yield the explanation of a rule, its headings in bold."""
    for line in RULES[code].explain.splitlines() if code in RULES else ():
        yield f"{line.removeprefix('## ')}\n", "bold" if line.startswith("## ") else ""


def _why(rule: Rule) -> str:
    if rule.failed:
        return "无法检查：程序在这一条上出错，其余照常检查；请人工核对，并把报告发给维护人员"
    if rule.kind == "language":
        return "没有检查：要由语言模型阅读文字；按 m 请模型看，引文须能在表中找到"
    if rule.needs:
        return f"没有检查：需要{_NEEDS[rule.needs]}"
    return f"只检查了一部分：其余需要{_NEEDS[rule.partly]}"
