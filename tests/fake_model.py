"""A model that answers from a function over a mock transport, and keeps what it was sent."""

import json
from collections.abc import Callable

import httpx2

Answer = Callable[[str, int], str]
"""From the last message and the number of the call to the model's answer."""


class Recorder:
    """A model that answers from a function, and everything it was sent."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.bodies: list[dict] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        body = json.loads(request.content)
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
        return httpx2.Response(
            200, headers={"content-type": "text/event-stream"}, content=stream.encode()
        )

    @property
    def sent(self) -> str:
        """Every message, without the settings around them."""
        return "\n".join(message["content"] for body in self.bodies for message in body["messages"])


def reference(question: str, _call: int = 0) -> str:
    """Answer with the reference of the question: a sentence that always passes."""
    return question.split("参考：")[-1].removesuffix("\n句子：")
