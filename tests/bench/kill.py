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

from selfeval_assist.documents import DocumentError, read
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.tui.app import now
from selfeval_assist.tui.state.session import Session
from selfeval_assist.workspace import Workspace

GRACE = 1.5
"""Seconds after which what was typed is on the disk even if its field was never left: one for the
promise, the rest for reading the screen and for the disk."""
LONGEST = 2.5
"""Seconds after the beginning of the chosen step within which the moment lies."""
FIRST = 3
"""The first step in which something can be lost: the file is opened."""


@dataclass
class Round:
    """One kill.

    Attributes:
        step: the number of the step in which, or soon after which, the program was killed.
        delay: seconds from the beginning of that step.
        done: how many steps were done by then.
        left: fields that were typed and left, with their texts.
        typed: fields that were typed and not left, with their texts and when the text was seen.
        killed: when the program was killed, on the clock of ``typed``.
        decided: whether a decision was seen on the screen.
        lost: what should have been there and was not.
    """

    step: int
    delay: float
    done: int = 0
    left: dict[str, str] = field(default_factory=dict)
    typed: dict[str, tuple[str, float]] = field(default_factory=dict)
    killed: float = 0.0
    decided: bool = False
    lost: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        state = "; ".join(self.lost) or "nothing lost"
        return (
            f"step {self.step:2} + {self.delay:.2f} s: {self.done:2} steps done, "
            f"{len(self.left)} fields left, {len(self.typed)} being typed: {state}"
        )


def kill_at(step: int, delay: float) -> Round:
    """Do the job, kill the program at a moment, open the workspace again and compare."""
    found = Round(step, delay)
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        terminal = Terminal(home)
        try:
            terminal.start()
            _work(terminal, job(source()), found)
        finally:
            terminal.close()
        _compare(home, found)
    return found


def _work(terminal: Terminal, steps: tuple[Step, ...], found: Round) -> None:
    """Do steps until the program is gone, and note which fields were left by then."""
    killer = threading.Thread()

    def kill(process: int) -> None:
        time.sleep(found.delay)
        found.killed = time.monotonic()
        os.kill(process, signal.SIGKILL)

    try:
        for number, step in enumerate(steps):
            if number == found.step:
                killer = threading.Thread(target=kill, args=(terminal.pid,))
                killer.start()
            for _ in do(terminal, (step,)):
                _note(step, found)
    except RuntimeError:
        if not found.killed:
            raise
    killer.join()


def _note(step: Step, found: Round) -> None:
    """Note what a step whose end was seen on the screen has put into the form."""
    if found.killed:
        return
    found.done += 1
    found.decided = found.decided or step.decides
    if step.field:
        found.typed[step.field] = step.text, time.monotonic()
    else:
        # The screen of this step is there, so the fields before it were left.
        found.left.update({name: text for name, (text, _) in found.typed.items()})
        found.typed.clear()


def _compare(home: Path, found: Round) -> None:
    """Open the workspace as the program would, and note what is missing."""
    with Workspace.open(home / "data" / "selfeval-assist" / "workspace.sqlite3") as workspace:
        found.lost += workspace.damage()
        forms = workspace.forms()
        if not forms:
            found.lost += [f"no form holds {name}" for name in found.left]
            return
        session = Session(workspace, forms[0].id, person="x", clock=now)
    if found.decided and not session.decisions:
        found.lost.append("a decision was shown and is not there")
    due = {name: text for name, (text, at) in found.typed.items() if found.killed - at > GRACE}
    for name, text in {**found.left, **due}.items():
        found.lost += _missing(session.form, name, text)
    for file in home.glob("自评表导出/*"):
        try:
            read(file)
        except DocumentError as error:
            found.lost.append(f"half a file was exported: {error}")


def _missing(form: SelfEvaluation, name: str, text: str) -> list[str]:
    held = paths.text(form, name)
    return [] if held == text else [f"{name} was {text} and is {held!r}"]


def rounds(count: int, seed: int) -> list[Round]:
    """Kill the program several times at moments that a seed decides."""
    chance = random.Random(seed)  # repeatable moments, no secret
    last = len(job(source())) - 2  # the last one ends the program by itself
    return [kill_at(chance.randint(FIRST, last), chance.uniform(0, LONGEST)) for _ in range(count)]


def main() -> None:
    """Kill the program as often as told and print what was lost."""
    if not shutil.which("tmux"):
        sys.exit("tmux is missing; this needs a terminal")
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    every = rounds(count, seed=int(time.time()))
    for each in every:
        print(each)
    print(f"{sum(bool(each.lost) for each in every)} of {count} rounds lost something")
    sys.exit(any(each.lost for each in every))


if __name__ == "__main__":
    main()
