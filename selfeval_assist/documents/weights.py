"""The weight of the whole form, which the row of the total prints."""

from collections.abc import Sequence
from decimal import Decimal

from selfeval_assist.form import Funds, Indicator, SelfEvaluation
from selfeval_assist.prose.decimals import plain


def sum_of_weights(funds: Funds, rows: Sequence[Indicator]) -> str:
    """Return the sum of the weights as printed, or nothing when no row has one."""
    values = [row.weight.value for row in rows if row.weight.value is not None]
    if not values:
        return ""
    return plain(sum(values, funds.total.weight.value or Decimal(0)))


def total_weight(form: SelfEvaluation) -> str:
    """Return the weight in the row of the total: as the form printed it, else the sum."""
    return form.full.raw or sum_of_weights(form.funds, form.indicators)
