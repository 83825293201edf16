"""Literal edits: a sentence or some words exchanged as a person dictates them."""

import pytest
from conversing import Talk

from selfeval_assist.drafting.talk.requests import wishes_of
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.review import Origin


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("第2句改成：群众平均等候时间缩短。", ("whole", "", (2,), "群众平均等候时间缩短。")),
        ("把第3句换成“项目已完工”", ("whole", "", (3,), "项目已完工")),
        ("把“等候时间”改成“等待时间”", ("words", "等候时间", (), "等待时间")),
        ("将「产出方面，」换成「」。", ("words", "产出方面，", (), "")),
        ("第2句里的“等候”换成“等待”", ("words", "等候", (2,), "等待")),
        ("第2句改得短一点", ("shorter", "", (2,), "")),
        ("执行率改成100%", ("figure", "执行率", (), "")),
        ("把语气改成更正式一点", ("other", "把语气改成更正式一点", (), "")),
    ],
)
def test_what_is_dictated_is_read(said: str, meant: tuple[str, str, tuple[int, ...], str]) -> None:
    (wish,) = wishes_of(said)
    assert (wish.kind, wish.about, wish.sentences, wish.new) == meant


async def test_words_are_exchanged_around_the_same_values(form: SelfEvaluation) -> None:
    talk = Talk(form)
    number = talk.number("12分钟")
    await talk.say("把“群众平均”改成“改造后，群众平均”")
    sentence = talk.thread.proposal.sentences[number - 1]
    assert sentence.text.startswith("改造后，群众平均等候时间12分钟")
    assert sentence.origin is Origin.PERSON
    assert sentence.violations == ()
    await talk.say("把“改造后，”改成“经上级批准，”")
    assert talk.thread.proposal.sentences[number - 1].violations


async def test_a_value_is_exchanged_in_its_cell(form: SelfEvaluation) -> None:
    talk = Talk(form)
    before = talk.text
    answer = (await talk.say("把“12分钟”改成“10分钟”")).turn.answer
    assert talk.text == before
    assert "在表里改" in answer


async def test_a_dictated_sentence_is_the_persons(form: SelfEvaluation) -> None:
    talk = Talk(form)
    await talk.say("第1句改成：年内建成智能化大厅，受到群众好评。")
    first = talk.thread.proposal.sentences[0]
    assert first.text == "年内建成智能化大厅，受到群众好评。"
    assert first.origin is Origin.PERSON
    answer = (await talk.say("第99句改成：没有这一句。")).turn.answer
    assert "没有第 99 句" in answer
