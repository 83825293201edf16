"""Loading what a model needs before it is asked, on a thread of its own."""

import asyncio
from functools import cache

from selfeval_assist.drafting.connection.endpoints import Endpoint
from selfeval_assist.drafting.prompts import prompt_for


async def warm() -> None:
    """Load langchain and openai without holding up the event loop (two seconds on a slow machine).

    Loading twice costs nothing.
    """
    await asyncio.to_thread(_load)


def is_warm() -> bool:
    """Return whether everything is there."""
    return _load.cache_info().currsize > 0


@cache
def _load() -> None:
    asyncio.run(_open_once())


async def _open_once() -> None:
    """Make a model and ask it nothing: half of what it takes is only loaded then."""
    from selfeval_assist.drafting.connection.client import chain_for, open_model

    nowhere = Endpoint(base_url="http://127.0.0.1:9/v1", model="none")
    async with open_model(nowhere) as model:
        chain_for(model, nowhere, prompt_for("actual"))
