"""Live score and findings beside the work."""

from decimal import Decimal

from textual.content import Content
from textual.widgets import Static

from selfeval_assist.scoring.arithmetic import plain
from selfeval_assist.tui.parts.findings import sums
from selfeval_assist.tui.session import Session
from selfeval_assist.tui.words import computed_total

_BAR = 12
NO_WEIGHTS = "各行没有分值，核算不出总分，\n请补填各行分值。\n"


class ScorePanel(Static):
    """The score by level, the execution, and the findings, always as the form is now."""

    DEFAULT_CSS = """
    ScorePanel { width: 28; height: 1fr; padding: 0 1; border-left: solid $panel; }
    """

    def follow(self, session: Session) -> None:
        """Show the score of the form as it is now."""
        # Its place is fixed, so no key needs the whole screen to be laid out anew.
        self.update(overview(session), layout=False)


def overview(session: Session) -> Content:
    """Return the score by level and the number of findings."""
    sheet, form = session.sheet, session.form
    parts: list[tuple[str, str]] = [("得分核算\n", "bold")]
    groups: dict[str, list[int]] = {}
    for row in sheet.rows:
        groups.setdefault(form.indicators[row.index].group or "其他", []).append(row.index)
    bars = [("预算执行", sheet.execution.weight, sheet.execution.points)]
    zero = Decimal(0)
    for name, rows in groups.items():
        weight = sum((sheet.rows[i].weight or zero for i in rows), zero)
        points = sum((sheet.rows[i].points or zero for i in rows), zero)
        bars.append((name.removesuffix("指标"), weight, points))
    for name, weight, earned in bars:
        got = earned or zero
        filled = min(_BAR, int(_BAR * got / weight)) if weight > 0 else 0
        parts.append((f"{name}  {plain(got)}/{plain(weight)}\n", ""))
        parts.append(("█" * filled, "$success"))
        parts.append(("░" * (_BAR - filled) + "\n", "$text-muted"))
    claimed = "未填" if sheet.claimed is None else plain(sheet.claimed)
    parts += [
        (f"\n核算 {computed_total(sheet)}  表中 {claimed}\n", "bold"),
        (NO_WEIGHTS if sheet.rows and not sheet.weighted else "", "$text-warning"),
        (f"其中定性 {plain(sheet.taken)}  未核算 {plain(sheet.undecided)}\n", "$text-muted"),
        ("\n提请核实\n", "bold"),
        (sums(session) + "\n", ""),
    ]
    return Content.assemble(*parts)
