"""Clean forms in every layout: nothing is said; one cell emptied or one number changed is found."""

import pytest
from bench import cells

_NAMED, _CAUGHT = 0.95, 0.97


@pytest.mark.parametrize(("layout", "name"), list(cells.pairs()))
def test_nothing_is_said_about_a_clean_form(layout: str, name: str) -> None:
    assert cells.clean(layout, name) == ()


@pytest.mark.many_examples
def test_nearly_every_emptied_cell_is_named() -> None:
    outcomes = list(cells.emptied(every=7))
    assert sum(each.found for each in outcomes) >= _NAMED * len(outcomes)


@pytest.mark.many_examples
def test_nearly_every_changed_number_is_caught() -> None:
    outcomes = list(cells.changed(every=7))
    assert sum(each.found for each in outcomes) >= _CAUGHT * len(outcomes)
