"""Data of a room in TOML files: shipped ones, each perhaps based on another, and a user's own."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Generic, Protocol, Self, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from selfeval_assist.toml_file import TomlError, read_toml

IDENTIFIER = r"^[a-z0-9][a-z0-9-]*$"
"""What the id of a file looks like."""
EDGE = r"^<?[a-z0-9]+$"
"""What names a column at which cells end: with it, or just before it."""
LAST = r"^(<?[a-z0-9]+)?$"
"""The same, or nothing: at the last column."""


class _Shelved(Protocol):
    """What a file may hold: a model of pydantic with an id."""

    @property
    def id(self) -> str: ...

    @classmethod
    def model_validate(cls, obj: Any) -> Self: ...


Model = TypeVar("Model", bound=_Shelved)


@dataclass(frozen=True, slots=True)
class Shelf(Generic[Model]):
    """The files of one kind.

    Attributes:
        kind: what such a file is called in messages.
        model: what a file holds.
        folder: where the shipped files are.
        own: the keys that a file never takes over from the one that it is based on.
        error: what is raised when a file cannot be read; it is made of one Chinese message.
        restated: the keys that a section which a file changes has to state anew.
        values: tables that are one value: a file that has one takes over none of its keys.
    """

    kind: str
    model: type[Model]
    folder: Path
    own: Collection[str]
    error: type[Exception]
    restated: Collection[str] = ()
    values: Collection[str] = ()

    def all(self) -> tuple[Model, ...]:
        """Return what is shipped, in order of the file names."""
        return tuple(self.read(path) for path in sorted(self.folder.glob("*.toml")))

    def named(self, name: str, shipped: Sequence[Model]) -> Model:
        """Return one of what is shipped by its id, or what a TOML file of that name holds.

        Raises:
            Exception: of the shelf's kind: there is neither, or a key of the file is wrong.
        """
        for each in shipped:
            if each.id == name:
                return each
        if name.endswith(".toml"):
            return self.read(Path(name))
        known = "、".join(each.id for each in shipped)
        raise self.error(
            f"没有名为“{name}”的{self.kind}。可用的有：{known}；也可以给出一个 .toml 文件。"
        )

    def read(self, path: Path) -> Model:
        """Return what a file holds.

        A file with ``based_on`` takes every key it leaves out from that shipped one, in each of
        its sections too.

        Raises:
            Exception: of the shelf's kind: the file cannot be read, or a key is missing, unknown
                or out of range; the message is Chinese and names file and key.
        """
        try:
            return self.model.model_validate(self._data(path))
        except ValidationError as error:
            raise self.error(self._problems(path, error)) from error

    def _data(self, path: Path) -> dict[str, Any]:
        """Return the keys of a file with those that it takes over."""
        where = f"{self.kind}文件 {path}"
        try:
            data = read_toml(path, parse_float=Decimal)
        except TomlError as error:
            raise self.error(f"{where} {error}。") from error
        name = data.get("based_on")
        if not name:
            return data
        shipped = {each.stem: each for each in self.folder.glob("*.toml") if each != path}
        if name not in [*shipped]:
            known = "、".join(sorted(shipped))
            raise self.error(f"{where} 的 based_on 写的“{name}”不存在。可用的有：{known}。")
        base = self._data(shipped[str(name)])
        return self._over({key: base[key] for key in base.keys() - self.own}, data)

    def _over(self, base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
        """Return the keys of both, in each section too; those of ``own`` win."""
        both = {
            key: self._over(_without(base[key], self.restated), own[key])
            for key in base.keys() & own.keys() - self.values
            if isinstance(base[key], dict) and isinstance(own[key], dict)
        }
        return base | own | both

    def _problems(self, path: Path, error: ValidationError) -> str:
        """Return one Chinese message that names every wrong key."""
        lines = [_problem(each) for each in error.errors()]
        return f"{self.kind}文件 {path} 有 {len(lines)} 处不对：" + "；".join(lines) + "。"


def _without(section: dict[str, Any], keys: Collection[str]) -> dict[str, Any]:
    return {key: value for key, value in section.items() if key not in keys}


def _problem(problem: ErrorDetails) -> str:
    """Return where something is wrong and why; what concerns several keys names them itself."""
    where = ""
    for part in problem["loc"]:
        if isinstance(part, int):
            where += f" 第 {part + 1} 项"
        elif part == "[key]":
            where += " 的名字"
        else:
            where += f"{'的 ' if where.endswith('项') else '.'}{part}"
    where = where.removeprefix(".")
    given = dict(problem.get("ctx", {}))
    if "expected" in given:
        given["expected"] = "、".join(re.findall("'([^']*)'", str(given["expected"])))
    kind = problem["type"]
    why = _PATTERNS.get(str(given.get("pattern"))) or next(
        (said for start, said in _REASONS.items() if kind.startswith(start)), "取值不对"
    )
    return f"{where}：{why.format(**given)}" if where else why.format(**given)


_COLUMN = "应是栏目的名字，前面可以加 <"
_PATTERNS = {IDENTIFIER: "只能用小写字母、数字和连字符", EDGE: _COLUMN, LAST: _COLUMN}
# By how the types of errors begin in pydantic.
_REASONS = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项，请检查拼写",
    "literal_error": "只能是 {expected}",
    "greater_than_equal": "应不小于 {ge}",
    "greater_than": "应大于 {gt}",
    "less_than_equal": "应不大于 {le}",
    "less_than": "应小于 {lt}",
    "finite_number": "应是有限的数字",
    "int": "应是整数",
    "decimal": "应是数字",
    "float": "应是数字",
    "bool": "应是 true 或 false",
    "string_too_short": "不能为空",
    "string": "应是用引号括起来的文字",
    "tuple": "应是用方括号括起来的一列",
    "too_short": "至少要有 {min_length} 项",
    "too_long": "最多有 {max_length} 项",
    "dict": "应是一节，里面是“名字 = 值”",
    "model": "应是一节，里面是“名字 = 值”",
    "value_error": "{error}",
}
