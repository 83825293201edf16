"""Published forms in nine layouts and four formats: every printed cell comes back."""

from pathlib import Path

import pytest
import real_forms
from layouts.compare import outcome
from layouts.files import FORMATS
from layouts.places import LAYOUTS, Layout
from layouts.sheets import Levels

pytestmark = pytest.mark.every_form

REGULAR = [name for name in FORMATS if "breaks" not in name]


def wrong(layout: Layout, file_format: str, levels: Levels, folder: Path) -> tuple[list[str], int]:
    """Return the cells that did not come back, and how many were printed."""
    results = [outcome(name, layout, file_format, levels, folder) for name in real_forms.names()]
    cells = [f"{result.form} {cell}" for result in results for cell in result.wrong]
    return cells, sum(result.cells for result in results)


@pytest.mark.parametrize("file_format", REGULAR)
@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_every_cell_of_a_regular_table(tmp_path: Path, layout: Layout, file_format: str) -> None:
    assert wrong(layout, file_format, "merged", tmp_path)[0] == []


@pytest.mark.parametrize("levels", ["blank", "repeated"])
@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_levels_that_are_not_merged(tmp_path: Path, layout: Layout, levels: Levels) -> None:
    assert wrong(layout, ".xlsx", levels, tmp_path)[0] == []


def test_rows_that_slipped_at_page_breaks(tmp_path: Path) -> None:
    bad, cells = [], 0
    for layout in LAYOUTS:
        some, printed = wrong(layout, ".txt, page breaks", "merged", tmp_path)
        bad, cells = bad + some, cells + printed
    assert len(bad) <= cells * 0.003, "\n".join(bad)
