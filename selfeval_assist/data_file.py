"""Data of a room in TOML files: shipped ones, each perhaps based on another, and a user's own."""

import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Generic, Protocol, Self, TypeVar

from pydantic import ValidationError

from selfeval_assist.system import reason


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
        whole: whether a section that a file has stands for itself; else it takes over the keys
            that it leaves out, as the file does.
    """

    kind: str
    model: type[Model]
    folder: Path
    own: Collection[str]
    error: type[Exception]
    whole: bool = True

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

        A file with ``based_on`` takes every key it leaves out from that shipped one.

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
            data = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        except OSError as error:
            raise self.error(f"{where} 打不开：{reason(error)}。请检查路径。") from error
        except UnicodeDecodeError as error:
            raise self.error(f"{where} 不是 UTF-8 编码，请另存为 UTF-8。") from error
        except tomllib.TOMLDecodeError as error:
            raise self.error(f"{where} 不是正确的 TOML：{error}。") from error
        name = data.get("based_on")
        if not name:
            return data
        base = self.folder / f"{name}.toml"
        if not base.is_file() or base == path:
            raise self.error(f"{where} 的 based_on 写的“{name}”不存在。")
        taken = {key: value for key, value in self._data(base).items() if key not in self.own}
        return taken | data if self.whole else _over(taken, data)

    def _problems(self, path: Path, error: ValidationError) -> str:
        """Return one Chinese message that names every wrong key."""
        lines = []
        for problem in error.errors():
            key = ".".join(str(part) for part in problem["loc"])
            given = problem.get("ctx", {})
            why = _REASONS.get(problem["type"], "取值不对").format(**given)
            # What is wrong with several keys together names them itself.
            lines.append(f"{key}：{why}" if key else why)
        return f"{self.kind}文件 {path} 有 {len(lines)} 处不对：" + "；".join(lines) + "。"


def _over(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Return the keys of both, in each section too; those of ``own`` win."""
    both = {
        key: _over(base[key], own[key])
        for key in base.keys() & own.keys()
        if isinstance(base[key], dict) and isinstance(own[key], dict)
    }
    return base | own | both


_REASONS = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项，请检查拼写",
    "literal_error": "只能是 {expected}",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "应不小于 {ge}",
    "less_than_equal": "应不大于 {le}",
    "decimal_parsing": "应是数字",
    "string_too_short": "不能为空",
    "string_pattern_mismatch": "只能用小写字母、数字和连字符",
    "value_error": "{error}",
}
