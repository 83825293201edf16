"""The screens, in a terminal. Only this room knows textual."""

import gc
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import selfeval_assist.environment  # noqa: F401  # before textual and pydantic

if TYPE_CHECKING:
    from selfeval_assist.workspace import Workspace


def in_terminal() -> bool:
    """Return whether there is a terminal to read keys from and to draw on."""
    return all(stream and stream.isatty() for stream in (sys.__stdin__, sys.__stderr__))


def run(file: Path | None, *, workspace: Path | None = None) -> int:
    """Show the screens until the person leaves; return the exit code.

    Without a terminal, or with a workspace that cannot be opened: a Chinese line, exit code 2.

    Args:
        file: a form to open at once.
        workspace: the workspace file; None for the person's own one.

    Raises:
        DraftingError: the endpoint in the environment is not well formed.
    """
    if not in_terminal():
        print(
            "这里不是终端，无法显示界面。请在终端窗口中运行，"
            "或运行 selfeval-assist serve，在浏览器里使用。",
            file=sys.stderr,
        )
        return 2
    # What a start makes stays until the end: to look through it for garbage again and again would
    # take an eighth of the time until the first form. The app begins with that once it is shown.
    gc.disable()
    from selfeval_assist.tui.app import SelfEvalApp, ended

    endpoint = None
    if {"OPENAI_API_KEY", "OPENAI_BASE_URL"} & os.environ.keys():
        from selfeval_assist.drafting import from_environment

        endpoint = from_environment(os.environ)
    app = SelfEvalApp(partial(_opened, workspace), file=file, endpoint=endpoint)
    try:
        app.run()
    finally:
        app.close()
    return ended(app)


def _opened(path: Path | None) -> "Workspace":
    from selfeval_assist.workspace import SAVE_WAIT, Workspace

    return Workspace.open(path, save_wait=SAVE_WAIT)
