"""Inputs of kinds that once failed: what is said of each is what has to be said."""

import pytest
from bench.cases_table import DATA, kinds, said

_FILES = [(name, now) for kind in kinds() for name, now in kind["now"].items()]


@pytest.mark.parametrize(("name", "now"), _FILES)
def test_what_has_to_be_said_is_said(name: str, now: str) -> None:
    assert said(DATA / "cases" / name) == now


def test_every_file_has_a_kind() -> None:
    assert {name for name, _ in _FILES} == {path.name for path in (DATA / "cases").iterdir()}
