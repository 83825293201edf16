"""Every number of a text against the facts: its unit, its bound, its name and its role."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from selfeval_assist.facts import lexicon
from selfeval_assist.facts.model import Fact, Violation
from selfeval_assist.facts.verify.equivalents import magnitude
from selfeval_assist.facts.verify.index import WHOLE, Index, Spelling, scope_of
from selfeval_assist.facts.verify.naming import closed, covers, own_words
from selfeval_assist.facts.verify.pieces import CONTINUES, FOLLOWS, MEASURE, UNIT, bound
from selfeval_assist.facts.verify.quantities import Found, numbers
from selfeval_assist.facts.verify.roles import role_of
from selfeval_assist.facts.verify.scan import MASK, Hit, clause_start, sentence_start
from selfeval_assist.facts.verify.stated import repeats

_MONEY = frozenset({*lexicon.EXECUTED, *lexicon.RATE})
_TOGETHER = frozenset({"共", "共计", "合计", "其中"})
_GOALS = frozenset(lexicon.TARGET)
_OF_NAMES = ("group.", "goals.", "funds.source.")
_POINTS = frozenset(
    {
        "比目标多",
        "比目标高",
        "比目标少",
        "比目标低",
        "相差",
        "差距",
        "比年度指标值多",
        "比年度指标值高",
    }
)
_ABOVE = frozenset({"超过", "高于", "大于", "多于", "超", "超出", "逾"})
_BELOW = frozenset({"低于", "少于", "小于", "不足", "不到"})
_NOT_ABOVE = frozenset({"未超过", "不超过", "未超", "没有超过", "不高于", "不突破", "控制在"})
_NOT_BELOW = frozenset({"未低于", "不低于", "不少于"})
_NOTHING = re.compile(r"(?!)")
# A unit that a cell leaves out may stand in a text: 15935人 for 15935, 150万元 for 150万.
_LEFT_OUT = {"": MEASURE, "万": re.compile("元"), "亿": re.compile("元")}
_WITHIN = ("以内", "以下", "之内", "内")
_COUNTED = re.compile(
    r"(?:指标)?(?P<said>未按期|未按时|逾期|未达|未完成|没有达|超过|超额|超出|达到|达标|完成)"
)
_COUNTS = {
    "未按期": "未按期", "未按时": "未按期", "逾期": "未按期", "未达": "未达到", "未完成": "未达到",
    "没有达": "未达到", "超过": "超过", "超额": "超过", "超出": "超过", "达到": "达到",
    "达标": "达到", "完成": "达到",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """A text prepared: in one width, names masked, with the names and introducing words found."""

    text: str
    plain: str
    masked: str
    subjects: tuple[Hit, ...]
    roles: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a number stands: the names that it may belong to, its role, its own words."""

    names: tuple[str, ...]
    close: bool
    own: str
    word: str
    opens: bool
    told: bool
    levels: frozenset[str]
    scope: str


def figures(reading: Reading, index: Index) -> Iterator[Violation]:
    """Yield the numbers of a text that no fact supports where they stand."""
    previous = 0
    for found in numbers(reading.masked):
        clause = clause_start(reading.masked, found.start)
        near = max(clause, previous)
        candidates = index.numbers.get(found.key, ()) if found.key else ()
        fitting = [
            (each, end)
            for each in candidates
            if (end := _end(each, reading.masked, found)) and _as_exact(each, reading.masked, found)
        ]
        previous = max((end for _, end in fitting), default=found.end)
        if _believed(fitting, reading, index, found, (near, clause)):
            continue
        if found.spoken and _spoken(reading, index, found):
            continue
        if not found.key and reading.plain[found.start : found.end] in index.printed:
            continue
        if _named(reading, index, found, near):
            continue
        if found.key and repeats(
            index.said, reading.plain, found.start, found.end, found.key, known=bool(fitting)
        ):
            continue
        unit = None if found.unit else UNIT.match(reading.masked, found.end)
        quote = reading.text[found.start : unit.end() if unit else found.end]
        yield _violation(fitting, reading, index, found, quote, (near, clause))


def _spoken(reading: Reading, index: Index, found: Found) -> bool:
    return any(
        reading.masked.startswith(text, found.start) and len(text) >= found.end - found.start
        for text in index.spoken
    )


def _named(reading: Reading, index: Index, found: Found, near: int) -> bool:
    """Whether a number only counts the names that stand before it: 甲、乙两项指标."""
    if not reading.masked.startswith(("项", "个指标"), found.end):
        return False
    if reading.masked.startswith("等", found.start - 1):
        return False
    names = {index.canonical[h.text] for h in reading.subjects if near <= h.start < found.start}
    beside = reading.masked.startswith(MASK, found.start - 1)
    return (len(names) > 1 or beside) and found.key == str(len(names))


def _end(piece: Spelling, masked: str, found: Found) -> int:
    """Return where a spelling ends that stands at a number, unit included; 0 when it does not."""
    if found.unit:
        return found.end if piece.after == found.unit and not piece.before else 0
    end = found.end
    if not masked.startswith(piece.after, end):
        return 0
    end += len(piece.after)
    if unit := _LEFT_OUT.get(piece.after, _NOTHING).match(masked, end):
        end = unit.end()
    after = (CONTINUES if end == found.end else FOLLOWS).match(masked, end)
    if after and not piece.after.endswith(("至", "-")):
        within = masked.startswith(_WITHIN, end) and bound(masked, found.start) == ""
        if not (within and after[0] in _WITHIN and piece.fact.id.endswith(".target")):
            return 0
    return end


def _as_exact(piece: Spelling, masked: str, found: Found) -> bool:
    """Whether a rounded rate claims no more decimals than it was rounded to."""
    if piece.fact.kind != "rate" or found.spoken:
        return True
    number = magnitude(piece.fact.value)
    written = masked[found.start : found.end].replace(",", "")
    return number is None or number == Decimal(found.key) or written == found.key


def _believed(
    fitting: list[tuple[Spelling, int]],
    reading: Reading,
    index: Index,
    found: Found,
    starts: tuple[int, int],
) -> bool:
    """Whether for every name that a number belongs to there is a fact of that name."""
    good: list[Spelling] = []
    place = None
    for piece, end in fitting:
        if not _bounded(piece, reading, index, found, end):
            continue
        place = _place(reading, index, found, end, starts)
        if _counted(piece, reading.masked, end) and _said(piece, place, index):
            good.append(piece)
    if not good or place is None:
        return False
    return not place.close or all(
        any(not piece.subjects or name in piece.subjects for piece in good) for name in place.names
    )


def _bounded(piece: Spelling, reading: Reading, index: Index, found: Found, end: int) -> bool:
    """Whether the bound before a number is the fact's, or a true comparison with a target."""
    mark = bound(reading.masked, found.start)
    within = reading.masked[end - 2 : end] if piece.after.endswith(_WITHIN) else ""
    if mark == piece.before or mark in piece.fact.wordings:
        return True
    if mark in {"-", "−"} and piece.fact.direction == "down":
        return True
    if piece.fact.row is None or not piece.fact.id.endswith(".target") or within:
        return False
    start = found.start - len(mark)
    if any(hit.end == start and hit.text in _GOALS for hit in reading.roles):
        return False  # 目标超过52: a bound of the target itself
    reached = index.actuals.get(piece.fact.row)
    limit = _limit(piece, found)
    if reached is None or limit is None:
        return False
    return (
        (mark in _ABOVE and reached > limit)
        or (mark in _BELOW and reached < limit)
        or (mark in _NOT_ABOVE and reached <= limit)
        or (mark in _NOT_BELOW and reached >= limit)
    )


def _limit(piece: Spelling, found: Found) -> Decimal | None:
    return magnitude(found.key + piece.after.rstrip("以上下内之"))


def _place(
    reading: Reading, index: Index, found: Found, end: int, starts: tuple[int, int]
) -> _Place:
    near, clause = starts
    start = found.start - len(bound(reading.masked, found.start))
    close = tuple(
        index.canonical[hit.text] for hit in reading.subjects if near <= hit.start < start
    )
    close = tuple(name for name in close if name not in index.levels)
    close = _respectively(reading, index, start, clause) or close
    word = role_of(reading.masked, start, end, clause, near, reading.roles, close=bool(close))
    own = "" if close else own_words(reading.masked[near:start])
    doubles = [
        f"“{hit.text}”"
        for hit in reading.roles
        if near <= hit.start and hit.end < start and hit.text in index.doubled and hit.text != word
    ]
    close = close or tuple(doubles[-1:])
    names = close
    begin = sentence_start(reading.masked, start)
    before = [hit for hit in reading.subjects if begin <= hit.start < start]
    levels = index.levels & {hit.text for hit in before}
    if not names:
        called = [(hit.start, index.canonical[hit.text]) for hit in before]
        called += [
            (hit.start, f"“{hit.text}”")
            for hit in reading.roles
            if begin <= hit.start and hit.end <= near and hit.text in index.doubled
        ]
        names = tuple(name for _, name in sorted(called) if name not in index.levels)[-1:]
    opens = not reading.masked[clause:start].strip() and found.key.endswith("@")
    told = reading.masked[start - 1 : start] in set("为是达至到成于")
    return _Place(
        names,
        bool(close),
        own,
        word,
        opens,
        told,
        levels,
        _scope(reading.plain[begin:start], index),
    )


def _respectively(reading: Reading, index: Index, start: int, clause: int) -> tuple[str, ...]:
    """Return the name that a value belongs to after 分别: the first to the first, and so on."""
    at = reading.masked.rfind("分别", clause, start)
    if at < 0:
        return ()
    names = [index.canonical[hit.text] for hit in reading.subjects if clause <= hit.start < at]
    before = sum(1 for _ in numbers(reading.masked[at:start]))
    return (names[before],) if before < len(names) else ()


def _scope(before: str, index: Index) -> str:
    """Return the group of indicators that the sentence has come to before a place."""
    last = ("", -1)
    for scope in (*index.scopes, *WHOLE):
        at = before.rfind(scope)
        if at >= 0 and (at + len(scope), len(scope)) > (last[1] + len(last[0]), len(last[0])):
            last = (scope, at)
    return last[0] if last[0] in index.scopes else ""


def _said(piece: Spelling, place: _Place, index: Index) -> bool:
    """Whether a fact may stand at a place: its name, its own words, its role."""
    fact = piece.fact
    if place.word in index.doubled and f"“{place.word}”" in piece.subjects:
        return fact.id.endswith(".actual") or place.word in fact.wordings
    if fact.subjects:
        if place.close:
            if not any(name in piece.subjects for name in place.names):
                return False
        elif place.own and covers(place.own, piece.subjects):
            if not place.word and not (_bare(fact) or piece.before or piece.after in _WITHIN):
                return False
        elif fact.id.startswith("level.") and place.levels & piece.subjects:
            pass
        elif place.names and not place.opens and place.word not in _TOGETHER:
            if not any(name in piece.subjects for name in place.names):
                return False
        elif place.own and any(closed(place.own, name) for name in index.verdicts):
            return False
        if fact.row is None and fact.id.startswith(_OF_NAMES) and not _owned(piece, place):
            return False
    elif place.close and not place.word and (fact.wordings or place.told):
        return False
    if fact.kind == "count" and not fact.subjects and scope_of(fact) != place.scope:
        return False
    share = fact.id.endswith((".overshoot", ".below"))
    if share and fact.row in index.rated and place.word in _POINTS:
        return False  # 98% beside 95% is 3个百分点 more, not 3%
    return _worded(piece, place)


def _owned(piece: Spelling, place: _Place) -> bool:
    """Whether the name of a group or source of money stands at a value."""
    if any(name in piece.subjects for name in place.names) or place.levels & piece.subjects:
        return True
    return bool(place.own) and covers(place.own, piece.subjects)


def _worded(piece: Spelling, place: _Place) -> bool:
    fact, word = piece.fact, place.word
    if not word or (word in lexicon.COUNT and fact.kind != "count"):
        return not place.close or _bare(fact) or not fact.wordings
    if fact.id == "score.execution" and word in _MONEY:
        return True
    if word == fact.label or word in fact.wordings or not fact.wordings:
        return True
    return word in _TOGETHER and fact.kind == "count"


def _bare(fact: Fact) -> bool:
    """Whether a value may follow its name with no word between them.

    Under a source of money a bare amount is what it had or spent; behind a level, its points.
    """
    if fact.id.startswith("funds.source."):
        return ".initial" not in fact.id
    return fact.bare or fact.id.startswith("level.")


def _counted(piece: Spelling, masked: str, end: int) -> bool:
    """Whether what is said of so many rows behind their count is what the fact counts."""
    if piece.fact.kind != "count" or piece.fact.subjects:
        return True
    said = _COUNTED.match(masked, end)
    if said is None:
        return True
    wanted = _COUNTS[said["said"]]
    return any(word.startswith(wanted) for word in piece.fact.wordings)


def _violation(
    fitting: list[tuple[Spelling, int]],
    reading: Reading,
    index: Index,
    found: Found,
    quote: str,
    starts: tuple[int, int],
) -> Violation:
    """Return what is wrong with a number, and what the form says in its place."""
    start, end = found.start, found.end
    place = _place(reading, index, found, end, starts)
    instead = _instead(index, place)
    own = reading.text[start:end]
    rule = "chinese_quantity" if found.spoken else "digit"
    if not fitting:
        message = f"表中没有“{quote}”这个数据{instead}，请核对，或说明依据。"
        return Violation(rule, own, start, message)
    titles = "、".join(dict.fromkeys(piece.fact.title for piece, _ in fitting[:3]))
    mark = bound(reading.masked, start)
    if not any(_bounded(piece, reading, index, found, end) for piece, end in fitting):
        message = f"表中的“{quote}”（{titles}）是确切的数，与前面的“{mark}”不一致，请核对。"
        return Violation(rule, own, start, message)
    message = f"“{quote}”在表中是{titles}，与这里写的名称或用词不一致{instead}，请核对。"
    return Violation("chinese_quantity" if found.spoken else "label", own, start, message)


def _instead(index: Index, place: _Place) -> str:
    """Return what the form says of the name and role at a place, when both are known."""
    if not place.word and not place.names:
        return ""
    for spellings in index.numbers.values():
        for piece in spellings:
            fact = piece.fact
            named = (
                not fact.subjects
                if not place.names
                else any(name in piece.subjects for name in place.names)
            )
            worded = place.word in fact.wordings if place.word else fact.bare
            if named and worded:
                return f"；{fact.title}按表中是{fact.value}"
    return ""
