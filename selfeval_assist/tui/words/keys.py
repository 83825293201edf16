"""The keys of the walk that have no room in the footer, and what is said of other ones."""

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
