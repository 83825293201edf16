"""Judgements in words — reached, exceeded, not reached, late — against what scoring decided."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from selfeval_assist.facts.undone import going_on
from selfeval_assist.form.text import essence
from selfeval_assist.prose import clauses
from selfeval_assist.prose.causes import says_no_more
from selfeval_assist.prose.width import narrowed
from selfeval_assist.prose.words import Tag, finder, spans
from selfeval_assist.scoring import Verdict
from selfeval_assist.verify import tallies
from selfeval_assist.verify.alignment import called
from selfeval_assist.verify.cells import Cells, members
from selfeval_assist.verify.claim import Known
from selfeval_assist.verify.counting import COUNT, LISTED
from selfeval_assist.verify.model import Violation
from selfeval_assist.verify.numbers import one_of_two
from selfeval_assist.verify.reading import Reading
from selfeval_assist.verify.statements import quoted
from selfeval_assist.verify.verdict_words import denied, said_verdicts

_ALLOWED = {
    Verdict.MET: frozenset({"verdict.met", "verdict.ontime", "verdict.level"}),
    Verdict.EXCEEDED: frozenset({"verdict.met", "verdict.exceeded", "verdict.ontime"}),
    Verdict.MISSED: frozenset({"verdict.missed", "verdict.ontime"}),
    Verdict.LATE: frozenset({"verdict.late", "verdict.missed"}),
}
_SAID = {
    Verdict.MET: "达到年度指标值", Verdict.EXCEEDED: "超过年度指标值",
    Verdict.MISSED: "未达到年度指标值", Verdict.LATE: "未按期完成",
}  # fmt: skip
_AIMS = ("目标", "任务")
_NOUN = "指标"
_REACHED = 1
"""The tier of words that say that a target was reached."""


def judgements(reading: Reading, cells: Cells, known: Sequence[Known]) -> Iterator[Violation]:
    """Yield judgements that the verdicts of the rows they speak of contradict.

    Args:
        reading: the text.
        cells: the form's values.
        known: what the text told.
    """
    for tag in said_verdicts(reading):
        counts = any(_only_counts(reading, tag, one) for one in known)
        if counts or (quoted(cells, reading, tag.start) and not denied(reading, tag)):
            continue
        found = _planned(tag) if cells.planned else _judged(Judgement(reading, cells, tag, known))
        if found is not None:
            yield found


def _planned(tag: Tag) -> Violation | None:
    """Return what to say of a judgement in a goal, which may only ask that something be reached."""
    if tag.has("verdict.met", "verdict.ontime", "count.full"):
        return None
    message = f"绩效目标写的是计划，“{tag.text}”是完成后的判断，请改写。"
    return Violation("verdict_word", tag.text, tag.start, message)


def _judged(judgement: "Judgement") -> Violation | None:
    cells, tag = judgement.cells, judgement.tag
    if others := _left_out(judgement):
        names = "、".join(f"“{cells.names[row][0]}”" for row in others[:3])
        message = f"按表中数值，“{tag.text}”的还有{names}，请核对。"
        return Violation("verdict_word", tag.text, tag.start, message, rows=tuple(others))
    rows, every = judgement.spoken_of()
    wrong = [row for row in rows if _contradicts(cells, row, tag, every=every)]
    if not wrong or (not every and len(wrong) < len(rows)):
        return None
    names = "、".join(f"“{cells.names[row][0]}”" for row in wrong[:3])
    decided = _SAID[_decided(cells, wrong[0])]
    message = f"按表中数值，{names}{decided}，与“{tag.text}”不一致，请核对。"
    rule = "all_done" if every else "verdict_word"
    return Violation(rule, tag.text, tag.start, message, rows=tuple(wrong))


_ONLY = ("只有", "仅有", "唯有", "仅", "唯")


def _left_out(judgement: "Judgement") -> list[int]:
    """Return the rows of which a judgement is true that 仅…未达标, 只有…得满分 leaves out."""
    cells, tag = judgement.cells, judgement.tag
    before = judgement.reading.plain[judgement.start : tag.start]
    only = next((before.partition(word)[2] for word in _ONLY if word in before), "")
    named = _united(cells, only) if only else frozenset()
    senses = ("verdict.missed", "verdict.exceeded", "verdict.late", "count.full")
    sense = next((each for each in senses if tag.has(each)), "")
    if not named or not sense:
        return []
    counted = tallies.counts(cells, "whole")[sense.partition(".")[2]]
    scope = counted & set(_members(cells, judgement.levels))
    return sorted(scope - named) if named <= counted else []


def _compared(cells: Cells, row: int, tag: Tag) -> bool:
    """Return whether a comparison with the target is not that of the values."""
    own = {cell.column: cell for cell in cells.of(f"row.{row}", "target", "actual")}
    if len(own) != 2:
        return False
    due, done = own["target"].value, own["actual"].value
    if due.date and done.date:
        late = due.yearless == done.yearless and done.date > due.date
        return any(late == (sense == "early") for sense in tag.named("compare"))
    target, actual = own["target"].number, own["actual"].number
    if target is None or actual is None or tag.has("compare.late", "compare.early"):
        return False
    says = {
        "more": actual > target, "less": actual < target,
        "not_more": actual <= target, "not_less": actual >= target,
    }  # fmt: skip
    return not any(says[sense] for sense in tag.named("compare"))


def _contradicts(cells: Cells, row: int, tag: Tag, *, every: bool) -> bool:
    if every and tag.has("verdict.met") and _decided(cells, row) in {Verdict.MISSED, Verdict.LATE}:
        return True  # 各项任务均按期完成
    if tag.has("compare"):
        return _compared(cells, row, tag)
    if tag.has("count.full"):
        return row in tallies.counts(cells, "whole")["lost"]
    allowed = _ALLOWED.get(_decided(cells, row))
    said = {sense for sense in tag.senses if sense.startswith("verdict.")}
    return allowed is not None and not said <= allowed  # 如期完成: in time, and reached as well


def _decided(cells: Cells, row: int) -> Verdict:
    """Return how a row stands to its target, by its own words where no numbers say it: 基本完成."""
    verdict, data = cells.verdict(row), cells.form.indicators[row]
    if verdict is not Verdict.UNKNOWN or data.actual.value.number is not None:
        return verdict
    target, actual = essence(data.target.raw), essence(data.actual.raw)
    if target and target == actual:
        return Verdict.MET  # 基本建立 is all that was wanted
    if spans(data.actual.raw, "verdict.missed") or going_on(data):
        return Verdict.MISSED
    reached = data.actual.value.tier == _REACHED and spans(data.actual.raw, "verdict")
    return Verdict.MET if reached else verdict


def _only_counts(reading: Reading, tag: Tag, one: Known) -> bool:
    """Return whether a judgement only says what a count beside it counts: 8项达标."""
    mention = one.place.mention
    near = mention.start - 6 <= tag.end <= mention.start or 0 <= tag.start - mention.end <= 8
    between = reading.masked[min(tag.end, mention.end) : max(tag.start, mention.start)]
    apart = finder("group.all", "group.each").search(between + tag.text) or _STOPS & set(between)
    if not near or apart or LISTED in one.names:
        return False
    return COUNT in one.names or mention.value.unit in {"项", "个", "条"}


_STOPS = frozenset("，。；")
_Spoken = tuple[list[int], bool]


@dataclass(frozen=True, eq=False)
class Judgement:
    """A judgement in its surroundings."""

    reading: Reading
    cells: Cells
    tag: Tag
    known: Sequence[Known]

    def spoken_of(self) -> _Spoken:
        """Return the rows that it speaks of, and whether it speaks of every one of them."""
        return next((found for way in _WAYS if (found := way(self)) is not None), ([], False))

    @cached_property
    def start(self) -> int:
        """Where its clause begins."""
        return (
            max(self.reading.masked.rfind(mark, 0, self.tag.start) for mark in "，；;。！!？?\n")
            + 1
        )

    @cached_property
    def part(self) -> int:
        """Where its sentence, or the part between semicolons, begins."""
        return max(self.reading.masked.rfind(mark, 0, self.tag.start) for mark in "。；;\n") + 1

    @cached_property
    def words(self) -> tuple[Tag, ...]:
        """The known words of its clause up to it, and behind it: 圆满完成全年各项目标任务."""
        end = max(clauses.around(self.reading.clauses, self.tag.start).end, self.tag.end)
        behind = self.reading.within(self.tag.end, end)
        before = self.reading.within(self.start, self.tag.end)
        return (*before, *(tag for tag in behind if tag.has("group.all")))

    @property
    def everything(self) -> bool:
        """Whether its clause speaks of the whole form: 各项指标, 年度绩效目标均."""
        aims = [tag.end for tag in self.words if tag.has("column.target")]
        each = (tag.start for tag in self.words if tag.has("group.each"))
        every = self.whole or self.has("group.all") or self.of_year
        return every or any(end <= start for start in each for end in aims)

    @property
    def of_year(self) -> bool:
        """Whether it says that the year's aims were met, and tells no number: 完成了年度目标."""
        text = self.tag.text
        bare = says_no_more(text, "column", "verdict", "generic", "group")  # 完成改革年度任务
        if not bare or "年度" not in text or not text.endswith(_AIMS):
            return False
        own = clauses.around(self.reading.clauses, self.tag.start)
        last = [span for span in self.reading.clauses if span.end <= own.start][-1:]
        told = (place.mention.start for place in self.reading.places)
        return not any(span.holds(at) for at in told for span in (own, *last))

    @property
    def whole(self) -> bool:
        """Whether its clause speaks of indicators before it: no 达成预期指标."""
        return any(tag.has("level.whole") and tag.end <= self.tag.start for tag in self.words)

    def has(self, *senses: str) -> bool:
        """Whether its clause has a word of some sense."""
        return any(tag.has(*senses) for tag in self.words)

    @property
    def levels(self) -> list[str]:
        """The levels that its clause names."""
        return _levels(self.words)

    @cached_property
    def near(self) -> tuple[Known, ...]:
        """What its sentence told before it."""
        return tuple(o for o in self.known if self.part <= o.place.mention.start < self.tag.start)

    @property
    def excepting(self) -> tuple[Tag, ...]:
        """The words of the clauses before that name what is left out: 产出指标除A和B外，…."""
        before = self.reading.plain[self.part : self.start]
        excepts = before.rstrip("，").endswith("外") and spans(before, "group.except")
        return self.reading.within(self.part, self.start) if excepts else ()

    @property
    def before(self) -> tuple[Known, ...]:
        """What the text told before it."""
        return tuple(one for one in self.known if one.place.mention.start < self.tag.start)


def _few(judgement: Judgement) -> _Spoken | None:
    """多数指标达标 speaks of no row that is known."""
    return ([], False) if judgement.has("group.few") else None


def _former(judgement: Judgement) -> _Spoken | None:
    """前者超过目标: of the two rows listed last the first."""
    words = judgement.reading.plain[judgement.start : judgement.tag.start]
    found = one_of_two(words, judgement.before)
    return (sorted(found.rows), False) if found else None


def _rest(judgement: Judgement) -> _Spoken | None:
    """其余指标均达标, 除…外: every row that was not named before."""
    if not judgement.has("group.rest", "group.except") and not judgement.excepting:
        return None
    cells, end = judgement.cells, judgement.tag.start
    rows = {row for one in judgement.before for row in _rows(one)}
    for span in clauses.clauses(judgement.reading.masked[:end]):
        rows |= _united(cells, judgement.reading.plain[span.start : span.end])
    scope = _members(cells, judgement.levels or _levels(judgement.excepting))
    if not rows and any(one.place.counts for one in judgement.before):
        return [], False  # 三项未达标，其余八项达标: nobody said which
    return [row for row in scope if row not in rows], True


def _told_together(judgement: Judgement) -> _Spoken | None:
    """三项均达标: the rows of the sentence before that tells as many."""
    here = [one for one in judgement.before if judgement.start <= one.place.mention.start]
    value = here[-1].place.mention.value if here else None
    if value is None or value.unit not in {"项", "个"}:
        return None
    told: dict[int, set[int]] = {}
    for one in judgement.before:
        if one.place.mention.start < judgement.start:
            told.setdefault(one.place.sentence.start, set()).update(_rows(one))
    sets = [*told.values(), _listed_behind(judgement)]
    fitting = (sorted(rows) for rows in sets if 1 < len(rows) == value.number)
    return next(((rows, True) for rows in fitting), None)


def _listed_behind(judgement: Judgement) -> set[int]:
    """Return the rows told behind a colon: 三项均超额：A多68人，B多36人."""
    if not judgement.reading.plain.startswith("：", judgement.tag.end):
        return set()
    span = clauses.around(judgement.reading.sentences, judgement.tag.start)
    behind = (one for one in judgement.known if one.place.mention.start > judgement.tag.end)
    return {row for o in behind if span.holds(o.place.mention.start) for row in _rows(o)}


def _named(judgement: Judgement) -> _Spoken | None:
    """The rows that its own clause names; 数量指标 calls its level, not every row with 数量."""
    before = judgement.reading.plain[judgement.start : judgement.tag.start]
    for each in judgement.words:
        known = each.has("level", "column.target")  # 年度目标任务
        before = before.replace(each.text, " ") if known else before
    own = called(judgement.cells, before)
    several = "等指标" in before  # A、B等指标均已达到 speaks of A and B
    bare = all(tag.text == _NOUN for tag in judgement.words if tag.has("level.whole"))
    one = bare and not judgement.has("group.all", "group.each", "group.few", "group.rest")
    if not own or (judgement.whole and not several and not one):  # A指标未完成 speaks of A
        return None
    if judgement.tag.text == "持平" and len(own) > 1 and not judgement.has("column.target"):
        return [], False  # A和B持平, with each other
    rows = _united(judgement.cells, before)
    last = _rows(judgement.near[-1]) if judgement.near else rows
    return sorted((rows & last if len(own) == 1 else rows) or rows), len(own) > 1


def _listed(judgement: Judgement) -> _Spoken | None:
    """两项均未达标 after two rows: those told before it."""
    here = [one for one in judgement.before if judgement.start <= one.place.mention.start]
    value = here[-1].place.mention.value if here else None
    if value is None or value.number is None or value.unit not in {"项", "个"}:
        return None
    if judgement.levels and len(_members(judgement.cells, judgement.levels)) == value.number:
        return None  # 两项生态效益指标均达到
    told = (one for one in judgement.before if one.place.mention.start < judgement.start)
    rows = [row for one in told for row in sorted(_rows(one))]
    return (rows[-int(value.number) :], True) if 1 < value.number <= len(rows) else None


def _printed(judgement: Judgement) -> _Spoken | None:
    """结果目标四项均达标: the rows of a level that only this form prints."""
    before = judgement.reading.plain[judgement.start : judgement.tag.start]
    rows = judgement.cells.form.indicators
    own = [
        row
        for row in judgement.cells.rows
        for printed in (rows[row].level1, rows[row].level2)
        for level in [narrowed(printed).partition("(")[0]]
        if level and level in before and not finder("level").fullmatch(level)
    ]
    return (own, judgement.has("group.each", "group.all")) if own else None


def _scope(judgement: Judgement) -> _Spoken | None:
    """全部指标达标, 产出指标均达标: every row, or every one of a level."""
    all_of = not judgement.near and finder("group.all").match(judgement.tag.text)
    if not judgement.levels and not judgement.everything and not all_of:  # 全面完成年度绩效目标
        return None
    return _members(judgement.cells, judgement.levels), True


def _level_before(judgement: Judgement) -> _Spoken | None:
    """质量方面，…达标: some row of the level that its sentence names."""
    words = judgement.reading.within(judgement.part, judgement.tag.start)
    if judgement.near or not (levels := _levels(words)):
        return None
    return _members(judgement.cells, levels[-1:]), judgement.has("group.each")


def _told(judgement: Judgement) -> _Spoken | None:
    """The row told last, or with 均 every one that its sentence told."""
    if judgement.has("group.each"):
        return sorted({row for one in judgement.near for row in _rows(one)}), True
    last = judgement.near or judgement.before
    if not last:
        return None
    # 前期工作已完成 behind 中心尚在建设中: only scoring says of a row that is not named what it is
    decided = (r for r in _rows(last[-1]) if judgement.cells.verdict(r) is not Verdict.UNKNOWN)
    return sorted(decided), False


_WAYS: tuple[Callable[[Judgement], _Spoken | None], ...] = (
    _few, _former, _rest, _told_together, _named, _listed, _printed, _scope, _level_before, _told,
)  # fmt: skip


def _levels(tags: Iterable[Tag]) -> list[str]:
    said = [level for tag in tags for level in tag.named("level")]
    return [level for level in said if level not in {"whole", "execution"}]


def _members(cells: Cells, levels: Sequence[str]) -> list[int]:
    """Return the rows of some levels, or every row: 产出、效益、满意度指标全部得满分."""
    names = levels or ["whole"]
    return sorted({row for level in names for row in members(cells, level)})


def _rows(one: Known) -> frozenset[int]:
    """Return the rows that a told quantity is of; none where it is money of the budget."""
    return one.rows if one.derived else one.place.rows


def _united(cells: Cells, text: str) -> frozenset[int]:
    return frozenset().union(*(each.rows for each in called(cells, text)))
