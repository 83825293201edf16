"""How the screens put findings, classification marks and what F1 explains in words."""

from collections.abc import Iterable, Iterator, Sequence

from textual.content import Content

from selfeval_assist.checks import RULES, Finding, Rule, Severity
from selfeval_assist.form import Lifted, Mark, SelfEvaluation, Unread, paths
from selfeval_assist.reports.words import SEVERITIES
from selfeval_assist.tui.state.session import Session
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


_SHOWN = 8
"""Marks that are listed; the rest is counted, so that the question fits on a small screen."""

NO_MARKS = "没有需要确认的密级标志。"
MARKS_LIFTED = "已记下确认；这张表可以交给模型。按 Ctrl+Z 可以撤回。"


def marks_question(marks: Sequence[Mark], person: str, claimed: Sequence[Lifted] = ()) -> str:
    """Return the question why these marks do not keep a form from a model.

    Args:
        marks: those that nobody has lifted.
        person: who is asked.
        claimed: what the form's file says of them, which counts for nothing by itself.
    """
    lines = [f"　{mark.place}：{mark.text}" for mark in marks[:_SHOWN]]
    if len(marks) > _SHOWN:
        lines.append(f"　另有 {len(marks) - _SHOWN} 处")
    if claimed:
        one = claimed[-1]
        lines.append(f"文件里写着 {one.by} {one.date} 已确认：{one.reason}（本工作区没有这条记录）")
    return safe(
        "文件中有密级或内部资料标志，因此不交给模型：\n"
        + "\n".join(lines)
        + f"\n确属误认、内容并不涉密的，请写明理由（将记为 {person} 确认）："
    )


_KEYS = (
    "F3、F4 上一步和下一步；F5 检查；F8 起草；F2 保存（停下来一秒也会自动保存）。\n"
    "Ctrl+Z 撤销，Ctrl+Y 重做；Tab 到下一栏，Shift+Tab 到上一栏；F10 返回列表。\n"
    "Esc 到左边的步骤，再按数字换步；得分、执行率、总分空着时，回车填入核算结果。\n"
    "F7 在偏差说明一步是一问一答，在起草一步是对话修改。\n"
    "Ctrl+G 得分明细；Ctrl+L（绩效指标一步）按核算结果填得分；Ctrl+P 全部命令。\n\n"
    "把光标放在某一栏再按 F1，可以看这一栏怎么填、有哪些提请核实的问题。"
)
_STEP_KEYS = {
    "findings": (
        "检查：上下键选一条，回车到相应的格子，Esc 再回到这里。\n"
        "w 确认这一条无误并写明理由；t 目标与指标对照；b 同申报表或上年的表对照；\n"
        "m 请模型阅读（要先在设置里配置模型，Esc 停止）。"
    ),
    "drafts": (
        "起草与审阅：上下键选一段文字，F8 起草，d 重拟（已有决定或对话时先问一声）。\n"
        "光标在句子上：a 接受，e 修改，r 不用；“待填”的句子要按 e 补充，或按 r 不用。\n"
        "逐句决定完才写入表中，Ctrl+Z 可以撤销。F7 对话修改；s 看发给模型的内容；Esc 停止起草。"
    ),
    "export": (
        "导出：Tab 在文件夹、空白表和按钮之间移动，回车导出。\n"
        "不填空白表，导出 Excel、Word 和 .json；填了，就填进本单位的空白表，原件不改动。\n"
        "同名文件不会自动替换，会先问您。"
    ),
}
"""The keys of the steps that have keys of their own, by the name of the step."""


def help_on(session: Session, path: str, step: str = "") -> str:
    """Return the explanation of a field, or of the keys when no field is focused.

    Args:
        session: the open form.
        path: the focused field; empty when none is.
        step: the step that is shown; its own keys come first.
    """
    if not path:
        own = _STEP_KEYS.get(step, "")
        return f"{own}\n\n{_KEYS}" if own else _KEYS
    parent, _, name = path.rpartition(".")
    info = type(paths.get(session.form, parent)).model_fields[name]
    lines = [paths.label(session.form, path), "", info.description or "按实际情况填写。"]
    for finding in session.findings:
        # What concerns all rows, or the whole form, says nothing about this field.
        row = "." in finding.where and path.startswith(f"{finding.where}.")
        if not finding.waived and (finding.where == path or row):
            lines += ["", f"{finding.code} {rule_title(finding.code)}：{finding.message}"]
    return "\n".join(lines)
