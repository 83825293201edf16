"""Print what a form of 40 rows costs, 20 of which deviate: calls, characters, and time.

``make bench-calls``. The model is a server in this process that takes a fixed time for each call
and works on four at the same time. The time is also told in units of its slowest call.
"""

import asyncio
import json
import re
import time
from functools import partial

import httpx2
from drafting_forms import long_form, long_jobs, sheet_of
from fake_model import Recorder, faithful
from pydantic import SecretStr

from selfeval_assist.drafting import Endpoint, Limits, draft_texts
from selfeval_assist.drafting.connection import client

DELAY = 10.0
"""Seconds that the server takes for a call."""
SLOTS = 4
HERE = Endpoint(
    base_url="http://127.0.0.1:9/v1",
    model="m",
    api_key=SecretStr("sk-0123456789"),
    limits=Limits(tries=1, backoff=0),
)


_MISSED = re.compile(r"^r(\d+)〔[^〕]*〕(.*?)：未达到目标", re.MULTILINE)


def honest(question: str, _call: int) -> str:
    """Answer with sentences that pass and fit, so that nothing has to be repaired."""
    sentences = json.loads(faithful(question))["sentences"]
    if "段落 r" not in question:
        rows = "、".join(
            f"{name}实际完成{{r{at}.actual}}" for at, name in _MISSED.findall(question)
        )
        money = [each for each in sentences if "{f." in each["text"]]
        open_ = [each for each in sentences if each["text"].startswith("【待填")]
        told = [{"text": f"{rows}。"}] if "{f.executed}" in question and rows else []
        sentences = [*money, *told, *open_]
    return json.dumps({"sentences": sentences}, ensure_ascii=False)


def repaired(question: str, _call: int) -> str:
    """Answer with one sentence that is refused, and leave it out when asked again."""
    if "不合格" in question:
        return json.dumps({"sentences": []})
    reply = json.loads(honest(question, 0))
    first = dict(reply["sentences"][0])
    reply["sentences"].append({**first, "text": "经上级批准，圆满完成各项任务。"})
    return json.dumps(reply, ensure_ascii=False)


async def measured(answer: object) -> tuple[int, int, float, float]:
    """Return calls, characters sent, seconds in all and of the slowest call."""
    recorder, gate = Recorder(answer), asyncio.Semaphore(SLOTS)
    slowest = 0.0

    async def respond(request: httpx2.Request) -> httpx2.Response:
        nonlocal slowest
        async with gate:
            begun = time.monotonic()
            await asyncio.sleep(DELAY)
            response = recorder(request)
            slowest = max(slowest, time.monotonic() - begun)
            return response

    opened = client.open_model
    client.open_model = partial(opened, transport=httpx2.MockTransport(respond))
    form = long_form()
    sheet = sheet_of(form)
    try:
        begun = time.monotonic()
        await draft_texts(long_jobs(), form, sheet, HERE)
        took = time.monotonic() - begun
    finally:
        client.open_model = opened
    return len(recorder.bodies), len(recorder.sent), took, slowest


def main() -> None:
    """Print the table."""
    print(f"{'':30}{'calls':>7}{'characters':>12}{'seconds':>9}{'in slowest calls':>18}")
    for name, answer in (("every sentence passes", honest), ("one repair in every text", repaired)):
        calls, characters, took, slowest = asyncio.run(measured(answer))
        print(f"{name:30}{calls:7}{characters:12}{took:9.2f}{took / slowest:18.2f}")


if __name__ == "__main__":
    main()
