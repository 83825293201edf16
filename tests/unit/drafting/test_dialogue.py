"""The dialogue about deviations: what is asked follows from the form, answers fill it."""

from typing import Any

import pytest
from drafting_forms import form_with, sheet_of

from selfeval_assist.drafting.cause.dialogue import (
    answer,
    next_question,
    questions,
    situation_of,
    text_of,
    vague,
)
from selfeval_assist.drafting.composer.elements import unmeasured_elements
from selfeval_assist.form import SelfEvaluation, paths


def one_row(target: str, actual: str, *, score: str = "10", **more: Any) -> SelfEvaluation:
    row = {
        "level1": "产出指标", "level2": "数量指标", "name": "水表更换", "target": target,
        "actual": actual, "weight": "10", "score": score, **more,
    }  # fmt: skip
    return form_with(indicators=[row])


def steps(form: SelfEvaluation, row: int | None) -> list[str]:
    return [each.step for each in questions(form, sheet_of(form), row)]


@pytest.mark.parametrize(
    ("form", "row", "situation"),
    [
        (one_row("≥200只", "164只", score="8.2"), 0, "missed"),
        (one_row("2021年6月30日前", "2021年9月1日", score="8"), 0, "late"),
        (one_row("≥200只", "300只"), 0, "over"),
        (one_row("≥200只", "200只", score="8"), 0, "lost"),
        (one_row("≥200只", "210只"), 0, None),
        (form_with(), None, "low"),
        (
            form_with(funds={"total": {"initial": "500", "adjusted": "460", "executed": "455"}}),
            None,
            "changed",
        ),
        (
            form_with(funds={"total": {"initial": "460", "adjusted": "460", "executed": "455"}}),
            None,
            None,
        ),
    ],
)
def test_the_situation_follows_from_the_form(
    form: SelfEvaluation, row: int | None, situation: str | None
) -> None:
    assert situation_of(form, sheet_of(form), row) == situation
    assert bool(questions(form, sheet_of(form), row)) == (situation is not None)


def test_the_cause_comes_before_the_measure() -> None:
    form = one_row("≥200只", "164只", score="8.2")
    assert steps(form, 0) == ["category", "cause", "effect", "measure", "owner", "deadline"]
    needed = [each.step for each in questions(form, sheet_of(form), 0) if each.needed]
    assert needed == ["cause", "measure", "owner", "deadline"]


def test_over_achievement_asks_for_the_next_target_and_for_nobody() -> None:
    form = one_row("≥200只", "300只")
    assert steps(form, 0) == ["category", "cause", "effect", "measure"]
    first, *_, last = questions(form, sheet_of(form), 0)
    assert first.choices[0].label == "目标值设定偏低"
    assert "下一年度的指标值" in last.text
    said = answer(form, last, "继续做好安装")
    again = questions(said, sheet_of(said), 0)[-1]
    assert not again.settled, "it does not say what the target becomes"
    said = answer(form, last, "下一年度指标值按三年平均调整为260只")
    assert questions(said, sheet_of(said), 0)[-1].settled


def test_unspent_money_asks_what_becomes_of_it() -> None:
    form = form_with()
    (effect,) = (each for each in questions(form, sheet_of(form), None) if each.step == "effect")
    assert effect.text == "未执行的60万元怎么处理？"
    assert effect.needed
    assert [each.label for each in effect.choices][:2] == ["结转下年继续使用", "由财政收回"]
    assert effect.choices[0].value == "未执行的60万元结转下年继续使用"
    said = answer(form, effect, effect.choices[1].value)
    assert "未执行的60万元由财政收回。" in text_of(said, sheet_of(said), None)


def test_a_question_shows_the_figures_it_is_about() -> None:
    form = one_row("≥200只", "164只", score="8.2")
    assert "水表更换目标不少于200只，实际164只" in questions(form, sheet_of(form), 0)[0].text
    assert "预算调减40万元，执行率86.96%" in questions(form, sheet_of(form), None)[0].text


def test_what_is_asked_as_the_fact_follows_from_the_category() -> None:
    form = one_row("≥200只", "164只", score="8.2")
    before = questions(form, sheet_of(form), 0)[1]
    form = answer(form, questions(form, sheet_of(form), 0)[0], "采购或合同")
    after = questions(form, sheet_of(form), 0)[1]
    assert before.text != after.text
    assert "采购" in after.text


def test_the_dialogue_ends_with_a_finished_text() -> None:
    form = one_row("≥200只", "164只", score="8.2")
    given = {
        "category": "采购或合同",
        "cause": "第二批水表9月到货，比合同晚了40天",
        "effect": "余下36只改到次年3月更换",
        "measure": "在合同里约定分批到货",
        "owner": "设备科",
        "deadline": "2022年3月底前",
    }
    asked = []
    while question := next_question(form, sheet_of(form), 0):
        asked.append(question.step)
        form = answer(form, question, given[question.step])
    assert asked == list(given)
    text = text_of(form, sheet_of(form), 0)
    assert "待填" not in text
    for words in list(given.values())[1:]:
        assert words in text


def test_nothing_given_nothing_invented() -> None:
    form = one_row("≥200只", "164只", score="8.2")
    skipped: list[str] = []
    while question := next_question(form, sheet_of(form), 0, skipped=skipped):
        assert question.answer == ""
        skipped.append(question.path)
    assert len(skipped) == 6
    text = text_of(form, sheet_of(form), 0)
    assert "【待填：“水表更换”未达到目标的原因】" in text
    for example in questions(form, sheet_of(form), 0):
        assert not example.example or example.example not in text


def test_a_vague_cause_is_asked_about_again() -> None:
    form = one_row("≥200只", "164只", score="8.2")
    form = answer(form, questions(form, sheet_of(form), 0)[1], "因工作需要作了调整")
    again = next_question(form, sheet_of(form), 0, skipped=["indicators.0.deviation.category"])
    assert again is not None
    assert again.step == "cause"
    assert "“因工作需要作了调整”" in again.text
    settled = answer(form, again, "7月3日局务会决定少换36只")
    following = next_question(settled, sheet_of(settled), 0, skipped=[again.path])
    assert following is not None
    assert following.step != "cause"


@pytest.mark.parametrize(
    ("cause", "expected"),
    [
        ("客观原因", True),
        ("受疫情影响进度较慢", True),
        ("人手不足", True),
        ("第二批水表到货晚于合同约定", False),
        ("7月流标", False),
        ("按《水表管理办法》停装", False),
    ],
)
def test_vague_causes(cause: str, expected: bool) -> None:
    assert vague(cause) is expected


def test_a_category_is_one_of_the_list() -> None:
    form = one_row("≥200只", "164只", score="8.2")
    category = questions(form, sheet_of(form), 0)[0]
    with pytest.raises(ValueError, match="请选择"):
        answer(form, category, "天气")
    picked = answer(form, category, "不可抗力")
    assert paths.get(picked, category.path) == "不可抗力"
    assert paths.get(answer(picked, category, " "), category.path) == ""


def test_goal_elements_without_an_indicator_are_pointed_out() -> None:
    form = form_with(goal={"planned": "水表更换数量不少于200只，建成智慧水务平台。"})
    assert unmeasured_elements(form, sheet_of(form)) == ("建成智慧水务平台",)
