"""The gate before anything leaves: marks of classification, and a person's consent."""

from typing import Protocol

from selfeval_assist.drafting.connection.endpoints import Endpoint, is_loopback
from selfeval_assist.drafting.errors import ClassifiedError, NotAllowedError
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.form.marks import in_form

_SHOWN = 3
"""Marks that an error names; a screen lists all."""


class Consent(Protocol):
    """Says whether a person has allowed an endpoint that is not on this machine."""

    def __call__(self, endpoint: Endpoint, /) -> bool:
        """Return whether the endpoint may be used."""
        ...


def nobody(_endpoint: Endpoint, /) -> bool:
    """Allow nothing beyond this machine; the default."""
    return False


def require(form: SelfEvaluation, endpoint: Endpoint, consent: Consent) -> None:
    """Pass when this form may be sent to this endpoint.

    A form with a mark, in its texts or anywhere in the file it was read from, is never sent, not
    even to a model on this machine, before a person has lifted each mark.

    Raises:
        ClassifiedError: the form carries a classification mark that nobody has lifted.
        NotAllowedError: the endpoint is elsewhere and nobody has allowed it.
    """
    if found := in_form(form):
        named = "；".join(f"{mark.place}有“{mark.text}”" for mark in found[:_SHOWN])
        more = f"等 {len(found)} 处" if len(found) > _SHOWN else ""
        raise ClassifiedError(named + more)
    if not is_loopback(endpoint) and not consent(endpoint):
        raise NotAllowedError(endpoint.host)
