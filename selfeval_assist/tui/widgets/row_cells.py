"""What the table shows of an indicator row: fitted texts, and the heading of a group above it."""

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from selfeval_assist.form import Indicator, Number
from selfeval_assist.scoring import RowScore
from selfeval_assist.scoring.arithmetic import plain

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
