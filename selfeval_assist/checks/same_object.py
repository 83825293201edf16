"""Rules on rows that count the same thing, and on the parts of a row against their whole."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from selfeval_assist.checks.basis import PRODUCT, PUBLISHED
from selfeval_assist.checks.registry import Hit, Severity, Subject, rule
from selfeval_assist.checks.view import Row
from selfeval_assist.facts.calling import whole_of
from selfeval_assist.facts.names import begins, ends, named
from selfeval_assist.facts.ranges import rows_named
from selfeval_assist.form import Kind, Value
from selfeval_assist.form.text import essence
from selfeval_assist.prose.units import same_unit
from selfeval_assist.prose.width import narrowed
from selfeval_assist.scoring.arithmetic import plain

_FEWEST = 2
_SHORTEST = 2
"""Letters of a thing that two rows may share."""
_COUNTED = frozenset({Kind.COUNT, Kind.AMOUNT})


@rule(
    "IND014",
    "“其中”各行合计超过总数",
    severity=Severity.ERROR,
    message="{lines}的{cell}合计 {sum}{unit}，超过第{line}行“{name}”的 {whole}{unit}，提请核实。",
    basis=PUBLISHED,
)
def parts_above_the_whole(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    “其中”行的目标值或完成值，单独一行或几行合计，超过所属那一行的。单位不同、是比率的不比。
    为什么：其中是总数的一部分，不会比总数多。
    反例：购置护理床 52张；其中：电动护理床 30张，其中：手动护理床 30张。
    正例：购置护理床 52张；其中：电动护理床 30张，其中：手动护理床 22张。
    怎么改：核对台账，改正写错的一行；几行之间有重叠的，在备注里说明。
    """
    rows = {row.index: row for row in subject.rows}
    parts: dict[int, list[Row]] = defaultdict(list)
    for row in subject.rows:
        whole = whole_of(subject.form.indicators, row.index)
        if whole in rows:
            parts[whole].append(row)
    for whole, own in parts.items():
        for cell, title in (("target", "年度指标值"), ("actual", "实际完成值")):
            yield from _above(rows[whole], own, cell, title)


def _above(whole: Row, parts: list[Row], cell: str, title: str) -> Iterator[Hit]:
    value: Value = getattr(whole, cell)
    told = [(row, getattr(row, cell)) for row in parts]
    own = [(row, each.magnitude) for row, each in told if _comparable(value, each)]
    total = sum((number or Decimal(0) for _, number in own), Decimal(0))
    if value.magnitude is None or total <= value.magnitude or not own:
        return
    facts = {
        "lines": rows_named(row.index for row, _ in own),
        "cell": title,
        "sum": plain(total / value.multiplier),
        "line": whole.index + 1,
        "name": whole.name,
        "whole": plain(value.magnitude / value.multiplier),
        "unit": f"{'' if value.multiplier == 1 else '万'}{value.unit}",
    }
    yield Hit(f"{own[0][0].path}.{cell}", facts)


def _comparable(one: Value, other: Value) -> bool:
    """Return whether two values are counts of the same unit, neither of them a range."""
    both = (one, other)
    counted = all(each.kind in _COUNTED and each.upper is None for each in both)
    return (
        counted
        and "/" not in one.unit
        and (one.unit == other.unit or same_unit(one.unit, other.unit))
    )


@rule(
    "IND015",
    "同一对象两个数",
    severity=Severity.WARNING,
    message="第{line}行“{name}”完成值为“{own}”，而{place}为“{actual}”，看名称是同一对象，提请核实。",
    basis=PRODUCT,
)
def one_thing_two_numbers(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    两行指标的名称去掉“数量”“人数”一类的词和动作以后数的是同一对象，单位也相同，而完成值不同。分期、
    “其中”、比率不算。
    为什么：同一对象在一张表里只有一个数；两行不同，至少有一行写错，或者名称没有写清口径。
    反例：受益老人人数 1200人；受益老人数量 1150人。
    正例：受益老人人数 1200人，只列一行；口径不同的写明：全年受益 1200人、年末在院 1150人。
    怎么改：核对台账，统一为一个数；口径不同的在名称里写明。
    """
    things: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in subject.rows:
        if (counted := thing(row))[0] and not row.part:
            things[counted].append(row)
    for rows in things.values():
        for one, other in combinations(rows, _FEWEST):
            apart = one.actual.magnitude != other.actual.magnitude
            if apart and _comparable(one.actual, other.actual):
                facts = {
                    "line": one.index + 1,
                    "name": one.name,
                    "own": one.data.actual.raw.strip(),
                    "actual": other.data.actual.raw.strip(),
                }
                yield Hit(f"{other.path}.actual", facts)


def thing(row: Row) -> tuple[str, str]:
    """Return what a row counts and what is done to it; nothing for a row that counts nothing.

    购置护理床数量 and 护理床购置数 count one thing, 培训教师人数 and 招聘教师人数 two.
    """
    name = named(narrowed(row.name).strip())
    if name.shape != "count" or name.tail:
        return "", ""
    said = essence(name.thing)
    deed = ends("deed", said) or begins("deed", said)
    rest = said.removesuffix(deed) if said.endswith(deed) else said.removeprefix(deed)
    return (rest, deed) if len(rest) >= _SHORTEST else ("", "")
