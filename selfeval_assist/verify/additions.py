"""What a text adds in words: clauses of which too much stands nowhere in the form.

No list knows all that can be invented (获市政府通报表扬, 厂家供货滞后). So it is counted how many
letters of a clause are neither the form's, nor a value's, nor words of any self-evaluation. It may
be true all the same, so it is grey; beside a result that departs from its target it most likely
explains it, and less is enough.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from selfeval_assist.facts.words import word_kinds
from selfeval_assist.form.models import Evidence
from selfeval_assist.prose import likeness, words
from selfeval_assist.prose.clauses import Span, pieces
from selfeval_assist.prose.width import narrowed
from selfeval_assist.prose.words import Tag
from selfeval_assist.scoring import Verdict
from selfeval_assist.verify.cells import Cells
from selfeval_assist.verify.claim import Known
from selfeval_assist.verify.counting import COUNT, LISTED
from selfeval_assist.verify.model import GREY, Violation
from selfeval_assist.verify.reading import Reading
from selfeval_assist.verify.statements import statements
from selfeval_assist.verify.verdict_words import said_verdicts

_LONG, _FEW = 7, 4
"""A clause without a number and with so many letters may add fewer than ``_FEW`` of its own."""
_SHORT_MANY, _BESIDE_A_NUMBER = 5, 5
_BESIDE_A_DEPARTURE, _UNREAD, _BY_THE_FORM = 4, 2, 3
NO_CAUSE = re.compile(
    r"(?:因\w)?因[\u4e00-\u9fff]{1,3}(?=[，、。；的]|$)|(?:(?<=[不未])|(?<=没有))因"
)
"""因村施策, 因时因地制宜, 因病致贫: characters of their own. 不因免费而降低: a reason denied."""
_SAYS_NOTHING = (
    "generic", "verdict", "group", "level", "count", "idiom", "neutral", "column.target",
    "column.actual", "column.initial", "column.adjusted", "column.executed", "column.rate",
    "column.weight", "column.score", "column.total",
)  # fmt: skip
"""Senses of words that add nothing by themselves; the others do unless a number stands there."""
_EVIDENCE = str(Evidence.model_fields["document"].title)
_DEPARTS = frozenset({Verdict.MISSED, Verdict.LATE, Verdict.EXCEEDED})
_MONEY = frozenset({"unspent", "change", "over", "unspent_of_initial", "rate", "initial_rate"})


def additions(
    reading: Reading, cells: Cells, known: Sequence[Known], marked: Sequence[Span]
) -> Iterator[Violation]:
    """Yield the clauses that say something of which the form says nothing.

    Args:
        reading: the text.
        cells: the form's values.
        known: what the text told.
        marked: where reasons stand that were looked at already.
    """
    departing = [one.place.sentence for one in known if _departs(cells, one)]
    covered = _covered(reading, cells)
    for clause in reading.clauses:
        looked = any(s.start <= clause.end and clause.start <= s.end for s in marked)
        if looked or _says_of_form(reading, clause):
            continue
        if (why := _why(reading, cells, clause, known, covered, departing)) is not None:
            rule, message = why
            quote = reading.text[clause.start : clause.end].strip()
            start = reading.text.index(quote, clause.start)
            yield Violation(rule, quote, start, message.format(quote), GREY)


_EXPLAINS = ("causal", "“{}”像是在说明原因，但表中没有出处，请人工核对。")
_ADDS = ("words", "“{}”未在表中，请核对。")
_UNREADABLE = ("words", "“{}”的说法程序没有读懂，请人工核对。")


def _why(
    reading: Reading,
    cells: Cells,
    clause: Span,
    known: Sequence[Known],
    covered: frozenset[int],
    departing: Sequence[Span],
) -> tuple[str, str] | None:
    """Return the rule and the message for a clause that a person has to look at."""
    added = _added(reading, clause, covered)
    counted = any(clause.holds(each.mention.at) for each in reading.places)
    quote = reading.text[clause.start : clause.end].strip()
    if added >= _BESIDE_A_DEPARTURE and not counted and _explains(reading, clause, departing):
        return _EXPLAINS
    if added >= _least(quote, counted=counted) + _BY_THE_FORM * _of_record(reading, clause):
        return _ADDS
    return _UNREADABLE if _judges_unread(reading, cells, clause, known, covered) else None


# 若拿年初的760万元作分母 supposes; 这是个越低越好的指标 says what kind of row it is
_SUPPOSES = ("若", "如果", "假如", "假设", "倘若", "要是")


def _says_of_form(reading: Reading, clause: Span) -> bool:
    """Return whether a clause claims nothing of the world: it supposes, or speaks of a row."""
    text = reading.plain[clause.start : clause.end].strip()
    kind = text.startswith(_POINTS_BACK) and text.endswith("指标")
    return kind or (text.startswith(_SUPPOSES) and any(map(str.isdecimal, text)))


def _judges_unread(
    reading: Reading, cells: Cells, clause: Span, known: Sequence[Known], covered: frozenset[int]
) -> bool:
    """Return whether a clause speaks of the target, or of all of a level, and is not understood.

    It holds no value and no judgement that is known: 守住了目标线, 误了期限; 两项双双过线.
    """
    here = [one for one in known if clause.holds(one.place.mention.at)]
    valued = any(not one.names & {COUNT, LISTED} for one in here)
    if valued or any(clause.holds(tag.start) for tag in said_verdicts(reading)):
        return False
    tags = reading.within(clause.start, clause.end)
    names = _vocabulary(cells)
    text = reading.plain[clause.start : clause.end]
    if _of_record(reading, clause) or text.startswith(_POINTS_BACK) or _is_heading(reading, clause):
        return False
    aimed = any(_is_aim(reading, names, tag) for tag in tags)
    level = any(set(tag.named("level")) - {"execution"} for tag in tags)
    every = any(tag.has("group.each", "group.all") for tag in tags)
    every = every and (level or any(one.place.mention.value.unit in {"项", "个"} for one in here))
    if not (aimed or every):
        return False
    return _added(reading, clause, covered, plainly=True) >= (1 if aimed else _UNREAD)


_POINTS_BACK = ("这是", "这也是", "此为", "即为")


def _is_heading(reading: Reading, clause: Span) -> bool:
    """Return whether a clause stands alone on its line: 二、目标完成情况."""
    return reading.plain[clause.end :].startswith("\n")


def _is_aim(reading: Reading, names: frozenset[str], tag: Tag) -> bool:
    """Return whether a word speaks of the target, and is no part of a name: 结果目标, 滋慧计划."""
    around = reading.plain[max(0, tag.start - 1) : tag.start + 1]
    return tag.has("column.target") and not tag.text.endswith("定") and around not in names


def _of_record(reading: Reading, clause: Span) -> bool:
    """Return whether a clause speaks of the form itself: 照表中两数折算, 表内把这归到…."""
    return bool(words.spans(reading.plain[clause.start : clause.end], "record"))


def _explains(reading: Reading, clause: Span, departing: Sequence[Span]) -> bool:
    """Return whether a clause stands beside a departure and speaks of nothing else.

    因公外出 has a causal word that says nothing of a cause, and 本表没有列出 is about the form.
    """
    tags = reading.within(clause.start, clause.end)
    neutral = any(tag.has("neutral") and words.spans(tag.text, "reason") for tag in tags)
    neutral = neutral or NO_CAUSE.search(reading.plain, clause.start, clause.end) is not None
    of_form = _of_record(reading, clause)
    beside = any(sentence.holds(clause.start) for sentence in departing)
    return beside and not neutral and not of_form


def _least(quote: str, *, counted: bool) -> int:
    """Return from how many letters of its own on a clause adds something."""
    if counted:
        return _BESIDE_A_NUMBER
    return _FEW if sum(map(str.isalpha, quote)) >= _LONG else _SHORT_MANY


def _added(
    reading: Reading, clause: Span, covered: frozenset[int], *, plainly: bool = False
) -> int:
    """Return how many letters of a clause are its own; ``plainly``: as if it held no number."""
    counted = not plainly and any(clause.holds(each.mention.at) for each in reading.places)
    said = {
        at
        for tag in reading.within(clause.start, clause.end)
        if counted or tag.has(*_SAYS_NOTHING)
        for at in range(tag.start, tag.end)
    }
    places = range(clause.start, clause.end)
    return sum(reading.plain[at].isalpha() for at in places if at not in covered and at not in said)


def _covered(reading: Reading, cells: Cells) -> frozenset[int]:
    """Return the places of a text that are the form's, a value's, or say nothing of their own."""
    plain, spans = reading.plain, [m.span() for m in _frames().finditer(reading.plain)]
    spans += [(each.mention.start, each.mention.end) for each in reading.places]
    known = _vocabulary(cells)
    pairs = (at for at in range(len(plain) - 1) if plain[at : at + 2] in known)
    spans += [(at, at + 2) for at in pairs]
    parts = [part for each in statements(cells) for part in pieces(each.text, "，。；、")]
    spans += [
        (clause.start, clause.end)
        for clause in reading.clauses
        for said in [plain[clause.start : clause.end]]
        if any(likeness.retells(said, part) for part in parts)
    ]
    masked = (at for at, sign in enumerate(reading.masked) if sign == "\ue000")
    return frozenset([*masked, *(at for start, end in spans for at in range(start, end))])


@cache
def _frames() -> "re.Pattern[str]":
    """Return the pattern of the words that join and place what a form says."""
    kinds = (kind for kind in word_kinds() if not kind.goal and not kind.grammar)
    listed = {word for kind in kinds for word in kind.words}
    return words.pattern(frozenset(listed))


@lru_cache(maxsize=64)
def _vocabulary(cells: Cells) -> frozenset[str]:
    """Return the pairs of letters of all that stands in a form."""
    names = [name for own in cells.names.values() for name in own]
    names += [name for own in cells.sources.values() for name in own]
    for row in cells.form.indicators:
        names += [row.level1, row.level2, row.target.raw, row.actual.raw]
        names += [row.evidence.document, _EVIDENCE] if row.evidence.document else []
    texts = [each.text for each in statements(cells)]
    return likeness.pairs(narrowed("\n".join((*names, *texts))))


def _departs(cells: Cells, one: Known) -> bool:
    rows = {each.row for each in one.derived if each.row is not None}
    if any(cells.verdict(row) in _DEPARTS for row in rows):
        return True
    return any(each.name in _MONEY and each.value.number for each in one.derived)
