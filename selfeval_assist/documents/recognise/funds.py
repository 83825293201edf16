"""The funds block: the total line, its sources and the reason for a low execution."""

import re
from collections.abc import Sequence

from selfeval_assist.documents.grid import Cell, Row
from selfeval_assist.documents.recognise.columns import Columns, best_shift, find
from selfeval_assist.documents.recognise.reading import Reading
from selfeval_assist.documents.recognise.texts import is_text
from selfeval_assist.documents.recognise.words import (
    FUND_TOTAL,
    FUNDS,
    OF_WHICH,
    is_short,
    is_side,
    label,
    number,
)
from selfeval_assist.form import Deviation, FundLine, Funds, Number
from selfeval_assist.form.fund_lines import OF_WHICH as PART
from selfeval_assist.form.fund_lines import adds_up, parted
from selfeval_assist.form.text import squeeze

_COLONS, _CLAUSE = frozenset(":："), frozenset("。；，")
_PART = f"{PART}："
_MONEY = ("initial", "adjusted", "executed")
_WORDS = 12
"""Characters of the longest words in place of an amount, such as 见附件."""
_REASON = "funds.deviation.text"
_CELLS = (*_MONEY, "weight", "rate", "score")
_NUMBERING = re.compile(r"^(?:[①-⑨]|[(（]?[0-9一二三四五六]{1,2}[)）.、．](?!\d))\s*")

_WORTH = re.compile(
    r"(?<![\d.])(?P<points>\d{1,2}(?:\.\d+)?)分|执行率[*×xX](?P<times>\d{1,2}(?:\.\d+)?)(?![\d.])"
)
_ABOUT_MONEY = re.compile("预算|资金")


def find_header(rows: Sequence[Row]) -> tuple[int, Columns] | None:
    """Return the position of the funds heading among some rows and its columns, or None."""
    for position, row in enumerate(rows):
        columns = find(row, FUNDS)
        below = rows[position + 1] if position + 1 < len(rows) else None
        if (
            columns.spans
            and below
            and len(below.own) > 1
            and all(is_short(c.text) for c in below.own)
        ):
            two = find(row, FUNDS, below)
            if _amount_columns(two) > max(map(_amount_columns, (columns, find(below, FUNDS)))):
                columns = two
        money = _amount_columns(columns)
        if money >= 2 or (money and ("rate" in columns or "score" in columns)):
            return position + columns.height - 1, columns
    return None


def _amount_columns(columns: Columns) -> int:
    return sum(name in columns for name in _MONEY)


def read_funds(
    rows: Sequence[Row], heading: int, columns: Columns, reading: Reading
) -> tuple[Funds, list[Row]]:
    """Return the funds block, and the rows below its heading that are no lines of it.

    Args:
        rows: the rows of the form up to the next block.
        heading: the position of the heading.
        columns: the columns of the heading.
        reading: collects cells and notes.
    """
    reading.keep(*columns.headings(rows, heading))
    lines: list[tuple[Row, int, str, bool]] = []
    others: list[Row] = []
    shift, left, ended, closed = 0, 0, False, False
    for row in rows[heading + 1 :]:
        if shift or _contradicts(row, columns):
            shift = best_shift(row, lambda row, at: _fit(row, columns, at), shift)
        named = _name(row, columns, shift)
        # Another block begins with a name at the side, left of those of the lines.
        ended = ended or (bool(lines) and _begins_another(row, left))
        closed = closed or (bool(lines) and _of_other_money(row, columns))
        money = not closed and (not ended or _has_money(row, columns, shift))
        if named is None or not (money and _is_line(row, columns, shift)):
            others.append(row)
            continue
        reading.keep(named)
        left = named.column
        name = _clean(named.text)
        is_total = FUND_TOTAL.fullmatch(label(name)) is not None
        if part := bool(OF_WHICH.match(named.text)):
            name = f"{_PART}{name}"
        lines.append((row, shift, name, is_total and not part))
    if not lines:
        reading.note("项目资金栏没有读到资金行，请核对。")
        return Funds(), others
    at = next((index for index, line in enumerate(lines) if line[3]), None)
    if at is None:
        first = lines[0]
        weight = columns.cell(first[0], "weight", first[1])
        worth = weight is not None and number(weight.text).looks_numeric
        plain = [_amounts(row, shift, name, columns) for row, shift, name, _ in lines]
        if worth or adds_up(Funds(total=plain[0], sources=tuple(plain[1:])), "万元"):
            at = 0
            reading.note(f"没有“年度资金总额”行，把“{first[2]}”当作资金总额，请核对。")
        else:
            reading.note("没有找到“年度资金总额”行，请补填。")
    total = FundLine(name="年度资金总额")
    sources: list[FundLine] = []
    deviation, told = "", list[tuple[str, Cell]]()
    for index, (row, shift, name, _) in enumerate(lines):
        path = "funds.total" if index == at else f"funds.sources.{len(sources)}"
        line = _line(row, shift, name, columns, path, reading)
        if index == at:
            total = line
            if "weight" not in columns:
                total = _worth(total, rows[max(heading - 1, 0) : heading + 1], columns, reading)
            deviation = reading.take(_REASON, columns.cell(row, "deviation", shift))
        else:
            sources.append(line)
            told += _told(line.name, columns.cell(row, "deviation", shift), reading)
    if told and not deviation.strip():
        reading.take(_REASON, told[0][1])
    text = "\n".join(filter(None, (deviation, *(line for line, _ in told))))
    funds = Funds(total=total, sources=tuple(sources), deviation=Deviation(text=text))
    return _with_parts(funds), others


def _told(name: str, cell: Cell | None, reading: Reading) -> list[tuple[str, Cell]]:
    """Return what 备注 says of a source, behind its name, as a line, and where; or nothing."""
    if cell is None or number(cell.text).blank or cell.ref in reading.kept:
        return []
    reading.keep(cell)
    return [(f"{name.removeprefix(_PART)}：{cell.text.strip()}", cell)]


def _with_parts(funds: Funds) -> Funds:
    """Return the block with 其中 only before the names of lines that are parts of a source."""
    parts = {at for at, _, part in parted(funds, "万元") if part}
    named = (
        line if at in parts else line.model_copy(update={"name": line.name.removeprefix(_PART)})
        for at, line in enumerate(funds.sources)
    )
    return funds.model_copy(update={"sources": tuple(named)})


def _has_money(row: Row, columns: Columns, shift: int) -> bool:
    """Whether two amounts stand in a row, so that it is one of money behind any other block."""
    cells = (columns.cell(row, key, shift) for key in _MONEY)
    return sum(cell is not None and number(cell.text).looks_numeric for cell in cells) > 1


def _of_other_money(row: Row, columns: Columns) -> bool:
    """Whether a row holds the headings of other amounts, such as those of tasks."""
    other, own = (
        {key: each.spans[key] for key in _MONEY if key in each}
        for each in (find(row, FUNDS), columns)
    )
    return len(other) > 1 and other != own


def _begins_another(row: Row, left: int) -> bool:
    """Whether words alone stand in a row, the first of them left of the names of the lines."""
    own = row.own
    return bool(own) and own[0].column < left and not any(number(c.text).looks_numeric for c in own)


def _amounts(row: Row, shift: int, name: str, columns: Columns) -> FundLine:
    cells = {key: columns.cell(row, key, shift) for key in _MONEY}
    return FundLine.model_validate(
        {"name": name, **{key: cell.text if cell else "" for key, cell in cells.items()}}
    )


def _worth(total: FundLine, heading: Sequence[Row], columns: Columns, reading: Reading) -> FundLine:
    """Return the total line with the points that the headings print: ``预算执行情况（20分）``.

    Args:
        total: the total line of a block without a column for points.
        heading: the row of the headings, perhaps with the one above it.
        columns: the columns of the heading.
        reading: collects cells and notes.
    """
    for row in reversed(heading):
        for cell in row.filled:
            column = row is heading[-1] and any(
                columns.cell(row, key) is cell for key in ("rate", "score")
            )
            side = is_side(cell.text) and _ABOUT_MONEY.search(cell.text)
            if (column or side) and (found := _WORTH.search(squeeze(cell.text))):
                reading.take_piece("funds.total.weight", cell, found[0])
                points = Number(found["points"] or found["times"])
                return total.model_copy(update={"weight": points})
    return total


def _line(
    row: Row, shift: int, name: str, columns: Columns, path: str, reading: Reading
) -> FundLine:
    values = {
        key: reading.take(f"{path}.{key}", columns.cell(row, key, shift))
        for key in _CELLS
        if key in columns
    }
    rate = number(values.get("rate", ""))
    if rate.value is not None and not rate.unit and 0 < rate.value <= 1:
        percent = format((rate.value * 100).normalize(), "f")
        cell = reading.cells[f"{path}.rate"]
        reading.note(
            f"“{name}”的执行率（单元格 {cell}）写作 {rate.raw}，"
            f"请核对是 {percent}% 还是 {rate.raw}%。"
        )
    if shift:
        named = (reading.cells[f"{path}.{key}"] for key in values if values[key])
        cells = "、".join(dict.fromkeys(named))  # one merged cell may be several values
        reading.note(f"“{name}”一行（单元格 {cells}）与表头错开，已按数字位置对齐，请核对。")
    return FundLine.model_validate({"name": name, **values})


def _clean(text: str) -> str:
    """Return the name of a fund line without ``其中：``, numbering and closing colon."""
    name = OF_WHICH.sub("", text.strip(), count=1) if OF_WHICH.match(text) else text.strip()
    return _NUMBERING.sub("", name).rstrip(":： ").strip()


def _name(row: Row, columns: Columns, shift: int) -> Cell | None:
    """Return the cell that names a fund line: the last text left of the money columns."""
    first = (columns.start(*_MONEY) or 0) + shift
    names = [
        cell
        for cell in row.own
        if cell.column < first and not number(cell.text).looks_numeric and not is_side(cell.text)
    ]
    return names[-1] if names else None


def _contradicts(row: Row, columns: Columns) -> bool:
    """Whether a row cannot stand straight: no name, words for money, or a percent for points."""
    if row.blank or _name(row, columns, 0) is None:
        return not row.blank
    return any(_points(key, columns.cell(row, key)) < 0 for key in _CELLS)


def _is_line(row: Row, columns: Columns, shift: int) -> bool:
    """Whether a row can be one of money: no sentence in place of it, nor slipped without any.

    A row in two halves has a label where a figure belongs: ``一般公共预算：90 | 基本支出：20``.
    """
    if is_text(row) or (len(row.own) == 1 and _CLAUSE & set(row.own[0].text)):
        return False
    under = (columns.cell(row, key, shift) for key in _CELLS)
    if any(cell is not None and _COLONS & set(cell.text) for cell in under):
        return False
    cells = (columns.cell(row, key, shift) for key in _MONEY)
    texts = [cell.text.strip() for cell in cells if cell is not None]
    figures = [text for text in texts if number(text).looks_numeric]
    sentence = any(len(text) > _WORDS and text not in figures for text in texts)
    return not sentence and (bool(figures) or not shift)


def _fit(row: Row, columns: Columns, shift: int) -> int:
    """Return how well a row fits the headings when it has slipped by ``shift`` cells."""
    named = 2 if _name(row, columns, shift) is not None else 0
    return named + sum(_points(key, columns.cell(row, key, shift)) for key in _CELLS)


def _is_damaged(text: str) -> bool:
    """Whether a cell holds a number that cannot be read, such as ``100.00?``: it still is one."""
    digits = sum(char.isdigit() for char in text)
    return digits * 2 > len(squeeze(text))


def _points(key: str, cell: Cell | None) -> int:
    found = number(cell.text if cell is not None else "")
    if found.blank:
        return 0
    if not found.looks_numeric and cell is not None and _is_damaged(cell.text):
        return 0
    if not found.looks_numeric or (found.unit == "%" and key != "rate"):
        return -3
    return 2
