"""Loading modules without holding up the screens."""

import asyncio
import gc
import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


async def loaded(name: str) -> ModuleType:
    """Return a module by its full name; where it is not there yet, a thread loads it."""
    if name not in sys.modules:
        with unswept():
            await asyncio.to_thread(importlib.import_module, name)
    return importlib.import_module(name)


async def model_ready() -> None:
    """Load what asking a model takes: a second or two the first time, then nothing."""
    from selfeval_assist.drafting.connection.warm import is_warm, warm

    if not is_warm():
        with unswept():
            await warm()


@contextmanager
def unswept() -> Iterator[None]:
    """Look for no garbage while modules are loaded, and never in what they hold.

    A look through all that langchain loads would stop every thread for a fifth of a second.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
