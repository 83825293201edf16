"""Screens to look at: the score, the goal beside what answers it, the table as printed."""

from collections.abc import Iterator

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import ScrollableContainer, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import DataTable, Footer, Static

from selfeval_assist.checks import Link, State, consistency
from selfeval_assist.failures import attempt
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.layouts import Layout
from selfeval_assist.scoring.arithmetic import plain, rounded
from selfeval_assist.tui.state.scored import why_policy
from selfeval_assist.tui.state.session import Session
from selfeval_assist.tui.widgets.tables import TallRows
from selfeval_assist.tui.widgets.told import told
from selfeval_assist.tui.words.live import overview
from selfeval_assist.tui.words.preview import printed


class Scores(ModalScreen[None]):
    """The score by level and the worked sum of every row, to be checked by hand."""

    CSS_PATH = "../dialogs/dialogs.tcss"
    BINDINGS = [Binding("escape,ctrl+g", "dismiss(None)", "返回")]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def compose(self) -> ComposeResult:
        """The score by level, the gaps, then one line a row."""
        with VerticalScroll(classes="box"):
            yield Static(overview(self.session))
            yield Static(Content.assemble(*_gaps(self.session)), id="gaps")
            yield Static(Content.assemble(*_sums(self.session)))
            yield Static("按 Esc 返回，↑↓ 翻看", classes="hint", markup=False)


def _gaps(session: Session) -> Iterator[tuple[str, str]]:
    """Yield what is lost, most first, and whether a reason stands beside it."""
    sheet, form = session.sheet, session.form
    spent = sheet.execution.rate
    rate = "未填" if spent is None else f"{plain(rounded(spent, 2))}%"
    yield f"\n预算执行率 {rate}\n", "bold"
    lost = [
        (row.weight - row.points, row.index)
        for row in sheet.rows
        if row.weight is not None and row.points is not None and row.points < row.weight
    ]
    yield f"失分 {len(lost)} 行\n" if lost else "各指标没有失分。\n", "bold"
    for points, index in sorted(lost, reverse=True):
        stated = form.indicators[index].deviation.stated
        yield f"{index + 1} {form.indicators[index].name}  少 {plain(points)} 分  ", ""
        yield (
            ("已说明原因\n", "$text-success") if stated else ("还没有说明原因\n", "$text-warning")
        )
    yield "\n", ""


def _sums(session: Session) -> Iterator[tuple[str, str]]:
    sheet, rows = session.sheet, session.form.indicators
    yield f"评分办法：{session.policy.name}\n", "bold"
    yield f"{why_policy(session.form)}\n\n", "$text-muted"
    yield f"预算执行  {sheet.execution.work}\n", ""
    for row in sheet.rows:
        claimed = "未填" if row.claimed is None else plain(row.claimed)
        yield f"{row.index + 1} {rows[row.index].name}  ", ""
        yield f"{row.work}", "$text-success" if row.points == row.weight else "$text-warning"
        yield f"（表中 {claimed}）\n", "$text-muted"
        if row.note:
            yield f"   {row.note}\n", "$text-muted"


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


class Preview(Screen[None]):
    """The form in a layout, by default its own; keys scroll."""

    CSS_PATH = "preview.tcss"
    BINDINGS = [
        Binding("escape,ctrl+r,f10", "dismiss(None)", "返回", id="preview.back"),
        Binding("ctrl+c,c", "copy", "复制整表", id="preview.copy"),
    ]

    def __init__(self, form: SelfEvaluation, layout: Layout | None = None) -> None:
        super().__init__()
        self._form, self._layout = form, layout

    def compose(self) -> ComposeResult:
        """A line of explanation, the table, the keys."""
        yield Static("↑↓←→ 翻看；导出的 .xlsx 就是这个版式。Esc 返回", id="lead", markup=False)
        with ScrollableContainer(id="desk"):
            yield Static(
                Content(str(attempt("显示整表", printed, self._form, self._layout))), id="paper"
            )
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Let the keys scroll at once."""
        self.query_one("#desk", ScrollableContainer).focus()

    def action_copy(self) -> None:
        """Copy the picture of the table."""
        with told(self):
            self.app.copy_to_clipboard(printed(self._form, self._layout))
            self.notify("已复制整张表的文字版。", markup=False)
