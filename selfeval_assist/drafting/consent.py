"""The one gate before anything of a form leaves: marks, a person's leave, and what is masked.

Every way to a model begins at ``require`` and gets its masks from it, so that nothing can be sent
about which nobody was asked. What is asked about is an ``Outgoing``: a form, an endpoint, a use.
"""

from dataclasses import dataclass
from typing import Literal, Protocol

from selfeval_assist.drafting.connection.endpoints import Endpoint, is_loopback
from selfeval_assist.drafting.doubts import doubts
from selfeval_assist.drafting.errors import Carries, ClassifiedError, NotAllowedError
from selfeval_assist.drafting.masking import Masks
from selfeval_assist.drafting.personal import persons
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.form.marks import in_form

_SHOWN = 3
"""Marks that an error names; a screen lists all."""

Use = Literal["draft", "read"]
"""To word drafts, which sends names and no value; to read texts of the form as they stand."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What would go out: of which form, to which endpoint, for which use."""

    form: SelfEvaluation
    endpoint: Endpoint
    use: Use


@dataclass(frozen=True, slots=True)
class Leave:
    """A person's leave to send.

    Attributes:
        open: phrases with personal data that the person wants sent as they stand, because a mask
            would change what they say; only those count that ``doubts`` finds in the form.
    """

    open: frozenset[str] = frozenset()


class Consent(Protocol):
    """Says whether a person has allowed what would go out."""

    def __call__(self, outgoing: Outgoing, /) -> Leave | None:
        """Return the person's leave, or None where nobody has given it."""
        ...


def nobody(_outgoing: Outgoing, /) -> Leave | None:
    """Allow nothing beyond this machine; the default."""
    return None


def require(outgoing: Outgoing, consent: Consent, carries: Carries | None = None) -> Masks:
    """Return the masks under which this form may be sent to this endpoint.

    A form with a mark, in its texts or anywhere in the file it was read from, is never sent, not
    even to a model on this machine, before a person has lifted each mark. To this machine it may
    go without leave: nothing leaves; personal data is masked all the same.

    Args:
        outgoing: what would go out.
        consent: says whether a person has allowed it.
        carries: the request, where it is known before: who is asked to allow it can see it.

    Raises:
        ClassifiedError: the form carries a classification mark that nobody has lifted.
        NotAllowedError: the endpoint is elsewhere and nobody has allowed it.
    """
    if found := in_form(outgoing.form):
        named = "；".join(f"{mark.place}有“{mark.text}”" for mark in found[:_SHOWN])
        more = f"等 {len(found)} 处" if len(found) > _SHOWN else ""
        raise ClassifiedError(named + more)
    leave = consent(outgoing)
    if leave is None and not is_loopback(outgoing.endpoint):
        raise NotAllowedError(outgoing.endpoint.host, carries)
    return masks_for(outgoing.form, leave or Leave())


def masks_for(form: SelfEvaluation, leave: Leave) -> Masks:
    """Return the masks for a form; what a person wants sent as it stands gets none."""
    open_ones = {each.phrase for each in doubts(form)} & leave.open if leave.open else ()
    return Masks(persons(form), tuple(open_ones))
