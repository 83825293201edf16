"""The goal element by element, with the sentence and the rows that answer it."""

from collections.abc import Iterator

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import DataTable, Footer, Static

from selfeval_assist.checks import Link, State, consistency
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.tui.state.session import Session
from selfeval_assist.tui.widgets.tall_rows import TallRows

_WORST = {
    State.CONTRADICTED: "bold underline",
    State.UNANSWERED: "bold",
    State.COPIED: "bold",
    State.COVERED: "",
}


class Links(ModalScreen[str | None]):
    """Goal ↔ completion ↔ indicator; Enter leads to the place to be mended."""

    CSS_PATH = "links.tcss"
    BINDINGS = [Binding("escape,t", "dismiss(None)", "返回", id="links.back")]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._links: tuple[Link, ...] = ()
        self._width = 0

    def compose(self) -> ComposeResult:
        """A line of sums, the table, the keys."""
        with Vertical(id="sheet"):
            yield Static("", id="lead", markup=False)
            yield TallRows(cursor_type="row", zebra_stripes=True, cell_padding=1)
            yield Static("回车：到这一处修改  ↑↓ 翻看  Esc 返回", classes="hint", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Work out the table for the form as it is now."""
        self._links = consistency(self.session.form, self.session.sheet)
        self.query_one(TallRows).focus()

    def on_resize(self) -> None:
        """Lay the table out for the width there is."""
        self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        table = self.query_one(TallRows)
        width = table.size.width - 9
        if width <= 0 or width == self._width:
            return
        self._width = width
        table.clear(columns=True)
        state = 9
        each = (width - state) // 10
        for title, wide in (
            ("预期目标", each * 3),
            ("完成情况", each * 3),
            ("对应的指标", each * 4),
        ):
            table.add_column(Text(title), width=wide)
        table.add_column(Text("判断"), width=state)
        for link in self._links:
            cells = _cells(self.session.form, link)
            table.add_row(*(Text(f"{cell}\n", style) for cell, style in cells), height=None)
        counts = [link.state for link in self._links]
        words = "  ".join(f"{state.value} {counts.count(state)}" for state in State)
        lead = f"预期目标分成 {len(counts)} 项：{words}" if counts else "预期目标还没有填写。"
        self.query_one("#lead", Static).update(Text(lead))

    @on(DataTable.RowSelected)
    def _entered(self, event: DataTable.RowSelected) -> None:
        event.stop()
        link = self._links[event.cursor_row]
        missed = link.state is State.COVERED and link.rows
        self.dismiss(f"indicators.{link.rows[0]}.actual" if missed else "goal.actual")


def _cells(form: SelfEvaluation, link: Link) -> Iterator[tuple[str, str]]:
    yield link.element, ""
    yield link.sentence or "（没有对应的话）", "" if link.sentence else "dim"
    rows = "；".join(
        f"第{row + 1}行{form.indicators[row].name}：{form.indicators[row].actual.raw or '未填'}"
        for row in link.rows
    )
    yield f"{rows or '（没有指标衡量）'}\n{link.reason}", ""
    yield link.state.value, _WORST[link.state]
