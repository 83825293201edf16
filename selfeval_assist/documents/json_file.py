"""One form as a .json file: every cell is its printed text, so that a person can read and mend it.

The file is a dump of ``SelfEvaluation``. Fields that are empty are left out when writing and may be
left out when reading; the names at the head are always written. A number in a cell may stand as a
JSON number: ``10`` and ``"10"`` are the same cell.
"""

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

from pydantic import ValidationError

from selfeval_assist.documents.edge import made, reading, write
from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.documents.json_messages import explain, field_label
from selfeval_assist.documents.readers.decode import decode
from selfeval_assist.form import SelfEvaluation

AIGC = "AIGC"
"""The key of the label, which is no field of a form."""
LIMIT = 8_000_000
"""Bytes of the largest .json file that is read; a form has about 10,000."""

_DEPTH = 12
_ALWAYS = ("title", "year", "project", "department", "unit", "money_unit")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SYNTAX = (
    ("Expecting property name", "此处应是加双引号的字段名，多半是前一项后面多了逗号或少了引号"),
    ("Expecting ',' delimiter", "两项之间缺少逗号，或括号没有闭合"),
    ("Expecting ':' delimiter", "字段名后面缺少英文冒号"),
    ("Expecting value", "此处缺少一个值；文字要加英文双引号"),
    ("Unterminated string", "文字缺少结尾的双引号"),
    ("Invalid control character", "文字中有未转义的换行或制表符，应写作 \\n 或 \\t"),
    ("Invalid \\", "反斜杠的写法不对，应写作 \\\\"),
    ("Extra data", "表格的内容已经结束，后面还有多余的文字；一个文件只放一张表"),
)


class _RefusedError(ValueError):
    """A value that JSON allows or Python would take, but a form must not hold."""


def read_json(path: Path) -> SelfEvaluation:
    """Return the form in a .json file.

    Raises:
        DocumentError: the file is not one form; the message names the field and what is expected.
    """
    try:
        size = path.stat().st_size
        if size > LIMIT:
            raise DocumentError(
                path.name,
                f"文件有 {size / 1_000_000:.1f} MB，超过 {LIMIT // 1_000_000} MB 的上限",
                "一张自评表不会这么大，请确认选对了文件",
            )
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError(
            path.name, "文件打不开", "请检查文件是否存在、是否有读取权限"
        ) from error
    with reading(path.name):
        return parse_json(data, path.name)


def parse_json(data: bytes, name: str) -> SelfEvaluation:
    """Return the form in the bytes of a .json file called ``name``; raises ``DocumentError``."""
    text = decode(data, name)
    if not text.strip():
        raise DocumentError(name, "文件是空的", "请选择由本工具导出的 .json 文件，或从空白表开始")
    content = _load(text, name)
    if not isinstance(content, dict):
        raise DocumentError(
            name,
            f"文件的最外层是{_kind(content)}，应是一个对象，即由花括号括起的一张自评表",
            "几张表请分成几个文件，一个文件只放一张表",
        )
    _survey(content, name)
    content.pop(AIGC, None)  # worked out anew from what the form knows
    try:
        form = SelfEvaluation.model_validate(content)
    except ValidationError as error:
        raise explain(error, content, name) from error
    for index, row in enumerate(form.indicators):
        if row.parent is not None and not 0 <= row.parent < index:
            raise DocumentError(
                name,
                f"所属指标写作 {row.parent}，应是排在它前面的一行的序号（从 0 数起）",
                "没有上级指标时请删去这一项",
                f"{field_label(('indicators', index, 'parent'))}，字段 indicators.{index}.parent",
            )
    return form


def write_json(form: SelfEvaluation, path: Path, *, label: Mapping[str, str] | None = None) -> None:
    """Write a form so that ``read_json`` gives back the same form.

    An existing file is replaced in one step and keeps its mode.

    Args:
        form: the form.
        path: the file to write.
        label: the label of texts made by a model, by the keys of GB 45438-2025.

    Raises:
        DocumentError: the file cannot be written.
    """
    content = form.model_dump(mode="json", exclude_defaults=True)
    head = {key: form.model_dump(mode="json", include={key})[key] for key in _ALWAYS}
    labelled = {AIGC: dict(label)} if label else {}
    text = json.dumps({**head, **content, **labelled}, ensure_ascii=False, indent=2) + "\n"
    write(path, made(path.name, lambda file: file.write(text.encode())))


def _load(text: str, name: str) -> Any:
    try:
        return json.loads(
            text,
            parse_float=_decimal,
            parse_int=_integer,
            parse_constant=_constant,
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as error:
        reason = next((why for start, why in _SYNTAX if error.msg.startswith(start)), "写法不对")
        raise DocumentError(
            name,
            f"不是正确的 JSON：{reason}",
            "请改正后再读，或重新从本工具导出",
            f"第 {error.lineno} 行第 {error.colno} 列",
        ) from error
    except RecursionError as error:
        raise _too_deep(name) from error
    except _RefusedError as error:
        raise DocumentError(name, str(error), "请改正后再读") from error


def _too_deep(name: str) -> DocumentError:
    return DocumentError(
        name, f"括号嵌套超过 {_DEPTH} 层，自评表用不到这么深的结构", "请确认选对了文件"
    )


def _decimal(text: str) -> Decimal:
    number = Decimal(text)
    if len(text) > 40 or abs(number.adjusted()) > 30:
        raise _RefusedError(f"数字 {text[:30]} 太长，应是不超过 30 位的数")
    return number


def _integer(text: str) -> int:
    if len(text) > 30:
        raise _RefusedError(f"数字 {text[:30]}… 太长，应是不超过 30 位的数")
    return int(text)


def _constant(text: str) -> NoReturn:
    raise _RefusedError(f"有一处的值是 {text}，应是数字或加双引号的文字")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _RefusedError(f"字段 {key[:60]}（{field_label((key,))}）写了两次，应只写一次")
        found[key] = value
    return found


def _kind(value: Any) -> str:
    return {list: "列表", str: "文字", bool: "是否值", type(None): "空值 null"}.get(
        type(value), "数字"
    )


def _survey(content: Any, name: str) -> None:
    """Refuse depth and half characters; without recursion, as both come from outside."""
    level, depth = [content], 0
    while level:
        depth += 1
        if depth > _DEPTH:
            raise _too_deep(name)
        below: list[Any] = []
        for node in level:
            if isinstance(node, dict):
                below.extend(node.keys())
                below.extend(node.values())
            elif isinstance(node, list):
                below.extend(node)
            elif isinstance(node, str) and _SURROGATE.search(node):
                raise DocumentError(
                    name, "文字中有不完整的字符（如 \\ud800）", "请重新输入含有乱码的内容"
                )
        level = below
