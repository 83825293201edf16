"""Where a value of a sentence comes from, in words short enough to be read."""

from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.review.model import Basis

_MOST = 4
"""Cells that are named one by one; a count over all rows rests on two for each of them."""


def rests_on(basis: Basis, form: SelfEvaluation) -> str:
    """Return the cells of a value, and its sum where it is one.

    Where there are more than a few cells the sum alone says it (``第1—27行，共27项``); without one
    the first cells stand for all.

    Args:
        basis: the value with its cells.
        form: the form, for the names of the cells.
    """
    named = "、".join(paths.label(form, path) for path in basis.sources[:_MOST])
    if len(basis.sources) > _MOST:
        return basis.work or f"{named}等 {len(basis.sources)} 格"
    return "，".join(part for part in (named, basis.work) if part)
