"""Every way in which an endpoint fails: bounded in time, named, and the composer's text stands."""

import pytest
from faults.conftest import Note
from faults.expected import FAULTS, KEY, RECOVERED, WAYS, at, composer_text
from faults.modes import MODES
from faults.server import FaultServer

from selfeval_assist.drafting.events import FellBack, Finished, Waiting
from selfeval_assist.review import Origin


def test_every_mode_is_tested() -> None:
    assert MODES.keys() == FAULTS.keys() | RECOVERED.keys() | {"echoes-key"}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("mode", FAULTS)
def test_a_fault_is_named_and_the_composer_stands(
    elsewhere: FaultServer, note: Note, mode: str, way: str
) -> None:
    fault = FAULTS[mode]
    proposal, seen = WAYS[way](at(elsewhere.url(mode), fault.limits))
    assert elsewhere.hits == {mode: fault.hits}
    assert tuple(each.text for each in proposal.sentences) == composer_text()
    assert {each.origin for each in proposal.sentences} == {Origin.COMPOSER}
    generation = proposal.generation
    assert fault.error.summary in generation.fallback
    assert generation.attempts == fault.hits == len(generation.requests)
    assert [event.reason for event in seen if isinstance(event, FellBack)] == [generation.fallback]
    assert isinstance(seen[-1], Finished)
    told = proposal.model_dump_json() + "".join(map(str, seen))
    for secret in (KEY, "sk-leak", "secret page", "<html"):
        assert secret not in told
    note(mode, way, fault.hits, generation.fallback)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("mode", RECOVERED)
def test_a_passing_fault_is_overcome(
    elsewhere: FaultServer, note: Note, mode: str, way: str
) -> None:
    hits, waits = RECOVERED[mode]
    proposal, seen = WAYS[way](at(elsewhere.url(mode)))
    assert elsewhere.hits == {mode: hits}
    assert {each.origin for each in proposal.sentences if not each.pending} == {Origin.MODEL}
    assert "400万元" in "".join(each.text for each in proposal.sentences)
    assert proposal.generation.fallback == ""
    assert len([event for event in seen if isinstance(event, Waiting)]) == waits
    note(mode, way, hits, "（克服，采用模型的句子）")
