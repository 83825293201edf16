"""A small seeded run of the verifier bench: false drafts are caught, true texts pass."""

import random

import pytest
from bench import verify, verify_corrupt

pytestmark = pytest.mark.many_examples


@pytest.fixture(scope="module")
def wrong() -> verify.Table:
    return verify.wrong_drafts(random.Random(7), share=0.03)


def test_numbers_made_false_are_caught(wrong: verify.Table) -> None:
    tally = verify.total(wrong, lambda kind: kind in verify_corrupt.NUMERIC)
    assert tally.tried > 200
    assert tally.wrong == []


def test_other_claims_made_false_are_caught(wrong: verify.Table) -> None:
    tally = verify.total(wrong, lambda kind: kind not in verify_corrupt.NUMERIC)
    assert tally.tried > 150
    assert tally.share >= 0.98, tally.wrong


def test_true_texts_pass() -> None:
    right = verify.right_texts(random.Random(7))
    by_hand = verify.total(right, lambda kind: kind.startswith("by hand"))
    every = verify.total(right, lambda _kind: True)
    assert by_hand.tried >= 150
    assert 1 - every.share <= 0.005, every.wrong


def test_every_kind_is_tried(wrong: verify.Table) -> None:
    kinds = {kind for kind, _stage in wrong}
    assert kinds >= {*verify_corrupt.NUMERIC, "two values swapped", "a wrong name", "all is done"}


def test_texts_written_false_by_hand_are_caught() -> None:
    (tally,) = verify.hand_false().values()
    assert tally.tried >= 90
    assert tally.wrong == []


def test_numbers_changed_in_texts_by_hand_are_caught() -> None:
    spoilt = verify.hand_spoilt(random.Random(7), share=0.3)
    tally = verify.total(spoilt, lambda kind: kind == "a digit changed by hand")
    assert tally.tried > 300
    assert tally.share >= 0.98, tally.wrong
