"""A model's second look at the goal: it points, it never judges."""

import json

import pytest
from rule_cases import patched

from selfeval_assist.checks import AskError, Link, State, consistency, read_again
from selfeval_assist.checks.ask import OPINION
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import policy_for
from selfeval_assist.scoring import score

_FORM = patched(
    {
        "goal.planned": "购置护理床不少于50张，让家属放心把老人送来。",
        "goal.actual": "购置护理床52张；家属普遍反映照料周到。",
    }
)


def _links(form: SelfEvaluation = _FORM) -> tuple[Link, ...]:
    return consistency(form, score(form, policy_for(form)))


def _says(quote: str, line: int = 2, field: str = "result") -> str:
    return json.dumps({"findings": [{"line": line, "field": field, "quote": quote}]})


def test_a_quote_from_the_text_is_added_and_the_state_stays() -> None:
    before = _links()
    assert before[1].state is State.UNANSWERED
    after = read_again(_FORM, before, lambda _question: _says("家属普遍反映照料周到"))
    assert after[1].opinion.startswith(OPINION)
    assert "家属普遍反映照料周到" in after[1].opinion
    assert [link.state for link in after] == [link.state for link in before]
    assert after[0] == before[0]


@pytest.mark.parametrize(
    "answer",
    [
        _says("家属满意度达到99%"),
        _says("家属普遍反映照料周到", line=1),
        _says("家属普遍反映照料周到", line=99),
        _says("家属普遍反映照料周到", field="goal"),
        _says("照料"),
        "这一项已经完成。",
        "",
    ],
)
def test_what_is_not_in_the_text_adds_nothing(answer: str) -> None:
    links = _links()
    assert read_again(_FORM, links, lambda _question: answer) == links


def test_a_model_that_fails_adds_nothing() -> None:
    def broken(_question: str) -> str:
        raise AskError

    links = _links()
    assert read_again(_FORM, links, broken) == links


def test_nothing_is_asked_where_nothing_is_open() -> None:
    form = patched({})
    covered = tuple(link for link in _links(form) if link.state is not State.UNANSWERED)

    def never(_question: str) -> str:
        raise AssertionError

    assert read_again(form, covered, never) == covered
