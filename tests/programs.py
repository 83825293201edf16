"""Programs that tests start: the Python that runs the tests, with the package of this checkout.

Which package a program loads is decided by the environment (``surroundings``), which it inherits.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from surroundings import CHECKOUT

PATIENCE = 120
"""Seconds after which what a test waits for is taken not to come; nothing takes so long."""


def command(*arguments: object) -> list[str]:
    """Return the command line that starts the program under test."""
    return [sys.executable, "-m", "selfeval_assist", *map(str, arguments)]


def run(
    *arguments: object, env: Mapping[str, str] = {}, cwd: Path = CHECKOUT
) -> subprocess.CompletedProcess[str]:
    """Run the program under test without a terminal.

    Args:
        arguments: those of the command, such as ``"check", path``.
        env: what its environment has besides what it inherits.
        cwd: the folder in which it is started.

    Returns:
        Status and output, read as UTF-8.
    """
    return _run(command(*arguments), env, cwd)


def python(
    code: str, *arguments: object, env: Mapping[str, str] = {}, cwd: Path = CHECKOUT
) -> subprocess.CompletedProcess[str]:
    """Run some code in a fresh Python; the rest is as in ``run``."""
    return _run([sys.executable, "-c", code, *map(str, arguments)], env, cwd)


def _run(line: list[str], env: Mapping[str, str], cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        line,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **env},
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
