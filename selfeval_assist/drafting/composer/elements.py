"""Goal elements and the indicators that measure them."""

from selfeval_assist.checks import consistency
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.scoring import ScoreSheet


def unmeasured_elements(form: SelfEvaluation, sheet: ScoreSheet) -> tuple[str, ...]:
    """Return the elements of the typed goal that no indicator row measures, in their order.

    For each of them an indicator is missing, or the element does not belong into the goal.

    Args:
        form: the form.
        sheet: its score sheet.
    """
    links = consistency(form, sheet)
    return tuple(dict.fromkeys(link.element for link in links if not link.rows))
