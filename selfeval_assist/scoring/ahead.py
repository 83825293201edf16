"""Whether an actual value tells what is still to come: a plan, or a part that is not there yet."""

import re
from functools import lru_cache

from selfeval_assist.form import Indicator, Kind
from selfeval_assist.prose.outcome import undone
from selfeval_assist.prose.width import narrowed

# 预计120人, 计划3月完成3.6公里, 拟于2025年3月验收, 待评审; not 计划内120人, 待遇
_PLANNED = re.compile(
    r"拟|预计|预期(?=\d)|有望|即将|将(?:于|在|要|会|继续|进一步|逐步)"
    r"|计划(?!内|外|生育|单列|(?:完成|执行)[率比])|待(?!遇|业|岗|机)"
)
_CLAUSE = re.compile(r"[,，;；。()（）]")
_RESULT = re.compile(r"(?:实际|已).*\d")
"""A clause that tells a result beside a plan: 计划120人，实际96人."""


def to_come(row: Indicator) -> str:
    """Return the words of an actual value that tell what is still to come; nothing for a result.

    That is a clause that begins with a plan (预计120人), and beside a count a part that is not
    there yet (6台（尚未到货2台）). A rate may name the rest that was missed.
    """
    raw = row.actual.raw
    if raw.isascii() or row.actual.blank:
        return ""
    counted = row.actual.value.kind in {Kind.COUNT, Kind.AMOUNT}
    return _to_come(raw, row.target.raw, row.name, counted)


@lru_cache(maxsize=1024)
def _to_come(raw: str, target: str, name: str, counted: bool) -> str:
    clauses = [each.strip() for each in _CLAUSE.split(narrowed(raw))]
    planned = next((each for each in clauses if _PLANNED.match(each)), "")
    if planned and not any(map(_RESULT.match, clauses)):
        return planned
    rest = clauses[1:] if counted else []
    return next((each for each in rest if each and undone(each, target, name)), "")
