"""What a form holds and a layout does not print, for the person before the file is handed in."""

from collections.abc import Iterator

from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.layouts import Layout

_MONEY = ("initial", "adjusted", "executed", "weight", "rate", "score")
_ROWS = ("level1", "level2", "target", "actual", "weight", "score")
_TEXTS = (
    "project", "department", "unit", "goal.planned", "goal.actual",
    "people.manager", "people.filler", "people.phone",
)  # fmt: skip


def left_out(form: SelfEvaluation, layout: Layout) -> tuple[str, ...]:
    """Return a sentence on the values of a form that a layout does not print, or nothing.

    Evidence, waivers and the parts of a deviation are in no printed form and not named here.

    Args:
        form: the form.
        layout: the layout.
    """
    names = tuple(dict.fromkeys(_names(form, layout)))
    if not names:
        return ()
    return (
        f"“{layout.name}”这一表样没有以下内容的位置，导出的表里不印："
        f"{'、'.join(names)}。全部内容可另存为 .json 文件。",
    )


def _names(form: SelfEvaluation, layout: Layout) -> Iterator[str]:
    for path in (*_TEXTS, *(f"texts.{name}" for name in getattr(form, "texts", {}))):
        if path not in layout.fields and paths.text(form, path).strip():
            yield paths.label(form, path)
    lines = (form.funds.total, *form.funds.sources)
    for key in _MONEY:
        held = [line for line in lines if not getattr(line, key).blank]
        if key == "weight" and form.funds.total.weight.raw.strip("分 ") == layout.funds.points:
            held = [line for line in held if line is not form.funds.total]
        if held and f"funds.{key}" not in layout.fields:
            yield f"资金栏的{paths.label(form, f'funds.total.{key}').removeprefix('年度资金总额')}"
    for key in _ROWS:
        held_rows = [row for row in form.indicators if str(getattr(row, key)).strip(" -—")]
        if held_rows and f"indicators.{key}" not in layout.fields:
            yield f"各行的{type(form.indicators[0]).model_fields[key].title}"
    told = {"indicators.deviation", "reasons"} & layout.fields
    if not told and any(row.deviation.text.strip() for row in form.indicators):
        yield "各行的偏差原因"
    last = layout.indicators.columns[-1].field
    if form.grade.strip() and last in ("weight", "score") and "grade" not in layout.fields:
        yield paths.label(form, "grade")
