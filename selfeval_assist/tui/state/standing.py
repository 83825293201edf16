"""How a form stands: how much is filled, its score, what is found, and what comes next."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from selfeval_assist.failures import Failure, attempt
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.tui.state.related import KINDS, linked
from selfeval_assist.workspace import FormId, Workspace


@dataclass(frozen=True, slots=True)
class Standing:
    """What the list shows about a form.

    Attributes:
        filled: how many percent of the cells that every form needs hold something.
        total: the computed score in points; None where no row carries points.
        errors: open findings at E.
        warnings: open findings at W.
        advice: open findings at I.
        state: what comes next, in Chinese.
    """

    filled: int
    total: Decimal | None
    errors: int
    warnings: int
    advice: int
    state: str


UNREAD, UNJUDGED = "读不出", "无法核算"
"""What stands for a form that cannot be read, or not judged."""


def standing_of(workspace: Workspace, form_id: FormId) -> Standing | str:
    """Return how a stored form stands; of one that cannot be read or judged, that it cannot."""
    stored = attempt("读取", workspace.load, form_id)
    if isinstance(stored, Failure):
        return UNREAD
    other = (linked(workspace, form_id, kind) for kind in KINDS)
    found = attempt("核算", lambda: standing(stored.form, *other))
    return UNJUDGED if isinstance(found, Failure) else found


def standing(
    form: SelfEvaluation,
    declaration: SelfEvaluation | None = None,
    last_year: SelfEvaluation | None = None,
) -> Standing:
    """Return how a form stands.

    Args:
        form: the form.
        declaration: the approved 绩效目标申报表, for the rules that compare with it.
        last_year: last year's form, likewise.
    """
    # The first fields of a form need no more of this module than which cells every form has.
    from selfeval_assist.checks import Severity, run_rules
    from selfeval_assist.scoring import score
    from selfeval_assist.tui.state.scored import usable_policy

    policy = usable_policy(form)[0].policy
    sheet = score(form, policy)
    checked = run_rules(form, policy, sheet, declaration=declaration, last_year=last_year)
    open_ = [finding.severity for finding in checked.findings if not finding.waived]
    filled = completeness(form)
    errors, warnings = open_.count(Severity.ERROR), open_.count(Severity.WARNING)
    if sheet.failed or checked.failed:
        state = UNJUDGED if sheet.failed else "无法检查"
    elif filled < 100:
        state = "填报中"
    elif paths.pending(form):
        state = "待补充"
    else:
        state = "待核实" if errors else "可上报"
    advice = open_.count(Severity.INFO)
    return Standing(
        filled, sheet.total if sheet.weighted else None, errors, warnings, advice, state
    )


HEAD = ("year", "project", "department", "unit")
MONEY = tuple(f"funds.total.{name}" for name in ("initial", "adjusted", "executed"))
GOAL = ("goal.planned", "goal.actual")
ROW = ("name", "target", "actual", "weight", "score")


def completeness(form: SelfEvaluation) -> int:
    """Return how many percent of the cells that every form needs are filled, rounded down.

    A form without indicators counts as if it had one empty row.
    """
    cells = list(_needed(form))
    filled = sum(bool(paths.text(form, path).strip()) for path in cells)
    wanted = len(cells) + (0 if form.indicators else len(ROW))
    return 100 * filled // wanted


def _needed(form: SelfEvaluation) -> Iterator[str]:
    yield from (*HEAD, *MONEY, *GOAL, "total")
    for row in range(len(form.indicators)):
        yield from (f"indicators.{row}.{name}" for name in ROW)
