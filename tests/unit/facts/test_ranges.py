"""Row numbers in a few words."""

import pytest

from selfeval_assist.facts.ranges import rows_named


@pytest.mark.parametrize(
    ("indexes", "words"),
    [
        ([], ""),
        ([2], "第3行"),
        ([0, 1, 6], "第1、2、7行"),
        ([2, 3, 4, 5, 6], "第3—7行"),
        ([8, 2, 3, 4, 3], "第3—5、9行"),
        ([0, 2, 4, 6], "第1、3、5、7行"),
        ([0, 2, 4, 6, 7, 8, 10, 11], "第1、3、5、7—9行等8行"),
    ],
)
def test_rows_in_a_few_words(indexes: list[int], words: str) -> None:
    assert rows_named(indexes) == words


def test_every_row_can_be_named() -> None:
    assert rows_named(range(0, 12, 2), every=True) == "第1、3、5、7、9、11行"
