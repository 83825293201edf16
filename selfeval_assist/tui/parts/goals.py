"""Step 3: the annual goal as planned and as completed."""

from textual.app import ComposeResult

from selfeval_assist.tui.parts.base import Part, missing
from selfeval_assist.tui.widgets.field import Field

PATHS = ("goal.planned", "goal.actual")


class Goals(Part):
    """The two long texts."""

    def compose(self) -> ComposeResult:
        """One text area below the other."""
        for path in PATHS:
            yield Field(path, self.session.form)

    @property
    def progress(self) -> str:
        """How many of the two texts are blank."""
        return missing(self.session.form, PATHS)
