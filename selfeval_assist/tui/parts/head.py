"""Step 1: what the form is about and who answers for it."""

from textual.app import ComposeResult

from selfeval_assist.tui.parts.base import Part
from selfeval_assist.tui.widgets.field import Field

PATHS = (
    "year",
    "project",
    "department",
    "unit",
    "people.manager",
    "people.filler",
    "people.phone",
    "notes",
)


class Head(Part):
    """The head of the form."""

    TITLE = "基本信息"

    def compose(self) -> ComposeResult:
        """One field below the other."""
        for path in PATHS:
            yield Field(path, self.session.form)
