"""What a long form costs: how many calls, how many characters, how many at the same time."""

import asyncio
import json
from collections.abc import Callable
from functools import partial

import httpx2
import pytest
from bench.calls import honest, repaired
from drafting_forms import long_form, long_jobs, sheet_of
from fake_model import Answer, Recorder, faithful
from pydantic import SecretStr

from selfeval_assist.drafting import Endpoint, Limits, draft_texts
from selfeval_assist.drafting.connection import client

HERE = Endpoint(
    base_url="http://127.0.0.1:9/v1",
    model="m",
    api_key=SecretStr("sk-0123456789"),
    limits=Limits(tries=1, backoff=0),
)


async def test_a_long_form_takes_a_call_for_each_slot_without_a_repair(
    model: Callable[[Answer], Recorder],
) -> None:
    recorder = model(honest)
    form = long_form()
    proposals = await draft_texts(long_jobs(), form, sheet_of(form), HERE)
    assert len(recorder.bodies) == HERE.capability.parallel == 4
    assert len(recorder.sent) <= 25_000
    assert [each.generation.fallback for each in proposals] == [""] * 23


async def test_a_repair_in_every_text_doubles_the_calls_and_no_more(
    model: Callable[[Answer], Recorder],
) -> None:
    recorder = model(repaired)
    form = long_form()
    await draft_texts(long_jobs(), form, sheet_of(form), HERE)
    assert len(recorder.bodies) == 8


async def test_texts_are_written_at_the_same_time_and_no_more_than_the_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    running = most = 0
    recorder = Recorder(lambda question, _call: faithful(question))

    async def answer(request: httpx2.Request) -> httpx2.Response:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.05)
        running -= 1
        return recorder(request)

    transport = httpx2.MockTransport(answer)
    monkeypatch.setattr(client, "open_model", partial(client.open_model, transport=transport))
    form = long_form()
    proposals = await draft_texts(long_jobs(), form, sheet_of(form), HERE)
    assert 1 < most <= HERE.capability.parallel
    assert [each.where for each in proposals[3:]] == [
        f"indicators.{row}.deviation.text" for row in range(20)
    ]
    assert json.dumps(proposals[0].generation.model_dump(mode="json"))
