"""The commands that open the screens, in the terminal or in the browser of this machine."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from selfeval_assist.cli_words import File, Place
from selfeval_assist.office.each import as_typed


def home(*, workspace: Place = None) -> int:
    """打开填报界面。"""
    from selfeval_assist.tui import run as run_screens

    return run_screens(None, workspace=workspace)


def open_file(file: File, /, *, workspace: Place = None) -> int:
    """用填报界面打开一份自评表。"""
    from selfeval_assist.tui import run as run_screens

    with as_typed(file):
        return run_screens(file, workspace=workspace)


def serve(
    file: Annotated[
        Path | None, Parameter(name="文件", help="要打开的自评表文件；不写则打开工作区。")
    ] = None,
    /,
    *,
    port: Annotated[int, Parameter(help="端口；被占用时用下一个。")] = 8765,
    browser: Annotated[
        bool, Parameter(negative="--no-browser", help="自动打开浏览器；不要时写 --no-browser。")
    ] = True,
    workspace: Place = None,
) -> int:
    """在本机浏览器里使用同样的界面；只在本机可以访问，用一次性链接进入。"""
    from selfeval_assist.tui.serve import serve as serve_screens

    with as_typed(file):
        return serve_screens(file, port, browser, workspace)
