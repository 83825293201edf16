"""Step 2: the funds block, the total line first."""

from textual.app import ComposeResult
from textual.containers import Grid
from textual.widgets import Static

from selfeval_assist.form import FundLine
from selfeval_assist.form.vocabulary import FUND_SOURCES
from selfeval_assist.tui.parts.base import Part
from selfeval_assist.tui.widgets.field import Field

_TOTAL = ("initial", "adjusted", "executed", "weight", "rate", "score")
_SOURCE = ("initial", "adjusted", "executed")


class Funds(Part):
    """The budget, what was spent, and the score of execution."""

    TITLE = "项目资金"

    def compose(self) -> ComposeResult:
        """The money unit, then a grid for each line."""
        form = self.session.form
        if not form.funds.sources:
            lines = tuple(FundLine(name=name) for name in FUND_SOURCES)
            self.session.put("funds.sources", lines)
            form = self.session.form
        yield Field("money_unit", form)
        yield Static(form.funds.total.name, classes="section", markup=False)
        with Grid(classes="cells"):
            for name in _TOTAL:
                yield Field(f"funds.total.{name}", form, title=_title(name))
        for index, line in enumerate(form.funds.sources):
            yield Static(line.name, classes="section", markup=False)
            with Grid(classes="cells"):
                for name in _SOURCE:
                    yield Field(f"funds.sources.{index}.{name}", form, title=_title(name))


def _title(name: str) -> str:
    return FundLine.model_fields[name].title or name
