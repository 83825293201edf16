"""Verification of any text, rendered or typed by a person, against the fact table."""

import re
from collections.abc import Iterable, Iterator

from selfeval_assist.facts import lexicon
from selfeval_assist.facts.model import FactTable, Violation
from selfeval_assist.facts.verify import claims
from selfeval_assist.facts.verify.figures import figures
from selfeval_assist.facts.verify.index import Index, index_of
from selfeval_assist.facts.verify.judgements import all_done, judgements
from selfeval_assist.facts.verify.operands import beside
from selfeval_assist.facts.verify.quantities import narrowed
from selfeval_assist.facts.verify.reading import Reading
from selfeval_assist.facts.verify.scan import (
    MASK,
    Hit,
    clause_start,
    longest_first,
    mask,
    masking,
    sentences,
)
from selfeval_assist.facts.verify.stated import unstated

# 1. 2、 （3） at the beginning of a line or part: a list mark, not a number.
_LIST_MARK = re.compile(r"(?:(?<=[。；;：\n])|^)[ \t]*(?:\(\d{1,2}\)|\d{1,2}[.、．)](?!\d))")
_LONGER = re.compile(r"[率量额度性数]|标准|时间|面积|人数|次数|金额|成本|时限")
_QUOTED = re.compile(r"“([^“”\n]{2,60})”")


def verify_text(
    text: str, table: FactTable, *, causes: Iterable[str] = ()
) -> tuple[Violation, ...]:
    """Return what in a text the fact table does not support, with places for highlighting.

    Every number, date, percent and Chinese quantity must be the value of a fact, with its unit and
    bound; where a name or wording stands before it, of a fact of that name and wording. A reason
    must be in the words of a cause that a person stated. Nothing is blocked: the caller decides.

    Args:
        text: the text; any string.
        table: the facts (``for_goal(table)`` for a planned goal).
        causes: further causes stated by a person, besides those in the table.

    Returns:
        Violations in the order of their places. Never raises.
    """
    index = index_of(table)
    more = {narrowed(cause.strip(" 。；，\n")) for cause in causes}
    reasons = (*index.causes, *(cause for cause in more if len(cause) >= 2))
    plain = narrowed(text)
    found = list(_documents(text, plain, index))
    known = longest_first((*index.names, *reasons)) if more else index.names
    headless = claims.HEADING.sub(masking, claims.PENDING.sub(masking, plain))
    masked, hits = mask(headless, known)
    masked = _blank(masked, index)
    masked = _LIST_MARK.sub(masking, masked)
    roles = tuple(_roles(masked, index))
    subjects = tuple(_whole(hit, plain, index) for hit in hits if _is_name(hit, masked, index))
    reading = Reading(text, plain, masked, subjects, roles)
    wrong, told = figures(reading, index)
    found += wrong
    found += beside(reading, index, told)
    found += _quotes(reading, hits, index)
    found += judgements(reading, index, told)
    found += all_done(reading, index, told)
    found += _trends(plain, masked, index)
    found += _causal(plain, masked, reasons)
    found += _repeated(text)
    return tuple(sorted(found, key=lambda violation: violation.start))


# Words that say what a value is only where they are not a part of a longer word: 户均, 低保标准.
_WHOLE = {
    "均": re.compile(r"[月人户年日平]"),
    "标准": re.compile(r"[^的为于到按照/，：:（(高低达]"),
}


def _roles(masked: str, index: Index) -> Iterator[Hit]:
    """Yield the introducing words, without those that are a part of a name or longer word."""
    for match in lexicon.ROLES.finditer(masked):
        start = match.start()
        part = _WHOLE.get(match[0])
        if part is not None and start and part.match(masked, start - 1):
            continue
        if match[0] == "等" and masked.startswith(("候", "待", "级", "次"), match.end()):
            continue
        longer = masked[max(0, start - 2) : match.end()]
        named = len(longer) == len(match[0]) + 2 and longer.isalpha() and longer in index.called
        if not named:
            yield Hit(start, match.end(), match[0])


def _is_name(hit: Hit, masked: str, index: Index) -> bool:
    """Whether a hit names an indicator: a short form made longer is another name."""
    name = index.canonical.get(hit.text)
    if name is None:
        return False
    return name == hit.text or not _LONGER.match(masked, hit.end)


def _whole(hit: Hit, plain: str, index: Index) -> Hit:
    """Return a name as the longer one that the text goes on with: 困难教师 of 困难教师及学生."""
    further = plain[hit.start : hit.end + 2]
    if len(further) < len(hit.text) + 2 or not further[-2:].isalpha():
        return hit
    own = index.canonical[hit.text]
    longer = [
        n for names in index.rows.values() for n in names if further in n and own not in names
    ]
    return Hit(hit.start, hit.end, longer[0]) if longer else hit


def _blank(plain: str, index: Index) -> str:
    """Return text with everything masked that claims nothing or is checked as a whole."""
    plain = claims.SLOGAN.sub(masking, claims.NAMED.sub(masking, plain))
    plain = claims.DOCUMENT.sub(
        lambda match: (match["code"] or "") + MASK * (len(match[0]) - len(match["code"] or "")),
        plain,
    )
    return _QUOTED.sub(
        lambda match: (
            masking(match)
            if match[1] in index.printed
            and match[0] not in index.words
            and match[0] not in index.canonical
            else match[0]
        ),
        plain,
    )


def _documents(text: str, plain: str, index: Index) -> Iterator[Violation]:
    """Check document numbers as a whole against what people stated and the form prints."""
    for match in claims.DOCUMENT.finditer(plain):
        number = match[0][len(match["code"] or "") :].strip()
        code = (match["code"] or "")[-2:]
        if number in index.printed and (not code or code + number in index.printed):
            continue
        quote = text[match.start() + len(match["code"] or "") : match.end()]
        message = f"表中没有“{quote}”这个文号或编号，请核对，或在偏差说明中写明依据。"
        yield Violation("document", quote, match.end() - len(quote), message)


def _quotes(reading: Reading, hits: list[Hit], index: Index) -> Iterator[Violation]:
    """Check that words quoted from a cell stand behind the name of their own row."""
    for hit in hits:
        owners = index.words.get(hit.text)
        if not owners:
            continue
        clause = clause_start(reading.masked, hit.start)
        called = [(each.start, index.canonical[each.text]) for each in reading.subjects]
        called += [(r.start, f"“{r.text}”") for r in reading.roles if r.text in index.doubled]
        names = [
            name
            for start, name in sorted(called)
            if clause <= start < hit.start and name not in index.levels
        ][-1:]
        if names and names[0] not in owners:
            message = (
                f"{hit.text}是{'、'.join(sorted(owners)[:3])}的内容，不是“{names[0]}”的，请核对。"
            )
            yield Violation("label", reading.text[hit.start : hit.end], hit.start, message)


def _trends(plain: str, masked: str, index: Index) -> Iterator[Violation]:
    for match in claims.TREND.finditer(masked):
        if plain[match.start() : match.end()] not in index.printed:
            message = f"表中没有上年数据，“{match[0]}”无从核对，请补充依据或删去。"
            yield Violation("direction", match[0], match.start(), message)


def _causal(plain: str, masked: str, reasons: tuple[str, ...]) -> Iterator[Violation]:
    for match in unstated(plain, masked, reasons):
        message = f"“{match[0]}”引出的原因，偏差说明中没有写明，请先在偏差说明中写明依据。"
        quote = plain[match.start() : match.end()]
        yield Violation("causal", quote, match.start(), message)


def _repeated(text: str) -> Iterator[Violation]:
    seen: set[str] = set()
    for start, sentence in sentences(text):
        kernel = sentence.strip()
        if len(kernel) >= 8 and kernel in seen:
            yield Violation("repeated", kernel, start, "同一句话写了两遍。")
        seen.add(kernel)
