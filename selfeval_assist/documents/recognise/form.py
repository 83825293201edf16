"""One grid to its forms: split at titles, then block by block."""

from collections.abc import Sequence

from selfeval_assist.documents.appended import joined, parted
from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.documents.grid import Grid, Row
from selfeval_assist.documents.reasons import spread
from selfeval_assist.documents.recognise import funds as funds_block
from selfeval_assist.documents.recognise import rows as indicator_rows
from selfeval_assist.documents.recognise.columns import Columns
from selfeval_assist.documents.recognise.goal import is_goal, read_goal
from selfeval_assist.documents.recognise.head import (
    has_label,
    read_labels,
    read_money_unit,
    read_year,
)
from selfeval_assist.documents.recognise.indicators import read_table
from selfeval_assist.documents.recognise.plan import read_plan
from selfeval_assist.documents.recognise.reading import Reading
from selfeval_assist.documents.recognise.returned import with_comments
from selfeval_assist.documents.recognise.texts import BUDGET, REASONS, Tables, is_text, read_texts
from selfeval_assist.documents.recognise.totals import Table
from selfeval_assist.documents.recognise.unread import beside, unread
from selfeval_assist.documents.recognise.words import (
    is_section,
    is_title,
    number,
)
from selfeval_assist.documents.weights import sum_of_weights
from selfeval_assist.form import (
    Deviation,
    Funds,
    Indicator,
    People,
    Provenance,
    SelfEvaluation,
    Unread,
)
from selfeval_assist.form.vocabulary import is_whole, level2_of

_FEWEST_HEADINGS, _MOST_HEADINGS, _SHOWN = 3, 6, 12
NO_FORM = (
    "没有找到自评表：既没有资金表头（如“年初预算数、全年预算数、全年执行数”），"
    "也没有指标表头（如“三级指标、年度指标值、实际完成值、分值、得分”）"
)
"""What is wrong with a grid that holds no form, as told to a person."""


def recognise(grid: Grid) -> tuple[SelfEvaluation, ...]:
    """Return the forms that a grid holds, in their order; empty when it holds none."""
    forms: list[SelfEvaluation] = []
    places: list[set[str]] = []  # the cells of each form
    loose: tuple[Unread, ...] = ()  # above the first form
    for part in _split(grid):
        form = _read(grid, part)
        if form is not None:
            forms.append(_with_unread(form, loose))
            places.append(
                {cell.ref for row in part for cell in row.cells} if grid.comments else set()
            )
            loose = ()
        elif forms:
            forms[-1] = _with_unread(forms[-1], unread(part, grid, Reading()))
        else:
            loose += unread(part, grid, Reading())
    return with_comments(tuple(forms), grid.comments, places)


def recognised(grids: Sequence[Grid], name: str) -> tuple[SelfEvaluation, ...]:
    """Return the forms of all tables of a file.

    Args:
        grids: the tables, a workbook's sheets or the one of a document.
        name: the file's name, for the message.

    Raises:
        DocumentError: none of them holds a form.
    """
    read = [(grid, recognise(grid)) for grid in grids]
    forms = tuple(form for _, found in read for form in found)
    if not forms:
        titles = "、".join(f"“{grid.sheet}”" for grid in grids[:5] if grid.sheet)
        seen = next((_headings(row) for grid in grids for row in grid.rows if _headings(row)), "")
        raise DocumentError(
            name,
            f"{NO_FORM}{seen}",
            "请确认选对了文件，且表头没有改名或删除",
            f"工作表 {titles}" if titles else "",
        )
    others = tuple(beside(grid for grid, found in read if not found))
    return (_with_unread(forms[0], others), *forms[1:])


def _headings(row: Row) -> str:
    """Return what a row of headings of some other table says, or nothing of any other row."""
    texts = [cell.text.strip() for cell in row.own]
    if len(texts) < _FEWEST_HEADINGS or any(number(text).looks_numeric for text in texts):
        return ""
    shown = "、".join(text[:_SHOWN] for text in texts[:_MOST_HEADINGS])
    return f"；看到的表头是“{shown}”"


def _with_unread(form: SelfEvaluation, more: tuple[Unread, ...]) -> SelfEvaluation:
    """Return a form with more texts that were seen and not read."""
    if not more:
        return form
    found = form.provenance.model_copy(update={"unread": form.provenance.unread + more})
    return form.model_copy(update={"provenance": found})


def _split(grid: Grid) -> list[list[Row]]:
    """Split the rows at titles, and at a second 项目名称 behind an indicator table."""
    parts: list[list[Row]] = [[]]
    named = tabled = False
    for row in grid.rows:
        title = len(row.own) <= 3 and any(is_title(cell.text) for cell in row.own)
        project = has_label(row, "project")
        if (title and (named or tabled)) or (project and named and tabled):
            parts.append([])
            named = tabled = False
        named = named or project
        tabled = tabled or indicator_rows.find_header(row, None) is not None
        parts[-1].append(row)
    return parts


def _read(grid: Grid, rows: Sequence[Row]) -> SelfEvaluation | None:
    sections = [row for row in rows if len(row.own) == 1 and is_section(row.own[0].text)]
    rows = [row for row in rows if row not in sections]
    unsure: dict[str, list[str]] = {}
    for ref, sentence in grid.notes:
        unsure.setdefault(ref, []).append(sentence)
    reading = Reading(unsure=unsure, signed=grid.signed)
    reading.keep(*(cell for row in sections for cell in row.own))
    money = funds_block.find_header(rows)
    heading = _indicator_header(rows, (money[0] + 1) if money else 0)
    if money is None and heading is None:
        return None
    table_at = heading[0] if heading else len(rows)
    if money is not None and money[0] > table_at:
        money = None
    goal_at = next(
        (at for at in range((money[0] + 1) if money else 0, table_at) if is_goal(rows[at])),
        table_at,
    )
    head_end = money[0] if money else min(goal_at, table_at)
    title = _title(rows[:head_end], reading)
    head = Tables([row for row in rows[:head_end] if not has_label(row)], reading)
    labels = read_labels(rows[:head_end], reading)
    year = read_year(rows[:head_end], labels.get("year", ""), reading)
    funds, apart = Funds(), list[Row]()
    cells = [cell for row in rows[: goal_at if money else head_end] for cell in row.own]
    if money is not None:
        near = list(rows[money[0]].own)
        funds, apart = funds_block.read_funds(rows[:goal_at], *money, reading)
        money_unit = read_money_unit([*near, *cells], funds, reading)
    else:
        planned = read_plan(rows[:goal_at], reading)
        if planned is None:
            reading.note("没有找到项目资金表，资金栏留空，请补填。")
            money_unit = "万元"
        else:
            funds, money_unit = planned, read_money_unit(cells, planned, reading)
    declared = heading is not None and _is_declaration(heading[1])
    between = rows[goal_at:table_at]
    table, above = Table(end=len(rows)), reading.cells.get("total", "")
    if heading is not None:
        columns: Columns | None = heading[1]
        table = read_table(rows, columns, heading[2], reading)
    tables = Tables([*apart, *between], reading)
    own = [*(row for row in tables.rest if row in apart or is_text(row)), *table.notes]
    of_goal = [row for row in tables.rest if row not in own]
    goal = read_goal([*of_goal, *table.goals], reading, declared=declared)
    if declared:
        reading.note("这是绩效目标申报表：有指标值和分值，没有完成情况和得分。")
    if not table.indicators:
        reading.note("没有读到指标行，请补填。")
    foot = rows[table.end :]
    labels = read_labels(foot, reading, _totalled(labels, table.total, above, reading))
    for path, name in (("project", "项目名称"), ("department", "主管部门"), ("unit", "实施单位")):
        # A form of a whole department has one cell for a name, that of the department.
        if not labels.get(path) and (path == "department" or not is_whole(title)):
            reading.note(f"没有读到“{name}”，请补填。")
    texts = {
        "goal.actual": goal.actual,
        **head.texts,
        **tables.texts,
        **read_texts(own, foot, reading),
    }
    texts["notes"] = "\n".join(filter(None, (texts["notes"], *table.remarks)))
    indicators, texts = _with_reasons(table.indicators, texts, reading)
    funds = _reason_apart(funds, texts, reading)
    full = labels.get("full") or table.full
    if full == sum_of_weights(funds, table.indicators):
        full = ""
        reading.cells.pop("full", None)
    return SelfEvaluation.model_validate(
        {
            "title": title,
            "year": year,
            "project": labels.get("project", ""),
            "department": labels.get("department", ""),
            "unit": labels.get("unit", ""),
            "money_unit": money_unit,
            "funds": funds,
            "goal": goal.model_copy(update={"actual": texts["goal.actual"]}),
            "indicators": indicators,
            "total": labels.get("total", ""),
            "full": full,
            "grade": table.grade or labels.get("grade", ""),
            "notes": texts["notes"],
            "returned": tuple(table.returned),
            **_further(texts),
            "people": People(
                manager=labels.get("people.manager", ""),
                filler=labels.get("people.filler", ""),
                phone=labels.get("people.phone", ""),
            ),
            # Paths and references are the readers' own words and need no cleaning.
            "provenance": Provenance(
                file=grid.file,
                sheet=grid.sheet,
                notes=tuple(reading.notes),
                unread=unread(rows, grid, reading),
            ).model_copy(update={"cells": reading.cells}),
        }
    )


def _with_reasons(
    rows: Sequence[Indicator], texts: dict[str, str], reading: Reading
) -> tuple[tuple[Indicator, ...], dict[str, str]]:
    """Return the rows with the reasons that one text gives for all; what is left is a remark."""
    place = reading.cells.pop(REASONS, None)
    if place is None:
        return tuple(rows), texts
    told, budget = parted(texts[REASONS])
    found, rest = spread(told, rows)
    for at, (new, old) in enumerate(zip(found, rows, strict=True)):
        if new is not old:
            reading.cells[f"indicators.{at}.deviation.text"] = place
    if rest or budget:
        reading.cells.setdefault("notes", place)
    notes = "\n".join(filter(None, (texts["notes"], f"未完成原因：{rest}" if rest else "")))
    return tuple(found), {**texts, "notes": joined(notes, budget)}


def _further(texts: dict[str, str]) -> dict[str, dict[str, str]]:
    """Return the further texts by their names, as a field of the form, where there are any."""
    named = [path.partition(".") for path in texts if "." in path and path != "goal.actual"]
    found = {name: texts[f"{field}.{name}"] for field, _, name in named}
    return {named[0][0]: found} if named else {}


def _reason_apart(funds: Funds, texts: dict[str, str], reading: Reading) -> Funds:
    """Return the funds with the reason that is printed behind another text, taken out of it.

    Args:
        funds: as read; a reason that stands there wins, and the texts stay as they are.
        texts: what may have the reason at its end, by path.
        reading: knows the cells of the texts.
    """
    stated = funds.deviation.text.strip()
    told = texts.pop(BUDGET, "")
    if told and not stated:
        funds = funds.model_copy(update={"deviation": Deviation(text=told)})
    elif told and told not in stated:
        texts["notes"] = joined(texts["notes"], told)
    for path in ("goal.actual", "notes"):
        text = texts[path]
        rest, reason = parted(text)
        if reason and not funds.deviation.text.strip():
            texts[path] = rest
            reading.cells["funds.deviation.text"] = reading.cells[path]
            funds = funds.model_copy(update={"deviation": Deviation(text=reason)})
    return funds


def _totalled(labels: dict[str, str], total: str, above: str, reading: Reading) -> dict[str, str]:
    """Return the labels of the head with the total of the table, which wins over that of the head.

    Args:
        labels: what the head says.
        total: the total of the table, or an empty string.
        above: the cell of the head's total.
        reading: collects cells and notes.
    """
    printed = labels.get("total", "")
    if not total:
        if printed:
            reading.cells["total"] = above
        return labels
    if printed and number(printed).value != number(total).value:
        reading.note(
            f"表头（单元格 {above}）的总分是 {printed}，"
            f"表末（单元格 {reading.cells['total']}）的是 {total}，取表末的，请核对。"
        )
    return {**labels, "total": total}


def _is_declaration(columns: Columns | None) -> bool:
    """Whether a table plans only: it has targets and no column for what was reached."""
    return columns is not None and not {"actual", "score"} & set(columns.spans)


def _indicator_header(rows: Sequence[Row], start: int) -> tuple[int, Columns | None, int] | None:
    """Return (position, columns, first row below) of the indicator table.

    Without a heading the table begins at the first row that has a second-level name and two points.
    """
    for at in range(start, len(rows)):
        below = rows[at + 1] if at + 1 < len(rows) else None
        if (found := indicator_rows.find_header(rows[at], below)) is not None:
            return at, found[0], at + found[1]
    for at in range(start, len(rows)):
        named = any(level2_of(cell.text) for cell in rows[at].own)
        if named and indicator_rows.anchor(rows[at]) is not None:
            return at, None, at
    return None


def _title(rows: Sequence[Row], reading: Reading) -> str:
    # What stands above the title, such as 附件：自评表, can look like one.
    titles = [cell for row in rows for cell in row.own if is_title(cell.text)]
    if titles:
        return reading.take("title", titles[-1], strip=True)
    reading.note("没有找到表名，暂用“项目支出绩效自评表”。")
    return "项目支出绩效自评表"
