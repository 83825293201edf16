"""No text of a document is lost on reading: it is in the form, in its notes or listed as unread."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import real_forms
from hypothesis import given, settings
from hypothesis import strategies as st
from layouts.files import FORMATS, as_grid
from layouts.places import LAYOUTS, Layout
from layouts.sheets import Box, Levels, Sheet, build

from selfeval_assist.documents import read, read_json, write_json
from selfeval_assist.documents.grid import Cell, Grid
from selfeval_assist.documents.recognise import recognise, words
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.form.text import essence, is_nothing, squeeze
from selfeval_assist.form.vocabulary import level1_of, level2_of

TABLES = (words.HEAD, words.FUNDS, words.INDICATORS, words.GOAL)
KINDS = (
    *("县级评审意见", "项目负责部门（盖章）", "年度总体目标完成情况综述", "年中调整值", "复核得分"),
    *("目标完成情况", "备注", "说明", "预期目标", "其中", "第三方意见：", "已完成95%", "12.5"),
    *("填报人：张三    审核人：李四", "联系电话：0571-1234567  填报日期：2024年1月5日", "2022年度"),
    *("合计", "≥90%", "建议：进一步细化指标。", "绩效目标", "自评得分", "注意", "存在问题"),
    *("总分", "评价等级：优"),
)
"""Texts as people add them: labels that nobody knows, words like headings, remarks, figures."""

WORDS = st.text(
    "项目资金指标完成情况养护道路目标满意度年度得分说明原因一二三", min_size=2, max_size=12
)
TEXTS = st.one_of(st.sampled_from(KINDS), WORDS)


@st.composite
def additions(draw: st.DrawFn) -> list[tuple[str, float, list[str]]]:
    """Return what is added: a row or a column, at a part of the sheet, with its texts."""
    one = st.tuples(
        st.sampled_from(("row", "column", "foot", "goal")),
        st.floats(0, 1),
        st.lists(TEXTS, min_size=1, max_size=4),
    )
    return draw(st.lists(one, min_size=1, max_size=4))


def with_additions(sheet: Sheet, added: list[tuple[str, float, list[str]]]) -> Sheet:
    """Return a sheet with more rows, columns, remarks, and other goal texts."""
    for number, (kind, part, texts) in enumerate(added):
        marked = [f"{text}{number}号" if number % 2 else text for text in texts]
        if kind == "row":
            sheet = _with_row(sheet, int(part * sheet.height), marked)
        elif kind == "column":
            sheet = _with_column(sheet, int(part * sheet.height), marked)
        elif kind == "foot":
            sheet = _with_row(sheet, sheet.height, marked)
        else:
            sheet = _with_goal(sheet, marked)
    return sheet


def _with_row(sheet: Sheet, at: int, texts: list[str]) -> Sheet:
    boxes = []
    for box in sheet.boxes:
        if box.row >= at:
            boxes.append(replace(box, row=box.row + 1))
        elif box.row + box.height > at:
            boxes.append(replace(box, height=box.height + 1))
        else:
            boxes.append(box)
    taken = {
        box.column + x
        for box in boxes
        for x in range(box.width)
        if box.row <= at < box.row + box.height
    }
    free = [column for column in range(sheet.width) if column not in taken]
    boxes += [Box(at, column, text) for column, text in zip(free, texts, strict=False)]
    return replace(sheet, boxes=boxes, height=sheet.height + 1)


def _with_column(sheet: Sheet, at: int, texts: list[str]) -> Sheet:
    rows = range(at, min(at + len(texts), sheet.height))
    column = sheet.width
    more = [Box(row, column, text) for row, text in zip(rows, texts, strict=False)]
    return replace(sheet, boxes=sheet.boxes + more)


def _with_goal(sheet: Sheet, texts: list[str]) -> Sheet:
    goals = dict(zip(("goal.planned", "goal.actual"), texts, strict=False))
    boxes = [replace(box, text=goals.get(box.path, box.text)) for box in sheet.boxes]
    return replace(sheet, boxes=boxes)


def lost(grid: Grid, forms: tuple[SelfEvaluation, ...]) -> Iterator[str]:
    """Yield the pieces of the grid's cells that the forms neither hold nor list."""
    held = "\n".join(
        essence(text) for form in forms for text in _texts(form.model_dump(mode="json"))
    )
    seen: dict[Cell, None] = dict.fromkeys(cell for row in grid.rows for cell in row.own)
    for cell in seen:
        # 其中 says whose part a line is; it is kept as that, not as a word of the name.
        of_which = words.OF_WHICH.match(cell.text)
        told = cell.text[of_which.end() :] if of_which else cell.text
        for piece in re.split(r"[\s:：]+", told) if not _is_label(cell.text) else ():
            if essence(piece) not in held and not is_nothing(piece) and not _is_label(piece):
                yield f"{cell.ref} {piece!r} of {cell.text!r}"


def _texts(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        yield from node  # the names of further texts are among them
        for value in node.values():
            yield from _texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)
    elif node is not None:
        yield str(node)


def _is_label(piece: str) -> bool:
    """Whether a piece is a label or heading that the recogniser knows, or the year."""
    bare = re.sub(r"[(（].*?[)）]", "", squeeze(piece))
    return any(
        any(words.meaning(text, table) for table in TABLES)
        or words.is_side(text)
        or words.is_total(text)
        or words.is_placeholder(text)
        or words.FUND_TOTAL.fullmatch(text)
        or words.is_report(text)
        or text in words.printed("fixed")
        or words.NOTES.fullmatch(text)
        or words.OF_WHICH.fullmatch(text)
        or level1_of(text)
        or level2_of(text)
        or re.fullmatch(r"[(（]?(?:19|20)\d\d年度?[)）]?|[(（]?单位|[(（]?万?元[)）]?", text)
        for text in (piece, bare)
    )


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
@settings(max_examples=40, deadline=None)
@given(
    name=st.sampled_from(real_forms.names()),
    levels=st.sampled_from(["merged", "blank", "repeated"]),
    added=additions(),
)
def test_every_text_is_in_the_form_or_listed(
    layout: Layout, name: str, levels: Levels, added: list[tuple[str, float, list[str]]]
) -> None:
    grid = as_grid(with_additions(build(real_forms.facts(name), layout, levels), added))
    forms = recognise(grid)
    if forms:
        assert list(lost(grid, forms)) == []


@pytest.mark.parametrize("file_format", [name for name in FORMATS if "breaks" not in name])
@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_the_list_of_a_file_comes_back_from_json(
    tmp_path: Path, layout: Layout, file_format: str
) -> None:
    added = [
        ("column", 0.7, ["复核得分", "9.25", "资料不全"]),
        ("foot", 1.0, ["请于3日内补正", "乙"]),
    ]
    sheet = with_additions(build(real_forms.facts(real_forms.names()[0]), layout), added)
    path = tmp_path / f"x{file_format}"
    path.write_bytes(FORMATS[file_format](sheet))
    forms = read(path)
    assert list(lost(as_grid(sheet), forms)) == []
    texts = {each.text for form in forms for each in form.provenance.unread}
    assert "请于3日内补正1号" in texts
    write_json(forms[0], tmp_path / "x.json")
    assert read_json(tmp_path / "x.json") == forms[0]
