"""Any LangChain chat model in the place of an endpoint, behind the same gate and checks."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from selfeval_assist.drafting.connection.endpoints import Endpoint
from selfeval_assist.drafting.prompts import Prompt

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_openai import ChatOpenAI

    Model = Endpoint | BaseChatModel
    """What writes: an endpoint, or a model of the caller's."""

_NOWHERE = "https://langchain.invalid/v1"
"""The address of a model whose own is not known: a person has to allow it like any elsewhere."""


def endpoint_of(model: "BaseChatModel") -> Endpoint:
    """Return what stands for a model of the caller's: its name, and limits as for an endpoint."""
    name = getattr(model, "model_name", "") or getattr(model, "model", "") or type(model).__name__
    return Endpoint(base_url=_NOWHERE, model=str(name), name="langchain")


@asynccontextmanager
async def opened(
    endpoint: Endpoint, model: "BaseChatModel | None"
) -> AsyncIterator["ChatOpenAI | BaseChatModel"]:
    """Yield the caller's model, or one for the endpoint that is closed at the end.

    Raises:
        EndpointError: certificates or proxy of the endpoint cannot be used.
    """
    from selfeval_assist.drafting.connection.client import open_model

    if model is not None:
        yield model
        return
    async with open_model(endpoint) as own:
        yield own


def chain_of(
    model: Any, endpoint: Endpoint, prompt: Prompt, *, attempt: int, plain: bool
) -> "Heard":
    """Return prompt and model as one chain for one attempt."""
    from langchain_openai import ChatOpenAI

    from selfeval_assist.drafting.connection.client import chain_for

    if isinstance(model, ChatOpenAI) and endpoint.name != "langchain":
        return Heard(chain_for(model, endpoint, prompt, attempt=attempt, plain=plain))
    return Heard(prompt.template() | model, ends=False)


@dataclass(slots=True)
class Heard:
    """A chain that notes which model really answered.

    Attributes:
        chain: prompt and model.
        ends: whether the model says when an answer is complete; for one that does not, the end of
            its stream is the end.
        answered: the name that came with the answer, or empty.
    """

    chain: Any
    ends: bool = True
    answered: str = ""

    async def astream(self, values: dict[str, Any]) -> AsyncIterator[Any]:
        """Stream the answer.

        Raises:
            Exception: whatever the model raises; ``stream_once`` names it.
        """
        from langchain_core.messages import AIMessageChunk

        ended = False
        async for chunk in self.chain.astream(values):
            about = chunk.response_metadata
            self.answered = str(about.get("model_name") or self.answered)
            ended = ended or bool(about.get("finish_reason"))
            yield chunk
        if not ended and not self.ends:
            yield AIMessageChunk(content="", response_metadata={"finish_reason": "stop"})
