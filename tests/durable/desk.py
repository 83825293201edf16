"""What the faults share: windows that are processes, what they were told is stored, and the look
afterwards whether it is there."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import programs
from durable import person

from selfeval_assist.form import Goal, SelfEvaluation
from selfeval_assist.tui.state.left import left
from selfeval_assist.workspace import Workspace, WorkspaceError, verify

FORM = SelfEvaluation(year=2021, project="河道巡查", goal=Goal(planned="巡查300次"), notes="起初")

Rows = dict[str, list[tuple[object, ...]]]


@dataclass
class Try:
    """One time that a fault was made.

    Attributes:
        seen: what a person was told by it; empty when they noticed nothing.
        after: what was there afterwards.
        lost: what was acknowledged and is not there.
    """

    seen: str = ""
    after: str = ""
    lost: list[str] = field(default_factory=list)


@dataclass
class Window:
    """A window in a process of its own, with what it said is on the disk.

    Attributes:
        saved: texts by form and version that it said are stored.
        kept: the text that it last said is kept while it is typed; "" once that is a version.
        told: all that a person was told, one after the other.
    """

    process: "subprocess.Popen[str]"
    saved: dict[tuple[int, int], str] = field(default_factory=dict)
    kept: str = ""
    told: list[str] = field(default_factory=list)

    def hear(self, line: str | None = None) -> person.Answer:
        """Take one answer; {} when the window is gone."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline() if line is None else line
        if not line.endswith("\n"):
            return {}
        said: person.Answer = json.loads(line)
        if "saved" in said:
            at = int(str(said["form"])), int(str(said["revision"]))
            self.saved[at] = str(said["saved"])
            self.kept = ""
        if "kept" in said:
            self.kept = str(said["kept"])
        if said.get("told"):
            self.told.append(str(said["told"]))
        return said

    def ask(self, *what: object) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()

    def do(self, *what: object) -> person.Answer:
        """Let it do something; return what came of it."""
        self.ask(*what)
        return self.hear()

    def kill(self) -> None:
        """End it as a power cut of this program would, and take what it had still said."""
        self.process.kill()
        rest, _ = self.process.communicate(timeout=programs.PATIENCE)
        for line in rest.splitlines(keepends=True):
            self.hear(line)


@contextmanager
def window(path: Path, form: int = 0, name: str = "王芳", **more: object) -> Iterator[Window]:
    """Open a window; it is gone afterwards, without having been asked."""
    job = {"workspace": str(path), "form": form, "name": name, **more}
    process = subprocess.Popen(
        [sys.executable, person.__file__, json.dumps(job)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    opened = Window(process)
    opened.hear()
    try:
        yield opened
    finally:
        if process.returncode is None:
            opened.kill()


def rows(path: Path) -> Rows:
    """Return what stands in a workspace at one moment."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)) as db:
        db.execute("BEGIN")
        found = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {name: db.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in found}


def begin(path: Path) -> int:
    """Make a workspace with one form; return the form's number."""
    with Workspace.open(path) as workspace:
        return workspace.create(FORM, person="王芳")


def compare(path: Path, *windows: Window, found: Try) -> None:
    """Open the workspace as the program would and note what is missing, or not as it was."""
    try:
        with Workspace.open(path) as workspace:
            _compare(workspace, windows, found)
    except WorkspaceError as error:
        found.lost.append(f"it does not open: {error}")
        return
    verdict = verify(path)
    found.lost += [f"not as written: {each}" for each in verdict.problems]


def _compare(workspace: Workspace, windows: tuple[Window, ...], found: Try) -> None:
    found.lost += workspace.damage()
    held: dict[tuple[int, int], str] = {}
    for each in workspace.forms():
        numbers = [revision.number for revision in workspace.revisions(each.id)]
        if numbers != list(range(1, each.revision + 1)):
            found.lost.append(f"versions are missing: {numbers}")
        held |= {(each.id, n): workspace.load(each.id, n).form.notes for n in numbers}
    offered, unreadable = left(workspace)
    found.lost += [f"unreadable: {each}" for each in unreadable]
    texts = {*held.values(), *(each.form.notes for each in offered)}
    for one in windows:
        for at, text in one.saved.items():
            if held.get(at) != text:
                found.lost.append(f"form and version {at} was {text!r}, is {held.get(at)!r}")
        if one.kept and not any(_holds(text, one.kept) for text in texts):
            found.lost.append(f"{one.kept!r} was typed and is nowhere")
    offers = f"，另有 {len(offered)} 份没存的可取回" if offered else ""
    found.after = f"{len(held)} 版齐全{offers}"


def _holds(text: str, kept: str) -> bool:
    """Whether a text is the one that was kept, or what the same window typed over it later."""
    name, _, number = kept.rpartition(" ")
    other, _, later = text.rpartition(" ")
    counted = number.isdigit() and later.isdigit() and name == other
    return text == kept or (counted and int(later) > int(number))
