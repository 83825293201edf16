"""The one place that makes a LangChain model. Imports langchain: load it lazily."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import httpx2
from langchain_core.runnables import Runnable
from langchain_openai import ChatOpenAI

from selfeval_assist.drafting.connection.bounds import BoundedTransport
from selfeval_assist.drafting.connection.endpoints import Endpoint, is_loopback
from selfeval_assist.drafting.errors import EndpointError
from selfeval_assist.drafting.prompts import Prompt

_NESTED = 20
"""Turns of the event loop in which what is nested between a socket and the SDK has been closed."""


@asynccontextmanager
async def open_model(
    endpoint: Endpoint, transport: httpx2.AsyncBaseTransport | None = None
) -> AsyncIterator[ChatOpenAI]:
    """Yield a chat model for one draft, with HTTP clients of its own, and close them after it.

    The SDK would share one async client per process, which dies with the first event loop. Own
    clients also keep proxies of the environment out, follow no redirect (a redirect would take
    form text to a host that nobody allowed) and never retry in silence.

    Args:
        endpoint: where the model is.
        transport: replaces the network, for tests.

    Raises:
        EndpointError: the certificates cannot be read or the proxy is not usable.
    """
    limits = endpoint.limits
    timeout = httpx2.Timeout(
        connect=limits.connect, read=limits.read, write=limits.read, pool=limits.connect
    )
    proxy = None if is_loopback(endpoint) else endpoint.proxy or None
    try:
        context = certificates(endpoint.ca_file)
        shared: dict[str, Any] = {
            "trust_env": False,
            "follow_redirects": False,
            "verify": context,
            "timeout": timeout,
        }
        inner = transport or httpx2.AsyncHTTPTransport(verify=context, trust_env=False, proxy=proxy)
        client = httpx2.AsyncClient(transport=BoundedTransport(inner), **shared)
        unused = httpx2.Client(**shared)
    except (OSError, ssl.SSLError):
        raise EndpointError("SELFEVAL_CA_FILE 指定的证书读不出来") from None
    except (ValueError, ImportError):
        raise EndpointError("SELFEVAL_PROXY 指定的代理不能使用") from None
    async with _settled(), client:
        with unused:
            yield ChatOpenAI(
                model=endpoint.model,
                base_url=endpoint.base_url,
                # The SDK refuses an empty key; a server without keys ignores this one.
                api_key=endpoint.api_key if endpoint.api_key.get_secret_value() else "none",
                timeout=timeout,
                max_retries=0,
                stream_usage=endpoint.capability.stream_usage,
                use_responses_api=False,
                stream_chunk_timeout=limits.chunk,
                http_client=unused,
                http_async_client=client,
                cache=False,
            )


@asynccontextmanager
async def _settled() -> AsyncIterator[None]:
    """Leave the event loop time to close what an answer that was given up has left behind.

    The loop closes nested generators each in a turn of its own; one that ends before writes a
    traceback on the screen.
    """
    try:
        yield
    finally:
        for _ in range(_NESTED):
            await asyncio.sleep(0)


def chain_for(
    model: ChatOpenAI, endpoint: Endpoint, prompt: Prompt, *, attempt: int = 1, plain: bool = False
) -> Runnable[dict[str, Any], Any]:
    """Return prompt and model as one chain for one attempt.

    Args:
        model: from ``open_model``.
        endpoint: its endpoint.
        prompt: the task's prompt.
        attempt: from 1; later attempts are sampled a little warmer.
        plain: leave out all that an unknown server might refuse.
    """
    row = endpoint.capability
    body: dict[str, Any] = {row.max_tokens: prompt.max_tokens}
    settings: dict[str, Any] = {}
    if not plain:
        body |= row.thinking_off
        if row.sampling:
            settings["temperature"] = min(prompt.temperature + 0.2 * (attempt - 1), 1.0)
    if row.stop:
        settings["stop"] = list(row.stop)
    # Sent as extra_body: as arguments LangChain would rename or reinterpret them.
    return prompt.template() | model.bind(extra_body=body, **settings)


@lru_cache(maxsize=8)
def certificates(ca_file: Path | None) -> ssl.SSLContext:
    """Return a TLS context; building one takes tens of milliseconds."""
    context = ssl.create_default_context()
    if ca_file is not None:
        context.load_verify_locations(cafile=ca_file)
    return context
