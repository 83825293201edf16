"""Step 2: the funds block, the total line first."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Grid, Vertical
from textual.content import Content
from textual.widgets import Static

from selfeval_assist.drafting import Endpoint
from selfeval_assist.form import FundLine
from selfeval_assist.tui.parts.base import Part, missing
from selfeval_assist.tui.state.session import Session
from selfeval_assist.tui.widgets.field import Field
from selfeval_assist.tui.widgets.told import put

_TOTAL = ("initial", "adjusted", "executed", "weight", "rate", "score")
_SOURCE = ("name", "initial", "adjusted", "executed")


class Funds(Part):
    """The budget, what was spent, and the score of execution."""

    DEFAULT_CSS = """
    #execution { height: auto; margin-bottom: 1; }
    #sources { height: auto; }
    """

    BINDINGS = [
        Binding("f6", "add", "加资金行", id="fund.add", priority=True),
        Binding("f9", "remove", "删资金行", id="fund.remove"),
    ]

    def __init__(self, session: Session, endpoint: Endpoint | None) -> None:
        super().__init__(session, endpoint)
        self._lines = [self._line(at) for at in range(len(session.form.funds.sources))]

    def compose(self) -> ComposeResult:
        """The money unit, the total, the sum that gives the score, a line for each source."""
        form = self.session.form
        yield Field("money_unit", form)
        yield Static(form.funds.total.name, classes="section", markup=False)
        with Grid(classes="cells"):
            for name in _TOTAL:
                yield Field(f"funds.total.{name}", form, title=_title(name))
        yield Static("", id="execution", markup=False)
        with Vertical(id="sources"):
            yield from self._lines

    def follow(self) -> None:
        """Show the form as it is now; a line more or less needs other fields."""
        form = self.session.form
        box, count = self.query_one("#sources", Vertical), len(form.funds.sources)
        while len(self._lines) > count:
            self._lines.pop().remove()
        while len(self._lines) < count:
            self._lines.append(self._line(len(self._lines)))
            box.mount(self._lines[-1])
        for field in self.query(Field):
            parts = field.path.split(".")
            if parts[:2] != ["funds", "sources"] or int(parts[2]) < count:
                field.show(form)
        self.offer()
        work = Content(f"执行率核算：{self.session.sheet.execution.work}")
        put(self.query_one("#execution", Static), work)

    def start(self) -> None:
        """Begin at the first amount; the unit of money is seldom another."""
        self.reveal(f"funds.total.{_TOTAL[0]}")

    @property
    def progress(self) -> str:
        """How many of the three amounts of the total are blank."""
        return missing(self.session.form, (f"funds.total.{name}" for name in _TOTAL[:3]))

    def action_add(self) -> None:
        """Add a line for a further source of money at the end."""
        sources = self.session.form.funds.sources
        self.session.put("funds.sources", (*sources, FundLine()))
        self.call_after_refresh(self.reveal, f"funds.sources.{len(sources)}.name")

    def action_remove(self) -> None:
        """Remove the line in which the cursor is; undo brings it back."""
        field = next((field for field in self.query(Field) if field.has_focus_within), None)
        parts = field.path.split(".") if field else []
        if parts[:2] != ["funds", "sources"]:
            self.notify("请先把光标移到要删除的资金行。", markup=False)
            return
        at, sources = int(parts[2]), self.session.form.funds.sources
        self.session.put("funds.sources", (*sources[:at], *sources[at + 1 :]))
        self.notify("已删除一行，按 Ctrl+Z 可以恢复。", markup=False)
        self.start()

    def _line(self, index: int) -> Grid:
        form = self.session.form
        fields = (
            Field(f"funds.sources.{index}.{name}", form, title=_title(name)) for name in _SOURCE
        )
        return Grid(*fields, classes="cells four")


def _title(name: str) -> str:
    return FundLine.model_fields[name].title or name
