"""What a reader judged wrong or noise does not come back, and what was right stays."""

import pytest
from bench import read


@pytest.mark.parametrize("about", sorted(set(map(read.key, read.entries())), key=str), ids=str)
def test_what_is_said_is_what_was_judged_right(about: read.Key) -> None:
    least, most = read.wanted(about)
    assert least <= read.said()[about] <= most


def test_every_judgement_says_why() -> None:
    assert all(each["why"] for each in read.entries())


def test_nearly_all_that_is_said_of_a_units_own_form_is_right() -> None:
    own = [each for each in read.entries() if each.get("of") != "transcription"]
    right = sum(each["verdict"] == "right" for each in own)
    stays = sum("stays" in each for each in own)
    assert right >= 0.95 * (right + stays)
    assert stays <= 0.03 * (right + stays)
