"""One quantity of a text in its surroundings: what was told before it, what its words say it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from selfeval_assist.prose import units, words
from selfeval_assist.prose.mentions import Mention
from selfeval_assist.prose.values import Kind
from selfeval_assist.prose.words import Tag
from selfeval_assist.verify.cells import POINTS, Cells
from selfeval_assist.verify.derivations import Derived
from selfeval_assist.verify.reading import Place, Reading

MONEY = frozenset(
    f"{kind}.{name}"
    for kind in ("column", "relation", "beside")
    for name in (
        "initial", "adjusted", "budget", "executed", "rate", "initial_rate", "unspent", "over",
        "cut", "raise", "fund",
    )
)  # fmt: skip
WEAK = frozenset(
    {"column.actual", "relation.part", "relation.sum", "relation.rest", "generic.words"}
)
"""What words say that only join a value to another word, or to the values before it."""
_HINTS = WEAK | {"column.fund"}
_AMOUNTS = frozenset({"rate", "executed", "budget", "fund"})
_KINDS = ("column", "relation", "beside", "verdict")
OF = ("的", "的约")
"""Right before a share: it is of what stands before."""
_STOP, _JOINS = frozenset(";；"), "、和与及"
_NAMING = ("column.rate", "relation.share")
_APART = ("relation.more", "relation.less", "verdict.exceeded", "beside.more", "beside.less")
_OF_NEXT = ("relation.sum", "relation.share", "relation.mean")
"""What a word behind a value says of the next one: 项目支出2985万元占62.8%."""
_MONEY_UNITS = {"元", "%", ""}
_SPEAK_OF = {
    "lost": {POINTS, "%"}, "score": {POINTS, "%"}, "weight": {POINTS, "%"}, "total": {POINTS, "%"},
    "initial": _MONEY_UNITS, "adjusted": _MONEY_UNITS, "budget": _MONEY_UNITS, "fund": _MONEY_UNITS,
    "share": {"%", POINTS, ""}, "rate": {"%", ""}, "initial_rate": {"%", ""},
}  # fmt: skip
"""The units of the values that a word can speak of: 得 and 扣 of points, 执行率 of a share."""


@dataclass(frozen=True, slots=True)
class Known:
    """A quantity with the values of the form that it states; none where only words support it.

    Attributes:
        place: the quantity.
        derived: the values.
        word: what its words, or those of the value before it in a list, say that it is.
    """

    place: Place
    derived: tuple[Derived, ...]
    word: Tag | None = None

    @property
    def names(self) -> frozenset[str]:
        """What the quantity is: ``executed``, ``actual``."""
        return frozenset(each.name for each in self.derived)

    @property
    def rows(self) -> frozenset[int]:
        """The rows whose values it is."""
        return frozenset(each.row for each in self.derived if each.row is not None)


@dataclass(frozen=True, eq=False)
class Claim:
    """A quantity that has to be found in the form.

    Attributes:
        reading: the text.
        cells: the form's values.
        place: the quantity.
        known: what the text told before it.
    """

    reading: Reading
    cells: Cells
    place: Place
    known: Sequence[Known]

    @property
    def mention(self) -> Mention:
        """The quantity itself."""
        return self.place.mention

    @property
    def unit(self) -> str:
        """Its unit."""
        return self.place.mention.value.unit

    @property
    def own(self) -> int:
        """Where its own words begin: behind the value before it, a count (两项) left out."""
        before = [one.place.mention for one in self.here if not one.place.counts]
        return max([self.place.clause.start, *(each.end for each in before[-1:])])

    @cached_property
    def sources(self) -> list[str]:
        """The lines of the funds block that its words name: 市1200万元, 2880万元来自其他资金."""
        before, sources = self.place.before, self.cells.sources.items()
        if named := named_last(self.cells, before):
            return named
        after = self.place.after.partition("：")[0]
        lead = "".join(filter(str.isalpha, words.without(before, words.tags(before))))
        full = lead if len(lead) > 1 else f"{lead}级"  # 市1200万元
        heads = [own for own, names in sources if names[0].startswith(full)]
        return (
            heads if len(heads) == 1 else [own for own, names in sources if after.endswith(names)]
        )

    @cached_property
    def words(self) -> tuple[Tag, ...]:
        """The known words before it in its clause, its own first."""
        return (*self.place.cues, *self.place.earlier)

    @property
    def calls(self) -> bool:
        """Whether the words beside it call a row themselves."""
        return bool(self.place.called) and not self.place.inherited

    @cached_property
    def here(self) -> tuple[Known, ...]:
        """What its sentence told before it."""
        return tuple(one for one in self.known if one.place.sentence == self.place.sentence)

    @cached_property
    def cue(self) -> Tag | None:
        """The word that says what the value is, or None.

        What stands right behind it wins (15分钟的目标); a verb such as 达到 only joins another word
        to its value (执行率达到86%); where its own words say nothing, those of its clause do.
        """
        own, behind = self.place.cues, self._said_behind()
        apart = behind and behind.senses <= _HINTS | {"column.actual", "generic.words"}
        if behind and not (apart and own and own[-1].has(*_APART)):  # 超额24亿元完成
            return behind
        if len(own) > 1 and own[-1].start == self.mention.start and own[-2].has(*_NAMING):
            own = own[:-1]  # 执行率超过98%: a bound of the rate, no distance
        groups = (own,) if self.calls or self.sources else (own, self.place.earlier)
        found = (_strongest([tag for tag in tags if self._says_what(tag)]) for tags in groups)
        return next((tag for tag in found if tag is not None), None)

    def _said_behind(self) -> Tag | None:
        """Return the word right behind it that says most: 42.11%的资金没有执行."""
        tail = [t for t in self.place.tail if t.has("column", "relation") and not t.has(*_OF_NEXT)]
        return next((tag for tag in tail if not tag.senses <= _HINTS), tail[0] if tail else None)

    @property
    def word(self) -> Tag | None:
        """Its cue, or that of the value before it: 失分3.34分：产出1.66分，满意度0.28分."""
        last = self.here[-1] if self.here and self.here[-1] is self.known[-1] else None
        if self.cue or last is None:
            return self.cue
        between = self.reading.plain[last.place.mention.end : self.mention.start]
        listed = not between.strip(_JOINS)  # 分别多6场、18天
        same = last.place.mention.value.unit == self.unit and not _STOP & set(between)
        return last.word if listed or same else None

    @cached_property
    def comparable(self) -> bool:
        """Whether the called rows have values in its unit."""
        cells = (self.cells.of(f"row.{row}", "target", "actual") for row in self.place.rows)
        return any(
            self.unit in {"%", "", cell.value.unit}
            or not (cell.value.unit.partition("/")[0] or cell.value.kind is Kind.DATE)
            or units.ratio(cell.value.unit, self.unit) is not None
            for own in cells
            for cell in own
        )

    def said(self, *senses: str) -> bool:
        """Whether a word before it in its clause has one of some senses."""
        return any(tag.has(*senses) for tag in self.words)

    @property
    def last(self) -> Known:
        """What the text told last."""
        return self.known[-1] if self.known else Known(self.place, ())

    @property
    def just_counted(self) -> Place | None:
        """The count right before it in its clause: 两项共扣3分."""
        last = self.known[-1].place if self.known else None
        return last if last and last.counts and last.clause == self.place.clause else None

    @property
    def said_of_each(self) -> bool:
        """Whether a count says it of each row listed: A、B两项均为100%."""
        here = self.reading.within(self.place.clause.start, self.mention.at)
        return bool(self.just_counted) and any(t.has("group.each", "group.all") for t in here)

    @property
    def averaged(self) -> bool:
        """Whether the words since the last value speak of a mean: 次均, 每公里, 按人次平均，约…."""
        start = self.here[-1].place.mention.end if self.here else self.place.sentence.start
        tags = self.reading.within(start, self.mention.at)
        each = any(mark in self.place.before for mark in "每均")
        return each or any(tag.has("relation.mean") for tag in (*tags, *self.words))

    def _says_what(self, tag: Tag) -> bool:
        """Return whether a word says what a value is, and is no part of a name or other value."""
        value = self.mention.value
        unit = (
            "日" if Kind.DATE is value.kind else "天" if Kind.DURATION is value.kind else value.unit
        )
        senses = {name for kind in _KINDS for name in tag.named(kind)}
        if not any(unit in _SPEAK_OF.get(name, {unit}) for name in senses):
            return False
        if unit == POINTS and senses & _AMOUNTS:  # 执行率得8.6分: its points, not a rate
            return False
        lead = self.reading.plain[max(0, tag.start - 2) : tag.end]  # 营养改善计划
        whole = any(lead in name for own in self.cells.names.values() for name in own)
        if whole or (self.calls and in_name(self.cells, self.place.rows, tag)):
            return False
        if tag.has("relation.mean") and self._per():
            return False
        return not self._in_source(tag)

    def _per(self) -> bool:
        """Return whether the called rows hold a value for each of something: 530元/人·月."""
        own = (self.cells.of(f"row.{row}", "target", "actual") for row in self.place.rows)
        return any("/" in cell.value.unit for cells in own for cell in cells)

    def _in_source(self, tag: Tag) -> bool:
        """Return whether a word is a part of the name of a line of the funds block: 其他资金."""
        names = (name for names in self.cells.sources.values() for name in names)
        plain = self.reading.plain
        return any(
            plain.startswith(name, tag.start - at)
            for name in names
            for at in [name.find(tag.text)]
            if at >= 0 and len(name) > len(tag.text)
        )


def _strongest(tags: Sequence[Tag]) -> Tag | None:
    """Return the last word that says more than the others."""
    strong = [tag for tag in tags if not tag.senses <= WEAK]
    strong = [tag for tag in strong if not tag.senses <= _HINTS] or strong or list(tags)
    if not strong:
        return None
    before, last = strong[-2:] if len(strong) > 1 else (strong[-1], strong[-1])
    changed = before.has("relation.cut", "relation.raise") and before.end == last.start
    return before if changed and last.has("column.budget") else last  # 核减预算20万元


def named_last(cells: Cells, text: str) -> list[str]:
    """Return the lines of the funds block that a text names last."""
    at = {own: max(map(text.rfind, names)) for own, names in cells.sources.items()}
    last = max(at.values(), default=-1)
    return [owner for owner, found in at.items() if found == last >= 0]


def in_name(cells: Cells, rows: Iterable[int], tag: Tag) -> bool:
    """Return whether a word is a part of a row's name: 新能源投资增加24亿元."""
    return any(tag.text in name for row in rows for name in cells.names[row])
