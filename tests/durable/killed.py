"""kill -9 in the middle of what the program does."""

import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import programs
from durable.desk import FORM, Try, begin, compare, window

from selfeval_assist.form import paths
from selfeval_assist.workspace import FormId, Workspace, WorkspaceError, back_up, verify

ENDED = "窗口没有了"
"""What a person sees of a kill: no word is said any more."""


def while_it(what: str) -> Callable[[Path, int], Try]:
    """Kill a window that types, saves or goes back to versions as fast as it can."""

    def one(folder: Path, seed: int) -> Try:
        path, found = folder / "w.db", Try(seen=ENDED)
        with window(path, begin(path), name="甲") as rushing:
            rushing.ask("rush", what)
            for _ in range(3):
                rushing.hear()
            _wait(seed, 0.25)
            rushing.kill()
        compare(path, rushing, found=found)
        if len(rushing.saved) < (1 if what == "jot" else 2):
            found.lost.append("nothing was done before the kill")
        return found

    return one


def making(folder: Path, seed: int) -> Try:
    """Kill a program that makes a workspace: there is none, or a whole one."""
    path = folder / "w.db"
    with _killed(_RUNS["make"], seed, 0.06, path):
        pass
    found = Try(seen=ENDED)
    try:
        there = path.exists()
        compare(path, found=found)
        found.after = "有完整的新工作区" if there else "没有工作区，重开时新建"
    except WorkspaceError as error:
        found.lost.append(str(error))
    return found


def backing_up(folder: Path, seed: int) -> Try:
    """Kill a program that backs up: the backup is not there, or whole."""
    path, target = folder / "w.db", folder / "b.db"
    begin(path)
    before = len(_whole(path))
    with _killed(_RUNS["copy"], seed, 0.1, path, target):
        pass
    found = Try(seen=ENDED)
    compare(path, found=found)
    if target.exists():
        found.lost += _whole(target)
        found.after += "，备份完整"
    else:
        found.after += "，没有半份备份"
    found.lost += [] if not before else ["the workspace was not whole before"]
    return found


def bringing_back(folder: Path, seed: int) -> Try:
    """Kill a program that restores two backups in turn: one whole state or the other is there."""
    path, found = folder / "w.db", Try(seen=ENDED)
    form = FormId(begin(path))
    back_up(path, folder / "1.db")
    later = paths.put(FORM, "notes", "后来")
    with Workspace.open(path) as workspace:
        workspace.save(form, later, revision=1, person="王芳")
    back_up(path, folder / "2.db")
    with _killed(_RUNS["back"], seed, 0.4, path, folder / "1.db", folder / "2.db"):
        pass
    with Workspace.open(path, accepted_by="王芳") as workspace:
        stored = workspace.load(form)
        if (stored.revision, stored.form) not in [(1, FORM), (2, later)]:
            found.lost.append("neither of the two states")
    found.lost += _whole(path)
    copies = list(folder.glob("*.replaced-*.sqlite3"))
    found.lost += [problem for each in copies for problem in _whole(each)]
    found.after = f"两份之一，完整；{len(copies)} 份换下的副本完整"
    return found


_HEAD = """
import datetime, sys
from pathlib import Path
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.workspace import Workspace, back_up, restore
path, *others = map(Path, sys.argv[1:])
print("ready", flush=True)
"""
_RUNS = {
    "make": "with Workspace.open(path) as w:\n    w.create(SelfEvaluation(), person='x')\n",
    "copy": "while True:\n    back_up(path, others[0], force=True)\n",
    "back": (
        "while True:\n"
        "    for each in others:\n"
        "        at = datetime.datetime.now(datetime.UTC)\n"
        "        restore(path, each, person='陈默', at=at, force=True)\n"
    ),
}


@contextmanager
def _killed(code: str, seed: int, longest: float, *arguments: Path) -> Iterator[None]:
    program = subprocess.Popen(
        [sys.executable, "-c", _HEAD + code, *arguments], stdout=subprocess.PIPE
    )
    assert program.stdout is not None
    program.stdout.readline()
    _wait(seed, longest)
    program.kill()
    program.communicate(timeout=programs.PATIENCE)
    yield


def _wait(seed: int, longest: float) -> None:
    time.sleep(random.Random(seed).uniform(0, longest))


def _whole(path: Path) -> list[str]:
    return [f"{path.name}: {each}" for each in verify(path).problems]


POINTS = {
    "连续保存": while_it("save"),
    "连续保存、恢复版本": while_it("versions"),
    "不停输入": while_it("jot"),
    "新建工作区": making,
    "备份": backing_up,
    "用备份恢复整个工作区": bringing_back,
}
