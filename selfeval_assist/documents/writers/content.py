"""What a layout prints of a form: its rows in order, targets in one or three cells, its texts."""

from collections.abc import Iterator, Sequence
from typing import Literal

from selfeval_assist.documents.appended import joined
from selfeval_assist.documents.reasons import gathered
from selfeval_assist.form import Indicator, SelfEvaluation, paths
from selfeval_assist.form.target_parts import joined_target, split_target
from selfeval_assist.form.vocabulary import level1_of
from selfeval_assist.layouts import Layout, Line, Pair, choose
from selfeval_assist.policies import place_of, policy_for

BudgetPlace = Literal["append_to_actual", "notes", "column"]
"""Where the reason for the budget's deviation is printed; a policy key."""
REASONS = "reasons"
"""The field of a text that gathers the reasons of all rows."""


def layout_of(form: SelfEvaluation, policy: str = "") -> Layout:
    """Return the layout that a form is printed in when nobody chose one.

    Args:
        form: the form.
        policy: the id of its scoring policy; empty takes the one that the form leads to.

    Raises:
        PolicyError: the form names a policy that does not exist.
    """
    return choose(form, policy or policy_for(form).id, place_of(form))


def fitted(form: SelfEvaluation, layout: Layout) -> SelfEvaluation:
    """Return the form with its rows as a layout prints them.

    The rows are in the order of its groups, those of unknown groups behind the others; a target
    stands in one cell or apart from its sign and unit, as the layout has columns for them.
    """
    rows = _in_order(form.indicators, layout.indicators.groups)
    own = {column.field: column.when for column in layout.indicators.columns}
    if own.get("nature") == own.get("unit") == "always":
        rows = [split_target(row) for row in rows]
    else:
        rows = [
            joined_target(row, sign="nature" not in own, unit="unit" not in own) for row in rows
        ]
    return form.model_copy(update={"indicators": tuple(rows)})


def _in_order(rows: Sequence[Indicator], groups: Sequence[str]) -> list[Indicator]:
    rank = {name: position for position, name in enumerate(groups)}
    return sorted(rows, key=lambda row: rank.get(level1_of(row.level1), len(rank)))


def budget_place(form: SelfEvaluation, layout: Layout, budget: BudgetPlace) -> BudgetPlace:
    """Return where a layout prints the budget's reason: a column of its own wins over the policy.

    Args:
        form: the form; without a reason nothing needs a column.
        layout: the layout.
        budget: what the policy says.
    """
    edges = {column.field: column.when for column in layout.indicators.columns}
    to = next((each.to for each in layout.funds.columns if each.field == "deviation"), "")
    if edges.get(to) == "always":  # type: ignore[call-overload]
        return "column"
    if budget == "column" and not (to and form.funds.deviation.text.strip()):
        budget = "append_to_actual"
    if budget == "append_to_actual" and layout.goal.style == "none":
        return "notes"
    return budget


def completion(form: SelfEvaluation, budget: BudgetPlace = "append_to_actual") -> str:
    """Return the completion text, with the budget's deviation where it belongs there."""
    reason = form.funds.deviation.text if budget == "append_to_actual" else ""
    return joined(form.goal.actual, reason)


def remarks(form: SelfEvaluation, budget: BudgetPlace = "append_to_actual") -> str:
    """Return the text of the 注, with the budget's deviation where it belongs there."""
    return joined(form.notes, form.funds.deviation.text if budget == "notes" else "")


def value(form: SelfEvaluation, pair: Pair, budget: BudgetPlace) -> str:
    """Return what stands beside a label; nothing for a field that the form does not have."""
    texts = (_value(form, path, budget) for path in pair.field.split())
    return "  ".join(text for text in texts if text) or pair.text


def _value(form: SelfEvaluation, path: str, budget: BudgetPlace) -> str:
    if path == REASONS:
        return gathered(form.indicators)
    if path == "notes":
        return remarks(form, budget)
    try:
        return paths.text(form, path)
    except KeyError:
        return ""


def lines(
    form: SelfEvaluation, printed: Sequence[Line], budget: BudgetPlace
) -> Iterator[tuple[Line, list[str]]]:
    """Yield the rows of labels that are printed, each with the texts of its values."""
    for line in printed:
        texts = [value(form, pair, budget) for pair in line.pairs]
        if line.when == "always" or any(texts):
            yield line, texts
