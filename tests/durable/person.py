"""A window in a process of its own that does what a person does, and tells what they would see.

Arguments: JSON with ``workspace``, ``form`` (0: none is opened), ``name`` and, where wanted,
``uid`` (whose rights it has), ``size`` (bytes beyond which no file grows) and ``clock`` (seconds
by which each look at the clock differs from the machine's, the last one for all later ones).
Reads JSON lists from its input and answers each by one line of JSON.
"""

import datetime
import json
import os
import resource
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from selfeval_assist.documents import read
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.reports.export import export_form
from selfeval_assist.system import reason
from selfeval_assist.tui.state.left import left
from selfeval_assist.tui.state.session import Session
from selfeval_assist.tui.words.asking import NOT_KEPT
from selfeval_assist.workspace import ConflictError, FormId, Workspace, back_up, restore

FIELD = "notes"
Answer = dict[str, object]


class Clock:
    """The machine's clock, set to another time as often as told."""

    def __init__(self, by: list[float]) -> None:
        self._by = by or [0]

    def __call__(self) -> datetime.datetime:
        by = self._by.pop(0) if len(self._by) > 1 else self._by[0]
        return datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=by)


class Person:
    """One person at one workspace, with at most one form open."""

    def __init__(self, workspace: Workspace, name: str, clock: Clock) -> None:
        self.workspace, self.name, self.clock = workspace, name, clock
        self.session: Session | None = None

    @property
    def open(self) -> Session:
        assert self.session is not None
        return self.session

    def form(self, number: int) -> Answer:
        self.session = Session(self.workspace, FormId(number), person=self.name, clock=self.clock)
        return {"recovered": self.session.recovered is not None, **self._state()}

    def bring(self, file: str) -> Answer:
        (form,) = read(Path(file))
        number = self.workspace.create(form, person=self.name, note=f"读自 {Path(file).name}")
        return self.form(number)

    def type(self, text: str) -> Answer:
        self.open.put(FIELD, text)
        return {"text": text}

    def jot(self) -> Answer:
        try:
            self.open.jot()
        except OSError as error:
            told = NOT_KEPT.format(why=reason(error), place=self.workspace.path.parent)
            return {"told": told}
        return {"kept": self.open.form.notes}

    def save(self) -> Answer:
        self.open.save()
        return self._state()

    def back(self, number: int) -> Answer:
        self.open.restore(number)
        return self._state()

    def fork(self) -> Answer:
        self.open.fork()
        return self._state()

    def export(self, folder: str) -> Answer:
        files = export_form(self.open.form, Path(folder), overwrite=False)
        return {"files": [str(each) for each in files]}

    def copy(self, target: str) -> Answer:
        back_up(self.workspace.path, Path(target), wait=1)
        return {"file": target}

    def bring_back(self, source: str) -> Answer:
        path, at = self.workspace.path, self.clock()
        kept = restore(path, Path(source), person=self.name, at=at, force=True, wait=1)
        return {"file": str(kept)}

    def offered(self) -> Answer:
        found, unreadable = left(self.workspace)
        texts = [[each.standing, each.form.notes] for each in found]
        return {"offered": texts, "unreadable": [str(each) for each in unreadable]}

    def rush(self, what: str) -> Answer:
        """Do one thing over and over, and say each time what is done."""
        number = 0
        while True:
            number += 1
            self.type(f"{self.name} {number}")
            act(self.jot if what == "jot" or number % 3 == 2 else self._save_or_fork)
            if what == "versions" and number % 4 == 0:
                act(lambda: self.back(max(1, self.open.revision - 2)))

    def _save_or_fork(self) -> Answer:
        try:
            return self.save()
        except ConflictError as error:
            return self.fork() | {"told": str(error)}

    def _state(self) -> Answer:
        opened = self.open
        saved = {"form": opened.form_id, "revision": opened.revision}
        return saved | ({"saved": opened.form.notes} if opened.saved else {})


def say(answer: Answer) -> None:
    print(json.dumps(answer), flush=True)


def act(act: Callable[[], Answer]) -> None:
    """Do something and say what came of it; what a person is told is said in its own words."""
    try:
        say(act())
    except Exception as error:
        say({"told": str(error), "error": type(error).__name__})


def warm() -> None:
    """Load everything: the modules may lie in a folder that is closed to another user."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Workspace.open(folder / "w") as workspace:
            person = Person(workspace, "x", Clock([]))
            person.form(workspace.create(SelfEvaluation(project="x"), person="x"))
            person.type("x")
            person.jot()
            person.save()
            person.export(str(folder / "out"))
            person.copy(str(folder / "b"))
        restore(folder / "v", folder / "b", person="x", at=person.clock())


def main(job: dict[str, object]) -> None:
    clock = Clock([float(str(each)) for each in json.loads(str(job.get("clock", "[]")))])
    if uid := int(str(job.get("uid", 0))):
        warm()
        os.seteuid(uid)
    if size := int(str(job.get("size", 0))):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    people: list[Person] = []

    def begin() -> Answer:
        # A window waits this long at its start, and 0.2 s with what it saves.
        workspace = Workspace.open(Path(str(job["workspace"])), wait=1, save_wait=0.2, now=clock)
        people.append(Person(workspace, str(job["name"]), clock))
        number = int(str(job.get("form", 0)))
        return people[0].form(number) if number else {"forms": len(workspace.forms())}

    act(begin)
    for line in sys.stdin:
        what, *arguments = json.loads(line)
        if what == "begin":
            while people:
                people.pop().workspace.close()
            act(begin)
        elif people:
            act(lambda: getattr(people[0], what)(*arguments))  # noqa: B023 (called at once)
        else:
            say({"told": "", "error": "closed"})


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
