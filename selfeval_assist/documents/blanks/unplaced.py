"""What of a form did not reach a filled template, found by reading the file again."""

from collections.abc import Iterator, Sequence

from selfeval_assist.documents.blanks.funds import pairs
from selfeval_assist.documents.writers.content import BudgetPlace, completion
from selfeval_assist.form import FundLine, Indicator, SelfEvaluation, paths
from selfeval_assist.form.money import in_yuan
from selfeval_assist.form.text import squeeze

_HEAD = (
    "year",
    "project",
    "department",
    "unit",
    "goal.planned",
    "total",
    "grade",
    "notes",
    "people.manager",
    "people.filler",
    "people.phone",
)
_MONEY = ("initial", "adjusted", "executed")
_POINTS = ("weight", "rate", "score")
_ROW = ("level1", "level2", "name", "target", "actual", "weight", "score", "deviation")
_NAME = _ROW.index("name")


def unplaced(
    form: SelfEvaluation, written: Sequence[SelfEvaluation], budget: BudgetPlace
) -> tuple[str, ...]:
    """Return a sentence for each printed value of a form that the written file does not hold.

    Args:
        form: the form that was to be written.
        written: the forms read from the file.
        budget: where the text on the budget's deviation was to go.
    """
    best = max(written, key=lambda each: len(set(_missing(each, form, budget))) * -1)
    places = "、".join(dict.fromkeys(_missing(best, form, budget)))
    return (f"以下内容没有写入模板，请手工补填：{places}。",) if places else ()


def _missing(got: SelfEvaluation, form: SelfEvaluation, budget: BudgetPlace) -> Iterator[str]:
    for path in _HEAD:
        text = squeeze(paths.text(form, path))
        if text and text not in squeeze(paths.text(got, path)):
            yield paths.label(form, path)
    reason = squeeze(form.funds.deviation.text)
    everywhere = squeeze(completion(got) + got.notes + got.funds.deviation.text)
    if squeeze(form.goal.actual) not in everywhere:
        yield paths.label(form, "goal.actual")
    if reason and reason not in everywhere:
        yield "预算偏差原因"
    if not reason and squeeze(completion(form, budget)) not in everywhere:
        yield paths.label(form, "goal.actual")
    same = dict(pairs(form, got))
    lines = [("funds.total", form.funds.total, got.funds.total)]
    for index, line in enumerate(form.funds.sources):
        other = got.funds.sources[same[index]] if index in same else FundLine()
        lines.append((f"funds.sources.{index}", line, other))
    for path, line, other in lines:
        for key in (*_MONEY, *_POINTS):
            if _lost(line, other, key, form, got):
                yield paths.label(form, f"{path}.{key}")
    yield from _missing_rows(form, got)


def _lost(
    line: FundLine, other: FundLine, key: str, form: SelfEvaluation, got: SelfEvaluation
) -> bool:
    mine, theirs = getattr(line, key), getattr(other, key)
    if mine.blank or squeeze(mine.raw) == squeeze(theirs.raw):
        return False
    if key in _MONEY and mine.value is not None:
        return in_yuan(mine, form.money_unit) != in_yuan(theirs, got.money_unit)
    return True


def _missing_rows(form: SelfEvaluation, got: SelfEvaluation) -> Iterator[str]:
    there = [_row(row) for row in got.indicators]
    for index, row in enumerate(form.indicators):
        wanted = _row(row)
        best = min(there, key=lambda other: len(_differences(wanted, other)), default=None)
        if best is None or wanted[_NAME] != best[_NAME]:
            yield paths.label(form, f"indicators.{index}")
            continue
        there.remove(best)
        for key in _differences(wanted, best):
            yield paths.label(form, f"indicators.{index}.{key}")


def _differences(wanted: Sequence[str], other: Sequence[str]) -> list[str]:
    """Return the fields that differ; the name counts more than all others."""
    found = [key for key, a, b in zip(_ROW, wanted, other, strict=True) if a and a != b]
    return found * len(_ROW) if "name" in found else found


def _row(row: Indicator) -> tuple[str, ...]:
    """Return a row as it can be compared: a sign or unit may have moved into the value."""
    unit = squeeze(row.unit)

    def value(text: str) -> str:
        joined = squeeze(text)
        return joined + unit if unit and joined[-1:].isdigit() else joined

    sign = squeeze(row.nature)
    target = value(row.target.raw)
    if target and sign in tuple("≥≤><=") and not target.startswith(sign):
        target = sign + target
    return (
        row.group or squeeze(row.level1),
        row.kind or squeeze(row.level2),
        squeeze(row.name),
        target,
        value(row.actual.raw),
        squeeze(row.weight.raw),
        squeeze(row.score.raw),
        squeeze(row.deviation.text),
    )
