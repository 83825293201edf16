"""Whether the words of a result say that the work was not done, or not all of it, or late.

Where the words are not understood the answer is nothing, never that all is well or all is missed.
"""

from enum import StrEnum
from functools import lru_cache

from selfeval_assist.prose import words
from selfeval_assist.prose.likeness import pairs
from selfeval_assist.prose.width import narrowed

_SHORTEST = 2
_GOOD = ("aspect.occurs", "zero.things", "relation.more", "relation.late", "verdict.exceeded")
"""What is good to be denied: 未发生, 未超过, 未逾期."""
_WORK = ("aspect.doing", "aspect.done", "set.reach", "verdict.met", "verdict.ontime", "group.all")


class Undone(StrEnum):
    """How a work is not as it was wanted."""

    MISSED = "没有完成"
    PARTLY = "只完成了一部分"
    ONGOING = "还在进行"
    LATE = "没有按期完成"


@lru_cache(maxsize=2048)
def undone(text: str, target: str = "", name: str = "") -> Undone | None:
    """Return how a result in words says that its work is not done; None where it does not.

    Args:
        text: the words of the result: 未开展, 部分完成, 正在建立, 暂未按期完成.
        target: what was wanted. A verb of it is the work (健全: 未健全, 基本健全); where it is a
            denial itself (不开展), denying is no fault.
        name: the row's name, of which a verb may be denied too (抽检次数: 未抽检).
    """
    said, wanted = narrowed(text).strip(), narrowed(target).strip()
    if said == wanted:  # 基本建立 is all that was wanted
        return None
    return None if words.spans(wanted, "polarity.not") else _undone(said, target, name)


def _undone(said: str, target: str, name: str) -> Undone | None:
    tags = words.tags(said)
    if any(tag.has("verdict.late") for tag in tags):
        return Undone.LATE
    few = said.startswith(_FEW) or any(tag.text.startswith(_FEW) for tag in tags)
    if any(tag.has("verdict.missed") for tag in tags):
        return Undone.PARTLY if few else Undone.MISSED
    wanted = pairs(narrowed(target))
    if _denied(said, tags, wanted | pairs(narrowed(name))):
        return Undone.MISSED
    if behind := next((said.removeprefix(word) for word in _FEW if said.startswith(word)), ""):
        return Undone.PARTLY if _is_work(behind, wanted) else None
    return Undone.ONGOING if goes_on(said) else None


_FEW = words.longest_first(("基本", *words.of("group.few")))


def _denied(said: str, tags: tuple[words.Tag, ...], work: frozenset[str]) -> bool:
    """Return whether words deny that a work was done, and belong to no longer word: 未来."""
    longer = [tag for tag in tags if tag.has("neutral")]
    return any(
        # 没有事故 denies a thing, no work
        _is_work(said[end:], frozenset() if said[start:end].endswith("有") else work)
        for start, end in words.spans(said, "polarity.undone")
        if not any(tag.start <= start < tag.end for tag in longer)
    )


def _is_work(behind: str, work: frozenset[str]) -> bool:
    """Return whether what stands behind a word begins with a work, or with one that was asked."""
    if words.finder(*_GOOD).match(behind):
        return False
    return bool(words.finder(*_WORK).match(behind)) or behind[:_SHORTEST] in work


def goes_on(said: str) -> bool:
    """Return whether the work of a result is not finished: 建设中, 正在招标; 正在使用 is."""
    if said.endswith("中"):
        doing = said[:-1]
        return any(end == len(doing) for _, end in words.spans(doing, "aspect.doing"))
    return any(
        end == len(said) or not words.finder("aspect.use").match(said, end)
        for start, end in words.spans(said, "aspect.ongoing")
    ) and not words.spans(said, "aspect.done", "verdict.met")
