"""Every way in which an endpoint fails: bounded in time, named, and the composer's text stands."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from drafting_forms import funds_only, sheet_of
from faults.server import MODES, FaultServer, fault_server
from pydantic import SecretStr

from selfeval_assist.drafting import Endpoint, Limits, compose, draft, errors
from selfeval_assist.drafting.events import Chunk, Event, FellBack, Finished, Waiting
from selfeval_assist.review import Origin, Proposal

KEY = "sk-secret-0123456789abcdef"
QUICK = Limits(connect=1, read=0.4, chunk=0.3, deadline=2.5, tries=2, backoff=0.02)


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    """Import the SDK once, outside the measured times."""
    import selfeval_assist.drafting.client
    import selfeval_assist.drafting.mapping  # noqa: F401


@pytest.fixture
async def server() -> AsyncIterator[FaultServer]:
    async with fault_server() as running:
        yield running


def at(url: str, limits: Limits = QUICK) -> Endpoint:
    return Endpoint(base_url=url, model="m", api_key=SecretStr(KEY), limits=limits)


async def money(endpoint: Endpoint) -> tuple[Proposal, list[Event], float]:
    """Draft a completion text of which two sentences go to the model."""
    form = funds_only()
    seen: list[Event] = []
    begun = time.monotonic()
    proposal = await draft("actual", form, sheet_of(form), endpoint, on_event=seen.append)
    return proposal, seen, time.monotonic() - begun


def composer_text() -> tuple[str, ...]:
    form = funds_only()
    return tuple(each.text for each in compose("actual", form, sheet_of(form)).sentences)


@dataclass(frozen=True)
class Fault:
    """A failing mode: the error it must be named as, the calls it may cost, the longest time."""

    error: type[errors.DraftingError]
    hits: int
    seconds: float = 3.0


# Two sentences are asked for. An error that will not pass costs one call, one that may pass two;
# a fault of the answer alone is met again at the second sentence.
FAULTS = {
    "rate-120": Fault(errors.RateLimitedError, 1),
    "rate-always": Fault(errors.RateLimitedError, 2),
    "error-500": Fault(errors.ServerError, 2),
    "html-502": Fault(errors.ServerError, 2),
    "error-400": Fault(errors.BadRequestError, 2),
    "error-401": Fault(errors.AuthError, 1),
    "error-403": Fault(errors.AuthError, 1),
    "error-404": Fault(errors.NotFoundError, 1),
    "reset-before": Fault(errors.ConnectError, 2),
    "close-before": Fault(errors.ConnectError, 2),
    "reset-mid": Fault(errors.ConnectError, 2),
    "stall-headers": Fault(errors.ReplyTimeoutError, 2),
    "stall-mid": Fault(errors.ReplyTimeoutError, 2),
    "keep-alive": Fault(errors.ReplyTimeoutError, 2),
    "eof-without-done": Fault(errors.BrokenStreamError, 4),
    "finish-length": Fault(errors.TruncatedError, 6),
    "finish-content-filter": Fault(errors.FilteredError, 2),
    "finish-sensitive": Fault(errors.FilteredError, 2),
    "finish-tool-calls": Fault(errors.BrokenStreamError, 4),
    "malformed": Fault(errors.BrokenStreamError, 4),
    "error-inside": Fault(errors.ServerError, 2),
    "choices-empty": Fault(errors.EmptyReplyError, 3),
    "choices-null": Fault(errors.EmptyReplyError, 3),
    "code-and-msg": Fault(errors.NotAModelError, 1),
    "content-null": Fault(errors.EmptyReplyError, 3),
    "reasoning-only": Fault(errors.EmptyReplyError, 3),
    "think-unclosed": Fault(errors.EmptyReplyError, 3),
    "login-page": Fault(errors.NotAModelError, 1),
    "redirect": Fault(errors.NotAModelError, 1),
    "digits": Fault(errors.UnsupportedError, 6),
}
RECOVERED = {
    "ok": (2, 0),
    "rate-2-then-ok": (3, 1),
    "error-500-then-ok": (3, 1),
    "refuses-extras": (3, 0),
    "think-then-good": (2, 0),
    "digits-then-good": (3, 0),
    "repaired": (2, 0),
}


def test_every_mode_is_tested() -> None:
    assert MODES.keys() == FAULTS.keys() | RECOVERED.keys() | {"echoes-key"}


@pytest.mark.parametrize("mode", FAULTS)
async def test_a_fault_is_named_and_the_composer_stands(server: FaultServer, mode: str) -> None:
    fault = FAULTS[mode]
    proposal, seen, seconds = await money(at(server.url(mode)))
    assert seconds < fault.seconds
    assert server.hits == {mode: fault.hits}
    assert tuple(each.text for each in proposal.sentences) == composer_text()
    assert {each.origin for each in proposal.sentences} == {Origin.COMPOSER}
    generation = proposal.generation
    assert fault.error.summary in generation.fallback
    assert generation.fallback.startswith("第1、2句：")
    assert generation.attempts == fault.hits
    assert [event.sentence for event in seen if isinstance(event, FellBack)] == [0, 1]
    assert isinstance(seen[-1], Finished)
    told = proposal.model_dump_json() + "".join(map(str, seen))
    for secret in (KEY, "sk-leak", "secret page", "<html"):
        assert secret not in told


@pytest.mark.parametrize("mode", RECOVERED)
async def test_a_passing_fault_is_overcome(server: FaultServer, mode: str) -> None:
    hits, waits = RECOVERED[mode]
    proposal, seen, _seconds = await money(at(server.url(mode)))
    assert server.hits == {mode: hits}
    assert [each.origin for each in proposal.sentences[:2]] == [Origin.MODEL, Origin.MODEL]
    assert tuple(each.text for each in proposal.sentences) == composer_text()
    assert proposal.generation.fallback == ""
    assert len([event for event in seen if isinstance(event, Waiting)]) == waits


async def test_the_server_says_how_long_to_wait(server: FaultServer) -> None:
    _proposal, seen, seconds = await money(at(server.url("rate-2-then-ok")))
    waits = [event for event in seen if isinstance(event, Waiting)]
    assert [event.seconds for event in waits] == [1.0]
    assert waits[0].why == errors.RateLimitedError.summary
    assert seconds >= 1.0


async def test_no_wait_reaches_beyond_the_deadline(server: FaultServer) -> None:
    limits = QUICK.model_copy(update={"deadline": 0.6})
    proposal, seen, seconds = await money(at(server.url("rate-2-then-ok"), limits))
    assert seconds < 1.0
    assert not [event for event in seen if isinstance(event, Waiting)]
    assert errors.RateLimitedError.summary in proposal.generation.fallback


async def test_the_deadline_bounds_a_draft_whatever_the_other_limits(server: FaultServer) -> None:
    limits = Limits(read=30, chunk=30, deadline=30)
    form = funds_only()
    begun = time.monotonic()
    proposal = await draft(
        "actual", form, sheet_of(form), at(server.url("keep-alive"), limits), deadline=0.5
    )
    assert time.monotonic() - begun < 2.0
    assert server.hits["keep-alive"] == 1
    assert errors.ReplyTimeoutError.summary in proposal.generation.fallback


async def test_cancelling_closes_the_connection_and_leaves_nothing(server: FaultServer) -> None:
    limits = Limits(read=30, chunk=30, deadline=30)
    form = funds_only()
    seen: list[Event] = []
    arrived = asyncio.Event()

    def listen(event: Event) -> None:
        seen.append(event)
        if isinstance(event, Chunk):
            arrived.set()

    task = asyncio.create_task(
        draft(
            "actual", form, sheet_of(form), at(server.url("stall-mid"), limits),
            on_event=listen,
        )
    )  # fmt: skip
    await arrived.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not any(isinstance(event, Finished | FellBack) for event in seen)
    before = asyncio.all_tasks() - {asyncio.current_task()}
    assert all("draft" not in str(each.get_coro()) for each in before)


async def test_nobody_listens_at_the_port() -> None:
    async with fault_server() as server:
        url = server.url("ok")
    proposal, _seen, seconds = await money(at(url))
    assert errors.ConnectError.summary + "（" in proposal.generation.fallback
    assert seconds < 2.0


async def test_tls_to_a_port_without_tls_ends_in_time(server: FaultServer) -> None:
    proposal, _seen, seconds = await money(at(server.url("ok", "https")))
    fallback = proposal.generation.fallback
    assert errors.ConnectError.summary in fallback or errors.ReplyTimeoutError.summary in fallback
    assert seconds < 4


async def test_a_redirect_is_not_followed(server: FaultServer) -> None:
    await money(at(server.url("redirect")))
    assert server.hits["ok"] == 0


async def test_a_key_in_an_answer_is_masked_everywhere(server: FaultServer) -> None:
    proposal, seen, _seconds = await money(at(server.url("echoes-key")))
    assert KEY not in proposal.model_dump_json() + "".join(map(str, seen))
    assert "***" in "".join(proposal.generation.rejected)


async def test_partial_text_is_kept_as_evidence_only(server: FaultServer) -> None:
    proposal, _seen, _seconds = await money(at(server.url("eof-without-done")))
    assert set(proposal.generation.rejected) == {"全年预算数"}


async def test_proxies_of_the_environment_are_ignored(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"):
        monkeypatch.setenv(name, "socks5://127.0.0.1:9")
    proposal, _seen, _seconds = await money(at(server.url("ok")))
    assert proposal.sentences[0].origin is Origin.MODEL
