"""What of a form did not reach a filled template, found by reading the file again."""

import re
from collections.abc import Iterator, Sequence

from selfeval_assist.documents.blanks.funds import MONEY, POINTS, counts, line_of, placed
from selfeval_assist.documents.blanks.head import CAUSES
from selfeval_assist.documents.blanks.rows import remark_of
from selfeval_assist.documents.grid import Grid
from selfeval_assist.documents.writers.content import BudgetPlace, completion
from selfeval_assist.facts.ranges import rows_named
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
_LONG = ("goal.planned", "goal.actual", "notes")
_LABELLED = re.compile(r"([^\s:：,，;；。（）()]{2,14})\s*[:：]\s?(\S[^\s:：]*)(?=\s|$)")
"""A label of a line and the words behind it."""
_ROW = ("level1", "level2", "name", "target", "actual", "weight", "score", "deviation")
_NAME = _ROW.index("name")


def unplaced(
    form: SelfEvaluation, written: Sequence[SelfEvaluation], budget: BudgetPlace, grid: Grid
) -> tuple[str, ...]:
    """Return a sentence for each printed value of a form that the written file does not hold.

    Args:
        form: the form that was to be written.
        written: the forms read from the file.
        budget: where the text on the budget's deviation was to go.
        grid: the filled template: what a cell shows is written, also where no reader knows it.
    """
    shown = "\n".join(squeeze(cell.text) for row in grid.rows for cell in row.own)
    found = min((tuple(_missing(each, form, budget)) for each in written), key=len)
    found = tuple(path for path in found if not _is_shown(form, path, shown))
    places = "、".join(dict.fromkeys((*_named(form, found), *_beside_form(form, shown))))
    return (f"以下内容没有写入模板，请手工补填：{places}。",) if places else ()


def _is_shown(form: SelfEvaluation, path: str, shown: str) -> bool:
    """Whether each line of a text stands in a cell; a short one could be a part of another's."""
    if path == "year":
        return f"{form.year}年度" in shown
    if path.endswith(".remark"):
        return squeeze(remark_of(form, int(path.split(".")[1]))) in shown.split("\n")
    if path not in _LONG and not path.startswith("texts."):
        return False
    lines = [squeeze(line) for line in paths.text(form, path).split("\n")]
    return all(line.removeprefix(squeeze(CAUSES)) in shown for line in lines)


def _beside_form(form: SelfEvaluation, shown: str) -> Iterator[str]:
    """Yield the labels of a template whose values the form's file has in no field of the form."""
    for each in form.provenance.unread:
        for match in _LABELLED.finditer(each.text):
            name, text = squeeze(match[1]), squeeze(match[2])
            if f"{name}:" in shown and text not in shown:
                yield name


def _named(form: SelfEvaluation, missing: Sequence[str]) -> Iterator[str]:
    """Yield what is missing in words; cells of one column in several rows are told together."""
    columns: dict[str, list[int]] = {}
    for path in missing:
        if (parts := path.split("."))[0] == "indicators" and len(parts) > 2:
            columns.setdefault(parts[2], []).append(int(parts[1]))
    for path in missing:
        column = path.split(".")[2:3] if path.startswith("indicators.") else []
        rows = columns[column[0]] if column else []
        if len(rows) > 1:
            yield f"{rows_named(rows)}的{_title(column[0])}"
        elif column == ["remark"]:
            yield f"第{rows[0] + 1}行的备注"
        elif path == "funds.deviation":
            yield "预算偏差原因"
        else:
            line = path.startswith("funds.sources.") and path.count(".") == 2
            yield paths.label(form, path) + ("一行" if line else "")


def _title(column: str) -> str:
    return "备注" if column == "remark" else str(Indicator.model_fields[column].title)


def _missing(got: SelfEvaluation, form: SelfEvaluation, budget: BudgetPlace) -> Iterator[str]:
    for path in _HEAD:
        text = squeeze(paths.text(form, path))
        there = paths.text(got, path) + (got.title if path == "year" else "")
        if path == "notes":
            yield from _missing_notes(form, there)
        elif text and text not in squeeze(there):
            yield path
    for name, text in form.texts.items():
        if squeeze(text) not in squeeze(got.texts.get(name, "")):
            yield f"texts.{name}"
    reason = squeeze(form.funds.deviation.text)
    everywhere = squeeze(completion(got) + got.notes + got.funds.deviation.text)
    if squeeze(form.goal.actual) not in everywhere:
        yield "goal.actual"
    if reason and reason not in everywhere:
        yield "funds.deviation"
    if not reason and squeeze(completion(form, budget)) not in everywhere:
        yield "goal.actual"
    yield from _missing_money(form, got)
    yield from _missing_rows(form, got)


def _missing_notes(form: SelfEvaluation, there: str) -> Iterator[str]:
    """Yield the remarks on rows that are lost, and ``notes`` where another line is."""
    names = {squeeze(row.name): at for at, row in enumerate(form.indicators)}
    for line in form.notes.split("\n"):
        if squeeze(line) not in squeeze(there):
            at = names.get(squeeze(line.partition("：")[0]))
            yield "notes" if at is None else f"indicators.{at}.remark"


def _missing_money(form: SelfEvaluation, got: SelfEvaluation) -> Iterator[str]:
    """Yield the cells of the funds block that are lost, or a whole line where all of it is."""
    funds = form.funds
    lines = [("funds.total", funds.total, got.funds.total)]
    into = placed(form, got)
    for to, taken in into.items():
        lines.append((f"funds.sources.{taken[0]}", line_of(form, taken), got.funds.sources[to]))
    there = {at for taken in into.values() for at in taken}
    for at, line in enumerate(funds.sources):
        if at not in there and counts(line):
            lines.append((f"funds.sources.{at}", line, FundLine()))
    for path, line, other in lines:
        held = [key for key in (*MONEY, *POINTS) if not getattr(line, key).blank]
        lost = [key for key in held if _lost(line, other, key, form, got)]
        whole = path != "funds.total" and len(lost) > 1 and lost == held
        yield from [path] if whole else (f"{path}.{key}" for key in lost)


def _lost(
    line: FundLine, other: FundLine, key: str, form: SelfEvaluation, got: SelfEvaluation
) -> bool:
    mine, theirs = getattr(line, key), getattr(other, key)
    if squeeze(mine.raw) == squeeze(theirs.raw):
        return False
    if key in MONEY and mine.value is not None:
        return in_yuan(mine, form.money_unit) != in_yuan(theirs, got.money_unit)
    return True


def _missing_rows(form: SelfEvaluation, got: SelfEvaluation) -> Iterator[str]:
    there = [_row(row) for row in got.indicators]
    for index, row in enumerate(form.indicators):
        wanted = _row(row)
        best = min(there, key=lambda other: len(_differences(wanted, other)), default=None)
        if best is None or wanted[_NAME] != best[_NAME]:
            yield f"indicators.{index}"
            continue
        there.remove(best)
        for key in _differences(wanted, best):
            yield f"indicators.{index}.{key}"


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
