"""Loading what a model needs before it is asked, on a thread of its own."""

import asyncio
import importlib


async def warm() -> None:
    """Load langchain and openai without holding up the event loop (two seconds on a slow machine).

    Loading twice costs nothing.
    """
    await asyncio.to_thread(_load)


def _load() -> None:
    client = importlib.import_module("selfeval_assist.drafting.connection.client")
    client.certificates(None)
