"""The overview: the score by level, the execution, what is lost where, and every worked sum."""

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from selfeval_assist.scoring.arithmetic import plain, rounded
from selfeval_assist.tui.state.fallback import why_policy
from selfeval_assist.tui.state.session import Session
from selfeval_assist.tui.words.live import overview


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
