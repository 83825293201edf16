"""What each failing mode must end in, and a draft that meets it."""

import asyncio
from dataclasses import dataclass

from drafting_forms import funds_only, sheet_of
from pydantic import SecretStr

from selfeval_assist.drafting import Endpoint, Limits, compose, draft, draft_sync, errors
from selfeval_assist.drafting.events import Event
from selfeval_assist.review import Proposal

KEY = "sk-secret-0123456789abcdef"
PATIENT = Limits(connect=60, read=60, chunk=60, deadline=100, tries=2, backoff=0.02)
"""For a server that answers: it is never named as slow, however busy the machine is."""
STALLS = PATIENT.model_copy(update={"read": 0.8, "chunk": 0.7})
"""For a server that begins and stands still: it ends in a timeout, however soon or late."""
HURRIED = PATIENT.model_copy(update={"connect": 1})
"""For a server with which no connection comes about, and that does not say so."""
DRIPS = PATIENT.model_copy(update={"deadline": 3})
"""For a server that never stands still and never ends."""


def at(url: str, limits: Limits = PATIENT, **more: object) -> Endpoint:
    values = {"base_url": url, "model": "m", "api_key": SecretStr(KEY), "limits": limits}
    return Endpoint.model_validate({**values, **more})


async def money(endpoint: Endpoint, **more: object) -> tuple[Proposal, list[Event]]:
    """Draft a completion text of which two sentences go to the model."""
    form = funds_only()
    seen: list[Event] = []
    proposal = await draft("actual", form, sheet_of(form), endpoint, on_event=seen.append, **more)
    return proposal, seen


def money_sync(endpoint: Endpoint) -> tuple[Proposal, list[Event]]:
    """Do what ``money`` does, from code without an event loop."""
    form = funds_only()
    seen: list[Event] = []
    proposal = draft_sync("actual", form, sheet_of(form), endpoint, on_event=seen.append)
    return proposal, seen


WAYS = {
    "draft": lambda endpoint: asyncio.run(money(endpoint)),
    "draft_sync": money_sync,
}
"""A draft on an event loop and one without: both must be bounded."""


def composer_text() -> tuple[str, ...]:
    form = funds_only()
    return tuple(each.text for each in compose("actual", form, sheet_of(form)).sentences)


@dataclass(frozen=True)
class Fault:
    """A failing mode: the error it must be named as and the calls it may cost."""

    error: type[errors.DraftingError]
    hits: int
    limits: Limits = PATIENT


# Two sentences are asked for. An error that will not pass costs one call, one that may pass two;
# a fault of the answer alone is met again at the second sentence.
FAULTS = {
    "rate-120": Fault(errors.RateLimitedError, 1),
    "rate-always": Fault(errors.RateLimitedError, 2),
    "error-500": Fault(errors.ServerError, 2),
    "html-502": Fault(errors.ServerError, 2),
    "error-400": Fault(errors.BadRequestError, 2),
    "error-401": Fault(errors.AuthError, 1),
    "error-403": Fault(errors.AuthError, 1),
    "error-404": Fault(errors.NotFoundError, 1),
    "reset-before": Fault(errors.ConnectError, 2),
    "close-before": Fault(errors.ConnectError, 2),
    "reset-mid": Fault(errors.ConnectError, 2),
    "stall-headers": Fault(errors.ReplyTimeoutError, 2, STALLS),
    "stall-mid": Fault(errors.ReplyTimeoutError, 2, STALLS),
    "keep-alive": Fault(errors.ReplyTimeoutError, 2, STALLS),
    "eof-without-done": Fault(errors.BrokenStreamError, 4),
    "finish-length": Fault(errors.TruncatedError, 6),
    "finish-content-filter": Fault(errors.FilteredError, 2),
    "finish-sensitive": Fault(errors.FilteredError, 2),
    "finish-tool-calls": Fault(errors.BrokenStreamError, 4),
    "malformed": Fault(errors.BrokenStreamError, 4),
    "error-inside": Fault(errors.ServerError, 2),
    "bad-utf8": Fault(errors.BrokenStreamError, 4),
    "bad-gzip": Fault(errors.BrokenStreamError, 4),
    "drip": Fault(errors.ReplyTimeoutError, 1, DRIPS),
    "flood": Fault(errors.TruncatedError, 6),
    "choices-empty": Fault(errors.EmptyReplyError, 3),
    "choices-null": Fault(errors.EmptyReplyError, 3),
    "code-and-msg": Fault(errors.NotAModelError, 1),
    "content-null": Fault(errors.EmptyReplyError, 3),
    "reasoning-only": Fault(errors.EmptyReplyError, 3),
    "think-unclosed": Fault(errors.EmptyReplyError, 3),
    "login-page": Fault(errors.NotAModelError, 1),
    "redirect": Fault(errors.NotAModelError, 1),
    "digits": Fault(errors.UnsupportedError, 6),
}
RECOVERED = {
    "ok": (2, 0),
    "rate-2-then-ok": (3, 1),
    "error-500-then-ok": (3, 1),
    "refuses-extras": (3, 0),
    "think-then-good": (2, 0),
    "digits-then-good": (3, 0),
    "repaired": (2, 0),
}
