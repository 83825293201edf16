"""What F1 says."""

from selfeval_assist.form import paths
from selfeval_assist.tui.state.session import Session
from selfeval_assist.tui.words.findings import rule_title


def help_on(session: Session, path: str) -> str:
    """Return the explanation of a field, or of the keys when no field is focused."""
    if not path:
        return (
            "F3、F4 上一步和下一步；F5 检查；F8 起草；F2 保存（停下来一秒也会自动保存）。\n"
            "Ctrl+Z 撤销，Ctrl+Y 重做；Tab 到下一栏，Shift+Tab 到上一栏；F10 返回列表。\n"
            "F7 在偏差说明一步是一问一答，在起草一步是对话修改。\n"
            "Ctrl+G 得分明细；Ctrl+L（绩效指标一步）按核算结果填得分；Ctrl+P 全部命令。\n\n"
            "把光标放在某一栏再按 F1，可以看这一栏怎么填、有哪些提请核实的问题。"
        )
    parent, _, name = path.rpartition(".")
    info = type(paths.get(session.form, parent)).model_fields[name]
    lines = [paths.label(session.form, path), "", info.description or "按实际情况填写。"]
    for finding in session.findings:
        if not finding.waived and (finding.where == path or path.startswith(f"{finding.where}.")):
            lines += ["", f"{finding.code} {rule_title(finding.code)}：{finding.message}"]
    return "\n".join(lines)
