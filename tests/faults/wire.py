"""What goes over the wire: a request as the server saw it, and answers in the OpenAI format."""

import asyncio
import json
import struct
from dataclasses import dataclass
from socket import SO_LINGER, SOL_SOCKET

from fake_model import faithful

SSE = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
DONE = b"data: [DONE]\n\n"


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
        """A reply that passes: the plainest sentences of the sheet that was sent."""
        messages = [message["content"] for message in self.body.get("messages", [])]
        sheet = next((each for each in messages if "材料：\n" in each), "")
        if sheet:
            return faithful(sheet)
        return '{"item": "绿化", "done": true}' if any("JSON" in each for each in messages) else ""

    async def send(self, *parts: bytes) -> None:
        for part in parts:
            self.writer.write(part)
            await self.writer.drain()

    def reset(self) -> None:
        """Close with RST instead of FIN."""
        socket = self.writer.get_extra_info("socket")
        socket.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


def plain(status: str, body: bytes, kind: str = "application/json", *extra: str) -> bytes:
    head = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
    return "\r\n".join([*head, "Connection: close", *extra, "", ""]).encode() + body


def failure(status: str, message: str, *extra: str) -> bytes:
    body = json.dumps({"error": {"message": message}}).encode()
    return plain(status, body, "application/json", *extra)


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
