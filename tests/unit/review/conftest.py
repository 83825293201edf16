"""Proposals and decisions for the tests of the review room."""

import datetime
from collections.abc import Callable

import pytest

from selfeval_assist.review import Action, Decision, Origin, Proposal, Sentence, decide

AT = datetime.datetime(2022, 1, 10, 9, 30, tzinfo=datetime.UTC)


@pytest.fixture
def proposal() -> Proposal:
    return Proposal(
        id="p1",
        task="actual",
        where="goal.actual",
        sentences=(
            Sentence(text="全年执行数1,376.00万元，执行率86%。", origin=Origin.MODEL),
            Sentence(text="巡检320次，完成年度指标值。", origin=Origin.COMPOSER),
            Sentence(
                text="系统验收时间为2021年12月20日【待填：验收报告】",
                origin=Origin.COMPOSER,
                pending=True,
            ),
        ),
        created=AT,
    )


@pytest.fixture
def choose(proposal: Proposal) -> Callable[..., Decision]:
    def _choose(sentence: int, action: Action = Action.ACCEPT, text: str = "") -> Decision:
        return decide(proposal, sentence, action, text=text, person="王芳", at=AT)

    return _choose
