"""Sentences merged, split, exchanged and brought back, one by one and without a model."""

import json
from collections.abc import Callable

import pytest
from conversing import Talk
from drafting_forms import sheet_of
from fake_model import Answer, Recorder
from pydantic import SecretStr

from selfeval_assist.drafting import Endpoint, Limits, draft
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.review import Origin
from selfeval_assist.review.thread import begin

HERE = Endpoint(
    base_url="http://127.0.0.1:9/v1",
    model="m",
    api_key=SecretStr("sk-0123456789"),
    limits=Limits(tries=1, backoff=0),
)


def texts(talk: Talk) -> list[str]:
    return [each.text for each in talk.thread.proposal.sentences]


@pytest.mark.parametrize("said", ["把第2句和第3句合并", "第3句并到第2句", "合并第2、3句"])
async def test_two_sentences_become_one(form: SelfEvaluation, said: str) -> None:
    talk = Talk(form)
    before = texts(talk)
    await talk.say(said)
    assert texts(talk) == [before[0], f"{before[1].rstrip('。')}；{before[2]}", *before[3:]]
    assert talk.sound()
    await talk.say("撤销")
    assert texts(talk) == before


@pytest.mark.parametrize("said", ["把第2句拆成几句", "拆开第2句", "第2句分成两句"])
async def test_a_sentence_becomes_one_for_each_thing_it_says(
    form: SelfEvaluation, said: str
) -> None:
    talk = Talk(form)
    before = texts(talk)
    await talk.say(said)
    assert texts(talk)[1:4] == [
        "群众平均等候时间12分钟，比目标少3分钟。",
        "自助办件量8.6万件。",
        "出台运维管理制度1项。",
    ]
    assert texts(talk)[4:] == before[2:]
    assert talk.sound()


async def test_what_cannot_be_split_or_merged_is_told(form: SelfEvaluation) -> None:
    talk = Talk(form)
    for said, told in (
        ("把第5句拆成两句", "只说了一件事"),
        ("把第4句和最后一句合并", "由您补充"),
        ("把第2句合并", "合并哪几句"),
        ("恢复第3句", "与最初的草稿相同"),
    ):
        answer = await talk.say(said)
        assert told in answer.turn.answer, said
        assert answer.proposal is None


async def test_two_sentences_change_places(form: SelfEvaluation) -> None:
    talk = Talk(form)
    before = texts(talk)
    await talk.say("第1句和第3句对调")
    assert texts(talk) == [before[2], before[1], before[0], *before[3:]]


async def test_one_sentence_comes_back_and_the_others_stay(form: SelfEvaluation) -> None:
    talk = Talk(form)
    before = texts(talk)
    await talk.say("把“群众平均”改成“改造后，群众平均”")
    await talk.say("把“年初预算”改成“总的来看，年初预算”")
    await talk.say("第2句改回原来的")
    assert texts(talk) == [*before[:3], f"总的来看，{before[3]}", *before[4:]]


async def test_a_models_sentences_stay_the_models(
    form: SelfEvaluation, model: Callable[[Answer], Recorder]
) -> None:
    words = (
        "全年支出{f.executed}，执行率{f.rate}。",
        "部署自助服务终端{r0.actual}；系统可用率{r4.actual}。",
    )
    reply = {"sentences": [{"text": each} for each in words]}
    model(lambda _question, _call: json.dumps(reply, ensure_ascii=False))
    talk = Talk(form)
    talk.thread = begin(await draft("actual", form, sheet_of(form), HERE), form)
    talk.texts = [talk.thread.proposal]
    await talk.say("拆开第2句")
    assert texts(talk)[:3] == [
        "全年支出430万元，执行率86.00%。",
        "部署自助服务终端28台。",
        "系统可用率99.8%。",
    ]
    await talk.say("把第1句和第3句合并")
    one, *_ = talk.thread.proposal.sentences
    assert one.text == "全年支出430万元，执行率86.00%；系统可用率99.8%。"
    assert one.referenced
    assert one.origin is Origin.MODEL
    assert len(one.basis) == 3
