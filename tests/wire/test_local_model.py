"""The chain against a real model over HTTP. Properties only: the words of a model vary."""

import httpx2
import pytest
from drafting_forms import form_with, sheet_of

from selfeval_assist.drafting import Endpoint, chain, compose, draft, is_loopback
from selfeval_assist.drafting.events import Chunk, Event, FellBack, Finished, Rejected
from selfeval_assist.drafting.prompts import prompt_for
from selfeval_assist.facts import SLOT, build_facts
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.review import Origin, Proposal
from selfeval_assist.verify.text import verify_text

MEASURE = 2
"""The sentence about measure, owner and deadline, close to an example of the prompt."""


@pytest.fixture(autouse=True)
def greedy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the likeliest words first; warmer attempts stay as they are."""
    prompt = prompt_for("deviation").model_copy(update={"temperature": 0.0})
    monkeypatch.setattr(chain, "prompt_for", lambda _task: prompt)


async def drafted(endpoint: Endpoint, form: SelfEvaluation) -> tuple[Proposal, list[Event]]:
    seen: list[Event] = []
    proposal = await draft(
        "deviation", form, sheet_of(form), endpoint, 0, on_event=seen.append, deadline=60
    )
    return proposal, seen


async def test_a_slotted_draft_is_streamed_verified_and_rendered(local_model: Endpoint) -> None:
    form = form_with()
    proposal, seen = await drafted(local_model, form)
    sentence = proposal.sentences[MEASURE]
    assert sentence.origin is Origin.MODEL
    chunks = [each.text for each in seen if isinstance(each, Chunk) and each.sentence == MEASURE]
    assert len(chunks) > 3
    assert set(SLOT.findall(sentence.template)) == {"F1", "F2", "F3"}
    for value in ("分批签收并设违约条款", "设备科", "2022年3月底前"):
        assert value in sentence.text
        assert value not in sentence.template
    table = build_facts(form, sheet_of(form))
    assert all(verify_text(each.text, table) == () for each in proposal.sentences)
    # Whatever was refused is evidence, and the composer's sentence stands in its place.
    composed = compose("deviation", form, sheet_of(form), row=0).sentences
    fallen = {each.sentence for each in seen if isinstance(each, FellBack)}
    for index, (base, each) in enumerate(zip(composed, proposal.sentences, strict=True)):
        assert (each.origin is Origin.MODEL) is (index not in fallen)
        assert each.origin is Origin.MODEL or each == base
    generation = proposal.generation
    assert generation.attempts >= len(generation.rejected) + 1
    assert len([each for each in seen if isinstance(each, Rejected)]) <= len(generation.rejected)
    finished = seen[-1]
    assert isinstance(finished, Finished)
    assert finished.tokens
    assert generation.model == "gemma3-270m"


async def test_a_real_answer_with_a_typed_number_is_refused(
    local_model: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A prompt that leads the model into digits: it is shown values instead of slots."""
    prompt = prompt_for("deviation")
    leading = prompt.model_copy(
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
    assert all("digit" in {violation.rule for violation in each.violations} for each in refused)
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
