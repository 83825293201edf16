"""What a form holds and a layout does not print, for the person before the file is handed in."""

from collections.abc import Iterator

from selfeval_assist.form import FundLine, Indicator, Number, SelfEvaluation, paths
from selfeval_assist.layouts import Layout
from selfeval_assist.prose.decimals import plain

_MONEY = ("initial", "adjusted", "executed", "weight", "rate", "score")
_ROWS = ("level1", "level2", "target", "actual", "weight", "score")
_TEXTS = (
    "project", "department", "unit", "goal.planned", "goal.actual",
    "people.manager", "people.filler", "people.phone",
)  # fmt: skip


def left_out(form: SelfEvaluation, layout: Layout) -> tuple[str, ...]:
    """Return sentences on what of a form a layout does not print or prints otherwise, or nothing.

    Evidence, waivers and the parts of a deviation are in no printed form and not named here.

    Args:
        form: the form.
        layout: the layout.
    """
    return (*_without_place(form, layout), *_other_points(form, layout))


def _without_place(form: SelfEvaluation, layout: Layout) -> Iterator[str]:
    names = tuple(dict.fromkeys(_names(form, layout)))
    if names:
        yield (
            f"“{layout.name}”这一表样没有以下内容的位置，导出的表里不印："
            f"{'、'.join(names)}。全部内容可另存为 .json 文件。"
        )


def _other_points(form: SelfEvaluation, layout: Layout) -> Iterator[str]:
    """Yield that a heading of a layout prints other points for the execution than the form has."""
    own, printed = form.funds.total.weight.value, Number(layout.funds.points).value
    if own is not None and printed is not None and own != printed:
        yield (
            f"“{layout.name}”的表头印着预算执行 {plain(printed)} 分，而这份表是 {plain(own)} 分，"
            "分值合不上，请核对是否选错了表样。"
        )


def _names(form: SelfEvaluation, layout: Layout) -> Iterator[str]:
    for path in (*_TEXTS, *(f"texts.{name}" for name in getattr(form, "texts", {}))):
        if path not in layout.fields and paths.text(form, path).strip():
            yield paths.label(form, path)
    for key in _MONEY:
        if f"funds.{key}" not in layout.fields and _money(form, key, layout.funds.points):
            yield f"资金栏的{FundLine.model_fields[key].title}"
    for key in _ROWS:
        held = any(str(getattr(row, key)).strip(" -—") for row in form.indicators)
        if f"indicators.{key}" not in layout.fields and held:
            yield f"各行的{Indicator.model_fields[key].title}"
    told = {"indicators.deviation", "reasons"} & layout.fields
    if not told and any(row.deviation.text.strip() for row in form.indicators):
        yield "各行的偏差原因"
    if layout.indicators.columns[-1].field in ("weight", "score") and form.grade.strip():
        yield paths.label(form, "grade")


def _money(form: SelfEvaluation, key: str, points: str) -> bool:
    """Whether a column of the funds block holds something that no heading says."""
    total, sources = form.funds.total, form.funds.sources
    said = key == "weight" and total.weight.raw.strip("分 ") == points
    return any(not getattr(line, key).blank for line in (*sources, *(() if said else (total,))))
