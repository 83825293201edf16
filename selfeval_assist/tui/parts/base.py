"""What every part of the walk has in common."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Static

from selfeval_assist.failures import Failure, attempt
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.tui.commands import Command
from selfeval_assist.tui.state.session import Session
from selfeval_assist.tui.widgets.field import Field

if TYPE_CHECKING:
    from selfeval_assist.drafting import Endpoint


_FAILURE = "failure"


class Part(VerticalScroll):
    """One step of the walk. It reads the form from the session and is told when it changed.

    Args:
        session: the open form.
        endpoint: a model, or None.
    """

    can_focus = False

    class Jump(Message):
        """A person wants to see the place of a path in the part where it is edited."""

        def __init__(self, path: str) -> None:
            super().__init__()
            self.path = path

    def __init__(self, session: Session, endpoint: "Endpoint | None") -> None:
        super().__init__(id=type(self).__name__.lower())
        self.session = session
        self.endpoint = endpoint

    async def complete(self) -> None:
        """Mount what a part leaves out until its first fields are drawn; the default has all."""

    def follow(self) -> None:
        """Show the form as it is now; the default brings the fields up to date."""
        for field in self.query(Field):
            field.show(self.session.form)

    def show_form(self) -> None:
        """Show the form as it is now; where the program fails, the part says so at its top."""
        shown = attempt("显示这一步", self.follow)
        notices = self.query(f".{_FAILURE}")
        if isinstance(shown, Failure) and not notices:
            self.mount(Static(str(shown), classes=_FAILURE, markup=False), before=0)
        elif not isinstance(shown, Failure):
            notices.remove()

    def offer(self) -> None:
        """Offer the computed scores to their empty fields."""
        wanted = self.session.to_fill()
        for field in self.query(Field):
            field.offer(wanted.get(field.path, ""))

    @property
    def left(self) -> str:
        """The progress, or that it cannot be said."""
        found = attempt("显示进度", lambda: self.progress)
        return "出错" if isinstance(found, Failure) else found

    @property
    def progress(self) -> str:
        """What is left to do here, in a word or two; empty when that cannot be said."""
        return ""

    def reveal(self, path: str) -> bool:
        """Focus the field of a path (or the nearest one below it); return whether it is here."""
        for field in self.query(Field):
            if field.path == path or field.path.startswith(f"{path}."):
                field.editor.focus()
                return True
        return False

    @property
    def place(self) -> str:
        """The field path at which a person is, to be revealed again; empty when there is none."""
        inside = (field.path for field in self.query(Field) if field.has_focus_within)
        return next(inside, "")

    def copied(self) -> tuple[str, str] | None:
        """Return what the copy key takes here: its name and its text; None when there is none."""
        for field in self.query(Field):
            if field.has_focus_within:
                form = self.session.form
                return paths.label(form, field.path), paths.text(form, field.path)
        return None

    @property
    def column(self) -> str:
        """The column of the indicator table in which the cursor is, or an empty string."""
        return ""

    def commands(self) -> Iterable[Command]:
        """Return what the palette offers while this part is shown."""
        return ()

    def start(self) -> None:
        """Focus what a person would begin with."""
        fields = self.query(Field)
        if fields:
            fields.first().editor.focus()


def missing(form: SelfEvaluation, where: Iterable[str]) -> str:
    """Return how many of some cells are blank, as the progress of a part."""
    left = sum(not paths.text(form, path).strip() for path in where)
    return f"缺{left}" if left else "已填"
