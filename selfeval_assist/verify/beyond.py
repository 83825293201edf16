"""Claims that reach beyond the values: all of something where 99% are, and a change on before."""

import re
from collections.abc import Iterator

from selfeval_assist.prose import words
from selfeval_assist.scoring import Verdict
from selfeval_assist.verify.equal import same
from selfeval_assist.verify.judged_as import judgements
from selfeval_assist.verify.model import Violation
from selfeval_assist.verify.own_words import money_told
from selfeval_assist.verify.retold import Retold
from selfeval_assist.verify.roles import unnamed
from selfeval_assist.verify.spots import Said, Spot, listed

_REACHED = frozenset({Verdict.MET, Verdict.EXCEEDED})
_FORMER = re.compile(rf"{words.alternatives('trend')}|[上去前往历]年|同期")
# 提高到, 缩短; 新增: what there was before, no cell says
_CHANGE = re.compile(
    r"提[高升]|上升|升[至到]|增[加长至到]|扩大|下降|降[低至到]|减[少至到]|缩短|压缩|改善|新[增建购设添]|净增"
)
_UP = re.compile("[提升增扩改]")
# 比目标提高, 与计划相比，增加
_HELD = re.compile(rf"(?:比|较|与|同|于).{{0,4}}(?:{words.alternatives('column.target')})")
_CHANGED = frozenset({"actual", "gap", "overshoot", "below"})


def reaching(told: Retold) -> Iterator[Violation]:
    """Yield what is said of all, or of before, that neither a value nor a source bears out."""
    said = told.said
    texts = (*said.known.titles, *(each.text for each in told.sources))
    for match in _FORMER.finditer(said.plain):
        if not any(match[0] in text for text in texts):
            message = f"“{match[0]}”是和以前比，材料里没有以前的数，请改为和目标比，或删去。"
            yield Violation("trend", match[0], match.start(), message)
    if said.known.planned:
        return
    for start, _ in said.clauses:
        yield from _linked(told, start)
    for spot in said.spots:
        if spot.ref[0] == "r" and spot.role in _CHANGED:
            yield from _changed(told, spot)
    for start, end in said.clauses:
        yield from _of_all(told, start, end)


_REACHES = re.compile(rf"(?:共|累计|可|将|也|使|均|总共)*(?P<verb>{words.alternatives('effect')})")


def _linked(told: Retold, start: int) -> Iterator[Violation]:
    """Yield a verb that makes one row's value what another brought about: 安装水表…，覆盖居民…."""
    said = told.said
    reaches = _REACHES.match(said.plain, start)
    own = next((spot for spot in said.spots if spot.start >= start), None)
    before = said.before(own) if own else None
    if not reaches or not own or not before or own.fact.row is None or before.fact.row is None:
        return
    here = any(a <= before.start and own.start < b for a, b in said.segments)
    texts = (said.name_of(own), *(each.text for each in said.known.sources.values()))
    if here and own.fact.row != before.fact.row and not any(reaches["verb"] in t for t in texts):
        message = f"“{reaches['verb']}”把两个指标说成了前因后果，材料没有写，请分开写。"
        yield Violation("linked", reaches["verb"], start, message)


def _changed(told: Retold, spot: Spot) -> Iterator[Violation]:
    """Yield a change that a value is said to be or to end, told neither by its row nor a source."""
    said, known = told.said, told.said.known
    found = list(_CHANGE.finditer(unnamed(spot.near, said)))
    targets = [
        known.values[ref].value for ref in (f"r{spot.fact.row}.target",) if ref in known.values
    ]
    if not found or any(_tells(text, found[-1][0]) for text in (said.name_of(spot), *targets)):
        return
    goal = (each for each in known.sources.values() if each.kind == "goal")
    if any(found[-1][0][:2] in each.text for each in (*goal, *told.sources)):
        return
    start = next(a for a, b in said.segments if a <= spot.start < b)
    held = {each.role for each in said.within(start, spot.start) if each.fact.row == spot.fact.row}
    if spot.role != "actual" and (held & {"target", "plan"} or _HELD.search(spot.far + spot.near)):
        return
    message = f"“{found[-1][0]}”是和以前比，材料里没有以前的数，请改为和目标比，或只写实际值。"
    yield Violation("trend", found[-1][0], spot.start, message)


def _tells(text: str, change: str) -> bool:
    """Return whether a text tells a change of the same direction: 时间下降率, 缩短等候时间."""
    return any(_way(each[0]) == _way(change) for each in _CHANGE.finditer(text))


def _way(change: str) -> str:
    return "new" if change[0] in "新净" else "up" if _UP.search(change) else "down"


def _of_all(told: Retold, start: int, end: int) -> Iterator[Violation]:
    """Yield 全部合格 in a clause without a value, where the row's is less than all."""
    said = told.said
    clause = said.plain[start:end]
    tags = words.tags(unnamed(clause, said))
    grouped = next((tag for tag in tags if tag.has("group.all", "group.each")), None)
    judged = any(True for _ in judgements(clause)) or any(
        start <= at < end for at, _, _ in same(said)
    )
    if grouped is None or said.within(start, end) or told.used(start, end):
        return
    if money_told(said.known).search(clause):
        return  # 预算全部执行, where nothing is left
    before = {each.fact.row for each in said.spots if each.end <= start} - {None}
    named = {row for each in listed(clause, said.known) for row in each}
    # 水质全部达标 says it of all that a row is about; 各项指标全部达标 of rows
    aims = any(tag.has("level", "column.target", "group.each") for tag in tags)
    if judged and (aims or not named or not grouped.has("group.all")):
        return
    rows = named & before or named or before
    if not rows or not all(_is_all(said, row, clause) for row in rows if row is not None):
        message = f"“{clause.strip()}”说的是全部，表中的值不是全部，或没有这样的值，请写实际值。"
        yield Violation("all_done", grouped.text, start + grouped.start, message)


def _is_all(said: Said, row: int, clause: str) -> bool:
    """Return whether a row bears out that all is so: 100%, a target reached, the very words."""
    actual, sheet = said.known.values.get(f"r{row}.actual"), said.known.table.sheet
    if actual is None or sheet is None:
        return False
    if actual.value.endswith(("%", "‰")):
        return actual.value == "100%"
    done = sheet.rows[row].verdict in _REACHED and words.spans(clause, "aspect.done", "set.reach")
    return bool(done) or actual.value.strip("“”") in clause
