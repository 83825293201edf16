"""Step 3: the annual goal as planned and as completed."""

from textual.app import ComposeResult

from selfeval_assist.tui.parts.base import Part
from selfeval_assist.tui.widgets.field import Field


class Goals(Part):
    """The two long texts."""

    TITLE = "总体目标"

    def compose(self) -> ComposeResult:
        """One text area below the other."""
        for path in ("goal.planned", "goal.actual"):
            yield Field(path, self.session.form)
