"""Whether a reference belongs to what its words call: the row, the number of a source."""

import re
from collections.abc import Iterator, Sequence

from selfeval_assist.facts.references import REF, Known, title_of
from selfeval_assist.prose import words
from selfeval_assist.verify.judged_as import POINTS
from selfeval_assist.verify.model import Violation
from selfeval_assist.verify.numbered import misnumbered
from selfeval_assist.verify.spots import LIST, Said, Spot, called, listed

# 甲、乙和丙均为: one value for all that is named
TOGETHER = re.compile(r"(?:均|同|都|皆)(?:控制在|达到?|为|是)?$")
_ZIP = ("分别", "依次")
_JOINS = "、和与及以，, （(“”"
_CLAUSE = 4
"""Characters from which on words of a cell may be a clause of their own: 按规定拨付."""


def misplaced(said: Said) -> Iterator[Violation]:
    """Yield the references whose words call something else.

    A row's reference belongs to the best called row; where its own words call none, to that of the
    reference before it, and in a deviation to the row that the text is about.
    """
    before, queue = said.known.row, list[frozenset[int]]()
    for at, spot in enumerate(said.spots):
        row = spot.fact.row
        if spot.ref.startswith("t"):
            yield from misnumbered(said, spot)
            continue
        if row is None or spot.ref[0] != "r":
            if _calls_row(said, spot):
                yield _other(said, spot, called(spot.near, said.known))
            continue
        queue = queue if queue and _joined(spot) else _queued(said, at)
        in_turn = queue.pop(0) if queue else None
        yield from _of_row(said, spot, in_turn, before)
        before = row


def _of_row(
    said: Said, spot: Spot, in_turn: frozenset[int] | None, before: int | None
) -> Iterator[Violation]:
    """Yield what is wrong with the place of one row's reference.

    Args:
        said: the sentence.
        spot: the reference.
        in_turn: the rows whose turn it is in a list with 分别, or None.
        before: the row of the reference before it.
    """
    row = spot.fact.row
    rows = _rows_of(said, spot) if in_turn is None else in_turn
    if rows and row not in rows:
        if not _alike_in(said, spot, rows) and (in_turn or not _names_more(said, spot, rows)):
            yield _other(said, spot, rows)
    elif rows and in_turn is None and (wrong := _of_the_list(said, spot)):
        yield _unequal(said, spot, wrong)
    else:
        yield from _unnamed(said, spot, row if rows else before)


def _unnamed(said: Said, spot: Spot, before: int | None) -> Iterator[Violation]:
    """Yield what is wrong with a reference whose words call no other row: they call none at all."""
    row, behind = spot.fact.row, _listed_behind(said, spot)
    if behind:
        if row not in behind or not _all_have(said, spot, behind):
            yield _unequal(said, spot, sorted(behind))
        return
    known = row in (before, _only_one(said, spot), _word_of(said, spot)) or _for_all(said, spot)
    if not known and not _names_itself(said, spot):
        message = f"{{{spot.ref}}}是“{said.name_of(spot)}”的值，前面没有说到这个指标，请写明。"
        yield Violation("unnamed", f"{{{spot.ref}}}", spot.start, message)


def _for_all(said: Said, spot: Spot) -> bool:
    """Return whether a value is said of all rows told before, and is theirs: 均在{r0.target}内."""
    start = next(a for a, b in said.segments if a <= spot.start < b)
    told = said.within(start, spot.start)
    rows = {each.fact.row for each in told if each.fact.row is not None}
    named = spot.fact.row in rows and TOGETHER.search(spot.near) is not None
    return named and _all_have(said, spot, frozenset(rows))


def _names_more(said: Said, spot: Spot, rows: frozenset[int]) -> bool:
    """Return whether words have more of the letters of their own row's name than of others'.

    每所学校平均投入 is 校均维修投入 and no 维修改造学校数量. As many are enough where the others'
    values stand beside: 运送乘客{r8.actual}，乘客满意度{r11.actual}.
    """
    names, near = said.known.names, set(spot.near)
    shared = len(near & set(said.name_of(spot)))
    most = max(len(near & set(names[row])) for row in rows)
    beside = {each.fact.row for each in said.spots if each.role == spot.role}
    whole = any(names[row] in spot.near for row in rows)
    return shared > 1 and not whole and shared >= most + (not rows <= beside)


def _alike_in(said: Said, spot: Spot, rows: frozenset[int]) -> bool:
    """Return whether several rows are called at once that all have the value of a reference."""
    if not TOGETHER.search(spot.near):
        return False
    return _all_have(said, spot, rows)


def _all_have(said: Said, spot: Spot, rows: frozenset[int]) -> bool:
    values = said.known.values
    own = (values.get(f"r{row}.{spot.role}") for row in rows)
    return all(fact is not None and fact.value == spot.fact.value for fact in own)


_BEHIND = re.compile(r"的(?:指标)?(?:还|共)?(?:有|为|是|包括)?[：:]?")


def _listed_behind(said: Said, spot: Spot) -> frozenset[int]:
    """Return the rows that follow a value told of them: 完成值为{r0.actual}的指标有：甲、乙."""
    rest = said.text[spot.end :]
    lead = _BEHIND.match(rest)
    if lead is None or lead[0] in {"的", "的指标"}:
        return frozenset()
    until = REF.search(rest)
    named = rest[lead.end() : until.start() if until else len(rest)]
    parts = [part for part in re.split(r"[，,；;。]", named) if part]
    return frozenset(row for part in parts for rows in listed(part, said.known) for row in rows)


def _joined(spot: Spot) -> bool:
    """Return whether a reference only goes on with a list of values: {r1.actual}、{r2.actual}."""
    return spot.near.strip(_JOINS) == ""


def _queued(said: Said, at: int) -> list[frozenset[int]]:
    """Return the rows that a reference and the next ones take in turn: A、B和C分别为….

    Where the words before them name none, the values before them are gone through again: 影院观影
    {r9.actual}，营业收入{r10.actual}，分别多{r9.gap}、{r10.gap}.
    """
    spots, known, spot = said.spots, said.known, said.spots[at]
    size = next((n for n, each in enumerate(spots[at + 1 :], 1) if not _joined(each)), 0)
    size = size or len(spots) - at
    tail = spots[at + size - 1].after
    near = listed(spot.near, known, tail)
    parts = list(near or listed(spot.far, known, tail))
    if not any(word in spot.near for word in _ZIP):
        return parts if len(parts) == size > 1 else []
    begin = next((a for a, b in said.segments if a <= spot.start < b), 0)
    again = _again(said.within(begin, spot.start), size)
    if len(again) == size and not near and len(parts) != size:
        return again
    if len(parts) != size:
        parts = list(listed(spot.far + spot.near, known, tail))
    if len(parts) != size and len(again) != size:
        # 甲、乙均为{r4.actual}，分别控制在{r4.target}、{r5.target}以内
        parts = list(listed(said.text[begin : spot.start], known))
    return parts[-size:] or again


def _again(before: Sequence[Spot], size: int) -> list[frozenset[int]]:
    """Return the rows of the last values, in their order."""
    rows = dict.fromkeys(each.fact.row for each in before if each.fact.row is not None)
    return [frozenset({row}) for row in list(rows)[-size:]]


def _pointed(said: Said, spot: Spot) -> frozenset[int]:
    """Return the first or the last row of the clause before: 前者, 后者."""
    clauses = (place for place in reversed(said.clauses) if place[1] < spot.start)
    place = next(((a, b) for a, b in clauses if not POINTS.match(said.text, a)), (0, 0))
    two = listed(said.text[slice(*place)], said.known) or (frozenset[int](),)
    return two[0] if spot.near.startswith("前") else two[-1]


def _rows_of(said: Said, spot: Spot) -> frozenset[int]:
    """Return the rows that the words of a reference call; empty when they call none."""
    known = said.known
    if POINTS.match(spot.near):
        return _pointed(said, spot)
    together = listed(spot.near, known)
    if len(together) > 1:
        # 甲和乙均为: any of them, unless all of it is the name of one
        return frozenset.intersection(*together) or frozenset.union(*together)
    behind = called(spot.near.rpartition("中")[2], known) if "中" in spot.near else frozenset()
    if behind and all(known.names[row].startswith("其中") for row in behind):
        return behind  # 家畜家禽中羊
    begin = next(start for start, end in said.segments if start <= spot.start < end)
    topic = said.text[begin : spot.start]  # 自然村庄建设{r1.target}，计划{r6.target}完成验收
    words_ = f"{spot.near}|{'' if LIST.match(spot.after) else spot.after}"
    dated = frozenset(row for row in known.names if f"r{row}.{spot.role}" in known.values)
    among = dated if spot.role in {"early", "late"} else None  # only what has a date is early
    if near := called(words_, known, "", among) or called(words_, known, topic, among):
        return _of_kind(near, words_, spot, known)
    far = listed(spot.far, known)
    return frozenset().union(*far)


def _of_kind(rows: frozenset[int], text: str, spot: Spot, known: Known) -> frozenset[int]:
    """Return those of some rows whose kind fits: 家禽23只 is no 家禽成活率.

    Where none does, and the row of the value is none of them, its own kind is called:
    发放补助{户数} is no 补助发放时间.
    """
    dated = spot.near.endswith(("于", "在")) or spot.after.startswith("前")
    wrong = {
        row
        for row, name in known.names.items()
        for end in ("率", "时间")
        if name.endswith(end) and end not in spot.near and not (dated and end == "时间")
    }
    if rows - wrong or spot.fact.row in rows or spot.fact.row in wrong:
        return rows - wrong or rows
    return called(text, known, "", frozenset(known.names) - wrong) or rows


def _of_the_list(said: Said, spot: Spot) -> list[int]:
    """Return the rows of a list before a value whose own value is another one."""
    rows = {row for each in listed(spot.near, said.known) for row in each if len(each) == 1}
    if len(rows) < 2 or not LIST.search(spot.near):
        return []
    values = said.known.values
    return [
        row
        for row in sorted(rows)
        if (own := values.get(f"r{row}.{spot.role}")) is None or own.value != spot.fact.value
    ]


def _only_one(said: Said, spot: Spot) -> int | None:
    """Return the row of a reference that needs no name: the only one of its level, or with a date.

    A level has to be named (时效方面，…); a date says itself what it is (于2025年9月30日前完工).
    """
    form, row = said.known.table.form, spot.fact.row
    if form is None or row is None:
        return None
    if spot.fact.kind == "date":
        values = said.known.values
        dated = {
            fact.row for fact in values.values() if fact.kind == "date" and fact.row is not None
        }
        return row if dated == {row} else None
    kind = form.indicators[row].kind or form.indicators[row].group
    same = [at for at, each in enumerate(form.indicators) if (each.kind or each.group) == kind]
    stem = kind.removesuffix("指标").removeprefix("服务对象")
    return row if same == [row] and stem and stem in spot.far + spot.near else None


def _word_of(said: Said, spot: Spot) -> int | None:
    """Return the only row with a word in its name that says what values are: 支出 of 经费支出."""
    names, tags = said.known.names, words.tags(spot.near)
    found = [
        {row for row, name in names.items() if tag.text in name}
        for tag in tags
        if len(tag.text) > 1 and tag.has("column")
    ]
    alone = [rows for rows in found if len(rows) == 1]
    return next(iter(alone[0])) if alone and set.union(*alone) == alone[0] else None


def _names_itself(said: Said, spot: Spot) -> bool:
    """Return whether a value in words says of which row it is, or is a clause of its own."""
    value, row = spot.fact.value, spot.fact.row
    alone = _joined(spot) and not spot.after
    if spot.fact.kind == "words" and alone and len(value) >= _CLAUSE:
        return True
    pairs = {value[at : at + 2] for at in range(len(value) - 1)}
    rows = [at for at, name in said.known.names.items() if any(pair in name for pair in pairs)]
    once = said.text.count(f"{{{spot.ref}}}") == 1
    return spot.fact.kind == "words" and rows == [row] and once


def _calls_row(said: Said, spot: Spot) -> bool:
    """Return whether a value of the whole form stands where a row is named: 甲部署28台."""
    if spot.ref[0] not in "fp":
        return False
    form, values = said.known.table.form, said.known.values
    title = title_of(form.project) if form else ""
    own = {fact.row for ref, fact in values.items() if ref[0] == "r"}  # a text about money has none
    names = (said.known.names[row] for row in called(spot.near, said.known) if row in own)
    # a row may be called 预算执行率
    titles = (title, spot.fact.label, *words.of("column"))
    return any(name in spot.near and all(name not in each for each in titles) for name in names)


def _other(said: Said, spot: Spot, rows: frozenset[int]) -> Violation:
    named = "、".join(f"“{said.known.names[row]}”" for row in sorted(rows)[:4])
    own = said.name_of(spot) or spot.fact.label
    message = f"{{{spot.ref}}}是“{own}”的值，而它的文字说的是{named}，请改用对应的引用或改写文字。"
    return Violation("elsewhere", f"{{{spot.ref}}}", spot.start, message)


def _unequal(said: Said, spot: Spot, rows: Sequence[int]) -> Violation:
    named = "、".join(f"“{said.known.names[row]}”" for row in rows[:3])
    message = f"{named}的值与{{{spot.ref}}}不同，不能合在一起说，请分别写。"
    return Violation("elsewhere", f"{{{spot.ref}}}", spot.start, message)
