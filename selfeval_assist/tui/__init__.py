"""The screens, in a terminal. Only this room knows textual."""

import gc
from pathlib import Path

# Sets the environment before textual is loaded.
from selfeval_assist.tui.terminal import compat as compat


def run(file: Path | None, *, workspace: Path | None = None) -> int:
    """Show the screens until the person leaves; see ``tui.app.run``."""
    # What a start makes stays until the end: to look through it for garbage again and again would
    # take an eighth of the time until the first form. The app begins with that once it is shown.
    gc.disable()
    from selfeval_assist.tui.app import run as run_app

    return run_app(file, workspace=workspace)
