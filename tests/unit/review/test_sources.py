"""Where a value comes from, in words: the cells, the sum, or the sum alone."""

import pytest

from selfeval_assist.form import Indicator, SelfEvaluation
from selfeval_assist.review import Basis, rests_on

FORM = SelfEvaluation(
    indicators=tuple(Indicator(level1="产出指标", level2="数量指标", name="甲") for _ in range(9))
)
_TARGETS = tuple(f"indicators.{row}.target" for row in range(9))


def _basis(cells: int, work: str = "") -> Basis:
    return Basis(fact="f", label="行数", value="9项", sources=_TARGETS[:cells], work=work)


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        (_basis(1), "第1行“甲”年度指标值"),
        (_basis(2, "1 + 1 = 2"), "第1行“甲”年度指标值、第2行“甲”年度指标值，1 + 1 = 2"),
        (_basis(9, "第1—9行，共9项"), "第1—9行，共9项"),
        (_basis(0, "第1—9行，共9项"), "第1—9行，共9项"),
    ],
)
def test_the_cells_are_named_unless_the_sum_says_it_shorter(basis: Basis, words: str) -> None:
    assert rests_on(basis, FORM) == words


def test_many_cells_without_a_sum_are_cut_short_and_counted() -> None:
    words = rests_on(_basis(9), FORM)
    assert words.endswith("等 9 格")
    assert words.count("年度指标值") == 4
