"""Reading policies: those shipped with the product and a user's own TOML."""

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from selfeval_assist.policies.model import Policy
from selfeval_assist.system import reason

DEFAULT = "mof-2020"
_DATA = Path(__file__).parent / "data"


class PolicyError(Exception):
    """A policy cannot be read or found; the message is Chinese and names file and key."""


@cache
def available() -> tuple[Policy, ...]:
    """Return the policies shipped with the product, in order of their ids."""
    return tuple(read(path) for path in sorted(_DATA.glob("*.toml")))


def load(name: str) -> Policy:
    """Return a policy by id, or read it from a TOML file.

    Raises:
        PolicyError: there is no such policy or file, or a key of the file is wrong.
    """
    for policy in available():
        if policy.id == name:
            return policy
    if name.endswith(".toml"):
        return read(Path(name))
    known = "、".join(policy.id for policy in available())
    raise PolicyError(f"没有名为“{name}”的评分办法。可用的有：{known}；也可以给出一个 .toml 文件。")


def read(path: Path) -> Policy:
    """Return the policy in a TOML file.

    A file with ``based_on`` takes every section it leaves out from that shipped policy.

    Raises:
        PolicyError: the file cannot be read, or a key is missing, unknown or out of range.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except OSError as error:
        raise PolicyError(f"评分办法文件 {path} 打不开：{reason(error)}。请检查路径。") from error
    except UnicodeDecodeError as error:
        raise PolicyError(f"评分办法文件 {path} 不是 UTF-8 编码，请另存为 UTF-8。") from error
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(f"评分办法文件 {path} 不是正确的 TOML：{error}。") from error
    if base := data.get("based_on"):
        inherited = _base(str(base), path).model_dump(exclude={"id", "name", "based_on", "match"})
        data = {**inherited, **data}
    try:
        return Policy.model_validate(data)
    except ValidationError as error:
        raise PolicyError(_problems(path, error)) from error


def _base(name: str, path: Path) -> Policy:
    base = _DATA / f"{name}.toml"
    if not base.is_file() or base == path:
        raise PolicyError(f"评分办法文件 {path} 的 based_on 写的“{name}”不存在。")
    return read(base)


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
}


def _problems(path: Path, error: ValidationError) -> str:
    """Return one Chinese message that names every wrong key."""
    lines = []
    for problem in error.errors():
        key = ".".join(str(part) for part in problem["loc"])
        reason = _REASONS.get(problem["type"], "取值不对").format(**problem.get("ctx", {}))
        lines.append(f"{key}：{reason}")
    return f"评分办法文件 {path} 有 {len(lines)} 处不对：" + "；".join(lines) + "。"
