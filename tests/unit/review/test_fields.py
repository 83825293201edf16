from collections.abc import Callable

import pytest

from selfeval_assist.form import Deviation, Goal, Indicator, Measure, SelfEvaluation, paths, rows
from selfeval_assist.review import Action, Decision, Proposal, apply, pending, uses_model

Choose = Callable[..., Decision]


def test_pending_lists_every_cell_that_waits_for_a_person() -> None:
    form = SelfEvaluation(
        goal=Goal(actual="完成3个系统。【待填：验收报告】"),
        indicators=(
            Indicator(name="一"),
            Indicator(name="二", actual=Measure("5"), deviation=Deviation(text="【待填：原因】")),
        ),
    )
    assert pending(form) == ("goal.actual", "indicators.1.deviation.text")
    assert pending(SelfEvaluation()) == ()


def test_a_models_sentence_counts_when_accepted(proposal: Proposal, choose: Choose) -> None:
    assert uses_model([proposal], [choose(0)]) == ("goal.actual",)
    assert uses_model([proposal], [choose(0), choose(0, Action.REJECT)]) == ()
    assert uses_model([proposal], []) == ()


def test_the_composers_sentence_never_counts(proposal: Proposal, choose: Choose) -> None:
    assert uses_model([proposal], [choose(1), choose(2)]) == ()


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("全年执行数1,376.00万元，执行率86.00%。", True),
        ("全年执行数1,376.00万元，预算执行率86%，余款已由财政收回。", True),
        ("项目资金用于系统运行维护，年底按合同约定支付了尾款。", False),
        ("完成。", False),
    ],
)
def test_an_edited_sentence_counts_while_most_of_it_stands(
    proposal: Proposal, choose: Choose, text: str, counts: bool
) -> None:
    assert bool(uses_model([proposal], [choose(0, Action.EDIT, text)])) is counts


def test_with_the_form_only_what_still_stands_counts(proposal: Proposal, choose: Choose) -> None:
    form = apply(SelfEvaluation(), proposal, [choose(0), choose(1)])
    assert uses_model([proposal], [choose(0), choose(1)], form) == ("goal.actual",)
    rewritten = paths.put(form, "goal.actual", "完成3个系统的整合，年底前上线运行。")
    assert uses_model([proposal], [choose(0), choose(1)], rewritten) == ()


def test_a_models_sentence_is_found_where_its_row_has_moved(
    proposal: Proposal, choose: Choose
) -> None:
    there = proposal.model_copy(update={"where": "indicators.0.deviation.text"})
    form = SelfEvaluation(indicators=(Indicator(name="一"), Indicator(name="二")))
    form = rows.move(apply(form, there, [choose(0)]), 0, 1)
    assert uses_model([there], [choose(0)], form) == ("indicators.1.deviation.text",)
