"""The command ``mcp``: the same work as tools for an assistant, over standard input and output."""

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from selfeval_assist.cli_output import CLEAN, UNUSABLE, tell
from selfeval_assist.cli_words import Allow


def mcp(
    *,
    root: Annotated[Path, Parameter(help="只读写这个文件夹以内的文件。")],
    allow: Allow = False,
    model: Annotated[
        bool, Parameter(negative="", help="起草时用环境变量中设置的大模型；不写则由程序拟稿。")
    ] = False,
) -> int:
    """作为 MCP 服务，把读取、检查、核算、起草、导出交给助手程序使用；由助手程序启动。"""
    if find_spec("mcp") is None:
        tell("没有安装 MCP 组件。请运行 pip install 'selfeval-assist[mcp]' 后再试。")
        return UNUSABLE
    if not root.is_dir():
        tell(f"没有“{root}”这个文件夹。请检查 --root。")
        return UNUSABLE
    from selfeval_assist.cli_mcp_tools import Desk, server_for

    tell(f"MCP 服务已开始，只用“{root.resolve()}”以内的文件；由助手程序结束。")
    if not allow:
        tell("没有写 --allow：表中的内容不会交给助手程序。")
    server_for(Desk(root.resolve(), allow=allow, model=model)).run("stdio")
    return CLEAN
