"""What a clause says of its row in words, without a number: denied, done, occurred, up or down.

A clause is matched to a row by its words, or speaks of the row of the clause before it; only that
row can be contradicted. What the row is, its cells and scoring say.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise

from selfeval_assist.facts.lexicon import CHANGE_WORD, RISE
from selfeval_assist.facts.undone import going_on
from selfeval_assist.form import Indicator
from selfeval_assist.prose import clauses, units, words
from selfeval_assist.prose.clauses import pieces
from selfeval_assist.prose.likeness import covered, pairs
from selfeval_assist.prose.values import Comparator, Kind
from selfeval_assist.prose.width import narrowed
from selfeval_assist.scoring import Verdict
from selfeval_assist.verify.cells import Cells
from selfeval_assist.verify.model import Violation
from selfeval_assist.verify.reading import Reading
from selfeval_assist.verify.spoken_clauses import REACH, Clause, against, spoken_clauses

_SHORTEST, _OF_ITS_OWN = 2, 4
"""Letters of a word of a result; from so many on it alone calls its row where no other has it."""
_FULL = 100
_BESIDE = "率度性数"
"""What the name of a measure ends in behind what it measures: 合格率, 及时性, 发生数."""
_PAST = ("曾", "曾经", "过", "有", "出了")
"""Beside a doing these say that it was done."""
_DOWN = frozenset({Comparator.LE, Comparator.LT})


def worded(reading: Reading, cells: Cells) -> Iterator[Violation]:
    """Yield what clauses say in words against the rows that they speak of.

    Args:
        reading: a text about what was done.
        cells: the form's values.
    """
    for clause in spoken_clauses(reading, cells):
        if words.finder("polarity.planned").search(clause.text):
            continue
        for way in _WAYS:
            if found := next(way(clause), None):
                yield found
                break


def _denied_results(clause: Clause) -> Iterator[Violation]:
    """Yield results in words that are denied: 未能做到日产日清, 没有得到提高, 不够稳定."""
    if not clause.denials:
        return
    for row in clause.cells.rows:
        for word in _results(clause.cells.form.indicators[row]):
            own = row in clause.rows or _only_of(clause.cells, row, word)
            if own and (at := clause.denied(word)) >= 0:
                yield against(clause, row, at, clause.reading.plain.index(word, at) + len(word))


def _results(row: Indicator) -> list[str]:
    """Return the words of a result that is no number; none of one that denies something."""
    if row.actual.value.kind not in {Kind.QUALITATIVE, Kind.NARRATIVE}:
        return []
    parts = pieces(narrowed(row.actual.raw).strip(), "，、；。 ")
    judges = words.finder("polarity.not", "verdict", "column.actual")
    return [part for part in parts if len(part) >= _SHORTEST and not judges.search(part)]


def _only_of(cells: Cells, row: int, word: str) -> bool:
    """Return whether a word is long enough to call a row, and no other row has it."""
    rows = (each for at, each in enumerate(cells.form.indicators) if at != row)
    return len(word) >= _OF_ITS_OWN and not any(
        word in text for each in rows for text in (each.name, each.target.raw, each.actual.raw)
    )


def _denied_measures(clause: Clause) -> Iterator[Violation]:
    """Yield what was done in full and is denied: 没有全部履行 of a 履行率 of 100%."""
    shares = _shares(clause.cells) if clause.denials else {}
    for row in clause.rows & shares.keys():
        measure, share = shares[row]
        if share == _FULL and (at := clause.denied(measure)) >= 0:
            yield against(clause, row, at, clause.reading.plain.index(measure, at) + len(measure))


def _weaker(clause: Clause) -> Iterator[Violation]:
    """Yield that a row in words is what was wanted, which it is in part: 健全 of 较健全."""
    for row in () if clause.denials or clause.has("column.target") else clause.called:
        data = clause.cells.form.indicators[row]
        target, actual = (narrowed(cell.raw).strip() for cell in (data.target, data.actual))
        prefix = actual.removesuffix(target)
        at = clause.text.find(target) if target and prefix in _WEAKER else -1
        if at >= 0 and not clause.text[:at].endswith(prefix):
            start = clause.span.start + at
            yield against(clause, row, start, start + len(target))


_WEAKER = words.of("aspect.partly")


def _not_one(clause: Clause) -> Iterator[Violation]:
    """Yield that not one was of what a row counts some: 没有查扣一艘船舶 of 96艘."""
    for match in _NOT_ONE.finditer(clause.text):
        said = match["doing"] + clause.text[match.end() :]
        for row in clause.rows:
            own = [c for c in clause.cells.of(f"row.{row}", "actual") if c.value.kind is Kind.COUNT]
            alike = covered(said, narrowed(clause.cells.names[row][0])) >= _NAMED
            if own and own[0].number and own[0].value.unit.startswith(match["unit"]) and alike:
                start = clause.span.start
                yield against(clause, row, start + match.start(), start + match.end())


_NAMED = 0.7
"""Share of the pairs of a denied thing that the name of its row has: no 没有漏掉一台血压计."""
_NOT_ONE = re.compile(
    rf"(?:没有?|未|无)(?P<doing>[\u4e00-\u9fff]{{0,{REACH}}}?)一(?P<unit>{units.pattern()})"
)


def _none_of(clause: Clause) -> Iterator[Violation]:
    """Yield that there is none of what a rate says there is some of: 无一处返修 of 3.1%."""
    for row in clause.cells.rows:
        own = {cell.column: cell for cell in clause.cells.of(f"row.{row}", "target", "actual")}
        bounded = len(own) == _SHORTEST and own["target"].value.comparator in _DOWN
        name = _rated(clause.cells, row) if bounded and own["actual"].number else ""
        at = clause.text.find(name) if name else -1
        before = clause.text[: max(at, 0)]
        near = before[-REACH - _SHORTEST :]
        if none := next((word for word in _NONE if word in (near, before)[word == _ANY]), ""):
            start = clause.span.start + clause.text.rindex(none, 0, at)
            yield against(clause, row, start, clause.span.start + at + len(name))


_ANY = "无一"
_NONE = (_ANY, "没有", "零", "未发生", "未出现", "没发生")


def _every_one(clause: Clause) -> Iterator[Violation]:
    """Yield what is said of all and is true of a share: 人人知晓 of a 知晓率 of 98%."""
    if clause.denials or clause.places or clause.has("group.few", "group.except"):
        return
    found = {
        row: at
        for row, (measure, share) in _shares(clause.cells).items()
        if 0 < share < _FULL
        for at in [_said_of_all(clause, measure, narrowed(clause.cells.names[row][0]))]
        if at >= 0
    }
    named = {row: at for row, at in found.items() if row in clause.rows} or found
    if len(named) == 1:
        row, at = next(iter(named.items()))
        yield against(clause, row, at, clause.span.end)


def _said_of_all(clause: Clause, measure: str, name: str) -> int:
    """Return where it begins that all of something are measured so, or -1.

    Args:
        clause: the clause.
        measure: what is measured.
        name: the name of its row; the 全 of 食品安全满意度 is no all.
    """
    at = clause.reading.plain.find(measure, clause.span.start, clause.span.end)
    before = clause.reading.plain[max(clause.span.start, at - REACH) : at] if at > 0 else ""
    doubled = next((b for a, b in pairwise(before) if a == b), "")
    if before.endswith("全") and f"全{measure}" not in name:
        return at - 1  # 全覆盖
    every = [tag for tag in clause.tags if tag.has("group.all") and 0 <= at - tag.end < _SHORTEST]
    if every:
        return every[0].start
    return at - len(before) + before.index(doubled) if doubled and _counts(doubled) else -1


def _counts(char: str) -> bool:
    """Return whether a doubled character says each: 人人, 户户, 件件."""
    return units.measure_words(char) or units.known(char) or char in "人家"


@lru_cache(maxsize=16)
def _shares(cells: Cells) -> dict[int, tuple[str, int]]:
    """Return what rows that ask for at least some share measure, and their result in percent."""
    own = {row: (_measured(cells, row), _share(cells, row)) for row in cells.rows}
    return {row: (name, share) for row, (name, share) in own.items() if name and share is not None}


def _measured(cells: Cells, row: int) -> str:
    """Return what the name of a measure measures: 知晓 of 政策知晓率."""
    name = narrowed(cells.names[row][0])
    if asked := name.partition("是否")[2]:
        return asked
    return _rated(cells, row)


def _rated(cells: Cells, row: int) -> str:
    """Return what a rate by its name is of: 返修 of 渗漏返修率."""
    name = narrowed(cells.names[row][0])
    return name[-3:-1] if len(name) > _SHORTEST and name[-1] in _BESIDE else ""


def _share(cells: Cells, row: int) -> int | None:
    """Return the result of a row whose target asks for at least some share, in percent."""
    own = {cell.column: cell for cell in cells.of(f"row.{row}", "target", "actual")}
    if len(own) != _SHORTEST or own["target"].value.comparator in _DOWN:
        return None
    number = own["actual"].number if own["actual"].value.unit == "%" else None
    return None if number is None else int(number)


def _occurrences(clause: Clause) -> Iterator[Violation]:
    """Yield that something occurred which the form says did not, or the reverse."""
    for row, (thing, number) in _things(clause.cells).items():
        short = thing[-_OF_ITS_OWN:]  # 安全事故 of 活动安全事故
        thing = thing if thing in clause.text else short
        at = clause.text.find(thing)
        if at < 0:
            continue
        none, some = _occurred(clause, thing)
        if (row in clause.rows and none) if number else some:
            yield against(clause, row, *_around(clause, at, thing))


def _occurred(clause: Clause, thing: str) -> tuple[bool, bool]:
    """Return whether a clause says that a thing did not occur, and whether it says that it did."""
    values = [each.mention.value for each in clause.places]
    counts = [value.number != 0 for value in values if value.kind is Kind.COUNT]
    none = clause.denied(thing) >= 0 or (bool(counts) and not any(counts))
    before, _, after = clause.text.partition(thing)
    told = before.endswith(_PAST) or after.startswith(_PAST)  # 曾上访, 上访过
    said = bool(counts or told or clause.spans("aspect.occurs"))
    return none, said and all(counts) and not clause.denials


def _around(clause: Clause, at: int, thing: str) -> tuple[int, int]:
    """Return where it is said that a thing occurred or did not."""
    start = clause.span.start + at
    ends = [*clause.spans("aspect.occurs"), *clause.denials]
    ends += [(each.mention.start, each.mention.end) for each in clause.places]
    return min([start, *(a for a, _ in ends)]), max([start + len(thing), *(b for _, b in ends)])


@lru_cache(maxsize=16)
def _things(cells: Cells) -> dict[int, tuple[str, int]]:
    """Return of the rows that count occurrences what they count, and how many there were."""
    return {row: own for row in cells.rows for own in [_thing(cells, row)] if own[0]}


def _thing(cells: Cells, row: int) -> tuple[str, int]:
    """Return what a row counts the occurrences of, and how many there were: 无上访."""
    cell = cells.form.indicators[row].actual
    raw, name = narrowed(cell.raw).strip(), narrowed(cells.names[row][0])
    number = next((c.number for c in cells.of(f"row.{row}", "actual") if c.value.unit != "%"), None)
    if denial := words.finder("polarity.not").match(raw):
        return _bare(raw[denial.end() :]), 0
    counted = number is not None and words.spans(name, "aspect.occurs", "zero")
    return (_bare(name.rstrip("起次件数率")), int(bool(number))) if counted else ("", 0)


def _bare(thing: str) -> str:
    """Return a thing without the word that it occurs."""
    thing = words.finder("aspect.occurs").sub("", thing).strip()
    return thing if len(thing) >= _SHORTEST and thing.isalpha() else ""


def _opposite_ways(clause: Clause) -> Iterator[Violation]:
    """Yield that something went the other way than its row says: 事故上升 of a 事故下降率."""
    said = CHANGE_WORD.search(clause.text)
    denied = said is not None and bool(clause.denials) and clause.denied(said[0]) >= 0
    unread = said is None or (clause.denials and not denied) or clause.has("column.target")
    if said is None or unread or len(clause.rows) != 1:
        return
    row = next(iter(clause.rows))
    name, data = narrowed(clause.cells.names[row][0]), clause.cells.form.indicators[row]
    own = next(
        (m for text in (name, data.actual.raw, data.target.raw) if (m := CHANGE_WORD.search(text))),
        None,
    )
    if own is None or ((own[0] in RISE) == (said[0] in RISE)) != denied:
        return  # 没有缩短 of a 下降率
    if own[0] in clause.text and not denied:
        return
    if pairs(name.partition(own[0])[0]) & pairs(clause.text[: said.start()]):
        start = clause.span.start + said.start()
        yield against(clause, row, start, start + len(said[0]), rule="direction")


def _finished(clause: Clause) -> Iterator[Violation]:
    """Yield that something is ready of which the form says that it goes on: 建成 of 建设中."""
    ready = clause.spans("aspect.done")
    for row in clause.called if ready and not clause.denials else ():
        if going_on(clause.cells.form.indicators[row]):
            yield against(clause, row, ready[0][0], ready[-1][1])


def _wrong_side(clause: Clause) -> Iterator[Violation]:
    """Yield that something came behind what its row puts it before: 春节后 of 春节前完成."""
    for row in clause.rows:
        data = clause.cells.form.indicators[row]
        if clause.cells.verdict(row) is Verdict.LATE:
            continue
        text = narrowed(f"{data.name} {data.target.raw}")
        for at, mark in enumerate(text[_SHORTEST:], start=_SHORTEST):
            day = text[at - _SHORTEST : at]
            where = clause.text.find(f"{day}后") if mark == "前" and words.has_han(day) else -1
            if where >= 0 and not words.has_digit(day):
                start = clause.span.start + where
                yield against(clause, row, start, start + len(day) + 1)


def _claimed_times(clause: Clause) -> Iterator[Violation]:
    """Yield that something was done by its date which was late: 赶在9月末之前完工."""
    sentence = clauses.around(clause.reading.sentences, clause.span.start)
    said = clause.reading.within(sentence.start, clause.span.end)
    if clause.denials or any(tag.has("column.target") for tag in said):
        return
    for place in clause.places:
        end = place.mention.end
        done = words.spans(clause.reading.plain[end : clause.span.end], "aspect.done")
        done = done or [(t.start - end, t.end - end) for t in clause.tags if t.has("column.actual")]
        limit = place.mention.value.date and "前" in clause.reading.plain[end - 1 : end + 2]
        limit = limit and not place.before.rstrip("于在").endswith(_DUE)
        late = [row for row in place.rows if clause.cells.verdict(row) is Verdict.LATE]
        if limit and len(late) == len(place.rows) == 1 and done and done[-1][0] >= 0:
            yield against(clause, late[0], place.mention.start, end + done[-1][1])


def _denied_limits(clause: Clause) -> Iterator[Violation]:
    """Yield that something was not done by a limit without a date: 未能赶在限定日期前开幕."""
    dated = (
        row
        for row in clause.called
        if any(cell.value.date for cell in clause.cells.of(f"row.{row}", "target"))
        and clause.cells.verdict(row) in _IN_TIME
    )
    row = next(dated, None)
    if row is None or clause.places or len(clause.denials) != 1:
        return
    start, end = clause.denials[0]
    at = clause.reading.plain.find("前", end, clause.span.end)
    if at >= 0 and not clause.reading.plain.startswith("期", at + 1):
        yield against(clause, row, start, at + 1)


def _denied_times(clause: Clause) -> Iterator[Violation]:
    """Yield that something was not done in time which was: 没有赶在11月30日前完成."""
    for place in clause.places:
        rows = [row for row in place.rows if clause.cells.verdict(row) in _IN_TIME]
        before = clause.reading.plain[clause.span.start : place.mention.start]
        near = clause.denials and len(before) - clause.denials[-1][1] + clause.span.start <= REACH
        end = place.mention.end
        limit = place.mention.value.date and "前" in clause.reading.plain[end - 1 : end + 1]
        if len(rows) == len(place.rows) == len(clause.denials) == 1 and near and limit:
            yield against(clause, rows[0], clause.denials[0][0], place.mention.end)


_DUE = ("应", "须", "需", "要", "该")
"""Before a date these say when something was to be done: 应于9月30日前完工."""
_IN_TIME = frozenset({Verdict.MET, Verdict.EXCEEDED})


_WAYS: tuple[Callable[[Clause], Iterator[Violation]], ...] = (
    _denied_results, _denied_measures, _weaker, _not_one, _none_of, _every_one, _occurrences,
    _opposite_ways, _finished, _wrong_side, _denied_times, _denied_limits, _claimed_times,
)  # fmt: skip
