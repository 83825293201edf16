"""Tables of rows: one is chosen, some rows are tall, and what the indicator table shows of one."""

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual.binding import Binding
from textual.widgets import DataTable

from selfeval_assist.form import Indicator, Number
from selfeval_assist.scoring import RowScore
from selfeval_assist.scoring.arithmetic import plain
from selfeval_assist.tui.terminal.compat import KeptCells


class Rows(KeptCells):
    """A table of rows; Home and End choose the first and the last of them.

    In a plain table they move it sideways, and the numbers of the rows go out of sight.
    """

    BINDINGS = [
        Binding("home", "scroll_top", "首行", show=False),
        Binding("end", "scroll_bottom", "末行", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(cursor_type="row", zebra_stripes=True, cell_padding=0)


class TallRows(DataTable[Text]):
    """A table of rows; the arrow keys show the rest of a tall row before they leave it.

    A plain table goes straight to the next row, and no key shows the end of the last one.
    """

    def action_cursor_down(self) -> None:
        """Show more of the chosen row, or choose the next one."""
        hidden = self._edge(self.cursor_row + 1) - self.scroll_y - self._room
        if self.row_count and hidden > 0:
            self.scroll_relative(y=min(hidden, self._room - 1), animate=False)
        else:
            super().action_cursor_down()

    def action_cursor_up(self) -> None:
        """Show more of the chosen row, or choose the one before."""
        hidden = self.scroll_y - self._edge(self.cursor_row)
        if hidden > 0:
            self.scroll_relative(y=-min(hidden, self._room - 1), animate=False)
        else:
            super().action_cursor_up()

    @property
    def _room(self) -> int:
        """How many lines of rows are shown at once."""
        return max(2, self.scrollable_content_region.height - self.header_height)

    def _edge(self, row: int) -> int:
        """Return how many lines the rows before one take."""
        return sum(each.height for each in self.ordered_rows[:row])


COLUMNS = (
    # title, width on narrow screens, width on wide ones; one column of each is the gap
    ("行", 4, 4),
    ("二级", 5, 5),
    ("三级指标", 13, 19),
    ("指标值", 8, 10),
    ("完成值", 8, 10),
    ("分值", 5, 5),
    ("得分", 5, 6),
    ("核算", 6, 6),
    ("状态", 7, 7),
)
_NAME = 2
_SHARES = {_NAME: 2, 3: 1, 4: 1}
"""Quarters of the room left over, by column."""
_SHORT = {"服务对象满意度指标": "满意", "可持续影响指标": "持续"}
_BASES = {"taken": "定性", "undecided": "未核算"}
_STATES = {"超额完成": "超额"}


def widths_in(room: int) -> tuple[int, ...]:
    """Return the widths of the columns in a table of so many columns of the screen.

    Where there is more room than the wide columns take, half of the rest goes to the names, and a
    quarter each to the target and to the actual value, which can be dates or words.
    """
    wide = [roomy for _, _, roomy in COLUMNS]
    rest = room - 1 - sum(wide)
    if rest < -1:
        return tuple(narrow for _, narrow, _ in COLUMNS)
    for column, share in _SHARES.items():
        wide[column] += max(rest, 0) * share // 4
    return tuple(wide)


def row_cells(
    row: Indicator, score: RowScore, heading: str, widths: Sequence[int]
) -> tuple[Text, ...]:
    """Return the cells of a row.

    Args:
        row: the row.
        score: its score.
        heading: the first level that begins with this row; empty for the other rows.
        widths: the widths of the columns.
    """
    state = score.verdict.value or _BASES.get(score.basis.value, "")
    state = _STATES.get(state, state)
    values = (
        str(score.index + 1),
        _SHORT.get(row.kind, row.level2[:2]),
        row.name,
        row.target.raw,
        row.actual.raw,
        row.weight.raw,
        row.score.raw,
        plain(score.points),
        state,
    )
    differs = score.points is not None and Number(row.score.raw).value != score.points
    cells = tuple(_clipped(value, width) for value, width in zip(values, widths, strict=True))
    if differs:
        cells[7].stylize("bold")
    if not heading:
        return cells
    title = _clipped(heading, widths[_NAME])
    title.stylize("bold underline")
    above = [title if at == _NAME else Text() for at in range(len(cells))]
    return tuple(
        Text("\n", no_wrap=True, end="").join(both) for both in zip(above, cells, strict=True)
    )


def headings_of(rows: Sequence[Indicator]) -> dict[int, str]:
    """Return the first-level heading above each row that begins a group, by the row's index."""
    groups = [row.group or row.level1 for row in rows]
    before = ["", *groups]
    return {at: name for at, name in enumerate(groups) if name and name != before[at]}


def _clipped(value: str, width: int) -> Text:
    line = " ".join(value.split())
    if cell_len(line) >= width:
        # A wide character cut in half leaves a blank, which would look like the end of a word.
        line = set_cell_size(line, width - 2).rstrip() + "…"
    return Text(line, no_wrap=True, end="")
