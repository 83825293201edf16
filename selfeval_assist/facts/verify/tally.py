"""Numbers that count indicators by what is true of them: 5项超额完成, 4项百分比指标, 两项得满分."""

import re
from decimal import Decimal

from selfeval_assist.facts.verify.index import WHOLE, Index
from selfeval_assist.facts.verify.quantities import Found
from selfeval_assist.facts.verify.reading import Reading
from selfeval_assist.facts.verify.scan import clause_end, clause_start, sentence_start
from selfeval_assist.facts.verify.scopes import last_scope

_POINTS = re.compile(r"(?:(?:各|均|都)?(?:得|自评)|各)(?P<points>\d+(?:\.\d+)?)分")
# What is said of the indicators that are counted; the first that fits, so the longer stand first.
_SAID = (
    ("late", r"逾期|未按期|未按时|未如期|延期|滞后"),
    ("lost", r"扣分|失分|(?:未|没有|没)(?:能)?(?:得|拿到)?(?:到)?满分|被?扣(?!除)"),
    ("full", r"(?:得|为|获|拿)?(?:到)?满分|全部得分|(?:未|没有)(?:被)?扣分"),
    ("unmet", r"(?:未能?|没有|没能|尚未|不)(?:全部)?(?:达标|完成|达到|达成|实现)"),
    ("exceeded", r"超额|超过|超出|超目标|优于|好于|高于"),
    (
        "equal",
        r"(?:与|同|和)?(?:年度|既定|预期)?(?:目标|指标|计划|预期)值?(?:持平|一致|相同|相当|相等)"
        r"|持平|(?:刚好|恰好|正好)(?:达到|完成|达标)",
    ),
    ("percent", r"(?:以|用)?(?:百分比|百分率|百分数)"),
    ("words", r"定性|(?:以|用)文字"),
    ("numbers", r"定量|量化"),
    ("met", r"达标|完成|达到|达成|实现"),
)
_PATTERNS = tuple((name, re.compile(pattern)) for name, pattern in _SAID)
_THINGS = re.compile(
    r"(?:[项条类]|个(?!百分|月|工作|小时))(?:三级|绩效|具体)?(?:指标)?(?:的)?(?:[均都已为是在也]|按|计划|实际|全部|如期|按期)*"
)
_BEFORE = re.compile(
    r"(?P<said>[^，；。、：:\d（）()]{2,12}?)(?:年度|既定|预期)?(?:目标|指标值|指标|任务|要求)?(?:的)?"
    r"(?:三级|绩效)?(?:指标)?(?:共有|共计|共|有|为|是|数为)?$"
)
_TOTAL = re.compile(r"(?:共有|共计|共|合计|总计|计|设|设置|包括|有)$")
_LATE_BESIDE = re.compile(
    r"(?:逾期|未按期|未按时|延期)[^，；。、\d含]{0,6}[\d一二两三四五]+[项个条]"
    r"|[\d一二两三四五][项个条][^，；。、\d含]{0,6}(?:逾期|未按期|未按时|延期)"
)
_WITHIN = re.compile(r"(?:含|其中|包括|包含)[^，；。]{0,4}$")


def said_behind(plain: str, end: int) -> str:
    """Return what is said of so many indicators right behind their number, "" for nothing."""
    things = _THINGS.match(plain, end)
    if things is None:
        return ""
    found = (name for name, pattern in _PATTERNS if pattern.match(plain, things.end()))
    return next(found, "indicators" if "指标" in things[0] else "")


def of_indicators(plain: str, start: int, end: int) -> bool:
    """Whether a number counts indicators: they are named, or something is said of them."""
    if _THINGS.match(plain, end) and plain.endswith(("指标", "指标共", "指标中"), 0, start):
        return True
    return bool(said_behind(plain, end))


def tallies(reading: Reading, index: Index, found: Found) -> bool:
    """Whether a number counts the indicators of which the words beside it are true."""
    masked, start = reading.masked, found.start
    things = _THINGS.match(masked, found.end)
    if things is None or not found.key.isdigit() or masked.startswith("等", start - 1):
        return False
    inside = _inside(reading, index, start)
    rows = _rows(reading, index, found, things.end(), inside)
    if rows is None or len(rows) != int(found.key):
        return False
    near = clause_start(masked, start)
    beside = (hit for hit in reading.subjects if near <= hit.start and hit.end == start)
    names = {index.canonical[hit.text] for hit in beside} - index.levels
    return not names or any(index.rows[row] & names for row in rows)


def _rows(
    reading: Reading, index: Index, found: Found, behind: int, inside: frozenset[int]
) -> frozenset[int] | None:
    """Return the rows that a count is about; None where nothing is said of them."""
    masked = reading.masked
    if points := _POINTS.match(masked, behind):
        value = Decimal(points["points"])
        return frozenset(row for row in inside if index.scores.get(row) == value)
    for name, pattern in _PATTERNS:
        if pattern.match(masked, behind):
            return _of_kind(name, reading, index, found, inside)
    scope = next((s for s in index.members if masked.startswith(s, found.end + 1)), "")
    if scope or (scope := _level_behind(reading, index, found.end + 1)):
        return index.members[scope]
    near = clause_start(masked, found.start)
    if match := _BEFORE.search(masked, near, found.start):
        for name, pattern in _PATTERNS:
            if pattern.search(match["said"]):
                return _of_kind(name, reading, index, found, inside)
    named = reading.plain.endswith(tuple(index.members), near, found.start)
    return inside if named or _TOTAL.search(masked, near, found.start) else None


def _level_behind(reading: Reading, index: Index, at: int) -> str:
    """Return the level that is named right behind a count: 三个产出指标."""
    hit = next((hit for hit in reading.subjects if hit.start == at), None)
    return hit.text if hit is not None and hit.text in index.members else ""


def _of_kind(
    name: str, reading: Reading, index: Index, found: Found, inside: frozenset[int]
) -> frozenset[int]:
    """Return the rows of a kind inside a group.

    Beside a count of the late ones, 未达标 means the others. 达标 may or may not count rows that
    say the same in words, 健全 for 健全.
    """
    rows, count = index.kinds[name] & inside, int(found.key)
    if name == "unmet":
        begin = clause_start(reading.masked, found.start)
        end = clause_end(reading.masked, found.end)
        missed = index.kinds["missed"] & inside
        only = "年度指标值" in reading.plain[begin:end] or late_beside(reading.masked, found.start)
        return missed if only or count == len(missed) else rows
    begin = sentence_start(reading.masked, found.start)
    apart = "年度指标值" in reading.plain[begin : found.start] or "定性" in reading.plain[begin:]
    if name == "met" and count != len(rows) and not apart:
        return rows | (index.kinds["equal"] & inside)
    return rows


def late_beside(masked: str, at: int) -> bool:
    """Whether the late indicators are counted by themselves in the sentence of a place."""
    begin = sentence_start(masked, at)
    end = next((e for mark in "。！？\n" if (e := masked.find(mark, at)) >= 0), len(masked))
    return any(
        not _WITHIN.search(masked, begin, match.start())
        for match in _LATE_BESIDE.finditer(masked, begin, end)
    )


def _inside(reading: Reading, index: Index, at: int) -> frozenset[int]:
    """Return the rows of the group or level that the sentence has come to, or all."""
    begin = sentence_start(reading.masked, at)
    scope, _place = last_scope(reading.plain[begin:at], frozenset(index.members))
    every = frozenset(index.rows)
    return every if scope in WHOLE else index.members.get(scope, every)
