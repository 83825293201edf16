"""What the chain costs over the bare openai client on the same local server.

``PYTHONPATH=tests python -m bench.overhead 60``: the two ways take turns, so that a busy machine
hits them alike; the server runs in a process of its own.
"""

import asyncio
import contextlib
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import openai
from drafting_forms import funds_only, sheet_of
from faults.server import fault_server
from pydantic import SecretStr

from selfeval_assist.drafting import Endpoint, draft, preview
from selfeval_assist.drafting.chain import ignore, orders_of, parts_of
from selfeval_assist.drafting.connection.client import chain_for, open_model
from selfeval_assist.drafting.connection.run import Run
from selfeval_assist.drafting.connection.stream import stream_once
from selfeval_assist.drafting.consent import Leave, masks_for
from selfeval_assist.drafting.prompts import REPAIRS, prompt_for
from selfeval_assist.review import Origin

ROUNDS = 60
WARM = 3
Times = tuple[float, float]
"""Seconds to the first text and to the end."""


@dataclass
class Measured:
    """Seconds of every round: of one call each way, and of one whole draft each way."""

    bare: list[Times] = field(default_factory=list)
    chain: list[Times] = field(default_factory=list)
    bare_draft: list[float] = field(default_factory=list)
    draft: list[float] = field(default_factory=list)


@contextlib.contextmanager
def served() -> Iterator[Endpoint]:
    """Run the server of canned answers in its own process."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.overhead", "serve"],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout
        port = int(process.stdout.readline())
        yield Endpoint(
            base_url=f"http://127.0.0.1:{port}/ok/v1", model="m", api_key=SecretStr("sk-bench-0001")
        )
    finally:
        process.terminate()
        process.wait(5)


async def measure(endpoint: Endpoint, rounds: int = ROUNDS) -> Measured:
    """Take both ways in turn, each first in every other round."""
    form = funds_only()
    sheet = sheet_of(form)
    questions = preview("actual", form, sheet, endpoint)
    masks = masks_for(form, Leave())
    (order,) = orders_of(
        parts_of((("actual", None),), form, sheet), masks, endpoint, ignore, Run(0), 0
    )
    values = {**order.inputs, REPAIRS: []}
    prompt = prompt_for("actual")
    found = Measured()
    async with (
        open_model(endpoint) as model,
        httpx2.AsyncClient(trust_env=False) as http,
        openai.AsyncOpenAI(
            base_url=endpoint.base_url, api_key="sk-bench-0001", http_client=http, max_retries=0
        ) as client,
    ):

        async def bare(turns: Any = questions[0]) -> Times:
            return await _bare(client, turns, prompt.max_tokens, prompt.temperature)

        async def chained() -> Times:
            begun = time.perf_counter()
            shown: list[float] = []
            await stream_once(
                chain_for(model, endpoint, prompt),
                values,
                endpoint,
                lambda _text: shown.append(time.perf_counter()),
            )
            return shown[0] - begun, time.perf_counter() - begun

        for number in range(-WARM, rounds):
            ways: list[tuple[Callable[[], Awaitable[Times]], list[Times]]] = [
                (bare, found.bare), (chained, found.chain),
            ]  # fmt: skip
            for way, times in ways if number % 2 else reversed(ways):
                taken = await way()
                if number >= 0:
                    times.append(taken)
        for number in range(-1, max(rounds // 3, 1)):
            begun = time.perf_counter()
            for turns in questions:
                await bare(turns)
            middle = time.perf_counter()
            proposal = await draft("actual", form, sheet, endpoint)
            end = time.perf_counter()
            assert proposal.sentences[0].origin is Origin.MODEL
            if number >= 0:
                found.bare_draft.append(middle - begun)
                found.draft.append(end - middle)
    return found


async def _bare(client: openai.AsyncOpenAI, turns: Any, most: int, temperature: float) -> Times:
    begun = time.perf_counter()
    first, text = 0.0, ""
    stream = await client.chat.completions.create(
        model="m",
        messages=[{"role": role, "content": content} for role, content in turns],
        max_tokens=most,
        temperature=temperature,
        stream=True,
    )
    async for chunk in stream:
        piece = chunk.choices[0].delta.content or ""
        first = first or (time.perf_counter() if piece else 0.0)
        text += piece
    assert text
    return first - begun, time.perf_counter() - begun


def report(found: Measured) -> str:
    """Return medians, and the median of the paired differences, in milliseconds."""
    lines = [f"{'milliseconds, median of':26}{'openai':>9}{'chain':>9}{'difference':>12}"]
    for at, title in enumerate(("first text", "whole answer")):
        bare = [1000 * each[at] for each in found.bare]
        ours = [1000 * each[at] for each in found.chain]
        lines.append(_line(f"{title} ({len(bare)} pairs)", bare, ours))
    bare, ours = ([1000 * each for each in row] for row in (found.bare_draft, found.draft))
    lines.append(_line(f"two sentences ({len(bare)} pairs)", bare, ours))
    return "\n".join([*lines, "two sentences: with us also planned, verified, rendered, recorded"])


def _line(title: str, bare: list[float], ours: list[float]) -> str:
    difference = statistics.median(b - a for a, b in zip(bare, ours, strict=True))
    return (
        f"{title:26}{statistics.median(bare):9.2f}{statistics.median(ours):9.2f}{difference:12.2f}"
    )


async def _serve() -> None:
    async with fault_server() as server:
        print(server.port, flush=True)
        await asyncio.Event().wait()


def main(rounds: int) -> None:
    """Print what the chain costs."""
    with served() as endpoint:
        print(report(asyncio.run(measure(endpoint, rounds))))


if __name__ == "__main__":
    if sys.argv[1:] == ["serve"]:
        asyncio.run(_serve())
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
