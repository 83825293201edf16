"""Goal element against completion text and rows."""

from pathlib import Path

import pytest
from rule_cases import patched

from selfeval_assist.checks import Link, State, consistency
from selfeval_assist.checks.consistency import NOT_PLANNED
from selfeval_assist.documents import read
from selfeval_assist.policies import policy_for
from selfeval_assist.scoring import score


def links(**patch: str) -> list[Link]:
    form = patched({key.replace("__", "."): value for key, value in patch.items()})
    return list(consistency(form, score(form, policy_for(form))))


def test_clean_form_is_covered() -> None:
    found = links()
    assert [link.rows for link in found] == [(0,), (1,), (3,), (5,), (7,)]
    assert {link.state for link in found} == {State.COVERED}


def test_an_element_without_answer() -> None:
    found = links(goal__actual="购置护理床52张。")
    assert [link.state for link in found] == [State.COVERED] + [State.UNANSWERED] * 4
    assert "第2行目标 ≥60人次、完成 63人次" in found[1].reason


def test_a_number_that_differs_from_its_row() -> None:
    found = links(goal__actual="老人及家属满意度96%。")
    assert found[-1].state is State.CONTRADICTED
    assert "文字写“96%”" in found[-1].reason


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("护理床购置任务全部完成。", State.CONTRADICTED),
        ("护理床购置未全部完成。", State.COVERED),
        ("购置护理床40张，比目标少10张。", State.COVERED),
    ],
)
def test_done_against_a_missed_row(text: str, state: State) -> None:
    found = links(
        goal__planned="购置护理床不少于50张。", goal__actual=text, indicators__0__actual="40张"
    )
    assert found[0].rows == (0,)
    assert found[0].state is state


def test_less_than_planned_without_a_word_about_it() -> None:
    found = links(goal__planned="开展义诊20次。", goal__actual="完成义诊15次。")
    assert found[0].state is State.CONTRADICTED
    assert "目标为 20次，文字写 15次" in found[0].reason


@pytest.mark.parametrize(
    "text",
    [
        "部署自助服务终端28台，比目标多8台。",
        "部署自助服务终端28台，超出计划8台。",
        "部署自助服务终端28台（比目标多8台）。",
        "部署自助服务终端28台，比上年增加8台。",
        "提前8天完成，部署自助服务终端28台。",
    ],
)
def test_a_difference_is_no_second_claim(text: str) -> None:
    found = links(
        goal__planned="部署自助服务终端不少于20台。",
        goal__actual=text,
        indicators__0__name="部署自助服务终端",
        indicators__0__target="≥20台",
        indicators__0__actual="28台",
    )
    assert [link.state for link in found] == [State.COVERED]
    assert "8台，没有" not in found[0].reason


def test_a_result_that_differs_is_still_seen_beside_a_difference() -> None:
    found = links(
        goal__planned="购置护理床不少于50张。", goal__actual="购置护理床数量53张，比目标多3张。"
    )
    assert [link.state for link in found] == [State.CONTRADICTED]
    assert "文字写“53张”" in found[0].reason


@pytest.mark.parametrize("text", ["完成义诊15次，比目标少5次。", "完成义诊15次，较计划少完成5次。"])
def test_a_distance_that_is_told_hides_nothing(text: str) -> None:
    found = links(goal__planned="开展义诊20次。", goal__actual=text)
    assert [link.state for link in found] == [State.COVERED]


@pytest.mark.parametrize(
    ("goal", "text"),
    [("办理时限压缩到15天。", "办理时限缩短到10天。"), ("成本控制在100万元以内。", "成本96万元。")],
)
def test_less_is_no_shortfall_where_less_was_wanted(goal: str, text: str) -> None:
    assert links(goal__planned=goal, goal__actual=text)[0].state is State.COVERED


def test_a_copied_element() -> None:
    found = links(goal__planned="改善老人生活条件。", goal__actual="改善老人生活条件。")
    assert [link.state for link in found] == [State.COPIED]


def test_no_goal_gives_no_links() -> None:
    assert links(goal__planned="") == []


_TEXTS = Path(__file__).parents[2] / "data" / "texts"


def table_of(name: str) -> list[Link]:
    (form,) = read(_TEXTS / name)
    return list(consistency(form, score(form, policy_for(form))))


def test_a_subject_and_a_rate_find_their_own_rows() -> None:
    found = table_of("elderly.xlsx")
    assert [link.rows for link in found] == [(0,), (1,), (2,), (4,), (5,)]
    assert [link.state for link in found] == [*[State.COVERED] * 4, State.UNANSWERED]
    assert "41个，未达成" in found[0].reason
    assert found[3].sentence == "合格率97.2%"


def test_elements_in_words_are_answered_in_words() -> None:
    found = table_of("hospital.txt")
    assert [link.rows for link in found] == [(), (3,), ()]
    assert [link.state for link in found] == [State.COVERED, State.COVERED, State.UNANSWERED]
    assert found[1].sentence == "药品零加成全面落实"


def test_what_no_element_speaks_of_stands_behind_them() -> None:
    found = links(
        goal__planned="购置护理床不少于50张。", goal__actual="购置护理床52张，设备验收合格率97%。"
    )
    assert [(link.element, link.rows, link.state) for link in found] == [
        ("购置护理床不少于50张", (0,), State.COVERED),
        (NOT_PLANNED, (2,), State.CONTRADICTED),
    ]
