"""A drafted sentence in the person's own words; what was left open is filled in first."""

import re

from textual.widgets.text_area import Location, Selection

from selfeval_assist.form.text import PENDING_MARK
from selfeval_assist.tui.dialogs.write import Write
from selfeval_assist.tui.widgets.field import Editor

_OPEN = re.compile(rf"{PENDING_MARK}[^】\n]*】?")


class Reword(Write):
    """A sentence to change; a 【待填：…】 in it is selected, so that typing replaces it."""

    def on_mount(self) -> None:
        """Select the first place that is left open; without one the cursor stands behind."""
        super().on_mount()
        self._select_open()

    def action_take(self) -> None:
        """Return the sentence, unless something in it is still left open."""
        if self._select_open():
            self.notify(
                "“待填”的地方还没有补充：请直接写上内容；这一句不要，就返回后按 r。",
                severity="warning",
                markup=False,
            )
        else:
            super().action_take()

    def _select_open(self) -> bool:
        """Select the first place that is left open; return whether there is one."""
        area = self.query_one(Editor)
        found = _OPEN.search(area.text)
        if found:
            area.selection = Selection(_at(area.text, found.start()), _at(area.text, found.end()))
            area.focus()
        return found is not None


def _at(text: str, index: int) -> Location:
    """Return line and column of a character of a text."""
    before = text[:index]
    return before.count("\n"), index - before.rfind("\n") - 1
