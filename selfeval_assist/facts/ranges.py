"""Row numbers as a person reads them: 第3—7、9行."""

from collections.abc import Iterable
from itertools import groupby

_SHOWN = 4
"""Runs of rows that a sentence names; of more it says how many rows there are."""


def rows_named(indexes: Iterable[int], *, every: bool = False) -> str:
    """Return rows in a few words: ``第3行``, ``第1、3—7行``, ``第1、3、5、7行等12行``.

    Args:
        indexes: places in ``form.indicators``, from 0, in any order.
        every: whether all runs are named, for a sum that is to be worked out by hand.

    Returns:
        The words; empty without any row. Three rows or more that follow each other are a run.
    """
    numbers = sorted({index + 1 for index in indexes})
    if not numbers:
        return ""
    runs = _runs(numbers)
    if every or len(runs) <= _SHOWN:
        return f"第{'、'.join(runs)}行"
    return f"第{'、'.join(runs[:_SHOWN])}行等{len(numbers)}行"


def _runs(numbers: list[int]) -> list[str]:
    """Return sorted numbers with those that follow each other together."""
    found: list[str] = []
    for _, pairs in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        run = [number for _, number in pairs]
        found += [f"{run[0]}—{run[-1]}"] if len(run) > 2 else map(str, run)
    return found
