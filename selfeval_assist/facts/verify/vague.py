"""Numbers that say about how much: 九成以上, 近五分之一, 约4040万元, 超过38.7亿元.

They are true of a fact that lies where they say. A value that the form gives exactly is not 约 that
value, so the number written has to be a rounding of the fact's.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from selfeval_assist.facts.verify.amounts import Amount, amount_of
from selfeval_assist.facts.verify.equivalents import quotient
from selfeval_assist.facts.verify.index import Index, Spelling
from selfeval_assist.facts.verify.pieces import bound
from selfeval_assist.facts.verify.quantities import Found
from selfeval_assist.facts.verify.reading import Told
from selfeval_assist.prose import numerals

_ABOUT = frozenset({"约", "大约", "约为"})
_BELOW = frozenset({"近", "将近", "接近", "不足", "不到"})
_ABOVE = frozenset({"超过", "超", "逾", "突破", "高于"})
_SHARE = re.compile(
    rf"(?P<before>大约|约|将近|接近|近|超过|超|逾|不足|不到)?"
    rf"(?:(?P<tenths>[{numerals.DIGITS}\d])成(?P<half>半)?"
    rf"|(?P<below>[{numerals.DIGITS}十百]+)分之(?P<above>[{numerals.DIGITS}十]+)|(?P<most>过半|一半))"
    r"(?P<after>以上|多|余|左右|以下)?"
)
_SPREAD = re.compile(r"约(?:执行|支出|支付|完成|达到?|占|合|有|为)$")
_OF = re.compile(
    r"(不到|不足|超过|接近|近|约)(?:占|为|完成)?[^，；。]{0,8}(?:目标|计划|任务|预算)的$"
)
_WIDE, _NEAR = Decimal(10), Decimal(3)
_FARTHEST = Decimal("0.01")
"""How far a rounding may be from the exact number, as a share of it."""


def about(text: str, index: Index, found: Found) -> Iterator[tuple[Spelling, int]]:
    """Yield the facts of which a vague number is true, each with where it ends in the text.

    Args:
        text: the text with names masked.
        index: the facts.
        found: the number.
    """
    if found.spoken:
        yield from _tenths(text, index, found)
        return
    mark = bound(text, found.start)
    spread = None if mark else _SPREAD.search(text, max(0, found.start - 6), found.start)
    said = "约" if spread else mark
    written = amount_of(text, found) if said in _ABOUT | _BELOW | _ABOVE else None
    if written is None or written.value == 0:
        return
    for piece, amount in index.measured:
        if written.unit == "%" and written.places > 1:
            continue  # a rate is given at two decimals
        exact = quotient(piece.fact) if written.unit == "%" else None
        value = amount.value if exact is None else exact
        if amount.unit == written.unit and _rounded(written, value, amount.value, said):
            yield replace(piece, before=mark), written.end


def _rounded(written: Amount, exact: Decimal, shown: Decimal, mark: str) -> bool:
    """Whether a number is a rounding of another one, in the direction that its mark says."""
    if written.value in {exact, shown} or abs(written.value - exact) > _FARTHEST * exact:
        return False
    if mark in _ABOUT:
        return written.near(exact)
    if mark in _ABOVE:
        return written.near(exact, down=True)
    return written.value > exact and written.near(exact)


def _tenths(text: str, index: Index, found: Found) -> Iterator[tuple[Spelling, int]]:
    match = _SHARE.match(text, found.start)
    if match is None:
        return
    low, high = _between(match, match["before"] or _before(text, found.start))
    for piece, amount in index.measured:
        if amount.unit != "%" or not low <= amount.value <= high:
            continue
        if piece.fact.id.endswith((".actual", ".target")):
            continue  # what a cell gives exactly
        yield replace(piece, before=bound(text, found.start)), match.end()


def restated(text: str, found: Found, last: Told | None) -> bool:
    """Whether a share says again about how much the percent before it is: 34.38%，高于三成."""
    match = _SHARE.match(text, found.start) if found.spoken else None
    if match is None or last is None or last.amount is None or last.amount.unit != "%":
        return False
    mark = match["before"] or bound(text, found.start)
    between = text[last.end : found.start].removesuffix(mark)
    low, high = _between(match, mark)
    return between in {"，", "，即", "（", "、"} and low <= last.amount.value <= high


def _before(text: str, at: int) -> str:
    """Return the word of a bound that stands before what a share is of: 不到目标的一半."""
    match = _OF.search(text, max(0, at - 14), at)
    return match[1] if match else ""


def _between(match: "re.Match[str]", before: str) -> tuple[Decimal, Decimal]:
    """Return the percents between which a share lies."""
    small = Decimal("0.01")
    if match["most"]:
        value = Decimal(50)
        if match["most"] == "过半":
            return value + small, value + _WIDE
    elif match["tenths"]:
        tenths = numerals.chinese_number(match["tenths"]) or Decimal(0)
        value = tenths * 10 + (5 if match["half"] else 0)
    else:
        below = numerals.chinese_number(match["below"]) or Decimal(0)
        above = numerals.chinese_number(match["above"]) or Decimal(0)
        if not 0 < above < below:
            return Decimal(1), Decimal(0)
        value = above / below * 100
    after = match["after"] or ""
    if after in {"以上", "多", "余"} or before in _ABOVE:
        return value + small, value + _WIDE - small
    if before in {"不到", "不足"}:
        return value - _WIDE, value - small
    if before in _BELOW or after == "以下":
        return value - _NEAR, value - small
    if before in _ABOUT or after == "左右":
        return value - _NEAR, value + _NEAR
    return value - small, value + small
