"""Line breaking in Chinese: amounts whole, closing marks with their word, nothing lost."""

import itertools
import random

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text
from textual.document import _wrapped_document

from selfeval_assist.tui.terminal.compat import fix_wrapping
from selfeval_assist.tui.terminal.wrapping import chunks

fix_wrapping()
SAMPLES = (
    "项目年初预算1,469.2992万元，年中核减31.6万元（2.15%），全年预算1,437.6992万元。",
    "实现“设施集约统一、资源有效共享”，使 API 调用率达到99.5%；群众少跑腿、好办事。",
    "11月大厅整体搬迁（云政服办〔2025〕36号），原定第四季度的两期培训停办。",
)


def lines(text: str, width: int) -> list[str]:
    edges = [0, *_wrapped_document.compute_wrap_offsets(text, width, 4), len(text)]
    return [text[a:b] for a, b in itertools.pairwise(edges)]


@pytest.mark.parametrize("text", SAMPLES)
@pytest.mark.parametrize("width", range(12, 60))
def test_text_areas_break_between_characters(text: str, width: int) -> None:
    parts = lines(text, width)
    assert "".join(parts) == text
    for part in parts:
        assert cell_len(part.rstrip()) <= width
        assert part[0] not in "，。；、）”〕"
    for amount in ("1,469.2992", "31.6万元", "2.15%", "99.5%", "2025", "11月"):
        if amount in text and cell_len(amount) + 6 <= width:
            assert any(amount in part for part in parts)


@pytest.mark.parametrize("text", SAMPLES)
def test_static_text_breaks_the_same_way(text: str) -> None:
    console = Console(width=31)
    parts = [line.plain for line in Text(text).wrap(console, 31)]
    assert all(cell_len(part) <= 31 for part in parts)
    assert max(31 - cell_len(part) for part in parts[:-1]) < 14, "no gap after Latin text"


def test_any_text_at_any_width_loses_nothing() -> None:
    chance = random.Random(7)  # repeatable noise, no secret
    pool = "项目，。“”（）1234567890.%万 abcXYZ—…、；\u3000"
    for _ in range(3000):
        text = "".join(chance.choice(pool) for _ in range(chance.randrange(1, 60)))
        width = chance.randrange(2, 40)
        assert "".join(lines(text, width)) == text


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("本项目全年预算1,437.6992万元，执行1,406.8万元。", ("1,437.6992万元，", "1,406.8万元。")),
        ("窗口人员培训完成600人次，完成率97.85%；", ("窗口", "人员", "600人次，", "97.85%；")),
        ("使API调用率达到99.5%（见36号文）", ("API", "99.5%", "（见", "36号")),
        ("因大厅整体搬迁，两期培训停办。", ("大厅", "整体", "搬迁，", "培训", "停办。")),
    ],
)
def test_words_and_amounts_are_whole(text: str, whole: tuple[str, ...]) -> None:
    found = [chunk for _, _, chunk in chunks(text, 30)]
    assert "".join(found) == text
    assert [each for each in whole if not any(each in chunk for chunk in found)] == []
    assert max(map(len, found)) < 14, "there is room to break between words"


def test_a_cell_narrower_than_an_amount_begins_no_line_with_a_mark() -> None:
    assert [chunk for _, _, chunk in chunks("1,437.6992万元，", 14)] == [
        "1,437.6992",
        "万",
        "元，",
    ]
