"""Reports as plain text that a clerk can read in a terminal or print."""

from collections import Counter
from collections.abc import Iterator, Sequence

from selfeval_assist.checks import RULES, Finding, Rule, Severity
from selfeval_assist.checks.view import rows_of
from selfeval_assist.checks.words import place_name
from selfeval_assist.documents import doubts
from selfeval_assist.form.marks import in_form
from selfeval_assist.policies import Choice
from selfeval_assist.reports.grouped import Group, bases, grouped
from selfeval_assist.reports.model import Report
from selfeval_assist.reports.words import SEVERITIES, no_total, passed_over, read_as, why_unchecked
from selfeval_assist.scoring import Basis
from selfeval_assist.scoring.arithmetic import plain, rounded

_UNREAD = 30
"""Texts without a field that are listed."""
_CELL = 60
"""Characters of each that are shown."""


def as_text(report: Report, *, unfold: bool = False) -> str:
    """Return the whole report: head, score sheet, findings and what was not checked.

    Args:
        report: the checked form.
        unfold: whether questions and advice of one kind are said one by one, and the basis of each
            rule; errors always are.
    """
    parts = (
        head(report), [""], [score_sheet(report)], [""], _findings(report, unfold=unfold),
        _left(report, unfold=unfold), _unread(report),
    )  # fmt: skip
    return "\n".join(line for part in parts for line in part)


def score_sheet(report: Report) -> str:
    """Return the score sheet: what the points rest on, and every worked sum."""
    sheet, lines = report.sheet, ["【得分核算】"]
    execution = sheet.execution
    lines.append(f"  预算执行  {execution.work}")
    if execution.rate is not None:
        rates = f"占全年预算 {plain(rounded(execution.rate, 2))}%"
        if execution.initial_rate is not None and execution.initial_rate != execution.rate:
            rates += f"，占年初预算 {plain(rounded(execution.initial_rate, 2))}%"
        lines.append(f"            {rates}")
    for row in sheet.rows:
        name = place_name(report.form, f"indicators.{row.index}")
        verdict = f"［{row.verdict.value}］" if row.verdict.value else ""
        lines.append(f"  {name}：{row.work}{verdict}")
        if row.note:
            lines.append(f"      {row.note}")
    return "\n".join([*lines, *totals(report)])


def head(report: Report) -> Iterator[str]:
    """Yield what the form is and by which policy it was scored, the title first."""
    form = report.form
    year = f"（{form.year}年度）" if form.year else ""
    yield f"{form.title}{year}  {form.project or '（未填项目名称）'}"
    yield f"文件：{report.file}"
    yield f"主管部门：{form.department or '—'}    实施单位：{form.unit or '—'}"
    yield f"评分办法：{report.policy.name}（{report.policy.id}）{_chosen(report.choice)}"
    if found := in_form(form):
        named = "；".join(f"{mark.place}有“{mark.text}”" for mark in found)
        yield f"密级或内部标志：{named}。本表不会交给大模型；确属误认的，可在检查一步确认。"
    for doubt in doubts(form):
        yield f"读取时不确定：{' '.join(doubt.sentence.split())}{read_as(form, doubt)}"


def _chosen(choice: Choice) -> str:
    """Return why a policy was taken and how to take another one."""
    others = "、".join(f"{other.name}（--policy {other.id}）" for other in choice.others)
    return (f"　{choice.reason}" if choice.reason else "") + (
        f"可改用：{others}。" if others else ""
    )


def totals(report: Report) -> Iterator[str]:
    """Yield what the total rests on."""
    sheet = report.sheet
    claimed = "未填" if sheet.claimed is None else f"{sheet.claimed:.2f}"
    if reason := no_total(sheet):
        yield f"  预算执行 {plain(sheet.execution.points) or '无法计算'} 分"
        yield f"  {reason}"
        yield f"  表中总分 {claimed}"
        return
    weights = [row.weight for row in sheet.rows if row.weight is not None]
    by_value = sum(
        (
            row.points
            for row in sheet.rows
            if row.basis is Basis.COMPUTED and row.points is not None
        ),
        start=sheet.taken * 0,
    )
    yield (
        f"  合计：指标 {plain(sum(weights, start=sheet.taken * 0))} 分中，"
        f"按数值计算得 {plain(by_value)} 分，"
        f"定性判断采用表中得分 {plain(sheet.taken)} 分（已核对档次）；"
        f"预算执行 {plain(sheet.execution.points) or '无法计算'} 分"
    )
    if sheet.undecided:
        yield f"  另有 {plain(sheet.undecided)} 分无法核算，原因见上"
    left_out = [
        str(row.index + 1)
        for row in rows_of(report.form, sheet)
        if row.score.weight is None and not row.part
    ]
    if left_out:
        yield f"  第{'、'.join(left_out)}行没有分值，没有计入"
    if sheet.cap is not None:
        yield f"  按评分办法，执行率偏低，总分不超过 {plain(sheet.cap)} 分"
    low, high = rounded(sheet.total, 2), rounded(sheet.highest, 2)
    open_ = f"在 {low}—{high} 之间（{plain(sheet.undecided)} 分待核）"
    yield f"  核算总分 {open_ if low < high else low}    表中总分 {claimed}"


def _findings(report: Report, *, unfold: bool) -> Iterator[str]:
    open_findings = [finding for finding in report.findings if not finding.waived]
    counts = Counter(finding.severity for finding in open_findings)
    yield "【提请核实】" + "，".join(f"{SEVERITIES[s]} {counts[s]} 条" for s in Severity)
    if report.passed_over:
        yield f"  {passed_over(report.passed_over)}"
    if not report.findings:
        if not report.passed_over:
            yield "  没有发现需要核实的问题。"
        return
    yield from _groups(report, open_findings, unfold=unfold)
    if waived := [finding for finding in report.findings if finding.waived]:
        yield "【已由人工确认】"
        yield from _groups(report, waived, unfold=unfold)
    if not unfold:
        yield "  逐条列出并写明依据：--unfold；一条规则的说明：selfeval-assist rule 规则编号"
        return
    yield "【依据】"
    for basis, codes in bases(report.findings).items():
        yield f"  {basis}："
        yield f"    {'、'.join(map(_titled, codes))}"


def _groups(report: Report, findings: Sequence[Finding], *, unfold: bool) -> Iterator[str]:
    """Yield findings of one kind together; what makes the form wrong is said for each place."""
    for group in grouped(report.form, findings):
        said = f"  {SEVERITIES[group.severity]} {group.code}  "
        if len(group.said) == 1 or not (unfold or group.severity is Severity.ERROR):
            yield said + folded(group)
            continue
        yield f"{said}{group.title}：{group.places}"
        yield from (f"    {each}" for each in group.said)


def folded(group: Group) -> str:
    """Return a group as one sentence: the only one, or the kind, its places and the first."""
    first = str(group.said[0])
    if len(group.said) == 1:
        return first
    return f"{group.title}（{group.places}，共 {len(group.said)} 条），如：{first}"


def _titled(code: str) -> str:
    return f"{code} {RULES[code].title}" if code in RULES else code


def _left(report: Report, *, unfold: bool) -> Iterator[str]:
    """Yield the rules that did not run and what they lack."""
    if report.unchecked:
        yield "【未检查】"
    lacking: dict[str, list[str]] = {}
    for why, rules, partly in why_unchecked(report.unchecked, report.missing):
        lacking.setdefault(why, []).extend(
            _named(rule, partly=partly, titled=unfold) for rule in rules
        )
    for why, names in lacking.items():
        yield f"  {why}：{'、'.join(names)}"


def _named(rule: Rule, *, partly: bool, titled: bool) -> str:
    part = "（只查了一部分）" if partly else ""
    return f"{_titled(rule.code) if titled else rule.code}{part}"


def _unread(report: Report) -> Iterator[str]:
    """Yield what was seen in the document and is in no field of the form."""
    found = report.form.provenance.unread
    if found:
        yield "【看到而没有读入】"
    for each in found[:_UNREAD]:
        yield f"  {each.place}：{' '.join(each.text.split())[:_CELL]}"
    if len(found) > _UNREAD:
        yield f"  另有 {len(found) - _UNREAD} 处"
