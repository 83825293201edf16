"""Drafting: the composer, which needs no model, and the chain, which does.

The door; ``__init__.pyi`` lists it, and each name is loaded when it is first used. ``compose``
writes a text from the facts alone; ``draft`` and ``draft_sync`` let a model word the same plan and
fall back to the composer sentence by sentence. ``converse`` answers what a person says about a
text, with or without a model; ``probe`` tries an endpoint out. Nothing here loads langchain or
openai before a model is really asked.
"""

import os

import lazy_loader

# langsmith comes with langchain-core and would ship drafts, which hold unpublished figures, to a
# cloud service if a shell had tracing switched on. It reads these names when it is imported.
for _name in ("LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING_V2", "LANGSMITH_GATEWAY"):
    os.environ[_name] = "false"

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
