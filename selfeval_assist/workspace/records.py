"""What a workspace hands out about the forms that it keeps."""

import datetime
from dataclasses import dataclass
from typing import NewType

from selfeval_assist.form import SelfEvaluation

FormId = NewType("FormId", int)
"""The number of a form in its workspace; never given to a second form."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A line in the list of forms.

    Attributes:
        id: the form's number.
        year: budget year, or None when not filled.
        project: 项目名称.
        department: 主管部门.
        unit: 实施单位.
        revision: the current version, from 1.
        archived: whether it was put away.
        pending: how many cells still hold a 【待填：…】.
        changed: when the current version was saved, in UTC.
        person: who saved it.
    """

    id: FormId
    year: int | None
    project: str
    department: str
    unit: str
    revision: int
    archived: bool
    pending: int
    changed: datetime.datetime
    person: str


@dataclass(frozen=True, slots=True)
class Revision:
    """One saved version of a form: its number from 1, who saved it, why and when (UTC)."""

    number: int
    person: str
    note: str
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Stored:
    """A form as it is stored, with the version to name when it is saved again."""

    id: FormId
    form: SelfEvaluation
    revision: int


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the audit.

    ``action`` is ``create``, ``save``, ``propose``, ``decide``, ``state``, ``talk``, ``archive``,
    ``unarchive``, ``lift``, ``setting``, ``allow`` or ``withdraw``; ``form`` and ``revision`` are
    None where they do not apply.
    """

    at: datetime.datetime
    person: str
    action: str
    form: FormId | None
    revision: int | None
    detail: str
