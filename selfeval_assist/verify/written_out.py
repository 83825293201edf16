"""Quantities that a writer wrote out: copied from a text or a name, counting a list, or refused."""

import re
from collections.abc import Iterable

from selfeval_assist.facts.references import DIGITS, REF
from selfeval_assist.prose.masks import mask
from selfeval_assist.prose.mentions import Mention, mentions
from selfeval_assist.prose.width import narrowed
from selfeval_assist.verify.judged_as import SIDE, SUMMED
from selfeval_assist.verify.model import Violation
from selfeval_assist.verify.retold import COPIED, Retold
from selfeval_assist.verify.spots import Said, blank, listed


def written_out(told: Retold) -> tuple[str, list[Violation]]:
    """Return a sentence without the quantities that are right, and those that are not.

    One in words may be copied from a cited text or a name, or count a list (甲、乙两项).
    """
    known, found = told.said.known, list[Violation]()
    text = told.text
    bare, _ = mask(REF.sub(blank, text), known.titles)
    for match in re.finditer(r"[\d０-９]+(?:[.,][\d]+)*[%％‰]?", bare):
        message = f"“{match[0]}”是直接写出的数字，请改用引用；没有对应引用的数不要写。"
        found.append(Violation("digit", match[0], match.start(), message))
    for each in mentions(narrowed(bare)):
        written = bare[each.at : each.end]
        if DIGITS.search(written) or any(written in source.text for source in told.sources):
            continue
        if _counts(told.said, bare, each):
            begin = each.at - (SIDE.match(bare, each.at - 1) is not None)
            text = text[:begin] + " " * (each.end - begin) + text[each.end :]
        elif not _of_name(bare, each, known.titles):
            message = f"“{written}”是数量，请改用引用，或写明它出自哪一条材料。"
            found.append(Violation("digit", written, each.at, message))
    return text, found


def _counts(said: Said, bare: str, each: Mention) -> bool:
    """Return whether a quantity only counts what is named before it: 甲、乙两项, 甲一项."""
    start = max((a for a, b in said.clauses if a <= each.at < b), default=0)
    unit = bare[each.at : each.end][-1:]
    rows = {spot.fact.row for spot in said.spots if spot.end <= start} - {None}
    some = SIDE.match(bare, each.at - 1) is not None and (each.value.number or 0) <= len(rows)
    if some or (each.value.number == len(rows) and SUMMED.fullmatch(bare[each.at : each.end])):
        return True  # 甲{r7.actual}；乙{r8.actual}，两项均…: their verdicts are judged together
    parts = listed(REF.sub("、", said.text[start : each.at]), said.known)
    return unit in "项者个类" and each.value.number == len(parts)


def _of_name(bare: str, each: Mention, titles: Iterable[str]) -> bool:
    """Return whether a quantity is a piece of a name, with what is around it: 一网 of 一网通办."""
    around = (bare[each.at - 2 : each.end], bare[each.at : each.end + 2])
    return any(len(a) >= COPIED and a in title for a in around for title in titles)
