"""A prepared text, and what stands around one of its values: names, role, own words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from selfeval_assist.facts.verify.amounts import Amount
from selfeval_assist.facts.verify.index import Index, Spelling
from selfeval_assist.facts.verify.naming import bigrams, covers, own_words
from selfeval_assist.facts.verify.pieces import bound
from selfeval_assist.facts.verify.quantities import Found, numbers
from selfeval_assist.facts.verify.roles import role_of
from selfeval_assist.facts.verify.scan import Hit, clause_end, clause_start, sentence_start
from selfeval_assist.facts.verify.scopes import last_scope, scope_at


@dataclass(frozen=True, slots=True)
class Told:
    """A number that is supported: where it stands, and the rows and facts that it may be of."""

    start: int
    end: int
    rows: frozenset[int]
    pieces: tuple[Spelling, ...] = ()
    amount: Amount | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A text prepared: in one width, names masked, with the names and introducing words found."""

    text: str
    plain: str
    masked: str
    subjects: tuple[Hit, ...]
    roles: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a number stands.

    Attributes:
        names: the names that it may belong to.
        close: whether they stand in its own stretch of text.
        own: words of its stretch that are neither names nor introducing.
        fresh: whether those words speak of something that no indicator is called.
        behind: such words right behind it.
        word: the word that says what the value is, or "".
        opens: whether a date opens the clause.
        told: whether a verb such as 为 or 达 stands right before it.
        meant: the rows that its own words may call.
        level: the level or group of indicators that the sentence spoke of last, or "".
        levels: the first levels named in the sentence.
        spends: whether the execution of the budget is spoken of since then.
        scope: the group of indicators that the sentence has come to.
        mark: the word of a bound before it, or "".
        executes: whether the execution of the budget is what scores here.
        whole: whether all indicators together were spoken of last.
        part: whether that was in the same clause, or as a part: not the total of the form.
        names_next: whether 的 and more words stand right behind it.
    """

    names: tuple[str, ...]
    close: bool
    own: str
    fresh: bool
    behind: str
    word: str
    opens: bool
    told: bool
    meant: frozenset[int]
    level: str
    levels: frozenset[str]
    spends: bool
    scope: str
    mark: str
    executes: bool
    whole: bool
    part: bool
    names_next: bool


def place_of(
    reading: Reading,
    index: Index,
    found: Found,
    end: int,
    near: int,
    told: Sequence[Told],
) -> Place:
    """Return what stands around a number.

    Args:
        reading: the text.
        index: the facts.
        found: the number.
        end: where it ends, unit included.
        near: where the value before it in its clause ends, or the clause begins.
        told: the values before it that are supported.
    """
    masked = reading.masked
    mark = bound(masked, found.start)
    start = found.start - len(mark)
    clause, begin = clause_start(masked, start), sentence_start(masked, start)
    close = _named(reading, index, near, start)
    word = role_of(masked, start, end, clause, near, reading.roles, close=bool(close))
    close = _respectively(reading, index, start, clause, begin, told) or close
    spends = close == (EXECUTION,)
    close = () if spends else close
    own = "" if close or spends else own_words(_stretch(reading, near, start))
    doubles = [
        f"“{hit.text}”"
        for hit in reading.roles
        if near <= hit.start and hit.end < start and hit.text in index.doubled and hit.text != word
    ]
    close = close or tuple(doubles[-1:])
    before = [hit for hit in reading.subjects if begin <= hit.start < start]
    latest, at = _latest(reading, index, before, begin, near, told)
    level = latest if latest in index.levels or latest in index.scopes else ""
    meant = _meant(own, index, masked[near:start])
    if _ADDED.fullmatch(masked, near, start) and told:
        own, latest, meant = "", "", frozenset()  # 5亩加1.5亩: of whatever row it is
    elif meant and not meant & _like(masked, found, end, index) and _REACHES.search(own):
        own, meant = "", frozenset()  # 计划覆盖735人次 under the name of a rate
    return Place(
        close or (() if level or not latest else (latest,)),
        bool(close),
        own,
        len(own) > 1 and not meant,
        own_words(reading.plain[end : _behind(masked, end)]),
        word,
        not masked[clause:start].strip() and found.key.endswith("@"),
        masked[start - 1 : start] in set("为是达至到成于"),
        meant,
        "" if close or spends else level,
        index.levels & {hit.text for hit in before},
        spends or "执行" in reading.plain[at if level else begin : start],
        scope_at(reading.plain[begin:start], index.scopes),
        mark,
        spends or (not close and EXECUTION in reading.plain[near:start]),
        whole := not close and _of_all(reading, begin, start),
        whole and (_of_all(reading, clause, start) or "指标部分" in reading.plain[begin:start]),
        masked.startswith("的", end),
    )


_ALL = re.compile(
    r"绩效指标|三级指标|[各全]部?指标|各项指标|(?<![量质效本响益度率])指标(?=[得共部])"
)


def _of_all(reading: Reading, begin: int, start: int) -> bool:
    """Whether all indicators were spoken of, and nothing narrower or else since then."""
    last = max((match.end() for match in _ALL.finditer(reading.plain, begin, start)), default=-1)
    if last < 0 or EXECUTION in reading.plain[last:start]:
        return False
    return not any(last <= hit.start < start for hit in reading.subjects)


_ADDED = re.compile(r"加上?|\+|＋")
_REACHES = re.compile(r"(?:覆盖|惠及|受益|服务|涉及|享受|资助)$")


def _meant(own: str, index: Index, stretch: str) -> frozenset[int]:
    """Return the rows that own words call; one character only if it is all: 羊180只."""
    if len(own) < 2 and (not own or own in "比较占超达约" or stretch.strip("、，（(") != own):
        return frozenset()
    rows = frozenset(row for row, names in index.rows.items() if covers(own, names))
    return rows if len(own) > 1 or len(rows) == 1 else frozenset()


def _like(masked: str, found: Found, end: int, index: Index) -> frozenset[int]:
    """Return the rows that are measured as a number is: in percent, or not."""
    percent = masked.startswith("%", end - 1) or found.unit == "%"
    rated = index.kinds["percent"]
    return rated if percent else frozenset(index.rows) - rated


def _stretch(reading: Reading, low: int, high: int) -> str:
    """Return a stretch of text; the project's name in it is no indicator's and stays."""
    if any(low <= hit.start < high for hit in reading.subjects):
        return reading.masked[low:high]
    return reading.plain[low:high]


def _named(reading: Reading, index: Index, low: int, high: int) -> tuple[str, ...]:
    names = (index.canonical[hit.text] for hit in reading.subjects if low <= hit.start < high)
    return tuple(name for name in names if name not in index.levels)


def _latest(
    reading: Reading,
    index: Index,
    before: Sequence[Hit],
    begin: int,
    near: int,
    told: Sequence[Told],
) -> tuple[str, int]:
    """Return what the sentence spoke of last, and where: a name, a level, or a value's row."""
    called = [(hit.start, index.canonical[hit.text]) for hit in before]
    called += [
        (hit.start, f"“{hit.text}”")
        for hit in reading.roles
        if begin <= hit.start and hit.end <= near and hit.text in index.doubled
    ]
    scope, at = last_scope(reading.plain[begin:near], index.scopes)
    if scope in index.scopes:
        called.append((begin + at, scope))
    for each in told:
        if each.start >= begin and each.rows:
            one = len(each.rows) == 1
            called.append((each.start, min(index.rows[min(each.rows)]) if one else ""))
    place, last = max(called, default=(begin, ""))
    return last, place


_STOP = re.compile(r"[，；。！？!?\n、：:（）()]|\d")


def _behind(masked: str, end: int) -> int:
    match = _STOP.search(masked, end)
    return min(clause_end(masked, end), match.start() if match else len(masked))


def _respectively(
    reading: Reading, index: Index, start: int, clause: int, begin: int, told: Sequence[Told]
) -> tuple[str, ...]:
    """Return the name that a value belongs to after 分别: the first to the first, and so on."""
    masked = reading.masked
    at = max(masked.rfind(word, clause, start) for word in ("分别", "均"))
    if at < 0:
        return ()
    names = _named(reading, index, clause, at)
    before = sum(1 for _ in numbers(masked[at:start]))
    if masked.startswith("分别", at):
        low, high = clause, at
        values = before + sum(1 for _ in numbers(masked[start : clause_end(masked, start)]))
        earlier = clause_start(masked, clause - 1) if clause > begin else clause
        joined = len(_LIST.findall(masked[earlier:clause])) == values - 1
        if joined and not masked[clause:at].strip():
            low, high = earlier, clause - 1  # 甲和乙两类，分别…
            names = _named(reading, index, low, high)
        if name := _listed(reading, index, low, high, before):
            return (name,)
    if masked.startswith("分别", at) and names:
        return (names[before],) if before < len(names) else ()
    count = before + sum(1 for _ in numbers(masked[start : clause_end(masked, start)]))
    if names or (masked.startswith("均", at) and count < 2):
        return ()
    rows = [min(each.rows) for each in told if each.start >= begin and len(each.rows) == 1]
    rows = list(dict.fromkeys(rows))[-count:]
    return (min(index.rows[rows[before]]),) if len(rows) == count and before < count else ()


EXECUTION = "预算执行"
"""What stands in a list beside the levels for the points of the execution."""
_LIST = re.compile(r"以及|[、和与及]")


def _listed(reading: Reading, index: Index, low: int, high: int, number: int) -> str:
    """Return the name that one part of a list calls, by itself or by its own words, or ""."""
    edges = [low, *(match.end() for match in _LIST.finditer(reading.masked, low, high)), high]
    if number >= len(edges) - 1:
        return ""
    start, end = edges[number], edges[number + 1]
    called = [index.canonical[hit.text] for hit in reading.subjects if start <= hit.start < end]
    if called:
        return called[0]
    own = own_words(reading.masked[start:end])
    if not own and EXECUTION in reading.plain[start:end]:
        return EXECUTION
    tail = own_words(reading.plain[edges[-2] : high]) if number < len(edges) - 2 else ""
    for length in (0, 2, 3, 4):  # 造林、病虫害防治面积: the last word belongs to each part
        best = _best(own + (tail[-length:] if length else ""), index)
        if best is not None:
            return min(index.rows[best])
    return ""


def _best(own: str, index: Index) -> int | None:
    """Return the row whose name has the most of some words, None where two have as much."""
    pairs = bigrams(own)
    shared = {
        row: max((len(pairs & bigrams(name)) for name in names), default=0)
        for row, names in index.rows.items()
    }
    most = max(shared.values(), default=0)
    rows = [row for row, count in shared.items() if count == most]
    return rows[0] if len(rows) == 1 and most * 2 >= len(pairs) > 0 else None
