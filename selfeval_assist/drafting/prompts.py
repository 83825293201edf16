"""Prompts as files: front matter and a Chinese body of turns.

A body is a run of turns, each opened by a line ``[system]``, ``[user]`` or ``[assistant]``. Inputs
are written ``{{{name}}}``: three braces, because mustache turns ``<F1>`` in ``{{name}}`` into
``&lt;F1&gt;``. Values are put in once and never read as template again.
"""

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from selfeval_assist.drafting.errors import PromptError
from selfeval_assist.resources import folder

if TYPE_CHECKING:
    from langchain_core.prompts import ChatPromptTemplate

REPAIRS = "repairs"
"""The name under which a rejected answer and what was wrong with it are put behind the turns."""

_FRONT = re.compile(r"\A---\n(?P<meta>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)
_TURN = re.compile(r"^\[(system|user|assistant)\]\n", re.MULTILINE)
_TAG = re.compile(r"\{\{.*?\}\}+", re.DOTALL)
_INPUT = re.compile(r"\{\{\{([a-z_]+)\}\}\}")

Role = Literal["system", "user", "assistant"]
SHARED = ("rules", "reply", "lines", "reply_rows", "lines_rows")
"""What several prompts have in common: how to write, and in which form to answer."""


class Prompt(BaseModel):
    """One prompt file.

    Attributes:
        id: the task's name; also the file's.
        version: changed with every change of the body.
        inputs: the names that the body uses.
        max_tokens: the longest answer.
        temperature: of the first attempt.
        turns: role and text, in order.
        sha256: of the file's bytes and of what it shares with others.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    version: str
    inputs: tuple[str, ...] = Field(min_length=1)
    max_tokens: int = Field(gt=0, le=4096)
    temperature: float = Field(ge=0, le=2)
    turns: tuple[tuple[Role, str], ...]
    sha256: str

    def messages(self, values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
        """Return the turns as they are sent, with the inputs put in: what ``template`` gives."""
        return tuple(
            (role, _INPUT.sub(lambda match: values[match[1]], text)) for role, text in self.turns
        )

    def template(self) -> "ChatPromptTemplate":
        """Return the turns as a LangChain template, with room for repairs behind them."""
        from langchain_core.prompts import ChatPromptTemplate, MessagesPlaceholder

        return ChatPromptTemplate.from_messages(
            [*self.turns, MessagesPlaceholder(REPAIRS, optional=True)], template_format="mustache"
        )


def load_prompt(path: Path) -> Prompt:
    """Read one prompt file.

    Raises:
        PromptError: the file cannot be read, has unknown or missing settings, or its inputs are
            not exactly those that the body uses.
    """
    text = _read(path)
    front = _FRONT.match(text)
    if front is None:
        raise PromptError(f"{path.name}：开头应是两行 --- 之间的设置")
    try:
        meta: Any = yaml.safe_load(front["meta"])
    except yaml.YAMLError:
        raise PromptError(f"{path.name}：设置部分不是有效的 YAML") from None
    if not isinstance(meta, dict):
        raise PromptError(f"{path.name}：设置部分应是“名称: 值”")
    turns = _turns(front["body"], path.name)
    own = hashlib.sha256(path.read_bytes()).hexdigest()
    try:
        prompt = Prompt.model_validate({**meta, "turns": turns, "sha256": own})
    except ValidationError as error:
        fields = "、".join(sorted({str(each["loc"][0]) for each in error.errors() if each["loc"]}))
        raise PromptError(f"{path.name}：设置 {fields} 缺少、多余或写法不对") from None
    if prompt.id != path.stem:
        raise PromptError(f"{path.name}：id 应与文件名相同")
    if wrong := _mismatch(prompt):
        raise PromptError(f"{path.name}：{wrong}")
    return prompt


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise PromptError(f"{path.name}：读不出来") from None


PROMPTS = ("planned", "actual", "deviation", "budget", "further", "revise", "polish", "trial")
"""The prompts that ship: for each text of the table, for others, for changes, for a first try."""


@cache
def prompt_for(name: str) -> Prompt:
    """Return a prompt by its name from the shipped folder.

    Its hash covers what it shares with others.

    Raises:
        PromptError: the file is missing or not well formed.
    """
    prompt = load_prompt(folder("prompts") / f"{name}.md")
    parts = "".join((prompt.sha256, *map(shared, SHARED)))
    return prompt.model_copy(update={"sha256": hashlib.sha256(parts.encode()).hexdigest()})


@cache
def shared(name: str) -> str:
    """Return a piece of text that several prompts have in common.

    Raises:
        PromptError: the file is missing.
    """
    return _read(folder("prompts") / f"{name}.md").strip()


def _turns(body: str, name: str) -> tuple[tuple[str, str], ...]:
    before, *parts = _TURN.split(body)
    turns = tuple(
        (role, text.strip("\n")) for role, text in zip(parts[::2], parts[1::2], strict=True)
    )
    if before.strip() or not turns:
        raise PromptError(f"{name}：正文应由 [system]、[user]、[assistant] 各段组成")
    if turns[-1][0] != "user" or not all(text.strip() for _, text in turns):
        raise PromptError(f"{name}：各段不能为空，最后一段应是 [user]")
    return turns


def _mismatch(prompt: Prompt) -> str:
    """Return what of the body is no declared input, or declared and not used; "" for nothing."""
    body = "\n".join(text for _, text in prompt.turns)
    used, declared = set(_INPUT.findall(body)), set(prompt.inputs)
    if tag := next((tag for tag in _TAG.findall(body) if not _INPUT.fullmatch(tag)), ""):
        return f"{tag} 应写成三重花括号的输入名"
    if missing := used - declared:
        return f"正文用了未声明的输入 {'、'.join(sorted(missing))}"
    if unused := declared - used:
        return f"声明的输入没有用到 {'、'.join(sorted(unused))}"
    return "花括号没有配对" if "{{" in _INPUT.sub("", body) else ""
