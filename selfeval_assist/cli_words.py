"""The Chinese of the command line: help pages and usage errors."""

from typing import TYPE_CHECKING, Any

from cyclopts import CycloptsError
from cyclopts.exceptions import (
    CoercionError,
    MissingArgumentError,
    RepeatArgumentError,
    UnknownCommandError,
    UnknownOptionError,
    UnusedCliTokensError,
)

if TYPE_CHECKING:
    from cyclopts.help import HelpPanel
    from rich.console import Console, ConsoleOptions


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
)


def usage_error(error: CycloptsError) -> str:
    """Return a Chinese message for a command line that cannot be understood."""
    problem = next((text for kind, text in _PROBLEMS if isinstance(error, kind)), "命令写得不对")
    command = " ".join(("selfeval-assist", *(error.command_chain or ())))
    return f"{problem}{_written(error)}。请用 {command} --help 查看用法。"


def _written(error: CycloptsError) -> str:
    """Return the part of the command line that an error is about, or what it lacks."""
    if isinstance(error, MissingArgumentError):
        name = error.keyword or (error.argument.name if error.argument else "参数")
        return f"“{name}”后面的取值" if name.startswith("-") else f"“{name}”"
    token = getattr(error, "token", None)
    words = [token.keyword or token.value] if token is not None else error.unused_tokens
    return f"“{' '.join(words)}”" if words else ""
