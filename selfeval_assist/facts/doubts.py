"""Which values of a row nobody can vouch for: damaged, or at odds with the name or each other.

Nothing is told of such a value and nothing is worked out from it; a person is asked.
"""

import re
from functools import lru_cache

from selfeval_assist.facts.names import begins, ends, is_a, named, quantity_in
from selfeval_assist.facts.spelling import borrowed_unit, told_name, unit_of
from selfeval_assist.facts.undone import undone
from selfeval_assist.form import Comparator, Indicator, Kind, Value
from selfeval_assist.form.cells import Measure
from selfeval_assist.form.text import essence
from selfeval_assist.form.vocabulary import SATISFACTION
from selfeval_assist.prose import units
from selfeval_assist.prose.values import WORDS
from selfeval_assist.scoring.ahead import to_come
from selfeval_assist.scoring.direction import answers, comparable, comparator_of, values_of

_CEILINGS = frozenset({Comparator.LE, Comparator.LT})
# What a copy, a mask or a template leaves in a cell: 9(cut), ≥**人, XX个, a bare ≥ or %.
_REMNANT = re.compile(
    r"\*{2,}|[#＃]{2,}|[xX×]{2,}|_{2,}|\ufffd|[(（][A-Za-z]{2,}[)）]|^[≥≤><=＝％%\s]+$"
)
_ALL = 100


@lru_cache(maxsize=1024)
def doubted(row: Indicator) -> frozenset[str]:
    """Return which of ``target`` and ``actual`` are filled in and cannot be told as they stand.

    These are doubted: remnants of another text; a number and its answer of different kinds (a
    count and a percentage, a word for a number, ‰ or nothing for %, 人次 for 人); another number
    than the one in the name; a rate without a percent sign or of more than all; an upper bound on
    a work that is to be done; a result that copies the bound of its target, or praises in place of
    an answer; a day in a year before that of its target.
    """
    cells = {"target": row.target, "actual": row.actual}
    broken = {role for role, cell in cells.items() if _broken(cell)}
    if not broken and _at_odds(row):
        return frozenset(role for role in cells if not cells[role].blank)
    found = broken | {role for role in cells if _no_share(row, role) or _serial(row, role)}
    odd = (_words_for_a_number, _still_to_come, _of_another_scale, _copies_the_bound, _no_answer,
           counted_otherwise, _of_an_earlier_year)  # fmt: skip
    found |= {"actual"} if any(each(row) for each in odd) else set()
    found |= {"target"} if _bounds_a_work(row) else set()
    return frozenset(role for role in found if not cells[role].blank)


def _at_odds(row: Indicator) -> bool:
    """Return whether both values cannot be right: of different kinds, or not that of the name."""
    target, actual = values_of(row)
    more = essence(row.actual.raw).startswith(essence(row.target.raw))  # 24小时, 24小时不间断
    if target.numeric and actual.numeric and not (more or comparable(row, target, actual)):
        return True
    if target.kind is Kind.RATIO and _bare_bound(actual):
        return True
    name = named(told_name(row))
    return name.shape == "told" and any(_other(name.text, each) for each in (target, actual))


def _still_to_come(row: Indicator) -> bool:
    """Return whether a result is one that is expected, or not all there."""
    told = to_come(row)
    own = bool(told) and told not in row.target.raw and row.actual.value.tier is None
    return own and not undone(row)


def _of_another_scale(row: Indicator) -> bool:
    """Return whether a share of a target in percent is answered in ‰ or without a sign."""
    target, actual = row.target, row.actual
    if target.value.unit != "%" or not actual.value.number or "‰" in target.raw:
        return False
    bare = not unit_of(row, actual.value) and actual.value.number != target.value.number
    return "‰" in actual.raw or bare


def _of_an_earlier_year(row: Indicator) -> bool:
    """Return whether a work was done in a year before that of its target."""
    days = [cell.value for cell in (row.target, row.actual)]
    if any(day.date is None or day.yearless for day in days):
        return False
    due, done = (day.date.year for day in days if day.date)
    return done < due


def counted_otherwise(row: Indicator) -> bool:
    """Return whether one value counts things and the other how often they came: 200人, 260人次."""
    both = [cell.value.unit.partition("/")[0] for cell in (row.target, row.actual)]
    often = [len(unit) > 1 and unit.endswith("次") for unit in both]
    if not all(both) or often[0] == often[1]:
        return False
    return not units.same_unit(both[often[0]], "次")  # 3场 and 3场次 are the same


def _copies_the_bound(row: Indicator) -> bool:
    """Return whether a result is the bound of its target, which nobody measures: ≥10年."""
    signed = row.target.value.comparator in {*_CEILINGS, Comparator.GE, Comparator.GT}
    said, unit = row.actual.raw.strip(), row.actual.value.unit
    copied = said[:1] in "≥≤><＞＜" and essence(said) == essence(row.target.raw)
    return signed and unit not in {"", "%"} and copied


def _no_answer(row: Indicator) -> bool:
    """Return whether words to be reached are answered by all of nothing, or by praise alone.

    明显丰富 is not 100%, and 建立健全 not 较好.
    """
    target, actual = row.target.value, row.actual.value
    name = named(told_name(row))
    if target.kind not in WORDS or _judges(target) or name.shape not in {"state", "thing"}:
        return False
    praise = is_a("good", actual.words) and actual.words.endswith("好")
    judged = is_a("good", target.words) or is_a("degree", target.words) or not target.words
    return actual.kind is Kind.RATIO or (praise and not judged and not name.head)


def _bare_bound(value: Value) -> bool:
    """Return whether a value is a number without a unit behind a sign: ≥1, beside 0%."""
    signed = value.comparator is not Comparator.NONE
    return signed and value.kind is Kind.COUNT and not value.unit


def _words_for_a_number(row: Indicator) -> bool:
    """Return whether words stand where a number was to be reached: 建设中 for 1座."""
    target, actual = values_of(row)
    asked = target.numeric and actual.kind in WORDS and not _judges(actual)
    return asked and not undone(row) and not answers(target, actual, comparator_of(row))


def _bounds_a_work(row: Indicator) -> bool:
    """Return whether a target is an upper bound on a work that is to be done: 建设 ≤4个."""
    target = row.target.value
    wanted = row.kind == "数量指标" and target.kind is Kind.COUNT
    return wanted and target.comparator in _CEILINGS and _is_work(named(told_name(row)).thing)


def _broken(cell: Measure) -> bool:
    """Return whether a cell holds remnants, or nothing but signs."""
    return bool(cell.value.damage) or _REMNANT.search(cell.raw.strip()) is not None


def _judges(value: Value) -> bool:
    judged = value.tier is not None or is_a("done", value.words)
    return judged and not is_a("good", value.words)


def _other(name: str, value: Value) -> bool:
    """Return whether a number is another one than that with which a name ends."""
    own = quantity_in(name)
    same = value.number is not None and format(value.number.normalize(), "f") in own
    whole = value.kind is Kind.RATIO and value.number == _ALL
    return bool(own) and value.numeric and not same and not whole


def _no_share(row: Indicator, role: str) -> bool:
    """Return whether a number cannot be the rate that its name asks for."""
    name = named(told_name(row))
    cell = row.target if role == "target" else row.actual
    if not cell.value.numeric:
        return False
    number, unit = cell.value.number or 0, unit_of(row, cell.value)
    if number > _ALL and is_a("share", name.text[-3:]):
        return True
    asks = name.text.endswith(("满意度", "满意率")) or (
        row.group == SATISFACTION and name.shape in {"aim", "deed", "thing", "whether"}
    )
    lent = role == "actual" and borrowed_unit(row)
    return asks and not unit and not lent and "%" not in row.unit and number != 0


def _serial(row: Indicator, role: str) -> bool:
    """Return whether a number stands for a day as a spreadsheet counts it: 45420."""
    value = row.target.value if role == "target" else row.actual.value
    asks = row.kind == "时效指标" or named(told_name(row)).shape == "time"
    bare = value.kind is Kind.COUNT and not value.unit and not row.unit.strip()
    return asks and bare and _FIRST_DAY <= (value.number or 0) <= _LAST_DAY


_FIRST_DAY, _LAST_DAY = 36526, 73050
"""The days of this century, counted from the first of 1900."""


def remnant(text: str) -> str:
    """Return what a template or a mask left in a text, or ""."""
    found = _REMNANT.search(text)
    return found[0] if found else ""


def _is_work(thing: str) -> bool:
    """Return whether a thing is a deed: 建设示范村, 终端部署."""
    return bool(begins("deed", thing) or ends("deed", thing))
