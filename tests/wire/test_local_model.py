"""The chain against a real model over HTTP. Properties only: the words of a model vary."""

import httpx2
import pytest
from drafting_forms import form_with, sheet_of

from selfeval_assist.drafting import Endpoint, chain, compose, draft, is_loopback, replay
from selfeval_assist.drafting.events import Chunk, Event, Finished, Rejected
from selfeval_assist.drafting.prompts import prompt_for
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.review import Origin, Proposal


@pytest.fixture(autouse=True)
def greedy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the likeliest words first; a base model goes on with the last line it reads."""
    prompt = prompt_for("deviation").model_copy(update={"temperature": 0.0, "max_tokens": 120})
    monkeypatch.setattr(chain, "prompt_for", lambda _task: prompt)


async def drafted(endpoint: Endpoint, form: SelfEvaluation) -> tuple[Proposal, list[Event]]:
    seen: list[Event] = []
    proposal = await draft(
        "deviation", form, sheet_of(form), endpoint, 0, on_event=seen.append, deadline=60
    )
    return proposal, seen


async def test_a_draft_is_streamed_checked_and_whole(local_model: Endpoint) -> None:
    form = form_with()
    proposal, seen = await drafted(local_model, form)
    generation = proposal.generation
    assert generation.model == "gemma3-270m"
    assert generation.attempts == len(generation.requests) >= 1
    assert generation.sheet in generation.requests[0].turns[-1][1]
    assert isinstance(seen[-1], Finished)
    # Whatever the model wrote, all that has to be said is said and nothing else.
    text = "".join(each.text for each in proposal.sentences)
    for value in ("第二批水表到货晚于合同约定", "分批签收并设违约条款", "设备科", "2022年3月底前"):
        assert value in text
    refused = [each for each in generation.checked if each.refused]
    assert len([each for each in seen if isinstance(each, Rejected)]) == len(refused)
    if generation.replies:
        assert replay(proposal, form, sheet_of(form)) == proposal.sentences
    if all(each.origin is Origin.COMPOSER for each in proposal.sentences):
        assert proposal.sentences == compose("deviation", form, sheet_of(form), row=0).sentences


async def test_a_real_answer_with_a_typed_number_is_refused(
    local_model: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A prompt that leads the model into digits: it is shown values instead of references."""
    leading = prompt_for("deviation").model_copy(
        update={
            "temperature": 0.0,
            "turns": (
                ("user", "预算500万元，执行400万元。\n句子："),
                ("assistant", "预算500万元，实际执行400万元。"),
                ("user", "预算800万元，执行700万元。\n句子："),
                ("assistant", "预算800万元，实际执行700万元。"),
                ("user", "预算460万元，执行360万元。\n句子："),
            ),
        }
    )
    monkeypatch.setattr(chain, "prompt_for", lambda _task: leading)
    form = form_with()
    proposal, seen = await drafted(local_model, form)
    refused = [each for each in seen if isinstance(each, Rejected)]
    assert refused
    assert all("数字" in "".join(each.why) for each in refused)
    assert any("万元" in text for text in proposal.generation.rejected)
    assert proposal.sentences == compose("deviation", form, sheet_of(form), row=0).sentences
    assert "没有通过核对" in proposal.generation.fallback


async def test_no_cause_means_no_call_of_a_real_model(local_model: Endpoint) -> None:
    form = paths.put(form_with(), "indicators.0.deviation.cause", "")
    form = paths.put(form, "indicators.0.deviation.category", "")
    proposal, seen = await drafted(local_model, form)
    assert not any(isinstance(each, Chunk) for each in seen)
    assert proposal.generation.attempts == 0
    assert any(each.pending for each in proposal.sentences)


def test_the_server_is_this_machines_own_and_wants_its_key(local_model: Endpoint) -> None:
    assert is_loopback(local_model)
    assert local_model.server == "llama.cpp-base"
    with httpx2.Client(trust_env=False) as client:
        body = {"model": "m", "messages": [{"role": "user", "content": "你好"}]}
        answer = client.post(f"{local_model.base_url}/chat/completions", json=body)
    assert answer.status_code == 401
