"""The screens, in a terminal. Only this room knows textual."""

from pathlib import Path

from selfeval_assist.tui import compat as compat  # sets the environment before textual is loaded


def run(file: Path | None, *, workspace: Path | None = None) -> int:
    """Show the screens until the person leaves; see ``tui.app.run``."""
    from selfeval_assist.tui.app import run as run_app

    return run_app(file, workspace=workspace)
