"""What a sentence takes from the texts it cites: it says the same again, and of the same row."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from selfeval_assist.facts.references import DIGITS, REF, Source
from selfeval_assist.prose import words
from selfeval_assist.scoring import Verdict
from selfeval_assist.verify.bounds import LOWER, UPPER
from selfeval_assist.verify.faithful import unfaithful
from selfeval_assist.verify.judged_as import LEFT
from selfeval_assist.verify.model import Violation
from selfeval_assist.verify.reworded import all_of_a_date, reworded
from selfeval_assist.verify.spots import OPEN, Said, blank, listed

REASON = ("reason.ahead", "reason.behind", "reason.around")
COPIED = 4
"""Characters from which on a run out of a text is taken from it, whatever else it could be."""
# 没有计入, 无法开挖: what is denied are the two characters behind; 开挖不了: those before it;
# 没有把…计算在内: those that the clause ends with
_NOT = re.compile(
    rf"(?P<back>\w{{1,2}})不[了到上成完出起](?![\w{{])"
    rf"|(?:{words.alternatives('polarity.not')})[将把](?P<far>[^，,；;。：:]*)"
    rf"|(?:{words.alternatives('polarity.not')}|非)(?P<how>[再曾另还又先]*)[能予得受被有]*(?:全部|完全)?(?P<head>\w{{1,2}})"
)
# what the form itself says where money is left
UNSPENT = re.compile(r"(?:未|没有|尚未)(?:全部|全额|足额)?(?:执行|支出|支付|使用)")
# 未将初中部学生计入: the object stands between
_PARTED = re.compile(r"[未没不]有?能?[将把][^，,；;。]*$")
_UNABLE = re.compile("不[了到上成完出起]")
_NEAR = 4
"""Characters between a denial and what it denies, at most."""
_DENIES = re.compile(r"[不未没无非]")
DONE = re.compile(r"已|业经|完毕|完了|(?<![除为])了(?![解结])")
_BOUND = re.compile(r"不(?:少于|低于|小于|超过|高于|多于|大于)")
_ORDINAL = re.compile(r"第[一二三四五六七八九十]+(?:个?季度|期|批|次|轮|阶段|年|个?月)")
# what a value, or a text, is said to have become: these turn into their contrary
_TURNS = (
    "relation.more", "relation.less", "relation.cut", "relation.raise", "relation.late",
    "relation.early", "relation.over", "relation.lost",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a sentence that stands in a source, word for word."""

    start: int
    end: int
    source: Source


@dataclass(frozen=True, eq=False)
class Retold:
    """A sentence with the texts that it cites, or whose numbers it uses; the goal last."""

    said: Said
    sources: tuple[Source, ...]

    @cached_property
    def text(self) -> str:
        """The sentence without its open questions; places stay."""
        return self.said.plain

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """The longest pieces of sources, in their order."""
        return tuple(self._runs())

    def _runs(self) -> Iterator[Run]:
        plain = [(each, DIGITS.sub("\x00", each.text)) for each in self.sources]
        at = 0
        while at < len(self.text):
            sizes = [(run_length(self.text, at, words_), each) for each, words_ in plain]
            size, source = max(sizes, key=lambda found: found[0], default=(0, None))
            if size > 1 and source is not None:
                yield Run(at, at + size, source)
            at += max(size, 1)

    def used(self, start: int, end: int) -> list[Source]:
        """Return the sources of which a part of the sentence has a run long enough to be theirs."""
        return list({run.source.id: run.source for run in self.long(start, end)}.values())

    def mostly(self, start: int, end: int) -> list[Run]:
        """Return the runs of a part of the sentence where they are most of it."""
        own = [run for run in self.runs if start <= run.start < end]
        letters = sum(map(str.isalnum, REF.sub("", self.text[start:end])))
        return own if 2 * sum(run.end - run.start for run in own) >= letters else []

    def long(self, start: int, end: int) -> list[Run]:
        """Return the long runs that begin in a part of the sentence."""
        return [r for r in self.runs if start <= r.start < end and r.end - r.start >= COPIED]


def retold(said: Said, cites: Iterable[str]) -> Retold:
    """Return a sentence with its sources."""
    used = {spot.ref.partition(".")[0] for spot in said.spots if spot.ref.startswith("t")}
    every = dict.fromkeys((*cites, *sorted(used)))
    sources = [said.known.sources[each] for each in every if each in said.known.sources]
    return Retold(said, tuple(sorted(sources, key=lambda each: each.kind == "goal")))


def run_length(text: str, at: int, within: str) -> int:
    """Return how many letters from a place on stand in another text, in one piece."""
    size = 0
    while at + size < len(text) and text[at + size].isalnum():
        if text[at : at + size + 1] not in within:
            break
        size += 1
    return size


def distorted(each: Retold) -> Iterator[Violation]:
    """Yield what a sentence says otherwise than the texts that it cites."""
    if each.sources:
        yield from _denied(each)
        yield from _dropped(each)
        yield from reworded(each.said, each.sources, each.used)
        yield from unfaithful(each.said, each.sources)
        for start, end in each.said.clauses:
            yield from _turned(each, start, end)
    yield from all_of_a_date(each.said)
    yield from _rests(each)


def _head(denial: "re.Match[str]") -> str:
    """Return what is denied."""
    return denial["head"] or denial["back"] or denial["far"][-COPIED:]


def denials(each: Retold) -> Iterator[tuple["re.Match[str]", bool]]:
    """Yield every denial in the writer's words, and whether a source denies the same.

    That is what it denies, or a word that has a character of that: 不统一 of 不一致.
    """
    texts = [source.text for source in each.sources]
    for match in _NOT.finditer(each.text):
        tags = words.tags(each.text)
        if any(tag.start <= match.start() < tag.end and tag.has("verdict") for tag in tags):
            continue
        if (
            LEFT.match(each.text, match.start())
            or _bounds(each, match.start())
            or _is_unspent(each, match.start())
        ):
            continue
        if not _in_name(each, match.start()):
            yield match, any(_denies(text, match) for text in texts)


def _is_unspent(each: Retold, at: int) -> bool:
    return "f.unspent" in each.said.known.values and UNSPENT.match(each.text, at) is not None


def _bounds(each: Retold, at: int) -> bool:
    """Return whether a denial is the bound of a number of a text, which has it too: 30场以上."""
    bound = _BOUND.match(each.text, at)
    spot = next((s for s in each.said.spots if bound and s.start == bound.end()), None)
    if bound is None or spot is None or spot.ref[0] != "t":
        return False
    source = each.said.known.sources[spot.ref.partition(".")[0]]
    number = source.numbers[int(spot.role) - 1]
    around = (
        source.text[max(0, number.start() - 3) : number.start()],
        source.text[number.end() :][:5],
    )
    side = LOWER if LOWER.search(bound[0]) else UPPER
    return any(side.search(text) for text in around)


def _in_name(each: Retold, at: int) -> bool:
    around = each.text[at : at + 2]
    return any(around in title for title in each.said.known.titles)


def _denies(text: str, denial: "re.Match[str]") -> bool:
    """Return whether a source denies the same, or in the same way a word with a character of it."""
    head, how = _head(denial), denial["how"] or ""
    alike = (
        set(_head(each)) & set(head) - _COMMON
        for each in _NOT.finditer(text)
        if (each["how"] or "") == how
    )
    return _denied_in(text, head) or any(alike)


_COMMON = frozenset("的有能全部")


def _denied_in(text: str, head: str) -> bool:
    return any(
        _DENIES.search(text[max(0, found.start() - _NEAR) : found.start()])
        or _PARTED.search(text[: found.start()])
        or _UNABLE.match(text, found.end())
        for found in re.finditer(re.escape(head), text)
    )


def _denied(each: Retold) -> Iterator[Violation]:
    """Yield what a sentence denies and no source does."""
    for match, found in denials(each):
        if not found and each.used(0, len(each.text)):
            message = f"材料没有写“{match[0]}”，否定要与材料一致，请照材料改写。"
            yield Violation("negation", match[0], match.start(), message)


def _dropped(each: Retold) -> Iterator[Violation]:
    """Yield what a source denies and a sentence says; a name says nothing of what is denied."""
    own = each.text
    for name in each.said.known.titles:
        own = own.replace(name, " " * len(name))
    for source in each.sources:
        for match in _NOT.finditer(source.text):
            head = _head(match)
            said = len(head) > 1 and head in own and not _denied_in(own, head)
            if said and source.text.count(head) == 1 and head.isalpha():
                message = f"材料写的是“{match[0]}”，否定不能去掉，请照材料改写。"
                yield Violation("negation", head, own.find(head), message)


def _turned(each: Retold, start: int, end: int) -> Iterator[Violation]:
    """Yield words that turn a source round, in a clause without values: 追加 for 压减."""
    if any(spot.ref[0] != "t" for spot in each.said.within(start, end)):
        return
    plain = [_BOUND.sub("", text) for text in _texts(each)]  # 不少于 says nothing of less
    told = {sense for text in plain for tag in words.tags(text) for sense in tag.senses}
    told |= set(_told_by_form(each, start, end))
    clause = _BOUND.sub(blank, each.text[start:end])
    for tag in words.tags(clause):
        named = any(tag.text in name for name in each.said.known.titles)
        if tag.has(*_TURNS) and not tag.has("verdict") and not named and not tag.senses & told:
            message = f"材料没有写“{tag.text}”，请照材料改写。"
            yield Violation("turned", tag.text, start + tag.start, message)
    for match in _ORDINAL.finditer(clause):
        if not any(match[0] in text for text in (*_texts(each), *each.said.known.titles)):
            message = f"材料没有写“{match[0]}”，请照材料改写。"
            yield Violation("digit", match[0], start + match.start(), message)


def _told_by_form(each: Retold, start: int, end: int) -> Iterator[str]:
    """Yield what the form says of the budget, and of the rows that a segment speaks of."""
    said = each.said
    change, sheet = said.known.values.get("f.change"), said.known.table.sheet
    if change is not None:
        yield "relation.cut" if change.direction == "down" else "relation.raise"
    segment = next(((a, b) for a, b in said.segments if a <= start < b), (start, end))
    for row in _spoken_of(said, *segment):
        verdict = sheet.rows[row].verdict if sheet and row < len(sheet.rows) else Verdict.UNKNOWN
        below = f"row.{row}.below" in said.known.table
        yield from ("relation.less",) if below else _TOLD.get(verdict, ())


_TOLD = {
    Verdict.EXCEEDED: ("relation.more", "relation.over"),
    Verdict.MISSED: ("relation.less",),
    Verdict.LATE: ("relation.late",),
}


def _texts(each: Retold) -> list[str]:
    return [source.text for source in each.sources]


def _rests(each: Retold) -> Iterator[Violation]:
    """Yield reasons that rest on nothing, and what was said of another row."""
    before: set[int] = set()
    said = each.said
    for start, end in said.segments:
        used = each.used(start, end)
        rows = _spoken_of(said, start, end, each.long(start, end))
        reason = _reason(each, start, end)
        if reason and not _is_cause(each) and all(one.kind == "goal" for one in used):
            message = f"“{reason.text}”引出了原因，而所引材料没有写明，请删去或注明出处。"
            yield Violation("causal", reason.text, start + reason.start, message)
        spoken = rows or before
        for one in used:
            open_ = not spoken and (reason is None or said.known.row is not None)
            if one.row is not None and one.row not in spoken and not open_:
                named = said.known.names.get(one.row, "")
                message = f"{one.id}说的是“{named}”，不能用在别的指标上；请写明是这个指标。"
                yield Violation("elsewhere", one.id, start, message)
        before = rows or before


def _is_cause(each: Retold) -> bool:
    """Return whether a sentence rests on the only text there is, and that states a cause."""
    known = tuple(each.said.known.sources.values())
    return len(known) == 1 and known == each.sources and known[0].kind == "cause"


def _reason(each: Retold, start: int, end: int) -> words.Tag | None:
    """Return a word that introduces a reason, unless what it introduces is an open question."""
    text = each.text[start:end]
    for name in each.said.known.titles:
        text = text.replace(name, " " * len(name))  # 森林火灾受害率 gives no reason
    for tag in words.tags(text):
        behind = each.said.text[start + tag.end :].lstrip("：:为是，系")
        if tag.has(*REASON) and not OPEN.match(behind) and _is_told(each, text, tag):
            return tag
    return None


def _is_told(each: Retold, text: str, tag: words.Tag) -> bool:
    """Return whether a word tells a reason, and is no piece of a name, nor opens what it is in.

    因路况引发的责任事故 is called 因路况引发责任事故数; before 有关指标 stands nothing that could
    be what it follows from.
    """
    around = (text[tag.start : tag.end + 2], text[max(0, tag.start - 2) : tag.end])
    longer = [one for one in around if len(one) > len(tag.text) + 1]
    if any(one in name for one in longer for name in each.said.known.titles):
        return False
    return bool(text[: tag.start].strip()) or tag.has("reason.ahead", "reason.around")


def _spoken_of(said: Said, start: int, end: int, retold_: Iterable[Run] = ()) -> set[int]:
    """Return the rows that a part of a sentence speaks of; what is retold there names none."""
    values = (spot.fact.row for spot in said.within(start, end) if spot.ref[0] == "r")
    rows = {row for row in (*values, said.known.row) if row is not None}
    text = said.text[:end]
    for run in retold_:
        text = text[: run.start] + " " * (run.end - run.start) + text[run.end :]
    text = text[start:]
    named = (row for each in listed(text, said.known) for row in each)
    return rows | set(named)
