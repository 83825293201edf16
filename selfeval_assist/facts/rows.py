"""Facts of one indicator row: target, actual, distance, verdict, points, and what people said."""

from collections.abc import Iterator
from decimal import Decimal

from selfeval_assist.facts import lexicon, spelling
from selfeval_assist.facts.model import Fact, FactKind
from selfeval_assist.form import Indicator, Kind
from selfeval_assist.form.values import WORDS, Value
from selfeval_assist.scoring import RowScore, Verdict
from selfeval_assist.scoring.arithmetic import plain, rounded
from selfeval_assist.scoring.direction import magnitudes

VERDICTS = {
    Verdict.MET: "达到年度指标值",
    Verdict.EXCEEDED: "超过年度指标值",
    Verdict.MISSED: "未达到年度指标值",
    Verdict.LATE: "未按期完成",
}
"""How a verdict stands in a sentence."""


def row_facts(row: Indicator, score: RowScore) -> Iterator[Fact]:
    """Yield the facts of a row; none for a row without a usable name."""
    subjects = spelling.subjects_of(row.name)
    if not subjects:
        return
    for part in (_values(row), _distance(row, score), _points(row, score), _evidence(row)):
        for name, label, value, kind, fields, work, wordings, bare, variants in part:
            yield Fact(
                f"row.{score.index}.{name}",
                label,
                value,
                kind,
                tuple(f"indicators.{score.index}.{path}" for path in fields),
                work,
                wordings,
                row=score.index,
                subjects=subjects,
                bare=bare,
                variants=variants,
            )
    yield from stated_facts(row.deviation, f"row.{score.index}", _deviation(score), score.index)


# name, label, value, kind, fields, work, wordings, bare, variants
_Part = tuple[str, str, str, FactKind, tuple[str, ...], str, tuple[str, ...], bool, tuple[str, ...]]


def _deviation(score: RowScore) -> str:
    return f"indicators.{score.index}.deviation"


def stated_facts(deviation: object, prefix: str, path: str, row: int | None) -> Iterator[Fact]:
    """Yield what a person stated about a deviation; these are texts and keep their own numbers."""
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
        if value and value not in {"无", "/", "0", "—", "-", "－", "——"}:
            kind: FactKind = "cause" if name in {"category", "cause", "text"} else "words"
            yield Fact(f"{prefix}.{name}", label, value, kind, (f"{path}.{name}",), row=row)


def _values(row: Indicator) -> Iterator[_Part]:
    for name, label, cell, spelled, wordings in (
        ("target", "年度指标值", row.target, spelling.target(row), lexicon.TARGET),
        ("actual", "实际完成值", row.actual, spelling.actual(row), lexicon.ACTUAL),
    ):
        text, variants = spelled
        kind: FactKind = _KINDS.get(cell.value.kind, "quantity")
        if not text and (cell.value.kind in WORDS or cell.value.kind is Kind.UNPARSED):
            text, kind, variants = spelling.quoted(cell.raw), "words", ()
        if text and text != "“”":
            yield name, label, text, kind, (name,), "", wordings, name == "actual", variants


_KINDS: dict[Kind, FactKind] = {Kind.RATIO: "rate", Kind.AMOUNT: "amount", Kind.DATE: "date"}


def _distance(row: Indicator, score: RowScore) -> Iterator[_Part]:
    """Yield verdict, gap, completion and overshoot of a row that code has compared."""
    both = ("target", "actual")
    verdict = VERDICTS.get(score.verdict)
    if verdict is None:
        return
    yield "verdict", "完成判定", verdict, "verdict", both, score.work, (), False, ()
    target, actual = row.target.value, row.actual.value
    if target.kind is Kind.DATE:
        if target.date and actual.date and score.verdict is Verdict.LATE:
            days = f"{(actual.date - target.date).days}天"
            work = f"{actual.date} − {target.date} = {days}"
            if target.precision == actual.precision == "day":
                yield "late", "逾期天数", days, "quantity", both, work, lexicon.LATE, False, ()
        return
    if target.upper is None and actual.upper is None:
        yield from _gap(row, score, target, actual)


def _gap(row: Indicator, score: RowScore, target: Value, actual: Value) -> Iterator[_Part]:
    t, a = magnitudes(target, actual)
    both = ("target", "actual")
    if t != a:
        scale = target if target.unit or target.multiplier != 1 else actual
        ratio = target.kind is Kind.RATIO or actual.kind is Kind.RATIO
        unit = "个百分点" if ratio else spelling.unit_of(row, scale)
        value = spelling.quantity(abs(a - t) / scale.multiplier, scale, unit)
        high, low = plain(max(a, t)), plain(min(a, t))
        wordings = lexicon.SHORT if a < t else lexicon.LONG
        label = "与年度指标值的差距" if a < t else "超出年度指标值的数量"
        work = f"{high} − {low} = {plain(abs(a - t))}"
        yield "gap", label, value, "quantity", both, work, wordings, False, ()
    if score.completion is not None and score.verdict is not Verdict.EXCEEDED:
        value = _percent(score.completion)
        top, bottom = (t, a) if _reverse(score.completion, t, a) else (a, t)
        work = f"{plain(top)} ÷ {plain(bottom)} × 100% ≈ {value}"
        yield "completion", "完成比例", value, "rate", both, work, lexicon.COMPLETION, False, ()
    if score.overshoot and score.verdict is Verdict.EXCEEDED and a > t:
        value = _percent(score.overshoot)
        work = f"({plain(a)} − {plain(t)}) ÷ {plain(t)} × 100% ≈ {value}"
        wordings = lexicon.OVERSHOOT
        yield "overshoot", "超出年度指标值的比例", value, "rate", both, work, wordings, False, ()


def _reverse(completion: Decimal, target: Decimal, actual: Decimal) -> bool:
    return target > 0 and completion != actual / target * 100


def _percent(value: Decimal) -> str:
    return f"{plain(rounded(value, 2))}%"


def _points(row: Indicator, score: RowScore) -> Iterator[_Part]:
    if score.weight is None:
        return
    weight = f"{plain(score.weight)}分"
    yield "weight", "分值", weight, "points", ("weight",), "", lexicon.WEIGHT, False, ()
    points = score.claimed if score.claimed is not None else score.points
    if points is None:
        return
    claimed = score.claimed is not None
    value, fields = f"{plain(points)}分", ("score",) if claimed else ("target", "actual", "weight")
    work = "" if claimed else score.work
    yield "score", "自评得分", value, "points", fields, work, lexicon.SCORE, False, ()
    if points < score.weight:
        lost = f"{plain(score.weight - points)}分"
        work = f"{plain(score.weight)} − {plain(points)} = {plain(score.weight - points)}"
        yield "lost", "扣分", lost, "points", ("weight", "score"), work, lexicon.LOST, False, ()


def _evidence(row: Indicator) -> Iterator[_Part]:
    size = row.evidence.survey_size.value
    if size is not None and size > 0:
        fields = ("evidence.survey_size",)
        yield (
            "survey",
            "有效问卷",
            f"{plain(size)}份",
            "count",
            fields,
            "",
            lexicon.SURVEY,
            False,
            (),
        )
    for name, label, text in (
        ("survey_date", "调查时间", row.evidence.survey_date),
        ("document", "佐证材料", row.evidence.document),
    ):
        if value := spelling.stated(text):
            yield name, label, value, "words", (f"evidence.{name}",), "", (), False, ()
