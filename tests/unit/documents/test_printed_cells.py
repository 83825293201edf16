"""The three first layouts print to the cell what they printed when they were code.

The cells in ``tests/data/layouts`` were written by that code; a change of what is printed has to
change them by hand.
"""

from pathlib import Path

import pytest

from selfeval_assist.documents import read_json
from selfeval_assist.documents.writers.layout import lay_out
from selfeval_assist.layouts import load
from selfeval_assist.resources import folder

DATA = Path(__file__).parents[2] / "data" / "layouts"


@pytest.mark.parametrize("file", sorted(DATA.glob("*.tsv")), ids=lambda file: file.stem)
def test_every_cell_is_where_it_was(file: Path) -> None:
    example, layout, budget = file.stem.split(".")
    form = read_json(folder("examples") / f"{example}.json")
    table = lay_out(form, load(layout), budget)  # type: ignore[arg-type]
    boxes = [
        (box.top, box.left, box.bottom, box.right, box.style, box.text.replace("\n", "\\n"))
        for box in table.boxes
    ]
    expected = file.read_text(encoding="utf-8").splitlines()
    assert ["\t".join(map(str, box)) for box in boxes] == expected
