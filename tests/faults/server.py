"""A loopback server that fails on purpose: one mode for each way in which an endpoint can fail.

The first part of the path names the mode: ``http://127.0.0.1:PORT/stall-headers/v1``.
"""

import asyncio
import contextlib
import json
import re
import ssl
import struct
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from socket import SO_LINGER, SOL_SOCKET

REFERENCE = re.compile(r"参考：(?P<text>.*)\n句子：$")


@dataclass
class Call:
    """One request as the server saw it."""

    mode: str
    hit: int
    path: str
    headers: dict[str, str]
    body: dict
    writer: asyncio.StreamWriter

    @property
    def good(self) -> str:
        """A sentence that passes: the reference of the last question."""
        for message in reversed(self.body.get("messages", [])):
            if match := REFERENCE.search(message["content"]):
                return match["text"]
            if "JSON" in message["content"]:
                return '{"item": "绿化", "done": true}'
        return ""

    async def send(self, *parts: bytes) -> None:
        for part in parts:
            self.writer.write(part)
            await self.writer.drain()

    def reset(self) -> None:
        """Close with RST instead of FIN."""
        socket = self.writer.get_extra_info("socket")
        socket.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


@dataclass
class FaultServer:
    """What runs, and what it has seen."""

    port: int = 0
    hits: Counter = field(default_factory=Counter)
    calls: list[Call] = field(default_factory=list)

    def url(self, mode: str, scheme: str = "http") -> str:
        return f"{scheme}://127.0.0.1:{self.port}/{mode}/v1"


LISTING = frozenset(
    "ok think-then-good reasoning-only digits refuses-extras drip error-500".split(" ")  # noqa: SIM905
)
"""Modes in which the list of models is there, whatever becomes of a chat."""

Mode = Callable[[Call], Awaitable[None]]
MODES: dict[str, Mode] = {}


def mode(function: Mode) -> Mode:
    MODES[function.__name__.strip("_").replace("_", "-")] = function
    return function


def plain(status: str, body: bytes, kind: str = "application/json", *extra: str) -> bytes:
    head = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
    return "\r\n".join([*head, "Connection: close", *extra, "", ""]).encode() + body


def failure(status: str, message: str, *extra: str) -> bytes:
    body = json.dumps({"error": {"message": message}}).encode()
    return plain(status, body, "application/json", *extra)


SSE = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
DONE = b"data: [DONE]\n\n"


def event(value: object) -> bytes:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"data: {text}\n\n".encode()


def piece(content: str | None, finish: str | None = None, **delta: object) -> bytes:
    choice = {"index": 0, "delta": {"content": content, **delta}, "finish_reason": finish}
    return event(
        {
            "id": "1",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "m",
            "choices": [choice],
        }
    )


def streamed(text: str, finish: str | None = "stop") -> list[bytes]:
    parts = [piece(text[at : at + 7]) for at in range(0, len(text), 7)]
    return [SSE, *parts, piece("", finish), DONE]


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


def refusing(status: str, name: str) -> None:
    @mode
    async def refuse(call: Call) -> None:
        key = call.headers.get("authorization", "")
        await call.send(failure(status, f"refused, you sent {key}"))

    MODES[name] = MODES.pop("refuse")


for _status, _name in (
    ("400 Bad Request", "error-400"),
    ("401 Unauthorized", "error-401"),
    ("403 Forbidden", "error-403"),
    ("404 Not Found", "error-404"),
):
    refusing(_status, _name)


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
    await asyncio.sleep(30)


@mode
async def stall_mid(call: Call) -> None:
    await call.send(SSE, piece("全年预算"))
    await asyncio.sleep(30)


@mode
async def keep_alive(call: Call) -> None:
    await call.send(SSE, piece("全年预算"))
    while True:
        await call.send(b": keep-alive\n\n")
        await asyncio.sleep(0.05)


@mode
async def eof_without_done(call: Call) -> None:
    await call.send(SSE, piece("全年预算"), piece("数"))


def finishing(reason: str) -> None:
    @mode
    async def finish(call: Call) -> None:
        await call.send(*streamed(call.good, reason))

    MODES[f"finish-{reason.replace('_', '-')}"] = MODES.pop("finish")


for _reason in ("length", "content_filter", "sensitive", "tool_calls"):
    finishing(_reason)


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
    await call.send(*streamed("全年预算数100万元，" + call.good))


@mode
async def digits_then_good(call: Call) -> None:
    await (digits if call.hit == 1 else repaired)(call)


@mode
async def repaired(call: Call) -> None:
    """Answer an objection with the sentence asked for in the question before it."""
    questions = [m["content"] for m in call.body["messages"] if m["role"] == "user"]
    match = next(m for m in map(REFERENCE.search, reversed(questions)) if m)
    await call.send(*streamed(match["text"]))


@mode
async def echoes_key(call: Call) -> None:
    await call.send(*streamed(f"密钥是{call.headers['authorization']}，" + call.good))


@asynccontextmanager
async def fault_server(tls: ssl.SSLContext | None = None) -> AsyncIterator[FaultServer]:
    """Run the server on a free port of 127.0.0.1, behind TLS when a context is given."""
    state = FaultServer()
    tasks: set[asyncio.Task] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        tasks.add(task)
        task.add_done_callback(tasks.discard)
        with contextlib.suppress(
            ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError, ValueError
        ):
            try:
                await _answer(state, reader, writer)
            finally:
                writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=tls)
    state.port = server.sockets[0].getsockname()[1]
    try:
        yield state
    finally:
        server.close()
        for task in tuple(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _answer(
    state: FaultServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    request, *lines = head.split("\r\n")
    headers = {
        name.lower(): value.strip()
        for name, _, value in (line.partition(":") for line in lines if line)
    }
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    path = request.split(" ")[1]
    name = path.split("/")[1]
    state.hits[name] += 1
    call = Call(name, state.hits[name], path, headers, json.loads(body or b"{}"), writer)
    state.calls.append(call)
    if path.endswith("/models") and name in LISTING:
        await call.send(plain("200 OK", b'{"object": "list", "data": [{"id": "m"}, {"id": "n"}]}'))
        return
    await MODES[name](call)
