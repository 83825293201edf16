"""Step 4: the indicator table, with an editor for the chosen row below it."""

from collections.abc import Iterable, Iterator
from functools import partial

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Grid, VerticalScroll
from textual.content import Content
from textual.coordinate import Coordinate
from textual.events import Key, Paste
from textual.widgets import DataTable, Static

from selfeval_assist.drafting import Endpoint
from selfeval_assist.form import Indicator, paths
from selfeval_assist.form.vocabulary import LEVEL2, parent_level
from selfeval_assist.scoring import RowScore
from selfeval_assist.tui.commands import Command
from selfeval_assist.tui.dialogs.choose import Choose
from selfeval_assist.tui.dialogs.confirm import Confirm
from selfeval_assist.tui.parts.base import Part
from selfeval_assist.tui.parts.pasting import ask_to_add
from selfeval_assist.tui.state.scored import described
from selfeval_assist.tui.state.session import Session
from selfeval_assist.tui.state.standing import ROW
from selfeval_assist.tui.widgets.field import Field
from selfeval_assist.tui.widgets.tables import COLUMNS, Rows, headings_of, row_cells, widths_in
from selfeval_assist.tui.widgets.told import put
from selfeval_assist.tui.words.exporting import row_text
from selfeval_assist.tui.words.keys import ROW_FULL
from selfeval_assist.tui.words.live import weights, work

_FIELDS = ("level2", "name", "target", "actual", "weight", "score", "evidence.document")
_SEPARATE = ("nature", "unit", "initial_target")
"""Columns that only some layouts have; shown when any row uses them."""
_WHOLE = ("total", "grade")


class Indicators(Part):
    """Rows with live scores; the keys below add, remove, copy and move them."""

    DEFAULT_CSS = """
    Indicators DataTable { height: 1fr; min-height: 6; scrollbar-size: 0 1; }
    #weights, #work { height: auto; color: $text-muted; }
    #editor { height: auto; max-height: 12; border-top: solid $panel; }
    """

    BINDINGS = [
        # Before the focused editor, which has its own use for F6 and F7.
        Binding("f6", "add", "新增", id="row.add", priority=True),
        Binding("f7", "copy", "复制", id="row.copy", priority=True),
        Binding("f9", "remove", "删除", id="row.remove"),
        Binding("ctrl+up", "move(-1)", "上移", id="row.up", show=False),
        Binding("ctrl+down", "move(1)", "下移", id="row.down", show=False),
        Binding("ctrl+v", "paste", "粘贴行", show=False),
        Binding("ctrl+l", "fill", "填得分", id="row.fill", show=False, priority=True),
    ]

    def __init__(self, session: Session, endpoint: Endpoint | None) -> None:
        super().__init__(session, endpoint)
        self._shown: list[tuple[Text, ...]] = []
        self._made: dict[int, tuple[tuple[object, ...], tuple[Text, ...]]] = {}
        """The cells of each row, and what they were made of."""
        self._grouped: dict[int, str] = {}
        self._widths: tuple[int, ...] = ()
        rows = session.form.indicators
        used = [name for name in _SEPARATE if any(str(getattr(row, name)).strip() for row in rows)]
        self._names = (*_FIELDS[:2], *used, *_FIELDS[2:])

    def compose(self) -> ComposeResult:
        """The table, the sum of the weights, and the editor."""
        yield Rows()
        yield Static("", id="weights", markup=False)
        yield Static("", id="work", markup=False)
        with VerticalScroll(id="editor", can_focus=False), Grid(classes="cells"):
            if self.session.form.indicators:
                yield from self._fields(0)

    def on_mount(self) -> None:
        """Fill the table."""
        self._lay_out()

    def on_resize(self) -> None:
        """Use the width there is."""
        if self._widths != widths_in(self.size.width):
            self._lay_out()

    def _lay_out(self) -> None:
        """Make the columns anew for the present width."""
        self._widths = widths_in(self.size.width)
        table = self.query_one(DataTable)
        at = table.cursor_row
        table.clear(columns=True)
        for (title, *_), width in zip(COLUMNS, self._widths, strict=True):
            table.add_column(Text(title), width=width)
        self._shown = []
        self.follow()
        if at > 0:
            table.move_cursor(row=at)

    @property
    def row(self) -> int:
        """The chosen row."""
        return self.query_one(DataTable).cursor_row

    def follow(self) -> None:
        """Write only the cells that changed, so that typing stays smooth with many rows."""
        table = self.query_one(DataTable)
        headings = headings_of(self.session.form.indicators)
        scores = self.session.sheet.rows
        rows = [self._cells(score, headings.get(score.index, "")) for score in scores]
        if len(rows) != len(self._shown) or headings != self._grouped:
            at, self._grouped = table.cursor_row, headings
            table.clear()
            for row, cells in enumerate(rows):
                table.add_row(*cells, height=2 if row in headings else 1)
            if rows:
                table.move_cursor(row=min(at, len(rows) - 1))
        else:
            for y, (new, old) in enumerate(zip(rows, self._shown, strict=True)):
                if new is old:
                    continue
                for x, (cell, before) in enumerate(zip(new, old, strict=True)):
                    if cell != before:
                        table.update_cell_at(Coordinate(y, x), cell)
        self._shown = rows
        self._summary()
        self._edit()
        self.offer()

    def _cells(self, score: RowScore, heading: str) -> tuple[Text, ...]:
        """Return the cells of a row; those of a row that is as it was are made once."""
        row = self.session.form.indicators[score.index]
        known, cells = self._made.get(score.index, ((), ()))
        now = (row, score, heading, self._widths)
        if known != now:
            cells = row_cells(row, score, heading, self._widths)
            self._made[score.index] = now, cells
        return cells

    @property
    def progress(self) -> str:
        """How many rows lack a name, a target, an actual value or a weight."""
        rows = self.session.form.indicators
        left = sum(
            not row.name.strip() or row.target.blank or row.actual.blank or row.weight.blank
            for row in rows
        )
        return f"缺{left}" if left else "已填" if rows else "未填"

    def reveal(self, path: str) -> bool:
        """Choose the row of a path and focus its field."""
        parts = path.split(".")
        if parts[0] in _WHOLE:
            return super().reveal(path)
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

    @property
    def place(self) -> str:
        """The focused field, or the chosen row."""
        return super().place or (f"indicators.{self.row}" if self.session.form.indicators else "")

    def copied(self) -> tuple[str, str] | None:
        """Return the focused cell, or the chosen row when the table is focused."""
        rows = self.session.form.indicators
        if self.query_one(DataTable).has_focus and 0 <= self.row < len(rows):
            return f"第{self.row + 1}行", row_text(self.session.form, self.row)
        return super().copied()

    @property
    def column(self) -> str:
        """The field of a row in which the cursor is, or an empty string."""
        for field in self.query(Field):
            if field.has_focus_within and field.path.startswith("indicators."):
                return field.path.split(".", 2)[2]
        return ""

    def start(self) -> None:
        """Begin at the table."""
        self.query_one(DataTable).focus()

    @on(DataTable.RowHighlighted)
    def _chosen(self, event: DataTable.RowHighlighted) -> None:
        event.stop()
        self._summary()
        self._edit()
        self.offer()

    @on(DataTable.RowSelected)
    def _enter(self, event: DataTable.RowSelected) -> None:
        event.stop()
        super().reveal(f"indicators.{event.cursor_row}.name")

    def commands(self) -> Iterable[Command]:
        """Offer what can be done with rows."""
        return (
            ("新增一行指标", "F6", self.action_add),
            ("复制这一行", "F7", self.action_copy),
            ("删除这一行", "F9", self.action_remove),
            ("上移这一行", "Ctrl+Up  和上一行对换", partial(self.action_move, -1)),
            ("下移这一行", "Ctrl+Down  和下一行对换", partial(self.action_move, 1)),
            ("按核算填得分", "Ctrl+L", self.action_fill),
        )

    def action_add(self) -> None:
        """Ask for the level of a new row, and add it."""

        def chosen(level2: str | None) -> None:
            if level2:
                self.add(level2)

        levels = [(level.name, f"{level.level1}  {level.name}") for level in LEVEL2.values()]
        self.app.push_screen(Choose("新增哪一类指标？", levels, self.level), chosen)

    def add(self, level2: str) -> None:
        """Add a row of a level: below the chosen row, or else behind its own kind."""
        rows = self.session.form.indicators
        group = parent_level(level2)
        here = [at for at, row in enumerate(rows) if row.kind == level2]
        near = here or [at for at, row in enumerate(rows) if row.group == group]
        at = self.row if self.row in here else max(near, default=len(rows) - 1)
        # Where the form prints its own spelling of a level, a new row takes the same.
        level1 = rows[near[-1]].level1 if near else group
        printed = rows[here[-1]].level2 if here else level2
        self.session.insert_row(at + 1, Indicator(level1=level1, level2=printed))
        self._go(at + 1)

    @property
    def level(self) -> str:
        """The second level of the chosen row, or the first of all."""
        rows = self.session.form.indicators
        return (rows[self.row].kind if 0 <= self.row < len(rows) else "") or next(iter(LEVEL2))

    def action_fill(self) -> None:
        """Ask whether the computed scores are to be written into the form."""
        wanted = self.session.to_fill()
        if not wanted:
            rows = self.session.form.indicators
            same = "表中的得分和总分与核算结果一致，不用填写。"
            self.notify(same if rows else "还没有指标行，请先按 F6 新增。", markup=False)
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.session.put_all(wanted)
                self.notify(f"已填写 {len(wanted)} 处，按 Ctrl+Z 可以撤销。", markup=False)

        shown = described(self.session.form, wanted)
        question = f"按核算结果填写下列各处？定性指标和未核算的行不动。\n\n{shown}"
        self.app.push_screen(Confirm(question, yes="填写", undoable=True), answered)

    def action_copy(self) -> None:
        """Copy the chosen row without what was measured and scored."""
        if rows := self.session.form.indicators:
            kept = rows[self.row].model_dump(include={"level1", "level2", "name", "target", "unit"})
            self.session.insert_row(self.row + 1, Indicator.model_validate(kept))
            self._go(self.row + 1)

    def on_key(self, event: Key) -> None:
        """Let a text that is typed on the table begin in the first empty cell of the row."""
        text, form = event.character or "", self.session.form
        if not (self.query_one(DataTable).has_focus and form.indicators and text.strip()):
            return
        if not event.is_printable:
            return
        event.stop()
        row = f"indicators.{self.row}"
        names = (f"{row}.{name}" for name in ROW if not paths.text(form, f"{row}.{name}").strip())
        if (empty := next(names, None)) and super().reveal(empty):
            entered = next(field for field in self.query(Field) if field.path == empty)
            # A line selects what it holds when it is entered.
            self.call_after_refresh(entered.type, text)
        else:
            self.notify(ROW_FULL, markup=False)

    def on_paste(self, event: Paste) -> None:
        """Take rows that were copied elsewhere when the table is focused."""
        if self.query_one(DataTable).has_focus:
            event.stop()
            self._take_rows(event.text)

    def action_paste(self) -> None:
        """Take the rows in the clipboard of the program; that of the system comes as a paste."""
        if self.query_one(DataTable).has_focus:
            self._take_rows(self.app.clipboard)

    def _take_rows(self, text: str) -> None:
        """Put pasted rows below the chosen one after a question."""
        ask_to_add(self, text, self.row + 1 if self.session.form.indicators else 0, self._go)

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
            grid.mount(*self._fields(self.row))
        else:
            own = fields[: len(self._names)]
            for field, name in zip(own, self._names, strict=True):
                field.retarget(f"indicators.{self.row}.{name}", form)
            for field in fields[len(self._names) :]:
                field.show(form)

    def _fields(self, row: int) -> Iterator[Field]:
        """Return the fields of a row, then those of the whole table."""
        form = self.session.form
        for name in self._names:
            part = Indicator.model_fields[name.split(".", maxsplit=1)[0]]
            title = "佐证材料" if name == "evidence.document" else part.title or name
            yield Field(f"indicators.{row}.{name}", form, title=title)
        yield Field("total", form, title="总分（全表）")
        yield Field("grade", form, title="评价等级（全表）")

    def _summary(self) -> None:
        form, sheet = self.session.form, self.session.sheet
        put(self.query_one("#weights", Static), Content(weights(form, sheet)))
        put(self.query_one("#work", Static), Content(work(sheet, self.row)))
