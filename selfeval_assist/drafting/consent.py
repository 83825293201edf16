"""The gate before anything leaves: marks of classification, and a person's consent."""

import re
from typing import Protocol

from selfeval_assist.drafting.connection.endpoints import Endpoint, is_loopback
from selfeval_assist.drafting.errors import ClassifiedError, NotAllowedError
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.form.text import squeeze

# Marks, not words: 内部控制 and 内部管理 mean nothing here.
_MARK = re.compile(
    r"(?:绝密|机密|秘密)[★☆]|[★☆](?:绝密|机密|秘密)|密级[::](?:绝密|机密|秘密)"
    r"|内部资料[,、;.。·]?(?:请)?注意(?:保存|保管|保密)"
)
_HEAD = ("title", "project", "department", "unit", "notes")


class Consent(Protocol):
    """Says whether a person has allowed an endpoint that is not on this machine."""

    def __call__(self, endpoint: Endpoint, /) -> bool:
        """Return whether the endpoint may be used."""
        ...


def nobody(_endpoint: Endpoint, /) -> bool:
    """Allow nothing beyond this machine; the default."""
    return False


def classification(form: SelfEvaluation) -> tuple[str, str] | None:
    """Return (where, mark) of the first classification mark of a form, or None.

    Looked at are the head, the remarks under the table and the names of the file and sheet.
    """
    places = [(paths.label(form, path), paths.text(form, path)) for path in _HEAD]
    places += [("文件名", form.provenance.file), ("工作表名", form.provenance.sheet)]
    for where, text in places:
        if mark := marked(text):
            return where, mark
    return None


def marked(text: str) -> str:
    """Return the first classification mark of a text, or an empty string."""
    match = _MARK.search(squeeze(text))
    return match[0] if match else ""


def require(form: SelfEvaluation, endpoint: Endpoint, consent: Consent) -> None:
    """Pass when this form may be sent to this endpoint.

    A form with a mark is never sent, not even to a model on this machine.

    Raises:
        ClassifiedError: the form carries a classification mark.
        NotAllowedError: the endpoint is elsewhere and nobody has allowed it.
    """
    if found := classification(form):
        raise ClassifiedError("{}中有“{}”".format(*found))
    if not is_loopback(endpoint) and not consent(endpoint):
        raise NotAllowedError(endpoint.host)
