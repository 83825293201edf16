"""What the work on one file gives, piece by piece; plain enough to come from another process."""

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a piece is.

    OUT is output; TELL a line about what is going on; FAILED why a file, or a form of it, gave
    nothing; RESULTS what a form reports, to be held against that of others; FOUND says that a form
    has something to be looked at; FITTED names the kind of a second document that belonged to the
    form; MADE describes files that were made, as JSON; FORM is a form, as JSON; REPORT is the
    report of an error nobody foresaw.
    """

    OUT = "out"
    TELL = "tell"
    FAILED = "failed"
    FOUND = "found"
    FITTED = "fitted"
    RESULTS = "results"
    MADE = "made"
    FORM = "form"
    REPORT = "report"


class ClusterError(Exception):
    """The cluster that was named cannot be used, or is gone; the message is Chinese."""


class Piece(NamedTuple):
    """One piece: its kind and its text."""

    kind: Kind
    text: str = ""
