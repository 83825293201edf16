"""Facts of one indicator row: target, actual, distance, verdict, points, and what people said."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from selfeval_assist.facts import spelling
from selfeval_assist.facts.calling import called, clause_of, lent_unit
from selfeval_assist.facts.doubts import doubted
from selfeval_assist.facts.framing import Clause
from selfeval_assist.facts.model import Fact, FactKind, FactTable
from selfeval_assist.facts.pointers import points
from selfeval_assist.form import Comparator, Deviation, Indicator, Kind
from selfeval_assist.prose.causes import gives_reason, tells_measure
from selfeval_assist.prose.values import WORDS, Value
from selfeval_assist.scoring import RowScore, Verdict
from selfeval_assist.scoring.arithmetic import plain, rounded
from selfeval_assist.scoring.direction import comparator_of, days, magnitudes

VERDICTS = {
    Verdict.MET: "达到年度指标值",
    Verdict.EXCEEDED: "超过年度指标值",
    Verdict.MISSED: "未达到年度指标值",
    Verdict.LATE: "未按期完成",
}
"""How a verdict stands in a sentence."""
CEILINGS = frozenset({Comparator.LE, Comparator.LT})
KEPT = "控制在年度指标值以内"
"""What is better than a ceiling does not go beyond it."""


def row_facts(
    row: Indicator, score: RowScore, whole: Indicator | None = None, typed: str = "",
    year: int | None = None,
) -> Iterator[Fact]:  # fmt: skip
    """Yield the facts of a row; none for a row without a usable name.

    Args:
        row: the row.
        score: its score.
        whole: the row that it is a part of, or None.
        typed: the form's own texts, which may hold a number with its unit.
        year: the year of the form; what a person says of a later one is still to be done.
    """
    if not spelling.subjects_of(row.name):
        return
    values = tuple(_values(row, typed))
    clauses = {
        part[0]: clause_of(row, part[3], part[2], part[0] == "target", whole) for part in values
    }
    subjects = called(row, [each.subject for each in clauses.values()])
    distance = () if doubted(row) else _distance(row, score, typed)
    yield from _confirmed(score.index, values, clauses)
    for part in (values, distance, _points(row, score), _evidence(row)):
        for name, label, value, kind, fields, work, variants in part:
            yield Fact(
                f"row.{score.index}.{name}",
                label,
                value,
                kind,
                tuple(f"indicators.{score.index}.{path}" for path in fields),
                work,
                row=score.index,
                subjects=subjects,
                variants=variants,
            )
    yield from said_of_row(row, score, year)


def told_of(score: RowScore, table: FactTable) -> bool:
    """Return whether the values of a row may be told where code has compared them."""
    return score.verdict not in VERDICTS or f"row.{score.index}.verdict" in table


def _confirmed(
    index: int, values: tuple["_Part", ...], clauses: Mapping[str, Clause]
) -> Iterator[Fact]:
    """Yield the clauses of names that say all: 资金全部纳入统筹, beside a value of 100%."""
    for role, label, _, _, _, work, _ in values:
        if (own := clauses[role]).bare:
            where = (f"indicators.{index}.name", f"indicators.{index}.{role}")
            yield Fact(
                f"row.{index}.said.{role}", label, own.subject, "name", where, work, row=index
            )


@lru_cache(maxsize=1024)
def said_of_row(row: Indicator, score: RowScore, year: int | None) -> tuple[Fact, ...]:
    """Return what a row is called and what a person stated about it; () without a usable name."""
    return tuple(_said(row, score, year))


def _said(row: Indicator, score: RowScore, year: int | None) -> Iterator[Fact]:
    subjects, own, index = spelling.subjects_of(row.name), f"row.{score.index}", score.index
    if not subjects:
        return
    where = (f"indicators.{index}.name",)
    yield Fact(
        f"{own}.name", "指标名称", spelling.prose_name(subjects[0]), "name", where, row=index
    )
    yield Fact(f"{own}.place", "所在行", f"第{index + 1}行", "name", where, row=index)
    sign = {Verdict.EXCEEDED: 1, Verdict.MISSED: -1}.get(score.verdict, 0)
    path = f"indicators.{index}.deviation"
    stated = tuple(stated_facts(row.deviation, own, path, sign, index))
    yield from stated
    why, doing = parted(next((f.value for f in stated if f.id == f"{own}.text"), ""), year)
    if why and doing:
        yield Fact(f"{own}.why", "原因", why, "cause", (f"{path}.text",), row=index)
        yield Fact(f"{own}.doing", "改进措施", doing, "words", (f"{path}.text",), row=index)


# name, label, value, kind, fields, work, variants
_Part = tuple[str, str, str, FactKind, tuple[str, ...], str, tuple[str, ...]]


_BOTH = ("target", "actual")
_NOTHING = frozenset({"无", "/", "0", "—", "-", "－", "——"})


def stated_facts(
    deviation: Deviation, prefix: str, path: str, sign: int, row: int | None = None
) -> Iterator[Fact]:
    """Yield what a person stated about a deviation; these are texts and keep their own numbers.

    Args:
        deviation: what the person stated.
        prefix: the beginning of the facts' ids.
        path: the field path of the deviation.
        sign: 1 for more than planned, -1 for less, 0 for neither.
        row: the indicator row, or None for the budget.
    """
    for name, label in (
        ("category", "原因类别"),
        ("cause", "原因"),
        ("effect", "影响"),
        ("measure", "改进措施"),
        ("owner", "责任人"),
        ("deadline", "完成时限"),
        ("text", "偏差原因分析及改进措施"),
    ):
        value = spelling.stated(str(getattr(deviation, name)))
        value = category(value, sign) if name == "category" else value
        if _states(name, value):
            kind: FactKind = "cause" if name in {"category", *_REASONS} else "words"
            yield Fact(f"{prefix}.{name}", label, value, kind, (f"{path}.{name}",), row=row)


def parted(text: str, year: int | None) -> tuple[str, str]:
    """Return the reason of a text and, behind it, what is done or still to be done; each may be "".

    Args:
        text: what a person stated about a deviation.
        year: the year of the form; what is said of a later one is still to be done.
    """
    for mark in _CLAUSES.finditer(text):
        why, rest = text[: mark.start()], text[mark.end() :]
        first = _CLAUSES.split(rest, 1)[0]
        later = year is not None and any(int(each) > year for each in _YEAR.findall(first))
        if why.count("（") == why.count("）") and (later or tells_measure(f"，{first}")):
            return ("", text) if tells_measure(why) else (why, rest)
    return ("", text) if tells_measure(text) else (text, "")


_CLAUSES, _YEAR = re.compile("[，；]"), re.compile(r"20\d\d(?=年)")


def _states(name: str, value: str) -> bool:
    """Return whether a cell of a deviation states anything; one that still waits does not."""
    if not value or "【待填" in value or value in _NOTHING:
        return False
    if name in _REASONS and points(value):
        return False
    return name not in _REASONS or gives_reason(value)


_REASONS = frozenset({"cause", "text"})
_CATEGORIES = {
    "目标值设定偏低/偏高": {1: "目标值设定偏低", -1: "目标值设定偏高"},
    "预算追加/调减": {1: "预算追加", -1: "预算调减"},
}


def category(picked: str, sign: int) -> str:
    """Return the fitting half of a picked category: 偏低 for a target exceeded, 偏高 for missed."""
    return _CATEGORIES.get(picked, {}).get(sign, picked.replace("/", "或"))


def _values(row: Indicator, typed: str = "") -> Iterator[_Part]:
    doubts = doubted(row)
    for name, label, cell, spelled in (
        ("target", "年度指标值", row.target, spelling.target(row)),
        ("actual", "实际完成值", row.actual, spelling.actual(row)),
    ):
        if name in doubts:
            continue
        text, variants = spelled
        kind: FactKind = _KINDS.get(cell.value.kind, "quantity")
        if text.endswith("%"):
            kind = "rate"
        words_only = cell.value.kind in WORDS or cell.value.kind is Kind.UNPARSED
        if (not text and words_only) or (text and spelling.says_more(cell, text)):
            told = spelling.with_unit(spelling.plain_words(cell.raw), row)
            text, kind, variants = told, "words", ()
        elif text[-1:].isdecimal() and cell.value.kind is Kind.COUNT:
            variants, text = (*variants, text), text + lent_unit(row, cell.value, typed)
        if text:
            yield name, label, text, kind, (name,), "", variants


_KINDS: dict[Kind, FactKind] = {Kind.RATIO: "rate", Kind.AMOUNT: "amount", Kind.DATE: "date"}


def _distance(row: Indicator, score: RowScore, typed: str) -> Iterator[_Part]:
    """Yield verdict, gap, completion and overshoot of a row that code has compared."""
    verdict = VERDICTS.get(score.verdict)
    if verdict is None:
        return
    if score.verdict is Verdict.EXCEEDED and comparator_of(row) in CEILINGS:
        verdict = KEPT
    yield "verdict", "完成判定", verdict, "verdict", _BOTH, score.work, ()
    target, actual = row.target.value, row.actual.value
    if target.kind is Kind.DATE:
        yield from _days(target, actual)
        return
    if target.numeric and actual.numeric and target.upper is None and actual.upper is None:
        yield from _gap(row, score, target, actual, typed)


def _days(target: Value, actual: Value) -> Iterator[_Part]:
    """Yield by how many days a date was missed or kept ahead; only where both name a day."""
    if not target.date or not actual.date or not target.precision == actual.precision == "day":
        return
    due, done = days(target, actual)
    apart = f"{abs((done - due).days)}天"
    if done > due:
        work = f"{done} − {due} = {apart}"
        yield "late", "逾期天数", apart, "quantity", _BOTH, work, ()
    elif done < due:
        work = f"{due} − {done} = {apart}"
        yield "early", "提前天数", apart, "quantity", _BOTH, work, ()


def _gap(
    row: Indicator, score: RowScore, target: Value, actual: Value, typed: str
) -> Iterator[_Part]:
    t, a = magnitudes(target, actual)
    if t != a:
        scale, unit = _scale_of(row, target, actual, abs(a - t))
        unit = unit or ("" if scale.multiplier != 1 else lent_unit(row, scale, typed))
        gap = (abs(a - t) / scale.multiplier).normalize()
        value = spelling.quantity(gap, scale, unit, row.name)
        label = "与年度指标值的差距" if a < t else "超出年度指标值的数量"
        work = f"{plain(max(a, t))} − {plain(min(a, t))} = {plain(abs(a - t))}"
        yield "gap", label, value, "quantity", _BOTH, work, ()
    yield from _shares(score, t, a)


def _scale_of(row: Indicator, target: Value, actual: Value, gap: Decimal) -> tuple[Value, str]:
    """Return in what a distance is told, and its unit: 532人 of 3.2万人, 0.05个百分点 of 0.5‰."""
    scale = target if target.unit or target.multiplier != 1 else actual
    unit = spelling.unit_of(row, scale)
    ratio = target.kind is Kind.RATIO or actual.kind is Kind.RATIO or unit == "%"
    if gap * _TENTH < scale.multiplier != 1:
        scale = replace(scale, multiplier=Decimal(1))
    return scale, "个百分点" if ratio else unit


def _shares(score: RowScore, t: Decimal, a: Decimal) -> Iterator[_Part]:
    """Yield the completion of a target, or by how much of it a result lies beyond it."""
    if score.completion is not None and score.verdict is not Verdict.EXCEEDED:
        value = _percent(score.completion)
        reverse = t > 0 and score.completion != a / t * 100
        top, bottom = (t, a) if reverse else (a, t)
        work = f"{plain(top)} ÷ {plain(bottom)} × 100% ≈ {value}"
        yield "completion", "完成比例", value, "rate", _BOTH, work, ()
    beyond = score.verdict is Verdict.EXCEEDED and t > 0 and a != t
    if beyond and score.overshoot and (score.overshoot <= _DOUBLE or a < t):
        value = _percent(score.overshoot)
        high, low = plain(max(a, t)), plain(min(a, t))
        work = f"({high} − {low}) ÷ {plain(t)} × 100% ≈ {value}"
        name, label = "overshoot", "超出年度指标值的比例"
        if a < t:  # a ceiling that was kept by far, such as a waiting time
            name, label = "below", "低于年度指标值的比例"
        yield name, label, value, "rate", _BOTH, work, ()


_TENTH = 10
_DOUBLE = 100
"""Percent beyond a target from which on nobody says it in percent."""


def _percent(value: Decimal) -> str:
    return f"{plain(rounded(value, 2))}%"


def _points(row: Indicator, score: RowScore) -> Iterator[_Part]:
    if score.weight is None:
        return
    weight = f"{plain(score.weight)}分"
    yield "weight", "分值", weight, "points", ("weight",), "", ()
    points = score.claimed if score.claimed is not None else score.points
    if points is None:
        return
    claimed = score.claimed is not None
    value, fields = f"{plain(points)}分", ("score",) if claimed else ("target", "actual", "weight")
    work = "" if claimed else score.work
    yield "score", "自评得分", value, "points", fields, work, ()
    if points < score.weight:
        lost = f"{plain(score.weight - points)}分"
        work = f"{plain(score.weight)} − {plain(points)} = {plain(score.weight - points)}"
        yield "lost", "扣分", lost, "points", ("weight", "score"), work, ()


def _evidence(row: Indicator) -> Iterator[_Part]:
    size = row.evidence.survey_size.value
    if size is not None and size > 0:
        yield "survey", "有效问卷", f"{plain(size)}份", "count", ("evidence.survey_size",), "", ()
    for name, label, text in (
        ("survey_date", "调查时间", row.evidence.survey_date),
        ("document", "佐证材料", row.evidence.document),
    ):
        if value := spelling.stated(text):
            yield name, label, value, "words", (f"evidence.{name}",), "", ()
