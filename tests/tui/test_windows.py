"""Windows that are processes, and a kill -9 at the worst moments: no text is lost or misplaced."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import window_process

import selfeval_assist
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.tui.app import now
from selfeval_assist.tui.state.left import Left, left, rescue
from selfeval_assist.tui.state.related import COPY, origin
from selfeval_assist.tui.state.session import Session
from selfeval_assist.workspace import FormId, Workspace

ROOT = Path(selfeval_assist.__file__).parents[1]


class Window:
    """One window in a process of its own."""

    def __init__(self, workspace: Path, form_id: int) -> None:
        # The package under test, whichever is installed.
        where = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
        self.process = subprocess.Popen(
            [sys.executable, window_process.__file__, str(workspace), str(form_id)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", env=where,
        )  # fmt: skip
        assert self.hear() == "open"

    def hear(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().rstrip("\n")

    def tell(self, *what: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()

    def do(self, *what: str) -> str:
        self.tell(*what)
        return self.hear()

    def kill(self) -> str:
        """End it as a power cut would; return what it had still said."""
        self.process.kill()
        said, _ = self.process.communicate(timeout=60)
        return said


@pytest.fixture
def window() -> Iterator[Callable[[Path, int], Window]]:
    opened: list[Window] = []

    def one(workspace: Path, form_id: int) -> Window:
        opened.append(Window(workspace, form_id))
        return opened[-1]

    yield one
    for each in opened:
        if each.process.poll() is None:
            each.kill()


@pytest.fixture
def form_id(workspace: Workspace, finished: SelfEvaluation) -> FormId:
    return workspace.create(finished, person="陈默")


def session(workspace: Workspace, form_id: FormId) -> Session:
    return Session(workspace, form_id, person="陈默", clock=now)


def offered(workspace: Workspace) -> list[Left]:
    found, unreadable = left(workspace)
    assert unreadable == ()
    return list(found)


def test_the_loser_of_a_conflict_is_offered_though_the_winner_saves_on(
    workspace: Workspace, form_id: FormId, window: Callable[[Path, int], Window]
) -> None:
    loser = window(workspace.path, form_id)
    winner = session(workspace, form_id)
    winner.put("unit", "赢家写的")
    winner.save()
    assert loser.do("put", "notes", "输家写的") == "done"
    assert loser.do("save") == "ConflictError"
    assert offered(workspace) == [], "it still runs, and its text is its own"
    loser.kill()
    winner.put("unit", "赢家又写")
    winner.save()
    again = session(workspace, form_id)
    assert again.recovered is None
    again.put("unit", "赢家再写")
    again.jot()
    again.save()
    (found,) = offered(workspace)
    assert (found.standing, found.form_id) == ("older", form_id)
    new = rescue(workspace, found, person="陈默")
    assert new is not None
    assert workspace.load(new).form.notes == "输家写的"
    assert origin(workspace, new) == COPY
    assert workspace.load(form_id).form.unit == "赢家再写"
    assert offered(workspace) == []
    assert rescue(workspace, found, person="陈默") is None, "another window has taken it"
    assert len(workspace.forms()) == 2


def test_two_windows_killed_while_typing_are_both_found(
    workspace: Workspace, form_id: FormId, window: Callable[[Path, int], Window]
) -> None:
    windows = [window(workspace.path, form_id) for _ in range(2)]
    for number, each in enumerate(windows):
        each.do("put", "notes", f"窗口{number}")
        assert each.do("jot") == "done"
    for each in windows:
        each.kill()
    assert [each.standing for each in offered(workspace)] == ["fits", "second"]
    opened = session(workspace, form_id)
    assert opened.recovered is not None
    assert opened.form.notes == "窗口1"
    opened.save()
    (second,) = offered(workspace)
    assert (second.form.notes, second.standing) == ("窗口0", "older")


def test_two_workspaces_whose_names_differ_after_the_dot_keep_their_texts(
    tmp_path: Path, window: Callable[[Path, int], Window]
) -> None:
    years = ("2024", "2025")
    for year in years:
        with Workspace.open(tmp_path / f"自评.{year}") as workspace:
            workspace.create(SelfEvaluation(project=f"{year}年的项目"), person="陈默")
    typing = {year: window(tmp_path / f"自评.{year}", 1) for year in years}
    for year, each in typing.items():
        each.do("put", "notes", f"{year}年的话")
        assert each.do("jot") == "done"
    for each in typing.values():
        each.kill()
    for year in years:
        with Workspace.open(tmp_path / f"自评.{year}") as workspace:
            opened = session(workspace, FormId(1))
            assert opened.recovered is not None
            assert opened.form.project == f"{year}年的项目"
            assert opened.form.notes == f"{year}年的话"
            opened.save()
            assert offered(workspace) == []


def test_a_kill_between_the_version_and_its_journal_offers_nothing_twice(
    workspace: Workspace, form_id: FormId, window: Callable[[Path, int], Window]
) -> None:
    one = window(workspace.path, form_id)
    one.do("put", "notes", "打了一半")
    one.do("jot")
    one.do("put", "notes", "打了一半就存")
    one.do("stop", "stored")
    assert one.do("save") == "stored"
    one.kill()
    assert list(workspace.path.parent.glob("*.unsaved-*")), "the journal was still there"
    assert workspace.load(form_id).form.notes == "打了一半就存"
    assert offered(workspace) == []
    assert session(workspace, form_id).recovered is None
    assert not list(workspace.path.parent.glob("*.unsaved-*"))


def test_a_kill_between_the_journal_and_the_version_brings_it_back(
    workspace: Workspace, form_id: FormId, window: Callable[[Path, int], Window]
) -> None:
    one = window(workspace.path, form_id)
    one.do("put", "notes", "没来得及存")
    one.do("jot")
    one.kill()
    assert session(workspace, form_id).form.notes == "没来得及存"
    # Opened, shown and killed again before anything was stored: once more it is there.
    two = window(workspace.path, form_id)
    assert two.do("jot") == "done"
    two.kill()
    assert session(workspace, form_id).form.notes == "没来得及存"
    assert len(list(workspace.path.parent.glob("*.unsaved-*"))) == 1


@pytest.mark.parametrize("words", [1, 2, 5, 13])
def test_a_kill_in_the_middle_of_writing_loses_nothing_that_was_written(
    workspace: Workspace, form_id: FormId, window: Callable[[Path, int], Window], words: int
) -> None:
    one = window(workspace.path, form_id)
    one.tell("rush", "notes")
    said = [one.hear() for _ in range(words)]
    said += one.kill().split()
    kept = session(workspace, form_id).form.notes
    number = int(kept.strip("第字"))
    # The last one may have been written and not yet been said.
    assert number >= int(said[-1].strip("第字"))
    assert offered(workspace)[0].form.notes == kept


def test_a_journal_of_another_workspace_goes_into_no_form(
    workspace: Workspace, form_id: FormId, tmp_path: Path, window: Callable[[Path, int], Window]
) -> None:
    (tmp_path / "别处").mkdir()
    with Workspace.open(tmp_path / "别处" / workspace.path.name) as other:
        # The same form, so that even its version is the same.
        same = other.create(workspace.load(form_id).form, person="陈默")
    assert same == form_id
    one = window(other.path, form_id)
    one.do("put", "notes", "别处的话")
    one.do("jot")
    one.kill()
    (file,) = other.path.parent.glob("*.unsaved-*")
    shutil.copy(file, workspace.path.parent)
    opened = session(workspace, form_id)
    assert opened.recovered is None
    (found,) = offered(workspace)
    assert (found.standing, found.form.notes) == ("elsewhere", "别处的话")


def test_a_clock_that_is_set_back_hides_nothing(
    workspace: Workspace, form_id: FormId, window: Callable[[Path, int], Window]
) -> None:
    one = window(workspace.path, form_id)
    one.do("put", "notes", "明年的话")
    one.do("jot")
    (file,) = workspace.path.parent.glob("*.unsaved-*")
    tomorrow = file.stat().st_mtime + 400 * 86_400
    os.utime(file, (tomorrow, tomorrow))
    text = file.read_text(encoding="utf-8").replace('"at":"2', '"at":"9')
    file.write_text(text, encoding="utf-8")
    assert offered(workspace) == [], "its window runs, whatever the time"
    one.kill()
    assert session(workspace, form_id).form.notes == "明年的话"


def test_text_of_a_renamed_workspace_is_found_under_its_new_name(
    tmp_path: Path, window: Callable[[Path, int], Window]
) -> None:
    old, new = tmp_path / "自评.2024", tmp_path / "去年的自评"
    with Workspace.open(old) as workspace:
        form_id = workspace.create(SelfEvaluation(project="甲"), person="陈默")
    one = window(old, form_id)
    one.do("put", "notes", "改名以前的话")
    one.do("jot")
    one.kill()
    with Workspace.open(old):
        pass  # so that all is in the one file
    shutil.copy(old, new)
    with Workspace.open(new) as copied:
        assert offered(copied) == [], "the other one is still there, and the text is its own"
    old.unlink()
    with Workspace.open(new) as renamed:
        assert session(renamed, form_id).form.notes == "改名以前的话"
