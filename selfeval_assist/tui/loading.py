"""Loading a module without holding up the screens."""

import asyncio
import importlib
import sys
from types import ModuleType


async def loaded(name: str) -> ModuleType:
    """Return a module by its full name; where it is not there yet, a thread loads it."""
    if name not in sys.modules:
        await asyncio.to_thread(importlib.import_module, name)
    return importlib.import_module(name)
