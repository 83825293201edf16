"""Storing what a person typed: at each pause, when a field is left, and before the form is left."""

import contextlib
from collections.abc import Callable

from textual.screen import Screen

from selfeval_assist.failures import Failure, attempt
from selfeval_assist.form import paths
from selfeval_assist.system import reason
from selfeval_assist.tui.state.session import Session
from selfeval_assist.tui.terminal.safe import safe
from selfeval_assist.tui.widgets.told import told
from selfeval_assist.tui.words.asking import NOT_KEPT
from selfeval_assist.workspace import ConflictError, WorkspaceError

AUTOSAVE = 1.0
"""Seconds between two looks whether something is to be saved."""
_LOST = "现在离开会丢失最近一次保存以后的修改。"
_FORK = "按 F10 返回列表时，可以把您现在的内容另存为新表。"


class Saving(Screen[None]):
    """A screen over one form that keeps it stored.

    ``failure`` says why the last try to store it failed; ``refused`` holds what was typed and the
    form does not admit, by field path.

    Args:
        session: the open form.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.failure: WorkspaceError | None = None
        self.refused: dict[str, str] = {}
        self._seen = session.form
        self._unkept = ""

    def on_mount(self) -> None:
        """Save when the person pauses."""
        self.set_interval(AUTOSAVE, self._autosave)

    def show_state(self) -> None:
        """Show whether the form is stored; the screen says where."""

    def on_unmount(self) -> None:
        """Leave the session; whatever closes the screen, what was typed is stored if it can be."""
        with contextlib.suppress(WorkspaceError):
            self.session.save()

    def action_save(self) -> None:
        """Store the form because the person asks for it; why it cannot be is said each time."""
        self.failure = None
        self.store()

    def store(self) -> None:
        """Store the form when it has changed; a failure is said once and nothing is lost."""
        try:
            self.session.save()
        except WorkspaceError as error:
            if str(error) != str(self.failure or ""):
                advice = _FORK if isinstance(error, ConflictError) else ""
                told_ = f"{safe(error)}{advice}"
                self.notify(told_, severity="error", timeout=15, markup=False)
            self.failure = error
        else:
            self.failure = None
        self.show_state()

    def _autosave(self) -> None:
        """Make a version when the person pauses; while they type on, only keep what they typed."""
        paused, self._seen = self._seen is self.session.form, self.session.form
        if paused and not self.session.saved:
            self.store()
        else:
            self._jot()

    def _jot(self) -> None:
        """Keep what is being typed; why that cannot be done is said once, and the work goes on."""
        try:
            self.session.jot()
        except OSError as error:
            why = reason(error)
            if why != self._unkept:
                words = NOT_KEPT.format(why=why, place=safe(self.session.workspace.path.parent))
                self.notify(words, severity="error", timeout=15, markup=False)
            self._unkept = why
        else:
            self._unkept = ""

    def on_descendant_blur(self) -> None:
        """Store what was typed as soon as a field is left."""
        self.keep()

    def on_screen_suspend(self) -> None:
        """Store what was typed when another screen covers this one."""
        self.keep()

    def keep(self) -> None:
        """Make a version now: what is on the screen next means that the field before is stored."""
        if not self.session.saved and self.failure is None:
            self.store()

    def rescue(self) -> bool:
        """Put what was typed on the disk, because the program ends; return whether it is there."""
        saved = attempt("保存", self.session.save)
        if isinstance(saved, Failure):
            saved = attempt("保存", self.session.jot)
        return not isinstance(saved, Failure)

    def save_before(self, then: Callable[[], object]) -> None:
        """Save and go on; when saving fails, the person decides what becomes of the changes."""
        from selfeval_assist.tui.dialogs.confirm import Confirm

        self.store()
        if self.failure is None and not self.refused:
            then()
            return
        conflict = isinstance(self.failure, ConflictError)

        def answered(yes: bool | None) -> None:
            if not yes:
                return
            with told(self):
                if conflict:
                    self.session.fork()
                then()

        if conflict:
            advice = "可以把您现在的内容另存为一份新表；别处保存的那一份不受影响。"
            yes = "另存为新表"
        else:
            advice = _LOST if self.failure else "现在离开会丢失这一栏。"
            yes = "仍然离开"
        why = safe(self.failure or self.not_taken)
        self.app.push_screen(Confirm(f"{why}\n\n{advice}", yes=yes), answered)

    @property
    def not_taken(self) -> str:
        """Say which fields hold something that is not stored, and what."""
        form = self.session.form
        told_ = "、".join(f"{paths.label(form, at)}“{text}”" for at, text in self.refused.items())
        return f"{told_}读不出来，没有保存；其余内容照常保存。"
