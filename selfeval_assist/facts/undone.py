"""Whether the result of a row says that the work is not done: 未开展, 部分完成, 正在建立."""

from selfeval_assist.form import Indicator, Kind
from selfeval_assist.prose import outcome, words
from selfeval_assist.prose.values import WORDS
from selfeval_assist.prose.width import narrowed
from selfeval_assist.scoring.direction import answers, comparator_of, values_of

_NOT_REACHED, _ALL = 3, 100


def undone(row: Indicator) -> bool:
    """Return whether the actual value of a row says that its work is not or not wholly done.

    That nothing happened where nothing was to happen (无投诉 for ≤5起) says the opposite.
    """
    target, actual = values_of(row)
    said = narrowed(row.actual.raw).strip()
    if target.kind in WORDS and actual.kind is Kind.RATIO:
        done = any(tag.has("column.actual") for tag in words.tags(said))
        return done and (actual.number or 0) < _ALL  # 完成90%
    if actual.kind not in WORDS or answers(target, actual, comparator_of(row)):
        return False
    told = outcome.undone(said, row.target.raw, row.name) is not None
    return actual.tier == _NOT_REACHED or told or going_on(row)


def going_on(row: Indicator) -> bool:
    """Return whether a result says that the work is not finished: 建设中, 正在招标."""
    return row.actual.value.number is None and outcome.goes_on(narrowed(row.actual.raw).strip())
