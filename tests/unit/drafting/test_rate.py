"""Calls go in order, so many at a time and a minute; a server that asks for it is waited for."""

import asyncio
import time

import httpx2
import pytest
from bench.calls import honest
from drafting_forms import long_form, sheet_of
from fake_model import Recorder
from pydantic import ValidationError

from selfeval_assist.drafting import Endpoint, Limits, from_environment
from selfeval_assist.drafting.batch import Wanted
from selfeval_assist.drafting.connection import client
from selfeval_assist.drafting.connection.rate import Gate
from selfeval_assist.drafting.errors import EndpointError, NotAllowedError
from selfeval_assist.drafting.many import draft_many, in_steps
from selfeval_assist.failures import Failure
from selfeval_assist.form import paths

HERE = Endpoint(
    base_url="http://127.0.0.1:9/v1",
    model="m",
    parallel=3,
    limits=Limits(tries=2, backoff=0),
)
AWAY = HERE.model_copy(update={"base_url": "https://model.invalid/v1"})


async def passed(gate: Gate, many: int, tokens: int = 1, takes: float = 0.0) -> list[float]:
    """Let calls through; return when each went, from the beginning."""
    begun, went = time.monotonic(), list[float]()

    async def call() -> None:
        async with gate.turn(tokens):
            went.append(time.monotonic() - begun)
            await asyncio.sleep(takes)

    await asyncio.gather(*(call() for _ in range(many)))
    return went


async def test_so_many_at_a_time() -> None:
    gate, most, now = Gate(3), 0, 0

    async def call() -> None:
        nonlocal most, now
        async with gate.turn(1):
            now += 1
            most = max(most, now)
            await asyncio.sleep(0.01)
            now -= 1

    await asyncio.gather(*(call() for _ in range(20)))
    assert most == 3


async def test_so_many_in_a_minute() -> None:
    """No more than two in any minute, which has a tenth of a second here; never sooner."""
    went = await passed(Gate(9, requests=2, minute=0.1), 6)
    assert all(later - each >= 0.099 for each, later in zip(went, went[2:], strict=False))


async def test_so_many_tokens_in_a_minute() -> None:
    went = await passed(Gate(9, tokens=100, minute=0.1), 4, tokens=50)
    assert all(later - each >= 0.099 for each, later in zip(went, went[2:], strict=False))
    alone = await passed(Gate(9, tokens=100, minute=0.1), 2, tokens=500)
    assert alone[1] - alone[0] >= 0.099


async def test_what_a_call_took_counts_and_not_what_was_reckoned() -> None:
    gate = Gate(9, tokens=100, minute=1e6)
    for _ in range(4):
        async with gate.turn(90) as turn:
            turn.tokens = 2


async def test_one_that_gives_up_lets_the_next_one_go() -> None:
    gate = Gate(1)
    async with gate.turn(1):
        first, second = (asyncio.create_task(passed(gate, 1)) for _ in range(2))
        await asyncio.sleep(0)
        first.cancel()
    assert len(await second) == 1


async def test_a_refusal_holds_all_back_and_narrows_the_gate() -> None:
    gate = Gate(4)
    gate.refused(0.2)
    went = await passed(gate, 3, takes=0.02)
    assert min(went) >= 0.19
    assert went[2] > went[0]
    for _ in range(20):
        gate.answered()
    assert gate._room == 4


def forms(count: int, **changed: str) -> list[Wanted]:
    """Return forms of which each wants one text."""
    found = []
    for number in range(count):
        form = paths.put(long_form(), "project", f"项目{number}")
        for path, text in changed.items():
            form = paths.put(form, path, text)
        found.append(Wanted(str(number), form, sheet_of(form), (("actual", None),)))
    return found


class Server:
    """A model in this process: it answers after a while, and may ask to come later.

    Args:
        later: how many of the first calls it puts off.
        gone: whether it answers no call.
    """

    def __init__(self, later: int = 0, *, gone: bool = False) -> None:
        self.recorder, self.later, self.gone = Recorder(honest), later, gone
        self.now = self.most = self.calls = 0

    async def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.calls += 1
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0.02)
        self.now -= 1
        if self.gone:
            return httpx2.Response(500, json={"error": {"message": "gone"}})
        if self.calls <= self.later:
            return httpx2.Response(
                429, headers={"retry-after": "1"}, json={"error": {"message": "later"}}
            )
        return self.recorder(request)


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch):
    """Put a server in the place of the network."""
    opened = client.open_model

    def start(server: Server) -> Server:
        monkeypatch.setattr(
            client, "open_model", lambda endpoint: opened(endpoint, httpx2.MockTransport(server))
        )
        return server

    return start


def texts(found: object) -> str:
    assert isinstance(found, tuple)
    return "".join(each.text for proposal in found for each in proposal.sentences)


def test_many_forms_in_their_order_and_as_many_at_a_time_as_may_be(serve) -> None:
    server = serve(Server())
    drafted = list(in_steps(draft_many(iter(forms(9)), HERE)))
    assert [each.name for each, _ in drafted] == [str(number) for number in range(9)]
    assert all(proposal.generation.fallback == "" for _, found in drafted for proposal in found)
    assert 1 < server.most <= 3


def test_a_server_that_asks_to_come_later_is_waited_for(serve) -> None:
    """More often than a call is tried: what the server asks for is no failure."""
    server = serve(Server(later=5))
    drafted = list(in_steps(draft_many(iter(forms(4)), HERE)))
    assert all(proposal.generation.fallback == "" for _, found in drafted for proposal in found)
    assert server.calls >= 9


def test_a_server_that_is_gone_is_not_asked_for_every_form(serve) -> None:
    server = serve(Server(gone=True))
    drafted = list(in_steps(draft_many(iter(forms(20)), HERE)))
    assert all(proposal.generation.fallback for _, found in drafted for proposal in found)
    assert all(texts(found) for _, found in drafted)
    assert server.calls < 20 * HERE.limits.tries


def test_a_form_with_a_mark_is_named_and_the_others_are_drafted(serve) -> None:
    serve(Server())
    marked = forms(1, **{"goal.planned": "秘密★1年　完成改造"})
    drafted = list(in_steps(draft_many(iter([*forms(1), *marked, *forms(1)]), HERE)))
    assert [isinstance(found, Failure) for _, found in drafted] == [False, True, False]


async def test_nothing_goes_where_nobody_has_allowed_it(serve) -> None:
    server = serve(Server())
    with pytest.raises(NotAllowedError):
        _ = [each async for each in draft_many(iter(forms(3)), AWAY)]
    assert not server.calls


async def test_it_also_works_in_a_running_event_loop(serve) -> None:
    serve(Server())
    assert len(list(in_steps(draft_many(iter(forms(2)), HERE)))) == 2


def test_who_stops_early_ends_what_is_under_way(serve) -> None:
    server = serve(Server())
    drafts = in_steps(draft_many(iter(forms(50)), HERE))
    next(drafts)
    drafts.close()  # type: ignore[attr-defined]
    assert server.calls < 30


def test_the_environment_says_how_much_a_server_takes() -> None:
    told = {"OPENAI_BASE_URL": "http://127.0.0.1:9/v1", "OPENAI_MODEL": "m"}
    bounds = {
        "SELFEVAL_PARALLEL": "8",
        "SELFEVAL_REQUESTS_A_MINUTE": "60",
        "SELFEVAL_TOKENS_A_MINUTE": "90000",
    }
    endpoint = from_environment({**told, **bounds})
    assert endpoint is not None
    assert (endpoint.slots, endpoint.requests_a_minute, endpoint.tokens_a_minute) == (8, 60, 90000)
    plain = from_environment(told)
    assert plain is not None
    assert plain.slots == plain.capability.parallel
    with pytest.raises(EndpointError, match="SELFEVAL_PARALLEL"):
        from_environment({**told, "SELFEVAL_PARALLEL": "许多"})
    with pytest.raises(ValidationError):
        Endpoint(base_url="http://127.0.0.1:9/v1", model="m", parallel=-1)
