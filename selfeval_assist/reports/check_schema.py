"""The JSON Schema of an element of ``check --format json``, from types that tests hold to it."""

import json
from typing import Literal

from pydantic import ConfigDict, TypeAdapter, with_config
from typing_extensions import TypedDict

_CLOSED = ConfigDict(extra="forbid")


@with_config(_CLOSED)
class Mark(TypedDict):
    """A classification mark and where it stands."""

    place: str
    text: str


@with_config(_CLOSED)
class Finding(TypedDict):
    """One thing to be looked at."""

    code: str
    severity: Literal["E", "W", "I"]
    where: str
    cell: str
    place: str
    message: str
    facts: dict[str, str]
    basis: str
    standing: Literal["V", "M", "P"]
    waived: bool


@with_config(_CLOSED)
class Score(TypedDict):
    """The points, decimal strings; null where there are none."""

    computed: str
    claimed: str | None
    taken: str
    undecided: str
    total: str | None


@with_config(_CLOSED)
class Form(TypedDict):
    """One checked form."""

    schema: int
    file: str
    form: str
    marks: list[Mark]
    policy: str
    policy_reason: str
    policy_others: list[str]
    findings: list[Finding]
    passed_over: int
    unchecked: list[str]
    score: Score


@with_config(_CLOSED)
class Failure(TypedDict):
    """A file that cannot be read, or a form that cannot be checked."""

    file: str
    error: str


Element = TypeAdapter[Form | Failure](Form | Failure)
"""Judges an element: ``Element.validate_python(element, strict=True)``."""


def schema_text() -> str:
    """Return the schema as it stands in docs/check.schema.json."""
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "selfeval-assist check --format json: one element",
    }
    return json.dumps({**head, **Element.json_schema()}, ensure_ascii=False, indent=2) + "\n"
