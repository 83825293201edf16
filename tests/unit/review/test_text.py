from collections.abc import Callable

import pytest

from selfeval_assist.form import Goal, Indicator, SelfEvaluation
from selfeval_assist.review import Action, Decision, Proposal, ReviewError, apply, assemble, join

Choose = Callable[..., Decision]


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        ((), ""),
        (("无",), "无"),
        (("甲", "乙"), "甲。乙。"),
        (("甲。", "乙。"), "甲。乙。"),
        (("甲。。", "。乙"), "甲。乙。"),
        (("甲", "  ", "", "乙！"), "甲。乙！"),
        (("主要原因：", "供货延期"), "主要原因：供货延期。"),
        (("他说“完成。”", "乙"), "他说“完成。”乙。"),
        (("<p>甲。</p>", "乙"), "<p>甲。</p>乙。"),
        (("<p>甲</p>", "乙"), "<p>甲</p>。乙。"),
        (("【待填：原因】", "乙。"), "【待填：原因】。乙。"),
        (("。", "乙"), "乙"),
    ],
)
def test_join(pieces: tuple[str, ...], text: str) -> None:
    assert join(pieces) == text


def test_assemble_takes_only_what_was_decided(proposal: Proposal, choose: Choose) -> None:
    assert assemble(proposal, ()) == ""
    decisions = [choose(2), choose(1, Action.REJECT), choose(0)]
    assert assemble(proposal, decisions) == (
        "全年执行数1,376.00万元，执行率86%。系统验收时间为2021年12月20日【待填：验收报告】。"
    )


def _form(actual: str = "") -> SelfEvaluation:
    return SelfEvaluation(goal=Goal(planned="计划", actual=actual), indicators=(Indicator(),))


def test_apply_replaces_the_field_after_every_decision(proposal: Proposal, choose: Choose) -> None:
    first = apply(_form("旧文字"), proposal, [choose(1)])
    assert first.goal.actual == "巡检320次，完成年度指标值。"
    second = apply(first, proposal, [choose(1), choose(0)])
    assert second.goal.actual == assemble(proposal, [choose(1), choose(0)])
    assert second.goal.planned == "计划"


def test_rejecting_everything_keeps_the_persons_own_text(
    proposal: Proposal, choose: Choose
) -> None:
    form = _form("旧文字")
    assert apply(form, proposal, [choose(each, Action.REJECT) for each in range(3)]) is form


def test_a_taken_sentence_can_be_withdrawn(proposal: Proposal, choose: Choose) -> None:
    form = apply(_form("旧文字"), proposal, [choose(1)])
    assert apply(form, proposal, [choose(1), choose(1, Action.REJECT)]).goal.actual == ""


@pytest.mark.parametrize("old", ["", "旧文字", "旧文字。", "<p>旧文字。</p>"])
def test_append_does_not_double_and_can_be_withdrawn(
    proposal: Proposal, choose: Choose, old: str
) -> None:
    form, decisions = _form(old), []
    for decision in (
        choose(1),
        choose(1, Action.EDIT, "巡检320次"),
        choose(0),
        choose(0, Action.EDIT, "执行率86%"),
    ):
        decisions.append(decision)
        form = apply(form, proposal, decisions, "append")
        assert form.goal.actual == join((old, assemble(proposal, decisions)))
        assert apply(form, proposal, decisions, "append") is form
    decisions += [choose(0, Action.REJECT), choose(1, Action.REJECT)]
    assert apply(form, proposal, decisions, "append").goal.actual in {old, old + "。"}


def test_apply_names_the_place_that_is_gone(proposal: Proposal, choose: Choose) -> None:
    gone = proposal.model_copy(update={"where": "indicators.4.deviation.text"})
    with pytest.raises(ReviewError, match="第5行"):
        apply(_form(), gone, [choose(0)])
