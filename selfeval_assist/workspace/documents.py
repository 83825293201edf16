"""Stored JSON back into models; what cannot be read is named and stays stored."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from selfeval_assist.failures import report
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.workspace.errors import UnreadableError

# A form is opened before a draft of it is read.
if TYPE_CHECKING:
    from selfeval_assist.review import Decision, Proposal
    from selfeval_assist.review.thread import Statement, Turn

Document = TypeVar("Document", bound=BaseModel)


def digest(text: str) -> str:
    """Return what two stored documents share only when they are the same, character by character.

    Args:
        text: the JSON of a version, as ``Workspace.document`` returns it.
    """
    return hashlib.sha256(text.encode()).hexdigest()


def form(text: str, form_id: int, revision: int, path: Path) -> SelfEvaluation:
    """Return a stored form.

    Raises:
        UnreadableError: it is not a form that this program can read.
    """
    advice = "可以先打开它的较早版本"
    return _read(SelfEvaluation, text, f"第 {form_id} 号表的第 {revision} 版", path, advice)


def proposal(text: str, form_id: int, path: Path) -> "Proposal":
    """Return a stored proposal; raises ``UnreadableError``."""
    from selfeval_assist.review import Proposal

    return _read(Proposal, text, f"第 {form_id} 号表的一份草稿", path, "可以重新起草")


def proposals(
    texts: Iterable[str], form_id: int, path: Path, unreadable: list[UnreadableError] | None
) -> "tuple[Proposal, ...]":
    """Return stored proposals; those that cannot be read are collected, or the first is raised."""
    found = []
    for text in texts:
        try:
            found.append(proposal(text, form_id, path))
        except UnreadableError as error:
            if unreadable is None:
                raise
            unreadable.append(error)
    return tuple(found)


def decision(text: str, form_id: int, path: Path) -> "Decision":
    """Return a stored decision; raises ``UnreadableError``."""
    from selfeval_assist.review import Decision

    return _read(Decision, text, f"第 {form_id} 号表的一条审阅决定", path, "表格本身不受影响")


class Head(BaseModel):
    """What is stored of a conversation besides its turns: about which text it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    task: str
    where: str
    subject: str


def head(text: str, form_id: int, path: Path) -> Head:
    """Return what a stored conversation is about; raises ``UnreadableError``."""
    return _read(Head, text, f"第 {form_id} 号表的一段对话", path, "表格和草稿不受影响")


def turn(text: str, form_id: int, path: Path) -> "Turn":
    """Return a stored turn of a conversation; raises ``UnreadableError``."""
    from selfeval_assist.review.thread import Turn

    return _read(Turn, text, f"第 {form_id} 号表的一轮对话", path, "表格和草稿不受影响")


def statement(text: str, form_id: int, path: Path) -> "Statement":
    """Return a stored statement; raises ``UnreadableError``."""
    from selfeval_assist.review.thread import Statement

    return _read(Statement, text, f"第 {form_id} 号表的一条补充事实", path, "表格本身不受影响")


def _read(model: type[Document], text: str, name: str, path: Path, advice: str) -> Document:
    try:
        return model.model_validate_json(text)
    except Exception as error:
        where = "、".join(place for place in _places(error)[:3] if place) or "整份内容"
        raise UnreadableError(
            f"{name}读不出来（问题在：{where}）。原文仍完整保存在“{path}”中，没有改动；"
            f"{advice}。如果它由更新版本的程序保存，请升级本程序。"
        ) from error


def _places(error: Exception) -> list[str]:
    """Return where a model finds fault with a document; any other error leaves a report."""
    if not isinstance(error, ValidationError):
        report(error)
        return []
    return [".".join(map(str, each["loc"])) for each in error.errors(include_url=False)]
