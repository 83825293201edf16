"""The clean form that rule cases patch, and how a case becomes a form."""

import copy
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from selfeval_assist.form import SelfEvaluation

FOLDER = Path(__file__).parent / "rules"


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The same in C where the library was built with it: all cases are read by each test process."""


def written(path: Path) -> Any:
    """Return what a file of cases holds."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)


@cache
def _base() -> dict[str, Any]:
    data: dict[str, Any] = written(FOLDER / "_base.yml")
    return data


def patched(patch: Mapping[str, object]) -> SelfEvaluation:
    """Return the clean form with values put at field paths.

    A number equal to a list's length appends an item; ``null`` for an item removes it.
    """
    data = copy.deepcopy(_base())
    touched = []
    for path, value in patch.items():
        node: Any = data
        *parents, last = path.split(".")
        for key in parents:
            node = node[int(key)] if isinstance(node, list) else node.setdefault(key, {})
        if isinstance(node, list):
            touched.append(node)
            index = int(last)
            node[index : index + 1] = [value]
        else:
            node[last] = value
    for items in touched:
        items[:] = [item for item in items if item is not None]
    return SelfEvaluation.model_validate(data)
