"""What a careful reader found wrong on published forms is found; the rest that is said is right."""

import pytest
from bench import judged

_RECALL = 97
_PRECISION = 95


@pytest.mark.parametrize("entry", judged.entries("defects"), ids=lambda entry: str(entry.places[0]))
def test_a_defect_is_found(entry: judged.Entry) -> None:
    assert entry.hit


@pytest.mark.parametrize("entry", judged.entries("missed"), ids=lambda entry: str(entry.places[0]))
def test_a_missed_defect_is_missed_and_says_why(entry: judged.Entry) -> None:
    assert not entry.hit
    assert entry.reason


def test_nearly_all_defects_are_found() -> None:
    hits, defects = judged.recall()
    assert 100 * hits >= _RECALL * defects


def test_every_other_error_is_judged() -> None:
    listed = [place for entry in judged.entries("others") for place in entry.places]
    assert sorted(judged.besides()) == sorted(listed)


@pytest.mark.parametrize("entry", judged.entries("others"), ids=lambda entry: str(entry.places[0]))
def test_every_judgement_has_a_reason(entry: judged.Entry) -> None:
    assert entry.verdict in {"right", "wrong"}
    assert entry.reason


def test_errors_are_right() -> None:
    right, found = judged.precision()
    assert 100 * right >= _PRECISION * found
