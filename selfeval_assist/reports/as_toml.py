"""A policy or a layout as the TOML of a person's own: loaded again it is the same."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from selfeval_assist.layouts import Layout
from selfeval_assist.policies import Policy
from selfeval_assist.reports.policy_text import KEYS, SECTIONS, VALUES

Note = Callable[[str, FieldInfo | None], str]
"""What is said of a key, from its name and, within a section, its field."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_HEAD = """\
# 由 selfeval-assist 印出的“{name}”。另存为一个 .toml 文件（UTF-8），改好后用 {option} 文件名 试用。
# id 和 name 请改成自己的。只改几处时，写上 based_on = "{id}"，留下 id、name 和改动的几项，
# 其余的行都可以删去：没有写的沿用它。{more}
"""
_RESTATE = "改动了的一节要重写依据（source）和出处（standing）。"


def policy_toml(policy: Policy) -> str:
    """Return a policy as a file that ``policies.load`` reads."""
    option = "selfeval-assist check 表.xlsx --policy"
    return "\n".join(_lines(policy, option, _RESTATE, _policy_note))


def layout_toml(layout: Layout) -> str:
    """Return a layout as a file that ``layouts.load`` reads."""
    option = "selfeval-assist export 表.xlsx --layout"
    return "\n".join(_lines(layout, option, "", lambda _name, _field: ""))


def _lines(found: Policy | Layout, option: str, more: str, note: Note) -> Iterator[str]:
    yield _HEAD.format(name=found.name, id=found.id, option=option, more=more)
    fields = type(found).model_fields
    sections = {}
    for name in fields:
        value = getattr(found, name)
        if isinstance(value, BaseModel | Mapping):
            sections[name] = value
        elif value is not None:
            yield f"{name} = {_listed(value)}"
    for name, section in sections.items():
        said = note(name, None)
        yield f"\n[{name}]" + (f"  # {said}" if said else "")
        keys = type(section).model_fields if isinstance(section, BaseModel) else {}
        for key, value in _items(section):
            if value is not None:
                said = note(key, keys.get(key))
                yield f"{_key(key)} = {_listed(value)}" + (f"  # {said}" if said else "")


def _policy_note(name: str, field: FieldInfo | None) -> str:
    """Return what a person is told of a key: what it is called, and what it may be."""
    if field is None:
        return SECTIONS.get(name, "")
    named = KEYS.get(name, "")
    if get_origin(field.annotation) is not Literal or name == "standing":
        return named
    choices = "、".join(f"{each}（{VALUES[each]}）" for each in get_args(field.annotation))
    return f"{named}：可写 {choices}"


def _items(table: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(table, Mapping):
        return iter(table.items())
    return ((name, getattr(table, name)) for name in type(table).model_fields)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _value(name)


def _listed(value: Any) -> str:
    """Return a value of a key; of several tables each stands in a line of its own."""
    if not isinstance(value, tuple) or not any(isinstance(each, BaseModel) for each in value):
        return _value(value)
    return "".join(("[\n", *(f"    {_value(each)},\n" for each in value), "]"))


def _value(value: Any) -> str:
    """Return a value as TOML writes it; of a table within, what is as always is left out."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case Decimal():
            return f"{value:f}"
        case int() | float():
            return str(value)
        case tuple():
            return f"[{', '.join(map(_value, value))}]"
        case _:
            pairs = (f"{_key(k)} = {_value(v)}" for k, v in _items(value) if not _usual(value, k))
            return f"{{ {', '.join(pairs)} }}"


def _usual(table: Any, key: str) -> bool:
    """Return whether a key of a table holds what it holds where nothing is written."""
    if isinstance(table, Mapping):
        return False
    field, value = type(table).model_fields[key], getattr(table, key)
    return value is None or (not field.is_required() and value == field.get_default())
