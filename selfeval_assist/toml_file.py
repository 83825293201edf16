"""Files of TOML that people write: what is wrong with one is said in Chinese, with its line."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from selfeval_assist.system import reason

_AT = re.compile(r"\(at line (\d+), column (\d+)\)")
# How the messages of tomllib begin; what is in none of them is said without its kind.
_KINDS = {
    "Cannot overwrite a value": "同一项写了两次",
    "Cannot declare": "同一节写了两次",
    "Expected '=' after a key": "缺少等号",
    "Expected newline or end of document": "一行里有多余的内容",
    "Unterminated string": "引号没有成对",
    "Illegal character '\\n'": "引号没有成对",
    "Unclosed": "括号没有成对",
    "Invalid value": "值的写法不对；文字要用英文引号括起来",
    "Invalid statement": "写法不对；名字里有汉字的要用英文引号括起来",
    "Invalid initial character for a key": "写法不对；名字里有汉字的要用英文引号括起来",
}


class TomlError(Exception):
    """A file cannot be read; the message is why, in Chinese, without the file's name."""


def read_toml(path: Path, parse_float: Callable[[str], Any] = float) -> dict[str, Any]:
    """Return what a file holds.

    Args:
        path: the file, in UTF-8 with or without a mark.
        parse_float: makes a number with a point from its text.

    Raises:
        TomlError: it cannot be opened, or is no TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"), parse_float=parse_float)
    except OSError as error:
        raise TomlError(f"打不开：{reason(error)}，请检查路径") from error
    except UnicodeDecodeError as error:
        raise TomlError("不是 UTF-8 编码，请另存为 UTF-8") from error
    except (ValueError, RecursionError) as error:
        # Beside its own errors tomllib passes on those of numbers and dates.
        raise TomlError(f"不是正确的 TOML：{_why(str(error))}") from error


def _why(message: str) -> str:
    kind = next((said for start, said in _KINDS.items() if message.startswith(start)), "写法不对")
    at = _AT.search(message)
    return f"第 {at[1]} 行第 {at[2]} 列，{kind}" if at else kind
