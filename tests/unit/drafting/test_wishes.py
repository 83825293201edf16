"""Natural wishes in the conversation, without and with a model: done, or one line why not."""

import json
from collections.abc import Callable

import pytest
from conversing import Talk
from fake_model import Answer, Recorder
from wishes import Case, cases

from selfeval_assist.drafting import Endpoint, Limits
from selfeval_assist.drafting.talk.requests import decision_of
from selfeval_assist.review import Proposal

HERE = Endpoint(base_url="http://127.0.0.1:9/v1", model="m", limits=Limits(tries=1, backoff=0))
UNCHANGED = {"w26", "w28", "w29"}
"""Wishes for what nothing in the form bears out: the text stays, and a line says so."""


def texts(talk: Talk) -> list[str]:
    return [each.text for each in talk.thread.proposal.sentences]


async def spoken(case: Case, endpoint: Endpoint | None) -> tuple[Talk, str, bool]:
    """Say what came before and the wish, as the screen does; return what was answered."""
    talk = case.talk()
    base: Proposal | None = None
    for each in case.before:
        now = talk.thread.proposal
        made = await talk.say(each["wish"], endpoint)
        assert made.proposal is not None, made.turn.answer
        base = now if each["state"] == "waiting" else None
    taken = decision_of(case.wish) if base else None
    if taken is not None:
        if not taken:
            talk.thread = talk.thread.model_copy(update={"proposal": base})
        return talk, "", False
    made = await talk.say(case.wish, endpoint, waiting=base is not None)
    return talk, made.turn.answer, made.proposal is not None


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
async def test_a_wish_without_a_model(case: Case) -> None:
    talk, answer, changed = await spoken(case, None)
    assert texts(talk) == case.texts
    for words in case.says:
        assert words in answer
    if case.kind != "question" and answer and not changed:
        assert "\n" not in answer, "one line why not"


@pytest.mark.parametrize("case", cases("literal", "control", "question"), ids=lambda case: case.id)
async def test_what_code_can_do_never_reaches_a_model(
    case: Case, model: Callable[[Answer], Recorder]
) -> None:
    recorder = model(lambda _question, _call: _reply(case.answer))
    talk, answer, _ = await spoken(case, HERE)
    assert texts(talk) == case.texts
    assert all(words in answer for words in case.says)
    assert bool(recorder.bodies) == bool(case.answer), "only what is to be shorter is worded"


@pytest.mark.parametrize("case", cases("model"), ids=lambda case: case.id)
async def test_a_wish_with_a_model(case: Case, model: Callable[[Answer], Recorder]) -> None:
    recorder = model(lambda _question, _call: _reply(case.answer))
    talk, answer, changed = await spoken(case, HERE)
    assert bool(recorder.bodies) == bool(case.answer)
    assert answer
    before = case.talk().thread.proposal
    asked = {each.text for each in before.sentences if each.pending}
    assert asked - {before.sentences[0].text} <= set(texts(talk)), "what only a person can say"
    assert talk.sound()
    for invented in ("好评", "就业", "2024", "前期工作"):
        assert invented not in talk.text.replace("提高就业率", "")
    assert changed == (texts(talk) != case.texts) == (case.id not in UNCHANGED)


def _reply(answer: list[str]) -> str:
    return json.dumps({"sentences": [{"text": each} for each in answer]}, ensure_ascii=False)
