"""Step 4: the indicator table, with an editor for the chosen row below it."""

from decimal import Decimal

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Grid, VerticalScroll
from textual.widgets import DataTable, Static

from selfeval_assist.form import Indicator, Number
from selfeval_assist.scoring import RowScore
from selfeval_assist.scoring.arithmetic import plain
from selfeval_assist.tui.parts.base import Part
from selfeval_assist.tui.session import Session
from selfeval_assist.tui.widgets.field import Field

_FIELDS = ("level2", "name", "target", "actual", "weight", "score", "evidence.document")
_COLUMNS = (
    ("行", 3),
    ("二级", 5),
    ("三级指标", 18),
    ("指标值", 10),
    ("完成值", 10),
    ("分值", 5),
    ("得分", 6),
    ("核算", 6),
    ("状态", 9),
)
_SHORT = {"服务对象满意度指标": "满意", "可持续影响指标": "持续"}
_BASES = {"taken": "定性", "undecided": "未核算"}


class Indicators(Part):
    """Rows with live scores; the keys below add, remove, copy and move them."""

    TITLE = "绩效指标"
    BINDINGS = [
        # Before the focused editor, which has its own use for F6 and F7.
        Binding("f6", "add", "新增", id="row.add", priority=True),
        Binding("f7", "copy", "复制", id="row.copy", priority=True),
        Binding("f9", "remove", "删除", id="row.remove"),
        Binding("ctrl+up", "move(-1)", "上移", id="row.up", show=False),
        Binding("ctrl+down", "move(1)", "下移", id="row.down", show=False),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._shown: list[tuple[Text, ...]] = []

    def compose(self) -> ComposeResult:
        """The table, the sum of the weights, and the editor."""
        table: DataTable[Text] = DataTable(cursor_type="row", zebra_stripes=True, cell_padding=0)
        for title, width in _COLUMNS:
            table.add_column(Text(title), width=width)
        yield table
        yield Static("", id="weights", markup=False)
        yield Static("", id="work", markup=False)
        with VerticalScroll(id="editor", can_focus=False), Grid(classes="cells"):
            if self.session.form.indicators:
                for name in _FIELDS:
                    yield self._field(0, name)

    def on_mount(self) -> None:
        """Fill the table."""
        self.follow()

    @property
    def row(self) -> int:
        """The chosen row."""
        return self.query_one(DataTable).cursor_row

    def follow(self) -> None:
        """Write only the cells that changed, so that typing stays smooth with many rows."""
        table = self.query_one(DataTable)
        rows = [self._cells(score) for score in self.session.sheet.rows]
        if len(rows) != len(self._shown):
            at = table.cursor_row
            table.clear()
            for cells in rows:
                table.add_row(*cells)
            if rows:
                table.move_cursor(row=min(at, len(rows) - 1))
        else:
            for y, (new, old) in enumerate(zip(rows, self._shown, strict=True)):
                for x, (cell, before) in enumerate(zip(new, old, strict=True)):
                    if cell != before:
                        table.update_cell_at((y, x), cell)  # type: ignore[arg-type]  # a Coordinate is a tuple
        self._shown = rows
        self._summary()
        self._edit()

    def reveal(self, path: str) -> bool:
        """Choose the row of a path and focus its field."""
        parts = path.split(".")
        if parts[0] != "indicators" or parts[2:3] == ["deviation"]:
            return False
        table = self.query_one(DataTable)
        if len(parts) > 1 and int(parts[1]) < table.row_count:
            table.move_cursor(row=int(parts[1]))
            self._edit()
        if len(parts) > 2 and super().reveal(path):
            return True
        table.focus()
        return True

    def start(self) -> None:
        """Begin at the table."""
        self.query_one(DataTable).focus()

    @on(DataTable.RowHighlighted)
    def _chosen(self, event: DataTable.RowHighlighted) -> None:
        event.stop()
        self._summary()
        self._edit()

    @on(DataTable.RowSelected)
    def _enter(self, event: DataTable.RowSelected) -> None:
        event.stop()
        super().reveal(f"indicators.{event.cursor_row}.name")

    def action_add(self) -> None:
        """Add a row below the chosen one, of the same level."""
        rows = self.session.form.indicators
        if not rows:
            self.session.insert_row(0, Indicator(level1="产出指标", level2="数量指标"))
            self._go(0)
            return
        here = rows[self.row]
        self.session.insert_row(self.row + 1, Indicator(level1=here.level1, level2=here.level2))
        self._go(self.row + 1)

    def action_copy(self) -> None:
        """Copy the chosen row without what was measured and scored."""
        if rows := self.session.form.indicators:
            kept = rows[self.row].model_dump(include={"level1", "level2", "name", "target", "unit"})
            self.session.insert_row(self.row + 1, Indicator.model_validate(kept))
            self._go(self.row + 1)

    def action_remove(self) -> None:
        """Remove the chosen row; undo brings it back."""
        if self.session.form.indicators:
            self.session.remove_row(self.row)
            self.notify("已删除一行，按 Ctrl+Z 可以恢复。", markup=False)

    def action_move(self, step: int) -> None:
        """Move the chosen row up or down."""
        to = self.row + step
        if 0 <= to < len(self.session.form.indicators):
            self.session.move_row(self.row, to)
            self.query_one(DataTable).move_cursor(row=to)

    def _go(self, row: int) -> None:
        self.query_one(DataTable).move_cursor(row=row)
        self._edit()
        self.call_after_refresh(super().reveal, f"indicators.{row}.name")

    def _edit(self) -> None:
        """Point the editor at the chosen row."""
        form = self.session.form
        grid = self.query_one("#editor Grid", Grid)
        fields = list(grid.query(Field))
        if not form.indicators:
            grid.remove_children()
        elif not fields:
            grid.mount(*(self._field(self.row, name) for name in _FIELDS))
        else:
            for field, name in zip(fields, _FIELDS, strict=True):
                field.retarget(f"indicators.{self.row}.{name}", form)

    def _field(self, row: int, name: str) -> Field:
        part = Indicator.model_fields[name.split(".", maxsplit=1)[0]]
        title = "佐证材料" if name == "evidence.document" else part.title or name
        return Field(f"indicators.{row}.{name}", self.session.form, title=title)

    def _summary(self) -> None:
        weights = [row.weight.value for row in self.session.form.indicators]
        total = sum((w for w in weights if w is not None), Decimal(0))
        left = 100 - total - self.session.sheet.execution.weight
        state = (
            "已分完"
            if left == 0
            else f"还剩 {plain(left)} 分"
            if left > 0
            else f"超出 {plain(-left)} 分"
        )
        self.query_one("#weights", Static).update(Text(f"指标分值合计 {plain(total)} 分，{state}"))
        scores = self.session.sheet.rows
        text = scores[self.row].work if 0 <= self.row < len(scores) else "按 F6 新增一行指标。"
        note = scores[self.row].note if 0 <= self.row < len(scores) else ""
        self.query_one("#work", Static).update(Text(f"本行核算：{text}  {note}".rstrip()))

    def _cells(self, score: RowScore) -> tuple[Text, ...]:
        row = self.session.form.indicators[score.index]
        state = score.verdict.value or _BASES.get(score.basis.value, "")
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
        cells = tuple(
            _clipped(value, width) for value, (_, width) in zip(values, _COLUMNS, strict=True)
        )
        if differs:
            cells[7].stylize("bold")
        return cells


def _clipped(value: str, width: int) -> Text:
    text = Text(" ".join(value.split()), no_wrap=True, end="")
    text.truncate(width - 1, overflow="ellipsis")
    return text
