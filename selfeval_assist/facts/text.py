"""Verification of any text, rendered or typed by a person, against the fact table."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from selfeval_assist.facts import claims, lexicon
from selfeval_assist.facts.model import Fact, FactTable, Violation
from selfeval_assist.facts.quantities import CLAIM, chinese, key, narrowed
from selfeval_assist.facts.scan import (
    MASK,
    Hit,
    clause_start,
    longest_first,
    mask,
    sentence_start,
    sentences,
)

# What after a number or unit makes it another quantity: 12 → 12万, 3个 → 3个月, 95 → 95%.
_CONTINUES = re.compile(
    r"[.,]?\d|[%‰万亿元倍成余多]|百分|个?百分点|个?月|小时|工作日|次|以上|以下|以内|之内|左右|上下|之多"
)
_BOUNDS = (
    "不低于", "不少于", "不小于", "不超过", "不高于", "不大于", "不多于", "不足", "不到", "超过",
    "高于", "大于", "多于", "低于", "少于", "小于", "将近", "接近", "大约", "约为", "约", "近",
    "逾", "超", "至少", "至多", "多达", "高达", "第", "≥", ">=", "≤", "<=", ">", "<", "≈", "=",
    "-", "−", "－", "负", "+",
)  # fmt: skip
_BEFORE = re.compile(f"(?:{'|'.join(map(re.escape, _BOUNDS))})$")
_UNIT = re.compile(r"个百分点|[%‰]|[万亿]?元|[万亿]|[个项件家户次人天台套分份年月日]")
# 1. 2、 （3） at the beginning of a line or part: a list mark, not a number.
_LIST_MARK = re.compile(r"(?:(?<=[。；;\n])|^)[ \t]*(?:[（(]\d{1,2}[)）]|\d{1,2}[.、．)）](?!\d))")


@dataclass(frozen=True, slots=True)
class _Spelling:
    """One number of one spelling of a fact: what stands before and behind it."""

    before: str
    after: str
    fact: Fact
    subjects: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Index:
    names: tuple[str, ...]
    numbers: Mapping[str, tuple[_Spelling, ...]]
    chinese: Mapping[str, tuple[Fact, ...]]
    verdicts: Mapping[str, str]
    causes: frozenset[str]
    missed: bool


def verify_text(
    text: str, table: FactTable, *, causes: Iterable[str] = ()
) -> tuple[Violation, ...]:
    """Return what in a text the fact table does not support, with places for highlighting.

    Every number, date, percent and Chinese quantity must be the value of a fact, with its unit and
    bound; where a name or wording stands before it, of a fact of that name and wording. A causal
    sentence must hold a cause that a person stated. Nothing is blocked: the caller decides.

    Args:
        text: the text; any string.
        table: the facts (``for_goal(table)`` for a planned goal).
        causes: further causes stated by a person, besides those in the table.

    Returns:
        Violations in the order of their places. Never raises.
    """
    index = _index(table)
    more = {narrowed(cause.strip(" 。；，\n")) for cause in causes}
    reasons = index.causes.union(cause for cause in more if len(cause) >= 2)
    plain = claims.HEADING.sub(_fill, claims.PENDING.sub(_fill, narrowed(text)))
    known = longest_first((*index.names, *reasons)) if more else index.names
    masked, hits = mask(plain, known)
    masked = _LIST_MARK.sub(_fill, masked)
    roles = [Hit(m.start(), m.end(), m[0]) for m in lexicon.role_words().finditer(masked)]
    subjects = [hit for hit in hits if hit.text in index.verdicts]
    found = list(_numbers(text, masked, index, subjects, roles))
    found += _quantities(masked, index)
    found += _verdicts(masked, index, subjects)
    found += _causal(text, masked, [hit for hit in hits if hit.text in reasons])
    found += _repeated(text)
    return tuple(sorted(found, key=lambda violation: violation.start))


def _fill(match: "re.Match[str]") -> str:
    return MASK * len(match[0])


@lru_cache(maxsize=16)
def _index(table: FactTable) -> _Index:
    """Return a table prepared for look-up; kept, because a screen verifies at every key."""
    numbers: defaultdict[str, list[_Spelling]] = defaultdict(list)
    spoken: defaultdict[str, list[Fact]] = defaultdict(list)
    names: list[str] = list(table.names)
    verdicts = dict.fromkeys(table.names, "")
    for fact in table:
        verdicts.update((name, verdicts.get(name, "")) for name in fact.subjects)
        if fact.kind in {"name", "words", "cause"}:
            names.append(fact.value)
            continue
        if fact.kind == "verdict":
            verdicts.update((name, fact.value) for name in fact.subjects)
        own = frozenset(map(narrowed, fact.subjects))
        for spelling in dict.fromkeys((fact.value, *fact.variants)):
            words, pieces = _pieces(spelling)
            for word in words:
                spoken[word].append(fact)
            for number, before, after in pieces:
                numbers[number].append(_Spelling(before, after, fact, own))
    return _Index(
        longest_first(narrowed(name) for name in names if len(name) >= 2),
        {number: tuple(pieces) for number, pieces in numbers.items()},
        {text: tuple(facts) for text, facts in spoken.items()},
        {narrowed(name): verdict for name, verdict in verdicts.items()},
        frozenset(narrowed(f.value) for f in table if f.kind == "cause" and len(f.value) >= 2),
        "rows.missed" in table or "rows.late" in table,
    )


@lru_cache(maxsize=4096)
def _pieces(spelling: str) -> tuple[tuple[str, ...], tuple[tuple[str, str, str], ...]]:
    """Return the Chinese quantities of a spelling, and its numbers with what stands around them."""
    text = narrowed(spelling)
    pieces = []
    matches = list(CLAIM.finditer(text))
    starts = [match.start() for match in matches]
    for match, end in zip(matches, [*starts[1:], len(text)], strict=False):
        before = _BEFORE.search(text, 0, match.start())
        pieces.append((key(match), before[0] if before else "", text[match.end() : end]))
    return tuple(match[0] for match in chinese(spelling)), tuple(pieces)


def _numbers(
    text: str, masked: str, index: _Index, subjects: list[Hit], roles: list[Hit]
) -> Iterator[Violation]:
    previous = 0
    for match in CLAIM.finditer(masked):
        places = _places(masked, match.start(), previous, subjects, roles)
        previous = match.end()
        candidates = index.numbers.get(key(match), ())
        if any(_supported(p, *places) and _fits(p, masked, match) for p in candidates):
            continue
        pieces = [p for p in candidates if _fits(p, masked, match)]
        unit = _UNIT.match(masked, match.end())
        quote = text[match.start() : unit.end() if unit else match.end()]
        if not pieces:
            message = f"“{quote}”在表中找不到对应的数据，请核实或说明依据。"
            yield Violation("digit", text[match.start() : match.end()], match.start(), message)
        else:
            titles = "、".join(dict.fromkeys(piece.fact.title for piece in pieces[:3]))
            message = f"“{quote}”是{titles}，与前面写的名称或用词不一致，请核实。"
            yield Violation("label", text[match.start() : match.end()], match.start(), message)


def _fits(piece: _Spelling, masked: str, match: "re.Match[str]") -> bool:
    """Whether the number stands in the text as it does in the spelling, unit and bound included."""
    end = match.end()
    if not masked.startswith(piece.after, end):
        return False
    if _CONTINUES.match(masked, end + len(piece.after)) and not piece.after.endswith(("至", "-")):
        return False
    before = _BEFORE.search(masked, max(0, match.start() - 4), match.start())
    mark = before[0] if before else ""
    if mark == piece.before or mark in piece.fact.wordings:
        return True
    return mark in {"-", "−"} and piece.fact.direction == "down"


def _places(
    masked: str, at: int, previous: int, subjects: list[Hit], roles: list[Hit]
) -> tuple[list[str], str, bool]:
    """Return the names that apply to a number, its wording, and whether a name stands close."""
    clause = clause_start(masked, at)
    near = max(clause, previous)
    close = [hit.text for hit in subjects if near <= hit.start < at]
    names = close
    if not names:
        begin = sentence_start(masked, at)
        names = [hit.text for hit in subjects if begin <= hit.start < at][-1:]
    word = next((hit.text for hit in reversed(roles) if near <= hit.start and hit.end <= at), "")
    if not word and not close:
        word = next((h.text for h in reversed(roles) if clause <= h.start and h.end <= at), "")
    return names, word, bool(close)


def _supported(piece: _Spelling, names: list[str], word: str, close: bool) -> bool:
    fact = piece.fact
    if fact.subjects and names:
        if any(name not in piece.subjects for name in names):
            return False
    elif close and fact.wordings and not word:
        return False
    if word:
        return word == fact.label or word in fact.wordings or not fact.wordings
    return not close or fact.bare or not fact.wordings


def _quantities(masked: str, index: _Index) -> Iterator[Violation]:
    for match in chinese(masked):
        if match[0] not in index.chinese:
            message = f"“{match[0]}”在表中找不到对应的数据，请核实或改用表中的数值。"
            yield Violation("chinese_quantity", match[0], match.start(), message)


def _verdicts(masked: str, index: _Index, subjects: list[Hit]) -> Iterator[Violation]:
    """Check judgements in words against what code has decided."""
    for match in claims.VERDICT.finditer(masked):
        clause = clause_start(masked, match.start())
        names = [hit.text for hit in subjects if clause <= hit.start < match.start()]
        verdict = index.verdicts.get(names[-1], "") if names else ""
        bad = bool(claims.NEGATIVE.search(match[0]))
        exceeding = bool(claims.EXCEEDING.search(match[0]))
        wrong = verdict and bad != verdict.startswith("未")
        if wrong or (verdict and exceeding and not verdict.startswith("超过")):
            message = f"“{names[-1]}”按表中数值{verdict}，与“{match[0]}”不一致，请核实。"
            yield Violation("verdict_word", match[0], match.start(), message)
    for match in claims.ALL_DONE_TEXT.finditer(masked) if index.missed else ():
        clause = clause_start(masked, match.start())
        if not claims.PARTIAL.search(masked, clause, match.start()):
            message = f"有指标未达到指标值，“{match[0]}”与表中数值不一致，请核实。"
            yield Violation("all_done", match[0], match.start(), message)


def _causal(text: str, masked: str, reasons: list[Hit]) -> Iterator[Violation]:
    for match in claims.CAUSAL.finditer(masked):
        begin = sentence_start(masked, match.start())
        after = next((s for s, _ in sentences(masked) if s > match.start()), len(text))
        if not any(begin <= hit.start < after for hit in reasons):
            message = f"“{match[0]}”引出了原因，请在偏差说明中写明依据后再引用。"
            yield Violation("causal", match[0], match.start(), message)


def _repeated(text: str) -> Iterator[Violation]:
    seen: set[str] = set()
    for start, sentence in sentences(text):
        kernel = sentence.strip()
        if len(kernel) >= 8 and kernel in seen:
            yield Violation("repeated", kernel, start, "同一句话写了两遍。")
        seen.add(kernel)
