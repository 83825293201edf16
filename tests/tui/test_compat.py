"""Line breaking in Chinese: amounts whole, closing marks with their word, nothing lost."""

import itertools
import random

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text
from textual._wrap import compute_wrap_offsets

from selfeval_assist.tui.terminal.compat import fix_wrapping

fix_wrapping()
SAMPLES = (
    "项目年初预算1,469.2992万元，年中核减31.6万元（2.15%），全年预算1,437.6992万元。",
    "实现“设施集约统一、资源有效共享”，使 API 调用率达到99.5%；群众少跑腿、好办事。",
    "11月大厅整体搬迁（云政服办〔2025〕36号），原定第四季度的两期培训停办。",
)


def lines(text: str, width: int) -> list[str]:
    edges = [0, *compute_wrap_offsets(text, width, 4), len(text)]
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
