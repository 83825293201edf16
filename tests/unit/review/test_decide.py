from collections.abc import Callable

import pytest

from selfeval_assist.review import (
    Action,
    Decision,
    Origin,
    Proposal,
    ReviewError,
    Sentence,
    decide,
    remaining,
    taken,
)

Choose = Callable[..., Decision]


def _complain(taken: Sentence) -> tuple[str, ...]:
    return ("“99”在表中没有出处，请核实。",) if "99" in taken.text else ()


def test_accept_keeps_the_sentence_and_its_mark(proposal: Proposal, choose: Choose) -> None:
    decision = choose(2)
    assert decision.action is Action.ACCEPT
    assert decision.text == proposal.sentences[2].text
    assert "【待填" in decision.text


def test_an_edit_is_verified_and_not_blocked(proposal: Proposal, choose: Choose) -> None:
    at = choose(0).at
    decision = decide(
        proposal, 0, Action.EDIT, text=" 执行率99%。 ", person="王芳", at=at, verify=_complain
    )
    assert (decision.text, decision.action) == ("执行率99%。", Action.EDIT)
    assert decision.violations == ("“99”在表中没有出处，请核实。",)


def test_an_accepted_sentence_is_verified_against_the_form_as_it_is_now(choose: Choose) -> None:
    stale = Proposal(
        id="p2",
        task="actual",
        where="goal.actual",
        sentences=(Sentence(text="执行率99%。", origin=Origin.MODEL, violations=("旧提示",)),),
        created=choose(0).at,
    )
    decision = decide(stale, 0, Action.ACCEPT, person="王芳", at=stale.created, verify=_complain)
    assert decision.violations == ("旧提示", "“99”在表中没有出处，请核实。")


def test_an_edit_that_changes_nothing_is_an_acceptance(proposal: Proposal, choose: Choose) -> None:
    assert choose(1, Action.EDIT, proposal.sentences[1].text + " ").action is Action.ACCEPT


def test_a_rejected_sentence_has_no_text(choose: Choose) -> None:
    assert choose(0, Action.REJECT, "不该留下").text == ""


def test_controls_in_an_edit_are_taken_out(choose: Choose) -> None:
    assert choose(0, Action.EDIT, "执行\u202e率\x1b[31m86%").text == "执行率[31m86%"


@pytest.mark.parametrize(
    ("sentence", "person", "text", "says"),
    [
        (3, "王芳", "有字", "没有第 4 句"),
        (-1, "王芳", "有字", "没有第 0 句"),
        (0, "  ", "有字", "姓名"),
        (0, "王芳", " \n", "不采用"),
    ],
)
def test_what_cannot_be_recorded_is_refused_in_chinese(
    proposal: Proposal, choose: Choose, sentence: int, person: str, text: str, says: str
) -> None:
    with pytest.raises(ReviewError, match=says):
        decide(proposal, sentence, Action.EDIT, text=text, person=person, at=choose(0).at)


def test_the_last_decision_counts_and_nothing_is_taken_undecided(
    proposal: Proposal, choose: Choose
) -> None:
    decisions = [choose(0), choose(1, Action.EDIT, "巡检320次。"), choose(0, Action.REJECT)]
    assert [each.decision.text for each in taken(proposal, decisions)] == ["巡检320次。"]
    assert remaining(proposal, decisions) == (2,)
    assert remaining(proposal, ()) == (0, 1, 2)


def test_decisions_about_other_proposals_are_passed_over(
    proposal: Proposal, choose: Choose
) -> None:
    other = choose(0).model_copy(update={"proposal": "p9"})
    assert list(taken(proposal, [other])) == []
    assert remaining(proposal, [other]) == (0, 1, 2)
