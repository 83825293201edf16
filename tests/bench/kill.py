"""Kill the program at random moments of a newcomer's job and look what is there afterwards.

``PYTHONPATH=tests python -m bench.kill 50`` prints what was found. Needs tmux.
"""

import os
import random
import shutil
import signal
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from bench.newcomer import Step, Terminal, do, job, source

from selfeval_assist.form import paths
from selfeval_assist.tui.app import now
from selfeval_assist.tui.session import Session
from selfeval_assist.workspace import Workspace

GRACE = 2.0
"""Seconds after which what was typed is on the disk even if the field was never left: one for the
rule, one for a busy machine."""
LONGEST = 25.0
"""Seconds within which the moment lies; the job takes about as long."""


@dataclass
class Round:
    """One kill.

    Attributes:
        at: seconds after the start.
        steps: how many steps were done.
        left: fields that were typed and left, with their texts.
        typed: a field that was typed and not left, with how long ago.
        lost: what should have been there and was not.
    """

    at: float
    steps: int = 0
    left: dict[str, str] = field(default_factory=dict)
    typed: tuple[str, str, float] | None = None
    lost: list[str] = field(default_factory=list)


def kill_at(moment: float) -> Round:
    """Do the job, kill the program at a moment, open the workspace again and compare."""
    found = Round(moment)
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        terminal = Terminal(home)
        try:
            terminal.start()
            terminal.wait("F2 新建")
            begun = time.monotonic()
            timer = threading.Timer(moment, os.kill, (terminal.pid, signal.SIGKILL))
            timer.start()
            _work(terminal, job(source()), found, begun + moment)
            timer.cancel()
        finally:
            terminal.close()
        _compare(home, found)
    return found


def _work(terminal: Terminal, steps: tuple[Step, ...], found: Round, end: float) -> None:
    """Do steps until the program is gone, and note which fields were left by then."""
    last: Step | None = None
    at = 0.0
    try:
        for step in do(terminal, steps):
            ready = time.monotonic()
            if ready > end:
                break
            found.steps += 1
            if last is not None and last.field and step.until:
                found.left[last.field] = last.text
            # A field that is typed while another waits for its screen is left by that screen.
            last, at = (step, ready) if step.field else (last if not step.until else None, at)
    except (RuntimeError, TimeoutError):
        if terminal.screen:
            raise
    if last is not None and last.field:
        found.typed = (last.field, last.text, end - at)


def _compare(home: Path, found: Round) -> None:
    """Open the workspace as the program would, and note what is missing."""
    path = home / "data" / "selfeval-assist" / "workspace.sqlite3"
    with Workspace.open(path) as workspace:
        found.lost += workspace.damage()
        forms = workspace.forms()
        if not forms:
            found.lost += [f"no form holds {name}" for name in found.left]
            return
        form = Session(workspace, forms[0].id, person="x", clock=now).form
    for name, text in found.left.items():
        if paths.text(form, name) != text:
            found.lost.append(f"{name} was left as {text} and is {paths.text(form, name)!r}")
    if found.typed and found.typed[2] > GRACE:
        name, text, ago = found.typed
        if paths.text(form, name) != text:
            found.lost.append(f"{name} was typed {ago:.1f} s before and is not there")


def rounds(count: int, seed: int) -> list[Round]:
    """Kill the program several times at moments that a seed decides."""
    chance = random.Random(seed)  # repeatable moments, no secret
    return [kill_at(chance.uniform(0.5, LONGEST)) for _ in range(count)]


def main() -> None:
    """Kill the program as often as told and print what was lost."""
    if not shutil.which("tmux"):
        sys.exit("tmux is missing; this needs a terminal")
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    every = rounds(count, seed=int(time.time()))
    for each in every:
        state = "; ".join(each.lost) or "nothing lost"
        print(
            f"killed after {each.at:5.1f} s, {each.steps:2} steps, {len(each.left)} left: {state}"
        )
    print(f"{sum(bool(each.lost) for each in every)} of {count} rounds lost something")
    sys.exit(any(each.lost for each in every))


if __name__ == "__main__":
    main()
