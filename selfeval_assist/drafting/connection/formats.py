"""Which structured output an endpoint really gives; drafting needs none, other tools may."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from selfeval_assist.drafting.connection.endpoints import Endpoint
from selfeval_assist.drafting.connection.reply import unfenced, visible
from selfeval_assist.drafting.connection.stream import stream_once
from selfeval_assist.drafting.errors import (
    AuthError,
    ConnectError,
    DraftingError,
    ReplyTimeoutError,
)

if TYPE_CHECKING:
    from langchain_openai import ChatOpenAI

NONE = "none"

_JSON = '只输出一行 JSON，形如 {"item": "绿化", "done": true}，不要解释。'
_SCHEMA = {
    "type": "object",
    "properties": {"item": {"type": "string"}, "done": {"type": "boolean"}},
    "required": ["item", "done"],
    "additionalProperties": False,
}
_FORMATS: dict[str, dict[str, Any]] = {
    "json_schema": {
        "type": "json_schema",
        "json_schema": {"name": "answer", "strict": True, "schema": _SCHEMA},
    },
    "json_object": {"type": "json_object"},
}
"""The strictest first."""


async def strictest_format(endpoint: Endpoint, model: "ChatOpenAI") -> str:
    """Return the strictest output format whose answer can be parsed, or ``none``.

    Raises:
        AuthError, ConnectError, ReplyTimeoutError: the endpoint fails whatever the format.
    """
    row = endpoint.capability
    for name, form in _FORMATS.items():
        body = {row.max_tokens: 200, "response_format": form, **row.thinking_off}
        asked = _Asked(model.bind(extra_body=body))
        try:
            reply = await stream_once(asked, {}, endpoint, lambda _text: None)
        except (AuthError, ConnectError, ReplyTimeoutError):
            raise
        except DraftingError:
            continue
        if _parses(reply.text):
            return name
    return NONE


@dataclass(frozen=True, slots=True)
class _Asked:
    """A model that is asked one fixed question, with the face of a chain."""

    model: Any

    def astream(self, _values: dict[str, Any]) -> Any:
        """Stream the answer to the fixed question, as a chain does; the values are not used.

        Raises:
            Exception: whatever the model's client raises; ``stream_once`` names it.
        """
        return self.model.astream([("user", _JSON)])


def _parses(raw: str) -> bool:
    try:
        value = json.loads(unfenced(visible(raw)))
    except ValueError:
        return False
    return isinstance(value, dict) and isinstance(value.get("done"), bool) and "item" in value
