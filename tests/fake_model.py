"""A model that answers from a function over a mock transport, and keeps what it was sent."""

import json
import re
from collections.abc import Callable, Iterator

import httpx2

Answer = Callable[[str, int], str]
"""From the last message and the number of the call to the model's answer."""


class Recorder:
    """A model that answers from a function, and everything it was sent."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.bodies: list[dict] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        streamed = self.replied(json.loads(request.content))
        return httpx2.Response(200, headers={"content-type": "text/event-stream"}, content=streamed)

    def replied(self, body: dict) -> bytes:
        """Keep a request, and return what is streamed in answer."""
        self.bodies.append(body)
        text = self.answer(body["messages"][-1]["content"], len(self.bodies))
        pieces = [text[at : at + 5] for at in range(0, len(text), 5)]
        choices = [{"index": 0, "delta": {"content": piece}} for piece in pieces]
        choices.append({"index": 0, "delta": {}, "finish_reason": "stop"})
        events = [
            {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m",
             "choices": [choice]}
            for choice in choices
        ]  # fmt: skip
        stream = "".join(f"data: {json.dumps(each)}\n\n" for each in events) + "data: [DONE]\n\n"
        return stream.encode()

    @property
    def sent(self) -> str:
        """Every message, without the settings around them."""
        return "\n".join(message["content"] for body in self.bodies for message in body["messages"])


_ROW = re.compile(r"^r(\d+)〔[^〕]*〕(.*?)[：；]", re.MULTILINE)
_TEXT = re.compile(r"^(t\d+)（[^）]*?(?:，(r\d+))?）：(.*)$", re.MULTILINE)
_OPEN = re.compile(r"【待填[^】]*】")


def faithful(question: str, _call: int = 0) -> str:
    """Answer a sheet with its plainest sentences, which pass: names, values, texts as they are."""
    return json.dumps({"sentences": [*_money(question), *_rows(question)]}, ensure_ascii=False)


def _money(sheet: str) -> Iterator[dict[str, object]]:
    for words, ref in (
        ("年初预算", "f.initial"), ("年中核减", "f.change"), ("全年支出", "f.executed"),
    ):  # fmt: skip
        if f"{{{ref}}}" in sheet and "段落 r" not in sheet:
            yield {"text": f"{words}{{{ref}}}。"}


def _rows(sheet: str) -> Iterator[dict[str, object]]:
    many = "段落 r" in sheet
    for row, name in _ROW.findall(sheet):
        own = {"row": f"r{row}"} if many else {}
        if f"{{r{row}.actual}}" in sheet:
            yield {"text": f"{name}实际完成{{r{row}.actual}}。", **own}
        elif f"{{r{row}.target}}" in sheet:
            yield {"text": f"{name}目标为{{r{row}.target}}。", **own}
    names = {f"r{row}": name for row, name in _ROW.findall(sheet)}
    for source, row, text in _TEXT.findall(sheet):
        if "年初目标" not in sheet or row:
            about = f"{names[row]}：" if row and not many else ""
            own = {"row": row} if many else {}
            yield {"text": f"{about}{text.rstrip('。')}。", "cites": [source], **own}
    for mark in dict.fromkeys(_OPEN.findall(sheet)):
        yield {"text": mark}
