"""Drafting: the composer, which needs no model, and the chain, which does.

The door. ``compose`` writes a text from the facts alone; ``draft`` and ``draft_sync`` let a model
word the same plan and fall back to the composer sentence by sentence. ``converse`` answers what a
person says about a text, with or without a model; ``probe`` tries an endpoint out. Nothing here
loads langchain or openai before a model is really asked.
"""

import os

# langsmith comes with langchain-core and would ship drafts, which hold unpublished figures, to a
# cloud service if a shell had tracing switched on. It reads these names when it is imported.
for _name in ("LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING_V2", "LANGSMITH_GATEWAY"):
    os.environ[_name] = "false"

from selfeval_assist.drafting.chain import carried, draft, draft_sync, preview  # noqa: E402
from selfeval_assist.drafting.compose import compose  # noqa: E402
from selfeval_assist.drafting.connection.endpoints import (  # noqa: E402
    Endpoint,
    Limits,
    from_environment,
    is_loopback,
)
from selfeval_assist.drafting.connection.local import serve  # noqa: E402
from selfeval_assist.drafting.connection.probe import Check, Probe, probe  # noqa: E402
from selfeval_assist.drafting.consent import Consent, classification, nobody  # noqa: E402
from selfeval_assist.drafting.errors import DraftingError  # noqa: E402
from selfeval_assist.drafting.events import (  # noqa: E402
    Chunk,
    Event,
    FellBack,
    Finished,
    OnEvent,
    Rejected,
    Repaired,
    Started,
    Waiting,
)
from selfeval_assist.drafting.talk.conversation import Answer, converse  # noqa: E402
from selfeval_assist.review.thread import (  # noqa: E402
    Statement,
    Thread,
    Turn,
    begin,
    follow,
)

__all__ = [
    "Answer",
    "Check",
    "Chunk",
    "Consent",
    "DraftingError",
    "Endpoint",
    "Event",
    "FellBack",
    "Finished",
    "Limits",
    "OnEvent",
    "Probe",
    "Rejected",
    "Repaired",
    "Started",
    "Statement",
    "Thread",
    "Turn",
    "Waiting",
    "begin",
    "carried",
    "classification",
    "compose",
    "converse",
    "draft",
    "draft_sync",
    "follow",
    "from_environment",
    "is_loopback",
    "nobody",
    "preview",
    "probe",
    "serve",
]
