"""Stored JSON back into models; what cannot be read is named and stays stored."""

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.review import Decision, Proposal
from selfeval_assist.workspace.errors import UnreadableError

Document = TypeVar("Document", bound=BaseModel)


def form(text: str, form_id: int, revision: int, path: Path) -> SelfEvaluation:
    """Return a stored form.

    Raises:
        UnreadableError: it is not a form that this program can read.
    """
    advice = "可以先打开它的较早版本"
    return _read(SelfEvaluation, text, f"第 {form_id} 号表的第 {revision} 版", path, advice)


def proposal(text: str, form_id: int, path: Path) -> Proposal:
    """Return a stored proposal; raises ``UnreadableError``."""
    return _read(Proposal, text, f"第 {form_id} 号表的一份草稿", path, "可以重新起草")


def decision(text: str, form_id: int, path: Path) -> Decision:
    """Return a stored decision; raises ``UnreadableError``."""
    return _read(Decision, text, f"第 {form_id} 号表的一条审阅决定", path, "表格本身不受影响")


def _read(model: type[Document], text: str, name: str, path: Path, advice: str) -> Document:
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        places = [".".join(map(str, each["loc"])) for each in error.errors(include_url=False)]
        where = "、".join(place for place in places[:3] if place) or "整份内容"
        raise UnreadableError(
            f"{name}读不出来（问题在：{where}）。原文仍完整保存在“{path}”中，没有改动；"
            f"{advice}。如果它由更新版本的程序保存，请升级本程序。"
        ) from error
