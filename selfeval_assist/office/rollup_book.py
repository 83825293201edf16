"""The workbook of the departments: every sum is a formula over the forms that stand above it."""

import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from selfeval_assist.office.rollup import Department
from selfeval_assist.office.tables import begin, put, tall, written

_HEAD = (
    ("序号", 6), ("实施单位", 26), ("项目名称", 34), ("年初预算数（万元）", 16),
    ("全年预算数（万元）", 16), ("全年执行数（万元）", 16), ("执行率（%）", 10), ("得分", 9),
    ("等级", 8), ("文件", 30),
)  # fmt: skip
_ALL = (
    ("主管部门", 30), ("自评表（份）", 10), ("年初预算数（万元）", 16), ("全年预算数（万元）", 16),
    ("全年执行数（万元）", 16), ("执行率（%）", 10), ("平均得分", 10), ("按全年预算加权的得分", 14),
)  # fmt: skip
_MONEY = {3: "initial", 4: "adjusted", 5: "executed"}
"""The columns with amounts, counted from 0, and the fields of a form that stand there."""
_NEEDED = {
    "initial": "年初预算数", "adjusted": "全年预算数", "executed": "全年执行数", "score": "得分",
}  # fmt: skip
_NOTE = (
    "金额相加；执行率 = 全年执行数之和 ÷ 全年预算数之和，只算两个数都有的表。"
    "各部门的数由同名工作表里的自评表加总。"
)
_FIRST = "汇总"
_UNUSABLE = re.compile(r"[\[\]:*?/\\']")
_LONGEST = 25
"""Characters of the name of a sheet; a program takes 31."""


def write_rollup(path: Path, every: Sequence[Department]) -> None:
    """Write the departments: one sheet over all of them, then one for each.

    Args:
        path: the file.
        every: the departments.

    Raises:
        OSError: the file cannot be written.
    """
    names = _names(every)
    with written(path) as (book, looks):
        _overview(book.add_worksheet(_FIRST), every, names, looks)
        for department, name in zip(every, names, strict=True):
            _department(book.add_worksheet(name), department, looks)


def _overview(sheet: Any, every: Sequence[Department], names: list[str], looks: Any) -> None:
    """Fill the first sheet, whose amounts are those of the others."""
    begin(sheet, _ALL, looks)
    for line, (department, name) in enumerate(zip(every, names, strict=True), start=1):
        last = len(department.forms) + 1  # the line of its sums, counted from 1 below its head
        put(sheet, (line, 0), department.name, looks, "text")
        put(sheet, (line, 1), len(department.forms), looks, "count")
        for place, (column, field) in enumerate(_MONEY.items(), start=2):
            cell = f"='{name}'!{_letter(column)}{last + 1}"
            _formula(sheet, (line, place), cell, getattr(department, field), looks["money"])
        _figures(sheet, line, department, looks)
    everything = Department("合计", tuple(form for each in every for form in each.forms))
    line = len(every) + 1
    sheet.write_string(line, 0, everything.name, looks["text"])
    _formula(sheet, (line, 1), f"=SUM(B2:B{line})", Decimal(len(everything.forms)), looks["count"])
    for place, field in enumerate(_MONEY.values(), start=2):
        cells = f"=SUM({_letter(place)}2:{_letter(place)}{line})"
        _formula(sheet, (line, place), cells, getattr(everything, field), looks["money"])
    _figures(sheet, line, everything, looks)
    sheet.write_string(line + 2, 0, _NOTE)


def _figures(sheet: Any, line: int, department: Department, looks: Any) -> None:
    for place, value in enumerate((department.rate, department.mean, department.weighted), start=5):
        put(sheet, (line, place), value, looks, "points")


def _department(sheet: Any, department: Department, looks: Any) -> None:
    """Fill the sheet of one department: its forms, their sums, and what is not in the sums."""
    begin(sheet, _HEAD, looks)
    for line, form in enumerate(department.forms, start=1):
        told = ((1, form.unit), (2, form.project), (8, form.grade), (9, form.file))
        tall(sheet, line, ((text, _HEAD[place][1]) for place, text in told))
        put(sheet, (line, 0), line, looks, "count")
        for place, text in told:
            put(sheet, (line, place), text, looks, "text")
        for place, field in _MONEY.items():
            put(sheet, (line, place), getattr(form, field), looks, "money")
        put(sheet, (line, 6), form.rate, looks, "points")
        put(sheet, (line, 7), form.score, looks, "points")
    line = len(department.forms) + 1
    sheet.write_string(line, 1, "合计", looks["text"])
    for place, field in _MONEY.items():
        cells = f"=SUM({_letter(place)}2:{_letter(place)}{line})"
        _formula(sheet, (line, place), cells, getattr(department, field), looks["money"])
    put(sheet, (line, 6), department.rate, looks, "points")
    put(sheet, (line, 7), department.weighted, looks, "points")
    sheet.write_string(line + 1, 1, "合计行的得分按全年预算数加权。")
    for below, (field, title) in enumerate(_NEEDED.items(), start=line + 2):
        if files := [form.file for form in department.without(field)]:
            sheet.write_string(below, 1, f"没有{title}、未计入的：{'、'.join(files)}")


def _formula(
    sheet: Any, at: tuple[int, int], formula: str, value: Decimal | None, look: Any
) -> None:
    """Write a sum over cells, and its value for programs that do not work it out.

    Where no cell holds a figure there is none: their sum would be a 0 that nobody stated.
    """
    if value is None:
        sheet.write_blank(*at, None, look)
    else:
        sheet.write_formula(*at, formula, look, float(value))


def _letter(column: int) -> str:
    return "ABCDEFGHIJ"[column]


def _names(every: Sequence[Department]) -> list[str]:
    """Return the names of the sheets: those of the departments as far as a program takes them."""
    names: list[str] = []
    used = {_FIRST}
    for each in every:
        stem = _UNUSABLE.sub("", each.name)[:_LONGEST].strip() or "部门"
        name, number = stem, 1
        while name.casefold() in used:
            number += 1
            name = f"{stem}-{number}"
        used.add(name.casefold())
        names.append(name)
    return names
