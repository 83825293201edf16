"""What pydantic rejects, told to a person: which field, its Chinese title, what is expected."""

import re
from collections.abc import Callable, Mapping, Sequence
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, RootModel, ValidationError
from pydantic_core import ErrorDetails

from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.form import SelfEvaluation

_SHOWN = 5
_CLOSE = 60


def explain(error: ValidationError, content: Any, name: str) -> DocumentError:
    """Return the error for a person.

    Args:
        error: what pydantic found.
        content: the data as parsed, for quoting what stands there.
        name: the file's name.

    Returns:
        An error that names up to five fields, each by path and title, and what each expects.
    """
    found = error.errors(include_url=False)
    parts = [_sentence(each, at > 0) for at, each in enumerate(found[:_SHOWN])]
    if len(found) > _SHOWN:
        parts.append(f"另有 {len(found) - _SHOWN} 处问题")
    return DocumentError(
        name, "；".join(parts), "请改正后再读，或重新从本工具导出", _place(found[0])
    )


def field_label(path: Sequence[str | int]) -> str:
    """Return the Chinese name of a field path: ``绩效指标第1行的“分值”``.

    A key that is no field of a form is shown as it is.
    """
    parts: list[str] = []
    model: Any = SelfEvaluation
    for key in path:
        if isinstance(key, int):
            if parts:
                parts[-1] += f"第{key + 1}行"
            continue
        info = model.model_fields.get(key) if _is_model(model) else None
        parts.append(info.title if info is not None and info.title else _TITLES.get(key, key[:60]))
        model = _inner(info.annotation) if info is not None else None
    return "的".join([*parts[:-1], f"“{parts[-1]}”"]) if parts else "整张表"


def _place(error: ErrorDetails) -> str:
    return f"字段 {'.'.join(str(key)[:60] for key in error['loc'])}"


def _sentence(error: ErrorDetails, with_path: bool) -> str:
    """Return what is wrong; the first problem's path already stands as the place."""
    path = error["loc"]
    dotted = f"（{'.'.join(str(key)[:60] for key in path)}）" if with_path else ""
    if error["type"] == "extra_forbidden":
        key = str(path[-1])[:60]
        owner = field_label(path[:-1])
        return f"{owner}中没有名为 {key} 的字段{dotted}{_suggest(path)}"
    expect = _EXPECTED.get(error["type"])
    expectation = expect(error) if expect else "写法不对，应按表格的字段填写"
    return f"{field_label(path)}{dotted}{expectation}"


def _suggest(path: Sequence[str | int]) -> str:
    """Return which field was probably meant, by spelling or by its Chinese title."""
    model: Any = SelfEvaluation
    for key in path[:-1]:
        if isinstance(key, str) and _is_model(model):
            info = model.model_fields.get(key)
            model = _inner(info.annotation) if info is not None else None
    if not _is_model(model):
        return ""
    titles = {info.title or name: name for name, info in model.model_fields.items()}
    titles |= {name: name for name in model.model_fields}
    # Only a misspelt field needs it, and it takes longer to load than a form to read.
    from rapidfuzz import process

    best = process.extractOne(str(path[-1])[:60], list(titles), score_cutoff=_CLOSE)
    if best is None:
        return f"，可用的字段有：{'、'.join(model.model_fields)}"
    name = titles[best[0]]
    return f"，是不是 {name}（{model.model_fields[name].title or name}）？"


def _is_model(model: Any) -> bool:
    return isinstance(model, type) and issubclass(model, BaseModel)


def _inner(annotation: Any) -> Any:
    """Return the model inside ``tuple[Model, ...]`` or ``Model | None``; a cell has no fields."""
    if get_origin(annotation) in (tuple, Union, UnionType):
        annotation = next((arg for arg in get_args(annotation) if _is_model(arg)), None)
    cell = isinstance(annotation, type) and issubclass(annotation, RootModel)
    return None if cell else annotation


def _shown(error: ErrorDetails) -> str:
    value = error.get("input")
    if isinstance(value, str):
        return f"“{value[:30]}”"
    if isinstance(value, dict):
        return "一个对象"
    if isinstance(value, (list, tuple)):
        return "一个列表"
    if value is None:
        return "空值 null"
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)[:30]


def _is(expected: str) -> Callable[[ErrorDetails], str]:
    return lambda error: f"写作 {_shown(error)}，应是{expected}"


def _limit(words: str, key: str) -> Callable[[ErrorDetails], str]:
    return lambda error: f"写作 {_shown(error)}，应{words} {error.get('ctx', {}).get(key)}"


def _choice(error: ErrorDetails) -> str:
    allowed = re.findall(r"'([^']*)'", str(error.get("ctx", {}).get("expected", "")))
    names = [name or "（留空）" for name in allowed]
    return f"写作 {_shown(error)}，应是下列之一：{'、'.join(names)}"


_TITLES = {"cells": "单元格", "file": "文件", "sheet": "工作表", "notes": "说明"}
_OBJECT = _is("一个对象，即由花括号括起的一组字段")
_LIST = _is("一个列表，即由方括号括起的若干行")
_WHOLE = _is("整数")
_DATE = _is("日期，如 2022-01-15")
_EXPECTED: Mapping[str, Callable[[ErrorDetails], str]] = {
    "missing": lambda _: "没有填写，这一项必须有",
    "string_type": _is("文字或数字，文字要加英文双引号"),
    "string_unicode": _is("完整的文字，现在含有乱码"),
    "string_too_short": lambda _: "是空的，应至少写一个字",
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "bool_type": _is("true 或 false"),
    "greater_than_equal": _limit("不小于", "ge"),
    "less_than_equal": _limit("不大于", "le"),
    "literal_error": _choice,
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "dict_type": _OBJECT,
    "tuple_type": _LIST,
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
}
