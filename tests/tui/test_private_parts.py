"""What Textual and Rich do not promise is touched in one module only."""

import ast
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

import selfeval_assist.tui as room

ROOT = Path(room.__file__).parent
COMPAT = ROOT / "terminal" / "compat.py"
# The browser's side has a library and a driver of its own below it.
FILES = [
    path
    for path in sorted(ROOT.rglob("*.py"))
    if path != COMPAT and path.parent.name != "serve" and path.parent != ROOT / "serve"
]


def of_others(source: str) -> Iterator[str]:
    """Yield the private names in a module that it does not give itself."""
    tree = ast.parse(source)
    own = {
        name
        for node in ast.walk(tree)
        for name in (
            [node.name]
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            else [node.attr]
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
            else [node.id]
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
            else []
        )
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr.startswith("_"):
            if not node.attr.startswith("__") and node.attr not in own:
                yield ast.unparse(node)
        elif isinstance(node, ast.ImportFrom) and "._" in (node.module or ""):
            yield f"from {node.module}"


def overridden(module: str) -> Iterator[str]:
    """Yield the private methods of the library that the classes of a module replace."""
    found = importlib.import_module(module)
    for kind in vars(found).values():
        if not inspect.isclass(kind) or kind.__module__ != module:
            continue
        for base in kind.__mro__[1:]:
            if base.__module__.partition(".")[0] in {"textual", "rich"}:
                methods = {name for name, each in vars(base).items() if inspect.isfunction(each)}
                yield from (
                    f"{kind.__name__}.{name}"
                    for name in methods & vars(kind).keys()
                    if name.startswith("_") and not name.startswith("__")
                )


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_compat_touches_private_parts(path: Path) -> None:
    assert list(of_others(path.read_text(encoding="utf-8"))) == []
    names = path.relative_to(ROOT).with_suffix("").parts
    module = ".".join((room.__name__, *(name for name in names if name != "__init__")))
    assert list(overridden(module)) == []


def test_the_scan_sees_them_where_they_are() -> None:
    assert any("_dispatch_message" in name for name in of_others(COMPAT.read_text("utf-8")))
    assert list(overridden(f"{room.__name__}.terminal.compat"))
