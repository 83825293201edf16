"""What the screens say at length or in several places: the steps, the keys, how to begin."""

STEPS = {
    "head": "基本信息",
    "funds": "项目资金",
    "goals": "总体目标",
    "indicators": "绩效指标",
    "deviations": "偏差说明",
    "findings": "检查",
    "drafts": "起草与审阅",
    "export": "导出",
}
"""The modules of ``parts`` in the order of the walk, with their titles."""
OTHER_KEYS = """\
Ctrl+G 总览
Ctrl+R 预览整表
Ctrl+Z 撤销
Ctrl+Y 重做
Ctrl+C 复制本栏
F12    复制整列
Ctrl+P 全部命令"""
NO_FIELD = "这里不是填写的栏，刚才的字没有记下。请按 Tab 到要填的栏，再输入。"
ROW_FULL = "这一行已经填全；要改，请按回车到格子里改。"
NO_FILE = "粘贴的内容不是本机的文件，也不是表格。打开文件请按 F4，粘贴表格请按 F5。"
RULER = """\
│汉字汉字│
│“…”│①│≥│
│12345678│"""
"""Three lines of ten columns; in a terminal that draws some marks wide they do not end alike."""

TEXT_SIZE = """\
字太小：Windows Terminal、GNOME 终端、浏览器按 Ctrl 和加号放大，Ctrl 和减号缩小；
macOS 终端按 Command 和加号。PuTTY 在“窗口—外观”里改字号。窗口至少要有 80 列 24 行。"""

HOW_TO = f"""\
怎么用
· 本程序只用键盘就能操作，也可以用鼠标点。屏幕最下面一行是现在能用的键。
· 打开一份表后，左边是八个步骤，F4 下一步，F3 上一步；填写的内容自动保存。
· 光标在某一栏时按 F1，可以看这一栏怎么填。
· 程序只核算和提请核实，不会替您改数，也不会替您编原因。
· 选中去年的表按 F3，可以沿用表头和指标，新建今年的表。
· Ctrl+C 复制光标所在的一栏，F12 复制指标表的一整列，可以粘贴到申报系统。
· 粘贴用终端自己的粘贴键，一般是 Ctrl+Shift+V 或 Shift+Insert。

显示自检
下面三行的右边线应当对齐。没有对齐，请把终端的“歧义宽度字符”设为窄（单倍宽），
或者改用 selfeval-assist serve，在浏览器里使用。
{RULER}

{TEXT_SIZE}"""
