"""One answer for each way in which an endpoint can fail, half work or recover."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from faults.wire import DONE, SSE, Call, event, failure, piece, plain, streamed

Mode = Callable[[Call], Awaitable[None]]
MODES: dict[str, Mode] = {}
STILL = 3600.0
"""Seconds for which a server stands still. Whoever waits for it, or for ever, is ended by the time
limit of the tests; whoever keeps to a limit of a second comes back, on any machine."""


def mode(function: Mode) -> Mode:
    """Enter an answer under its own name."""
    MODES[function.__name__.replace("_", "-")] = function
    return function


@mode
async def ok(call: Call) -> None:
    await call.send(*streamed(call.good))


@mode
async def rate_2_then_ok(call: Call) -> None:
    if call.hit == 1:
        await call.send(failure("429 Too Many Requests", "slow down", "Retry-After: 1"))
    else:
        await ok(call)


@mode
async def rate_120(call: Call) -> None:
    await call.send(failure("429 Too Many Requests", "slow down", "Retry-After: 120"))


@mode
async def rate_always(call: Call) -> None:
    await call.send(failure("429 Too Many Requests", "quota of sk-leak-4f9a81 is used up"))


@mode
async def error_500(call: Call) -> None:
    await call.send(failure("500 Internal Server Error", "boom"))


@mode
async def error_500_then_ok(call: Call) -> None:
    await (error_500 if call.hit == 1 else ok)(call)


@mode
async def html_502(call: Call) -> None:
    await call.send(plain("502 Bad Gateway", b"<html><h1>secret page</h1></html>", "text/html"))


async def refuse(status: str, call: Call) -> None:
    """Refuse and repeat the key, as careless gateways do."""
    key = call.headers.get("authorization", "")
    await call.send(failure(status, f"refused, you sent {key}"))


for _status in ("400 Bad Request", "401 Unauthorized", "403 Forbidden", "404 Not Found"):
    MODES[f"error-{_status[:3]}"] = partial(refuse, _status)


@mode
async def refuses_extras(call: Call) -> None:
    """Accept only the plainest request, as an old or strict server does."""
    if call.body.keys() - {"model", "messages", "stream", "max_tokens"}:
        await call.send(failure("400 Bad Request", "unknown parameter"))
    else:
        await ok(call)


@mode
async def reset_before(call: Call) -> None:
    call.reset()


@mode
async def close_before(call: Call) -> None:
    call.writer.close()


@mode
async def reset_mid(call: Call) -> None:
    await call.send(SSE, piece("全年预算"))
    await asyncio.sleep(0.05)
    call.reset()


@mode
async def stall_headers(call: Call) -> None:
    await asyncio.sleep(STILL)


@mode
async def stall_mid(call: Call) -> None:
    await call.send(SSE, piece("全年预算"))
    await asyncio.sleep(STILL)


@mode
async def keep_alive(call: Call) -> None:
    await call.send(SSE, piece("全年预算"))
    while True:
        await call.send(b": keep-alive\n\n")
        await asyncio.sleep(0.05)


@mode
async def eof_without_done(call: Call) -> None:
    await call.send(SSE, piece("全年预算"), piece("数"))


async def finish(reason: str, call: Call) -> None:
    """Break off a good sentence with another reason than ``stop``."""
    await call.send(*streamed(call.good, reason))


for _reason in ("length", "content_filter", "sensitive", "tool_calls"):
    MODES[f"finish-{_reason.replace('_', '-')}"] = partial(finish, _reason)


@mode
async def malformed(call: Call) -> None:
    await call.send(SSE, piece("全年"), event('{"choices": [{"delta"'), DONE)


@mode
async def error_inside(call: Call) -> None:
    await call.send(SSE, piece("全年"), event({"error": {"message": "overloaded", "code": "x"}}))


@mode
async def drip(call: Call) -> None:
    await call.send(SSE)
    while True:
        await call.send(piece("数"))
        await asyncio.sleep(0.1)


@mode
async def flood(call: Call) -> None:
    await call.send(SSE)
    while True:
        await call.send(*[piece("全年预算数" * 20)] * 20)


@mode
async def bad_gzip(call: Call) -> None:
    await call.send(
        SSE.replace(b"Connection", b"Content-Encoding: gzip\r\nConnection"), b"no gzip at all"
    )


@mode
async def bad_utf8(call: Call) -> None:
    await call.send(SSE, piece("全年"), b'data: {"choices": [{"delta": {"content": "\xff\xfe', DONE)


@mode
async def choices_empty(call: Call) -> None:
    await call.send(SSE, event({"id": "1", "object": "chat.completion.chunk", "choices": []}), DONE)


@mode
async def choices_null(call: Call) -> None:
    await call.send(
        SSE, event({"id": "1", "object": "chat.completion.chunk", "choices": None}), DONE
    )


@mode
async def code_and_msg(call: Call) -> None:
    await call.send(plain("200 OK", b'{"code": 1302, "msg": "no such model"}'))


@mode
async def content_null(call: Call) -> None:
    await call.send(SSE, piece(None), piece(None, "stop"), DONE)


@mode
async def reasoning_only(call: Call) -> None:
    parts = [piece(None, reasoning_content="想一想") for _ in range(3)]
    await call.send(SSE, *parts, piece("", "stop"), DONE)


@mode
async def think_then_good(call: Call) -> None:
    await call.send(*streamed(f"<think>执行率应为 12%。\n</think>\n\n{call.good}"))


@mode
async def think_unclosed(call: Call) -> None:
    await call.send(*streamed("<think>执行率应为 12%，<F1>。"))


@mode
async def login_page(call: Call) -> None:
    await call.send(plain("200 OK", b"<html><form>secret page</form></html>", "text/html"))


@mode
async def redirect(call: Call) -> None:
    target = f"Location: /ok{call.path.removeprefix('/redirect')}"
    await call.send(plain("307 Temporary Redirect", b"", "text/html", target))


@mode
async def digits(call: Call) -> None:
    wrong = call.good.replace('"text": "', '"text": "全年预算数100万元，')
    await call.send(*streamed(wrong))


@mode
async def digits_then_good(call: Call) -> None:
    await (digits if call.hit == 1 else ok)(call)


@mode
async def echoes_key(call: Call) -> None:
    key = call.headers["authorization"]
    await call.send(*streamed(call.good.replace('"text": "', f'"text": "密钥是{key}，')))
