"""The forms of the workspace as a table; figures are worked out after the names are shown."""

import asyncio
from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual import work
from textual.coordinate import Coordinate

from selfeval_assist.failures import Failure, attempt
from selfeval_assist.tui.state.related import COMPARED, COPY, origin
from selfeval_assist.tui.state.standing import Standing, standing_of
from selfeval_assist.tui.widgets.tables import Rows
from selfeval_assist.workspace import FormId, Summary, Workspace

_COLUMNS = (
    ("年度", 5), ("项目", 0), ("填报", 11), ("核算", 7), ("错误", 5), ("提醒", 5), ("建议", 5),
    ("上次修改", 12), ("状态", 7),
)  # fmt: skip
"""Titles and widths, a blank at the right included; the project takes what is left."""
_PROJECT = 1
"""The first column that is only known after a form was read: whether it is a copy."""
_WIDE = 9
"""The width of the state where it can say that a form is only compared with, or not judged."""
_BAR = 5
_SHORTEST = 12


class FormList(Rows):
    """One line a form, the last changed first."""

    DEFAULT_CSS = "FormList { scrollbar-size: 1 1; }"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.forms: list[Summary] = []
        self._known: dict[tuple[FormId, int], Standing | str] = {}
        """How each version stands, or in its place what cannot be done with it."""
        self._origins: dict[FormId, str] = {}
        self._laid_out: list[int] = []

    @property
    def chosen(self) -> Summary | None:
        """The form under the cursor."""
        return self.forms[self.cursor_row] if 0 <= self.cursor_row < len(self.forms) else None

    def on_resize(self) -> None:
        """Use the width there is."""
        if self._widths() != self._laid_out:
            self.show(self.forms)

    def show(self, forms: Sequence[Summary]) -> None:
        """Show some forms; what is not known about them yet follows."""
        at = max(self.cursor_row, 0)
        self.forms = list(forms)
        self._lay_out()
        for summary in self.forms:
            self.add_row(*self._cells(summary))
        if self.forms:
            self.move_cursor(row=min(at, len(self.forms) - 1))
        if any(self._key(each) not in self._known for each in self.forms):
            self._work_out()

    def _lay_out(self) -> None:
        widths = self._widths()
        if self._laid_out == widths and self.columns:
            self.clear()
            return
        self._laid_out = widths
        self.clear(columns=True)
        for (title, _), width in zip(_COLUMNS, widths, strict=True):
            self.add_column(Text(title), width=width)

    def _widths(self) -> list[int]:
        widths = [width for _, width in _COLUMNS]
        if any(each.archived or self._unjudged(each) for each in self.forms):
            widths[-1] = _WIDE
        widths[_PROJECT] = max(self.size.width - sum(widths) - 1, _SHORTEST)
        return widths

    def _unjudged(self, summary: Summary) -> bool:
        """Return whether it is known that a form cannot be judged."""
        known = self._known.get(self._key(summary))
        state = known.state if isinstance(known, Standing) else known or ""
        return state.startswith("无法")

    def _key(self, summary: Summary) -> tuple[FormId, int]:
        # A version never changes, so its figures are worked out once.
        return summary.id, summary.revision

    @work(exclusive=True)
    async def _work_out(self) -> None:
        """Read the forms one by one, with room for keys between them."""
        for row, summary in enumerate(tuple(self.forms)):
            key = self._key(summary)
            if key in self._known:
                continue
            await asyncio.sleep(0)
            came = attempt("读取", origin, self.workspace, summary.id)
            self._origins[summary.id] = "" if isinstance(came, Failure) else came
            self._known[key] = standing_of(self.workspace, summary.id)
            for column, cell in enumerate(self._cells(summary)):
                if column >= _PROJECT:
                    self.update_cell_at(Coordinate(row, column), cell)
        if self._widths() != self._laid_out:
            self.show(self.forms)

    def table(self) -> tuple[list[str], list[list[str]]]:
        """Return the titles and the lines as texts, the names in full, without bars."""
        lines = [[text.lstrip("█░ ") for text in self._texts(each)] for each in self.forms]
        return [title for title, _ in _COLUMNS], lines

    def _cells(self, summary: Summary) -> list[Text]:
        pairs = zip(self._texts(summary), self._widths(), strict=True)
        return [_cell(text, wide) for text, wide in pairs]

    def _texts(self, summary: Summary) -> list[str]:
        changed = summary.changed.astimezone().strftime("%m-%d %H:%M")
        known = self._known.get(self._key(summary))
        figures = ["…", "", "", "", ""]
        state = ""
        if isinstance(known, Standing):
            # The names are shown before what judges a form is loaded.
            from selfeval_assist.tui.words.live import points

            counts = (known.errors, known.warnings, known.advice)
            figures = [bar(known.filled), points(known.total), *map(str, counts)]
            state = known.state
        elif known:
            figures[0], state = "", known
        came = self._origins.get(summary.id, "")
        if summary.archived:
            state = came if came == COMPARED else "已归档"
        copy = "（副本）" if came == COPY else ""
        head = [str(summary.year or "—"), copy + (summary.project or "未命名项目")]
        return [*head, *figures, changed, state]


def bar(percent: int) -> str:
    """Return a bar with its figure, such as ``████░  85%``."""
    full = _BAR * percent // 100
    return "█" * full + "░" * (_BAR - full) + f"{percent:4}%"


def _cell(text: str, width: int) -> Text:
    line = " ".join(text.split())
    if cell_len(line) >= width:
        line = set_cell_size(line, width - 2).rstrip() + "…"
    return Text(line, no_wrap=True, end="")
