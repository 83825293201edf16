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
    """Draft a completion text about money."""
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


# One call is made for a text. An error that will not pass costs one, one that may pass two, and a
# reply that is cut off or empty is asked for once more.
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
    "eof-without-done": Fault(errors.BrokenStreamError, 2),
    "finish-length": Fault(errors.TruncatedError, 2),
    "finish-content-filter": Fault(errors.FilteredError, 1),
    "finish-sensitive": Fault(errors.FilteredError, 1),
    "finish-tool-calls": Fault(errors.BrokenStreamError, 2),
    "malformed": Fault(errors.BrokenStreamError, 2),
    "error-inside": Fault(errors.ServerError, 2),
    "bad-utf8": Fault(errors.BrokenStreamError, 2),
    "bad-gzip": Fault(errors.BrokenStreamError, 2),
    "drip": Fault(errors.ReplyTimeoutError, 1, DRIPS),
    "flood": Fault(errors.TruncatedError, 2),
    "choices-empty": Fault(errors.EmptyReplyError, 2),
    "choices-null": Fault(errors.EmptyReplyError, 2),
    "code-and-msg": Fault(errors.NotAModelError, 1),
    "content-null": Fault(errors.EmptyReplyError, 2),
    "reasoning-only": Fault(errors.EmptyReplyError, 2),
    "think-unclosed": Fault(errors.EmptyReplyError, 2),
    "login-page": Fault(errors.NotAModelError, 1),
    "redirect": Fault(errors.NotAModelError, 1),
    "digits": Fault(errors.UnsupportedError, 2),
}
RECOVERED = {
    "ok": (1, 0),
    "rate-2-then-ok": (2, 1),
    "error-500-then-ok": (2, 1),
    "refuses-extras": (2, 0),
    "think-then-good": (1, 0),
    "digits-then-good": (2, 0),
}
