"""The command line: one app, its commands by family, and what is said of what cannot be done.

Everything heavy is imported inside the command that needs it.
"""

import inspect
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import App, CycloptsError, Group, Parameter

from selfeval_assist import __version__
from selfeval_assist.cli_batch import batch
from selfeval_assist.cli_check import check, score
from selfeval_assist.cli_config import config, use_model
from selfeval_assist.cli_files import draft, export
from selfeval_assist.cli_forms import forms
from selfeval_assist.cli_install import demo, doctor
from selfeval_assist.cli_mcp import mcp
from selfeval_assist.cli_output import CLEAN, FINDINGS, UNUSABLE, expected, say, tell
from selfeval_assist.cli_record import audit, backup, marks, restore
from selfeval_assist.cli_reference import layouts, policies, rule
from selfeval_assist.cli_requests import requests
from selfeval_assist.cli_returned import returned
from selfeval_assist.cli_screens import home, open_file, serve
from selfeval_assist.cli_words import ChineseHelp, usage_error

__all__ = ["CLEAN", "FINDINGS", "UNUSABLE", "app", "run"]

_WORKSPACE = "--workspace"

app = App(
    name="selfeval-assist",
    help=(
        "填写、核算、检查并起草《项目支出绩效自评表》。不带命令时打开填报界面。"
        "“--workspace 文件”写在任何命令之前或之后，这个命令就用那个工作区。\n\n"
        "模型的密钥依次取自：环境变量 OPENAI_API_KEY，工作区旁仅本人可读的密钥文件，系统钥匙串。"
        "后两种在界面的“设置”里存放和删除；各命令只用环境变量。"
    ),
    version=__version__,
    group_commands=Group("命令"),
    group_parameters=Group("选项"),
    group_arguments=Group("参数"),
    usage="selfeval-assist [命令] [参数] [选项]",
    help_format="plaintext",
    help_formatter=ChineseHelp(),
    result_action="return_value",
    exit_on_error=False,
    print_error=False,
)
app["--help"].help = "显示用法。"
app["--version"].help = "显示版本。"

app.default(home)
app.command(open_file, name="open")
app.command(check, usage="selfeval-assist check [选项] 文件")
app.command(score, usage="selfeval-assist score [选项] 文件")
app.command(batch, usage="selfeval-assist batch [选项] 文件夹")
app.command(rule, usage="selfeval-assist rule [选项] [编号]")
app.command(policies)
app.command(layouts)
app.command(forms)
app.command(audit, usage="selfeval-assist audit [选项] [编号]")
app.command(marks, usage="selfeval-assist marks [选项] 文件")
app.command(backup, usage="selfeval-assist backup [选项] 备份文件")
app.command(restore, usage="selfeval-assist restore [选项] 备份文件")
app.command(draft, usage="selfeval-assist draft [选项] 文件")
app.command(requests, usage="selfeval-assist requests [选项] 文件")
app.command(export, usage="selfeval-assist export [选项] 文件")
app.command(returned, usage="selfeval-assist returned [选项] 文件 意见")
app.command(doctor)
app.command(serve, usage="selfeval-assist serve [选项] [文件]")
app.command(mcp)
app.command(demo)


@app.command(usage="selfeval-assist completion 终端")
def completion(
    shell: Annotated[
        Literal["bash", "zsh", "fish", "powershell"],
        Parameter(name="终端", help="bash、zsh、fish 或 powershell。"),
    ],
    /,
) -> None:
    """打印命令补全脚本；存进终端放补全脚本的文件夹，重开终端即可。"""
    say(app.generate_completion(shell=shell))


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; every expected error is one Chinese line."""
    try:
        app.config = made = config([name for name in app if not name.startswith("-")])
        use_model(made)
        place, rest = _workspace_apart(_named_input(arguments))
        with _own(place):
            code = app(rest)
    except CycloptsError as error:
        tell(usage_error(error))
        return UNUSABLE
    except Exception as error:
        if not expected(error):
            raise
        tell(f"{error}{_hint(error)}")
        return UNUSABLE
    return code if isinstance(code, int) else CLEAN


def _hint(error: Exception) -> str:
    from selfeval_assist.drafting.errors import NotAllowedError

    return "可以使用时请加 --allow。" if isinstance(error, NotAllowedError) else ""


def _named_input(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with ``-``, the standard input, as what is no option: the same path."""
    return ["./-" if each == "-" else each for each in arguments]


def _own(workspace: Path | None) -> AbstractContextManager[None]:
    """Let a workspace be the person's own one for a command, if it was told one."""
    if workspace is None:
        return nullcontext()
    from selfeval_assist.workspace import in_place_of_own

    return in_place_of_own(workspace)


def _workspace_apart(arguments: Sequence[str]) -> tuple[Path | None, list[str]]:
    """Return the workspace for a command without such an option of its own, and the arguments.

    ``--workspace FILE`` may stand before any command, which is how other programs take what holds
    for all, or behind it. One that has the option itself, as ``forms`` has, gets it last.
    """
    given = [at for at, each in enumerate(arguments) if each.partition("=")[0] == _WORKSPACE]
    if not given:
        return None, [*arguments]
    at = given[0]
    end = at + (1 if "=" in arguments[at] else 2)
    named, rest = arguments[at:end], [*arguments[:at], *arguments[end:]]
    if end > len(arguments) or not rest or rest[0] not in app:
        return None, [*arguments]
    command = app[rest[0]].default_command
    if command and "workspace" in inspect.signature(command).parameters:
        return None, [*rest, *named]
    return Path(named[-1].removeprefix(f"{_WORKSPACE}=")), rest
