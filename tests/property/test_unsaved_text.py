"""Whatever windows do and whenever they are killed: text that was on the disk once can be found.

The processes are imitated, so that many runs take seconds; ``tests/tui/test_windows.py`` has real
ones.
"""

import datetime
import errno
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.tui.state import journal
from selfeval_assist.tui.state import left as left_module
from selfeval_assist.tui.state.left import left, rescue
from selfeval_assist.tui.state.session import Session
from selfeval_assist.workspace import FormId, Workspace, WorkspaceError

FIELDS = ("notes", "goal.planned", "project")
WINDOWS = st.integers(0, 99)
"""Any number stands for one of the windows that are open."""


class Windows(RuleBasedStateMachine):
    """Windows over two forms; ``due`` holds every text that was on the disk once."""

    def __init__(self) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        self.place = tempfile.TemporaryDirectory()
        self.workspace = Workspace.open(Path(self.place.name) / "自评.2024")
        self.forms = [
            self.workspace.create(SelfEvaluation(project=name), person="甲") for name in "甲乙"
        ]
        self.open: dict[int, Session] = {}
        self.typed: dict[int, list[str]] = {}
        self.due: set[str] = set()
        self.process = 1
        self.now = datetime.datetime(2025, 1, 8, tzinfo=datetime.UTC)
        self.patch.setattr(os, "getpid", lambda: self.process)
        for module in (journal, left_module):
            self.patch.setattr(module, "began", self.began)

    def began(self, process: int) -> str | None:
        return "" if process in self.open or process == self.process else None

    def teardown(self) -> None:
        self.open.clear()
        try:
            self.nothing_is_lost()
        finally:
            self.workspace.close()
            self.patch.undo()
            self.place.cleanup()

    def one(self, number: int) -> tuple[int, Session]:
        """Return one of the open windows and let its process be the one that runs."""
        self.process = sorted(self.open)[number % len(self.open)]
        return self.process, self.open[self.process]

    @initialize()
    def two_windows_on_one_form(self) -> None:
        self.start(0)
        self.start(0)

    @rule(which=st.integers(0, 1))
    def start(self, which: int) -> None:
        self.process = max(self.typed, default=100) + 1
        new = Session(self.workspace, self.forms[which], person="甲", clock=lambda: self.now)
        self.open[self.process], self.typed[self.process] = new, []

    @precondition(lambda self: self.open)
    @rule(number=WINDOWS, field=st.sampled_from(FIELDS), kept=st.booleans())
    def type(self, number: int, field: str, kept: bool) -> None:
        """Type a word; when ``kept``, a second passes and it is on the disk."""
        process, window = self.one(number)
        word = f"〈{process}之{len(self.typed[process])}〉"
        window.put(field, paths.text(window.form, field) + word)
        self.typed[process].append(word)
        if kept:
            window.jot()
            self.due.update(self.typed[process])

    @precondition(lambda self: self.open)
    @rule(number=WINDOWS)
    def jot_on_a_full_disk(self, number: int) -> None:
        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        _, window = self.one(number)
        with self.patch.context() as patch:
            patch.setattr(journal, "write_private", full)
            try:
                window.jot()
            except OSError:
                return

    @precondition(lambda self: self.open)
    @rule(number=WINDOWS)
    def save(self, number: int) -> None:
        process, window = self.one(number)
        try:
            window.save()
        except WorkspaceError:
            assert not window.saved
        self.due.update(self.typed[process])

    @precondition(lambda self: self.open)
    @rule(number=WINDOWS)
    def save_and_be_killed_before_the_journal_goes(self, number: int) -> None:
        _, window = self.one(number)
        window._journal.drop = lambda: None  # type: ignore[method-assign]
        self.save(number)
        self.kill(number)

    @precondition(lambda self: self.open)
    @rule(number=WINDOWS)
    def store_as_a_form_of_its_own(self, number: int) -> None:
        process, window = self.one(number)
        window.fork()
        self.due.update(self.typed[process])

    @precondition(lambda self: self.open)
    @rule(number=WINDOWS)
    def kill(self, number: int) -> None:
        process, _ = self.one(number)
        del self.open[process]
        self.process = 1

    @rule(which=st.integers(0, 1), archived=st.booleans())
    def put_away(self, which: int, archived: bool) -> None:
        self.workspace.archive(self.forms[which], person="甲", archived=archived)

    @rule(days=st.integers(-400, 400))
    def set_the_clock(self, days: int) -> None:
        self.now += datetime.timedelta(days=days)

    @rule(count=st.integers(1, 3))
    def take_what_is_offered(self, count: int) -> None:
        self.process = 1
        found, unreadable = left(self.workspace)
        assert unreadable == ()
        for each in [each for each in found if each.standing != "fits"][:count]:
            assert rescue(self.workspace, each, person="甲") is not None

    @invariant()
    def nothing_is_lost(self) -> None:
        self.process = 1
        found, unreadable = left(self.workspace)
        assert unreadable == ()
        texts = [each.form.model_dump_json() for each in found]
        texts += [window.form.model_dump_json() for window in self.open.values()]
        for archived in (False, True):
            for form in self.workspace.forms(archived):
                texts += self.versions(form.id)
        everything = "\n".join(texts)
        assert [word for word in self.due if word not in everything] == []
        # Of a form at most one text goes on in it, and it began from what is stored.
        fits = [each.form_id for each in found if each.standing == "fits"]
        assert len(fits) == len(set(fits))

    def versions(self, form_id: FormId) -> list[str]:
        count = self.workspace.revisions(form_id)
        return [self.workspace.document(form_id, each.number) for each in count]


TestWindows = Windows.TestCase
TestWindows.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
