"""Dotted field paths: ``funds.total.executed``, ``indicators.3.actual`` (rows count from 0)."""

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, RootModel, TypeAdapter

from selfeval_assist.form.models import SelfEvaluation
from selfeval_assist.form.text import PENDING_MARK, clean


def get(form: SelfEvaluation, path: str) -> Any:
    """Return what stands at a path; an empty path is the form itself.

    The name of a further text is the rest of its path, and may hold dots.

    Raises:
        KeyError: the form has no such field or row.
    """
    node: Any = form
    keys = path.split(".") if path else []
    for at, key in enumerate(keys):
        if isinstance(node, dict):
            return node.get(".".join(keys[at:]), "")
        node = _child(node, key, path)
    return node


def text(form: SelfEvaluation, path: str) -> str:
    """Return the printed text at a path; an empty string for nothing, and for a larger part."""
    value = get(form, path)
    return "" if value is None or isinstance(value, tuple) or _has_fields(value) else str(value)


def put(form: SelfEvaluation, path: str, value: object) -> SelfEvaluation:
    """Return a new form in which the value at a path is replaced.

    Args:
        form: the form; it is not changed.
        path: the field path, not empty.
        value: text for a cell, or a model or tuple for a larger part.

    Raises:
        KeyError: the form has no such field or row.
        pydantic.ValidationError: the field does not admit the value.
    """
    new: SelfEvaluation = _replaced(form, path.split("."), value, path)
    return new


def leaves(form: SelfEvaluation) -> Iterator[str]:
    """Yield the path of every cell of the form that a person can fill, in reading order."""
    for name in type(form).model_fields:
        if name not in {"provenance", "waivers", "lifted", "policy", "kept", "returned"}:
            yield from _leaves(getattr(form, name), name)


def pending(form: SelfEvaluation) -> tuple[str, ...]:
    """Return the paths of all cells that still hold a 【待填：…】, in reading order."""
    # Every save asks; the usual answer is none, and the dump gives it in a tenth of the time.
    if PENDING_MARK not in form.model_dump_json():
        return ()
    return tuple(path for path in leaves(form) if PENDING_MARK in text(form, path))


def label(form: SelfEvaluation, path: str) -> str:
    """Return how a person would name the place of a path, in Chinese.

    ``indicators.3.actual`` becomes ``第4行“故障处理及时率”实际完成值``. Unknown parts are shown as
    they are; the function never raises.
    """
    parts = path.split(".")
    if not path:
        return "整表"
    if parts[0] == "returned" and len(parts) == 2:  # a remark has no place but its cell's
        return label(form, str(get(form, f"{path}.where")))
    if parts[0] == "indicators" and len(parts) > 1 and parts[1].isdigit():
        row = int(parts[1])
        name = form.indicators[row].name.strip() if row < len(form.indicators) else ""
        return f"第{row + 1}行" + (f"“{name}”" if name else "") + _title(form, parts)
    if parts[:2] == ["funds", "sources"] and len(parts) > 2 and parts[2].isdigit():
        row = int(parts[2])
        name = form.funds.sources[row].name if row < len(form.funds.sources) else parts[2]
        return f"项目资金“{name}”" + _title(form, parts)
    if parts[:2] == ["funds", "total"] and len(parts) > 2:
        return "年度资金总额" + _title(form, parts)
    return _title(form, parts)


def _title(form: SelfEvaluation, parts: list[str]) -> str:
    """Return the title of the last named field of a path, without raising."""
    title = ""
    node: Any = form
    for key in parts:
        title = _titles(node.__class__).get(key, "" if key.isdigit() else key)
        try:
            node = _child(node, key, "")
        except KeyError:
            break
    return title


@cache
def _titles(kind: type) -> dict[str, str]:
    """Return the titles of a model's fields by name; a checked form asks for dozens of them."""
    if not issubclass(kind, BaseModel) or issubclass(kind, RootModel):
        return {}
    return {name: info.title or name for name, info in kind.model_fields.items()}


def _child(node: Any, key: str, path: str) -> Any:
    if isinstance(node, tuple):
        if key.isdigit() and int(key) < len(node):
            return node[int(key)]
    elif isinstance(node, dict):
        return node.get(key, "")
    elif key in _titles(node.__class__):
        return getattr(node, key)
    raise KeyError(path)


def _replaced(node: Any, keys: list[str], value: object, path: str) -> Any:
    key, *rest = keys
    child = _child(node, key, path)
    if isinstance(node, tuple):
        index = int(key)
        new = _replaced(child, rest, value, path) if rest else type(child).model_validate(value)
        return (*node[:index], new, *node[index + 1 :])
    if isinstance(node, dict):
        name = ".".join(keys)
        return {**node, name: str(clean(str(value)))} if value else _but(node, name)
    if rest:
        new = _replaced(child, rest, value, path)
    else:
        new = _adapter(type(node), key).validate_python(value)
    # model_copy keeps cached properties of the old node, so build the node anew.
    fields = {name: getattr(node, name) for name in type(node).model_fields}
    return type(node).model_construct(**{**fields, key: new})


def _but(node: dict[str, str], key: str) -> dict[str, str]:
    return {name: text for name, text in node.items() if name != key}


_ADAPTERS: dict[tuple[type, str], TypeAdapter[Any]] = {}


def _adapter(model: type[BaseModel], field: str) -> TypeAdapter[Any]:
    """Return a validator for one field with its constraints; built once for each field."""
    key = (model, field)
    if key not in _ADAPTERS:
        info = model.model_fields[field]
        annotation: Any = info.annotation
        for constraint in info.metadata:
            annotation = Annotated[annotation, constraint]
        _ADAPTERS[key] = TypeAdapter(annotation)
    return _ADAPTERS[key]


def _has_fields(node: object) -> bool:
    """Whether a node is a part with named fields; cells and numbers are leaves."""
    return isinstance(node, BaseModel) and not isinstance(node, RootModel)


def _leaves(node: Any, path: str) -> Iterator[str]:
    if isinstance(node, tuple):
        for index, item in enumerate(node):
            yield from _leaves(item, f"{path}.{index}")
    elif isinstance(node, dict):
        yield from (f"{path}.{name}" for name in node)
    elif _has_fields(node):
        for name in type(node).model_fields:
            yield from _leaves(getattr(node, name), f"{path}.{name}")
    else:
        yield path
