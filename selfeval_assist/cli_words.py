"""The Chinese of the command line: what the commands take, help pages and usage errors."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin

from cyclopts import CycloptsError, Parameter
from cyclopts.exceptions import (
    CoercionError,
    MissingArgumentError,
    RepeatArgumentError,
    UnknownCommandError,
    UnknownOptionError,
    UnusedCliTokensError,
    ValidationError,
)
from cyclopts.validators import Number

from selfeval_assist.cli_config import ConfigError

if TYPE_CHECKING:
    from cyclopts.help import HelpPanel
    from rich.console import Console, ConsoleOptions

Files = Annotated[
    tuple[Path, ...],
    Parameter(
        name="文件",
        help="自评表文件（Excel、Word、网页、PDF、表格文本或 .json），可写多个；"
        "也可写文件夹、*.xlsx，或用 - 表示标准输入。",
        negative="",
        json_list=False,  # “[2024]养护.xlsx” is a file, not a list
    ),
]
File = Annotated[
    Path,
    Parameter(name="文件", help="自评表文件（Excel、Word、网页、PDF、表格文本或 .json）。"),
]
PolicyArgument = Annotated[str, Parameter(name="评分办法", help="评分办法编号或 .toml 文件。")]
LayoutArgument = Annotated[str, Parameter(name="表样", help="表样编号或 .toml 文件。")]
PolicyName = Annotated[
    str, Parameter(name="--policy", help="评分办法编号或 .toml 文件；不写则按地区选择。")
]

Place = Annotated[
    Path | None,
    Parameter(name="--workspace", help="工作区文件；不写则用本人的工作区，没有则新建。"),
]
Examined = Annotated[
    Path | None,
    Parameter(name="--workspace", help="要检查的工作区文件；不写则检查本人的工作区。"),
]
Declaration = Annotated[
    Path | None,
    Parameter(
        help="经批复的绩效目标申报表，用来核对目标值和分值；也可以写文件夹，按项目名称和年度找到相符的一份。"
    ),
]
LastYear = Annotated[
    Path | None,
    Parameter(
        help="上一年度的自评表，用来比对照抄；也可以写文件夹，按项目名称和年度找到相符的一份。"
    ),
]
JsonFormat = Annotated[
    Literal["text", "json"], Parameter(help="text 供阅读，json 供程序使用（UTF-8）。")
]
FromFile = Annotated[
    Path | None,
    Parameter(help="从清单里取文件，每行一个文件、文件夹或 *.xlsx；- 表示清单在标准输入。"),
]
Jobs = Annotated[
    int,
    Parameter(
        validator=Number(gte=0, lte=256),
        help="同时用几个进程；不写则按处理器个数，文件少时不另开进程。",
    ),
]
Output = Annotated[
    Path | None,
    Parameter(help="把结果写进这个文件（UTF-8 编码），不在屏幕上显示；已有的文件不会被覆盖。"),
]
Force = Annotated[bool, Parameter(negative="", help="允许替换 --output 所写的已有文件。")]
Target = Annotated[
    Path,
    Parameter(help="导出到的文件（.xlsx、.docx、.md、.json）或文件夹；不写则放在当前文件夹。"),
]
LayoutName = Annotated[
    str,
    Parameter(
        name="--layout",
        help="表样编号（用 layouts 命令列出）或 .toml 文件；不写则按评分办法和地区选择。",
    ),
]
Template = Annotated[
    Path | None,
    Parameter(help="按本单位的空白表（.xlsx 或 .docx）填写，保留其格式；空白表本身不改动。"),
]
Allow = Annotated[
    bool,
    Parameter(
        negative="",
        help="允许把这些表的内容发往本机以外的大模型服务；不写时只列出会发出什么，不发送。",
    ),
]
Send = Annotated[
    tuple[str, ...],
    Parameter(
        negative="",
        json_list=False,
        help="名称、编号里的人名、号码等，遮住会改变意思的，写上原文才照原样发送；可写多个。",
    ),
]

Codes = tuple[str, ...]
"""Codes of rules, or what they begin with."""


class ChineseHelp:
    """Print help in Chinese; rich measures the width of the characters, so columns align."""

    def __call__(self, console: "Console", options: "ConsoleOptions", panel: "HelpPanel") -> None:
        """Print one group of commands or parameters as two aligned columns."""
        from rich.table import Table
        from rich.text import Text

        if not panel.entries:
            return
        grid = Table.grid(padding=(0, 2))
        grid.add_column(no_wrap=True)
        # Chinese has no spaces at which a line would end; without folding its rest is cut off.
        grid.add_column(overflow="fold")
        for entry in panel.entries:
            label = entry.positional_label or " ".join(
                (*entry.positive_names, *entry.positive_shorts)
            )
            notes = Text(str(getattr(entry.description, "primary_renderable", "")))
            if entry.choices:
                notes.append(f" 可选：{'、'.join(entry.choices)}。")
            grid.add_row(Text(f"  {label}"), notes)
        console.print(f"{panel.title}：", markup=False)
        console.print(grid)
        console.print()

    def render_usage(self, console: "Console", options: "ConsoleOptions", usage: Any) -> None:
        """Print how the command is written."""
        if usage:
            text = str(usage).replace("COMMAND", "命令").replace("[OPTIONS]", "[选项]")
            console.print(f"用法：{text.removeprefix('Usage: ')}", markup=False)


_PROBLEMS: tuple[tuple[type[CycloptsError], str], ...] = (
    (UnknownCommandError, "没有这个命令"),
    (UnknownOptionError, "没有这个选项"),
    (UnusedCliTokensError, "多出了参数"),
    (MissingArgumentError, "缺少"),
    (RepeatArgumentError, "同一个选项写了两次"),
    (CoercionError, "选项的取值不对"),
    (ValidationError, "选项的取值不对"),
)


def usage_error(error: CycloptsError) -> str:
    """Return a Chinese message for a command line that cannot be understood."""
    if isinstance(error, ConfigError):
        return str(error)
    problem = next((text for kind, text in _PROBLEMS if isinstance(error, kind)), "命令写得不对")
    command = " ".join(("selfeval-assist", *(error.command_chain or ())))
    source = getattr(getattr(error, "token", None), "source", "")
    where = f"配置文件“{source}”里，" if source.endswith(".toml") else ""
    may = _may_be(error) if isinstance(error, CoercionError) else ""
    return f"{where}{problem}{_written(error)}{may}。请用 {command} --help 查看用法。"


def _may_be(error: CoercionError) -> str:
    """Return what was written in the place of which values, as far as these are known."""
    written = f"：写的是“{error.token.value}”" if error.token is not None else ""
    if get_origin(error.target_type) is Literal:
        return f"{written}，可写 {'、'.join(map(str, get_args(error.target_type)))}"
    kinds = {bool: "应是 true 或 false", int: "应是整数"}
    return f"{written}，{kinds[error.target_type]}" if error.target_type in kinds else written


def _written(error: CycloptsError) -> str:
    """Return the part of the command line that an error is about, or what it lacks."""
    if isinstance(error, MissingArgumentError):
        name = error.keyword or (error.argument.name if error.argument else "参数")
        return f"“{name}”后面的取值" if name.startswith("-") else f"“{name}”"
    token = getattr(error, "token", None)
    words = [token.keyword or token.value] if token is not None else error.unused_tokens
    return f"“{' '.join(words)}”" if words else ""
