"""What a text adds in words is asked about, and a result that departs makes a reason of it."""

import pytest

from selfeval_assist.facts import FactTable, for_goal
from selfeval_assist.verify import verify_text


def rules(text: str, table: FactTable) -> list[tuple[str, str]]:
    return [(mark.rule, mark.grade) for mark in verify_text(text, table)]


@pytest.mark.parametrize(
    "text",
    [
        "办件量140件，获市政府通报表扬。",
        "系统可用率100%，专家评审会高度评价。",
        "平台已向全省各地推介，办件量140件。",
    ],
)
def test_a_clause_of_which_the_form_says_nothing_is_grey(text: str, table: FactTable) -> None:
    assert {grade for _, grade in rules(text, table)} == {"grey"}


def test_beside_a_departing_result_it_most_likely_explains(table: FactTable) -> None:
    assert rules("整合业务系统9个，厂家停产检修。", table) == [("causal", "grey")]


@pytest.mark.parametrize(
    "text",
    [
        "办件量140件，超额完成年度目标。",
        "各项指标的得分与分值一致，系统可用率100%。",
        "办件量140件，【待填：获市政府通报表扬的文件】。",
    ],
)
def test_words_of_any_self_evaluation_add_nothing(text: str, table: FactTable) -> None:
    assert "words" not in {rule for rule, _ in rules(text, table)}


def test_a_goal_says_what_is_to_be_done(table: FactTable) -> None:
    assert "words" not in {rule for rule, _ in rules("推动政务服务向基层延伸。", for_goal(table))}


def test_what_a_person_stated_may_be_said_again(table: FactTable) -> None:
    said = "因三家单位未按时交接，整合业务系统9个。"
    assert rules(said, table) == []
