"""What F1 says."""

from selfeval_assist.form import paths
from selfeval_assist.tui.state.session import Session
from selfeval_assist.tui.words.findings import rule_title

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
