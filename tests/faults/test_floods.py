"""Every reply that is made to exhaust its reader: bounded, named in Chinese, and nothing is lost.

The draft runs in a fork, so that what it takes can be measured apart from the server.
"""

import gc
import json
import os
import resource
from collections.abc import Iterator

import pytest
from faults.conftest import Note
from faults.expected import WAYS, at, composer_text
from faults.floods import FLOODS, MODES_OF_FLOODS, Flood
from faults.modes import MODES
from faults.server import FaultServer
from hostile.corpus import REFUSED

pytestmark = pytest.mark.many_examples

MOST = 300 * 1024
"""Kilobytes above what the program takes before it asks."""


@pytest.fixture(scope="module", autouse=True)
def floods() -> Iterator[None]:
    """Let the server know the floods too."""
    MODES.update(MODES_OF_FLOODS)
    yield
    for name in MODES_OF_FLOODS:
        del MODES[name]


def _taken() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _told(url: str, flood: Flood) -> dict[str, object]:
    """Return what came of one draft, and the kilobytes that it took."""
    before = _taken()
    proposal, _seen = WAYS["draft"](at(url, flood.limits))
    return {
        "texts": [each.text for each in proposal.sentences],
        "models": sum(each.origin.value == "model" for each in proposal.sentences),
        "why": proposal.generation.fallback,
        "calls": proposal.generation.attempts,
        "seconds": proposal.generation.seconds,
        "kilobytes": _taken() - before,
    }


def _apart(url: str, flood: Flood) -> dict[str, object]:
    receive, send = os.pipe()
    child = os.fork()
    if not child:
        try:
            said = json.dumps(_told(url, flood))
        except BaseException as error:
            said = json.dumps({"crash": repr(error)[:2000]})
        os.write(send, said.encode()[:60_000])
        os._exit(0)
    os.close(send)
    with os.fdopen(receive, encoding="utf-8") as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return dict(json.loads(said))


@pytest.mark.parametrize("name", FLOODS)
def test_a_flood_is_bounded_and_the_text_stands(
    elsewhere: FaultServer, note: Note, name: str
) -> None:
    flood = FLOODS[name]
    told = _apart(elsewhere.url(name), flood)
    assert "crash" not in told, told
    assert told["kilobytes"] < MOST
    why = str(told["why"])
    if flood.named:
        assert told["models"] == 0
        assert tuple(told["texts"]) == composer_text()
        assert any(kind.summary in why for kind in flood.named), why
        assert "Error" not in why.replace("HTTP", "")
    else:
        assert why == ""
        assert told["models"] > 0
    note(name, f"{told['kilobytes']} KB", told["calls"], f"{told['seconds']} s {why}")


def test_there_are_enough_of_them() -> None:
    assert len(FLOODS) >= 60
    assert len(FLOODS) + len(REFUSED) >= 120


@pytest.mark.parametrize("name", ["thinking-inside", "thinking-again-and-again", "a-page"])
def test_an_answer_that_is_given_up_writes_nothing_on_the_screen(
    elsewhere: FaultServer, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    WAYS["draft"](at(elsewhere.url(name), FLOODS[name].limits))
    gc.collect()
    assert [each.getMessage() for each in caplog.records if each.name == "asyncio"] == []
