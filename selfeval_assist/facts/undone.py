"""Whether a result in words says that the work is not done: 未开展, 部分完成, 正在建立."""

from selfeval_assist.facts.names import begins
from selfeval_assist.form import Indicator, Kind
from selfeval_assist.prose import words
from selfeval_assist.prose.values import WORDS
from selfeval_assist.prose.width import narrowed
from selfeval_assist.scoring.direction import answers, comparator_of, values_of

_NOT_REACHED, _ALL = 3, 100
_NOT_YET = ("未", "没")
"""What denies that something was done; 不 and 无 deny what something is like."""
_VERB_AT = 1
"""Letters before a denial with which a result begins: 暂未, 还没有."""
_SHORTEST_GOING_ON = 3
"""Letters of the shortest 建设中; 适中 is none."""


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
    missed = any(tag.has("verdict.missed", "verdict.late") for tag in words.tags(said))
    return actual.tier == _NOT_REACHED or missed or going_on(row) or _denied(row, said)


def going_on(row: Indicator) -> bool:
    """Return whether a result says that the work is not finished: 建设中, 正在招标."""
    raw = narrowed(row.actual.raw).strip()
    during = raw.endswith("中") and len(raw) >= _SHORTEST_GOING_ON
    return row.actual.value.number is None and (during or bool(words.spans(raw, "aspect.ongoing")))


def _denied(row: Indicator, said: str) -> bool:
    """Return whether a result denies a doing, where its target denies nothing."""
    if words.spans(narrowed(row.target.raw), "polarity.not"):
        return False
    longer = [tag for tag in words.tags(said) if not tag.has("verdict.missed")]
    for start, end in words.spans(said, "polarity.not"):
        inside = any(tag.start <= start and end < tag.end for tag in longer)  # 未超过
        if inside or not any(mark in said[start:end] for mark in _NOT_YET):
            continue
        rest = said[end:]
        occurs = any(tag.start == 0 and tag.has("zero.things") for tag in words.tags(rest))
        occurs = occurs or any(at == 0 for at, _ in words.spans(rest, "aspect.occurs"))
        if not occurs and (start <= _VERB_AT or begins("deed", rest)):
            return True
    return False
