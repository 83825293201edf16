"""Step 3: the annual goal as planned and as completed, and the further texts of a form."""

from textual.app import ComposeResult

from selfeval_assist.failures import Failure, attempt
from selfeval_assist.tui.parts.base import Part, missing
from selfeval_assist.tui.widgets.field import Field

PATHS = ("goal.planned", "goal.actual")


class Goals(Part):
    """The long texts."""

    def compose(self) -> ComposeResult:
        """One text area below the other."""
        for path in PATHS:
            yield Field(path, self.session.form)

    async def complete(self) -> None:
        """Mount the further texts, which layout and policy name."""
        self._further()

    def follow(self) -> None:
        """Show the texts as they are now, with those that the form has since."""
        super().follow()
        self._further()

    def _further(self) -> None:
        """Mount a field for every further text that has none; 存在问题 and others."""
        from selfeval_assist.drafting.texts import further_of

        form, shown = self.session.form, {field.path for field in self.query(Field)}
        found = attempt("选择表样", further_of, form, self.session.policy)
        names = (*(() if isinstance(found, Failure) else found), *form.texts)
        paths = dict.fromkeys(f"texts.{name}" for name in names)
        self.mount_all(Field(path, form) for path in paths if path not in shown)

    @property
    def progress(self) -> str:
        """How many of the two texts that every form has are blank."""
        return missing(self.session.form, PATHS)
