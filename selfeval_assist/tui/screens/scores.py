"""Every point with the sum that gives it."""

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from selfeval_assist.scoring.arithmetic import plain
from selfeval_assist.tui.session import Session
from selfeval_assist.tui.widgets.score_panel import overview


class Scores(ModalScreen[None]):
    """The score by level and the worked sum of every row, to be checked by hand."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS = [Binding("escape,ctrl+g", "dismiss(None)", "返回")]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def compose(self) -> ComposeResult:
        """The overview, then one line a row."""
        with VerticalScroll(classes="box"):
            yield Static(overview(self.session))
            yield Static(Content.assemble(*_sums(self.session)))
            yield Static("按 Esc 返回，↑↓ 翻看", classes="hint", markup=False)


def _sums(session: Session) -> Iterator[tuple[str, str]]:
    sheet, rows = session.sheet, session.form.indicators
    yield f"评分办法：{session.policy.name}\n\n", "bold"
    yield f"预算执行  {sheet.execution.work}\n", ""
    for row in sheet.rows:
        claimed = "未填" if row.claimed is None else plain(row.claimed)
        yield f"{row.index + 1} {rows[row.index].name}  ", ""
        yield f"{row.work}", "$text-success" if row.points == row.weight else "$text-warning"
        yield f"（表中 {claimed}）\n", "$text-muted"
        if row.note:
            yield f"   {row.note}\n", "$text-muted"
