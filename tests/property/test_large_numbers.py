"""However long a number is: no room raises, and where it is not used a finding names its cell."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from large_numbers import NUMBERS, numeric_cells, worked_through
from rule_cases import patched

from selfeval_assist.documents import read, write_xlsx
from selfeval_assist.form import Number, SelfEvaluation, paths

_CLEAN = patched({})
_CELLS = numeric_cells(_CLEAN)
_FEW = ("9" * 33, "-0." + "0" * 39 + "1", "1e308")


def put(texts: dict[str, str]) -> SelfEvaluation:
    form = _CLEAN
    for path, text in texts.items():
        form = paths.put(form, path, text)
    return form


def unused(form: SelfEvaluation) -> set[str]:
    """Return the cells that hold something, but no value that anything is calculated with."""
    found = set()
    for path in _CELLS:
        cell = paths.get(form, path)
        numeric = cell.value is not None if isinstance(cell, Number) else cell.value.numeric
        if not numeric and not cell.blank and not path.endswith("survey_size"):
            found.add(path)
    return found


def _of_one_row(cell: str) -> set[str]:
    """Return a cell, and for the values of a row its target too: one finding speaks of them."""
    row, _, column = cell.rpartition(".")
    return {f"{row}.target", cell} if column in {"actual", "initial_target"} else {cell}


def test_there_are_many() -> None:
    assert len(set(NUMBERS)) >= 280
    assert len(_CELLS) >= 60


@pytest.mark.parametrize("number", NUMBERS, ids=range(len(NUMBERS)))
def test_a_number_in_every_cell_at_once(number: str) -> None:
    form = put(dict.fromkeys(_CELLS, number))
    findings = worked_through(form)
    named = {finding.where for finding in findings}
    if any(char in "0123456789" for char in number):
        assert {cell for cell in unused(form) if not (_of_one_row(cell) & named)} == set()
    assert all(paths.get(form, path).raw == number for path in _CELLS)


@pytest.mark.parametrize("path", _CELLS)
def test_a_number_in_one_cell(path: str) -> None:
    for number in _FEW:
        form = put({path: number})
        named = {finding.where for finding in worked_through(form)}
        assert path in named or path not in unused(form)


def test_a_number_in_one_cell_moves_no_other_when_read(tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    write_xlsx(_CLEAN, out)
    (usual,) = read(out)
    printed = [
        path for path in _CELLS if ".evidence." not in path
    ]  # the layout has no place for it
    kept = [path for path in printed if paths.get(usual, path) == paths.get(_CLEAN, path)]
    assert len(kept) >= 55
    for path in kept:
        form = put({path: "9" * 33})
        write_xlsx(form, out)
        (found,) = read(out)
        assert [paths.get(found, each) for each in kept] == [paths.get(form, e) for e in kept]


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.sampled_from(_CELLS), st.sampled_from(NUMBERS), min_size=1, max_size=6))
def test_any_numbers_in_any_cells(texts: dict[str, str]) -> None:
    worked_through(put(texts))


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(["goal.planned", "goal.actual", "indicators.6.deviation.text", "notes"]),
    st.sampled_from(
        ["完成{}张", "比目标多{}台", "共{}项指标", "支出{}万元", "满意度{}%", "得{}分"]
    ),
    st.sampled_from(NUMBERS),
)
def test_numbers_in_a_text(path: str, words: str, number: str) -> None:
    worked_through(put({path: words.format(number)}))
