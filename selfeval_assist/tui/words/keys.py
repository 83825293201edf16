"""The keys of the walk that have no room in the footer."""

OTHER_KEYS = """\
Ctrl+G 总览
Ctrl+R 预览整表
Ctrl+Z 撤销
Ctrl+Y 重做
Ctrl+C 复制本栏
F12    复制整列
Ctrl+P 全部命令"""
