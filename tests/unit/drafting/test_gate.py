"""Every way to a model passes the gate: read from the source, whatever doors there are.

The port is ``open_model``. A function that reaches it, directly or through others, without asking
``require`` on the way must have a caller that asks; one that nobody calls is an open door.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[3] / "selfeval_assist"
PORT, GATE = "open_model", "require"
NO_FORM = {"probe", "_open_once"}
"""They ask a model without a form: to try a service out, and to load what is needed."""
Name = tuple[str, str]
"""A module and a function in it."""


def _modules() -> dict[str, str]:
    """Return the source of every module; a door that is a stub lists what it hands on."""
    found = {}
    for file in sorted([*ROOT.rglob("*.py"), *ROOT.rglob("__init__.pyi")]):
        parts = file.relative_to(ROOT.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = found.get(name, "") + file.read_text(encoding="utf-8")
    return found


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield the functions of a module and of its classes; what stands inside one belongs to it."""
    for node in tree.body:
        for each in [node, *(node.body if isinstance(node, ast.ClassDef) else ())]:
            if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef):
                yield each


def _imports(tree: ast.Module, module: str) -> dict[str, Name]:
    """Return what the names of a module stand for, also those imported inside a function."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            inside = f"{module}.{node.module}" if node.level else (node.module or "")
            for each in node.names:
                found[each.asname or each.name] = (inside, each.name)
    return found


def open_doors(modules: Mapping[str, str]) -> set[Name]:
    """Return the functions that nobody calls and that reach the port without the gate."""
    trees = {name: ast.parse(text) for name, text in modules.items()}
    known = {name: _imports(tree, name) for name, tree in trees.items()}

    def meant(module: str, name: str) -> Name:
        seen: set[Name] = set()
        while name in known.get(module, {}) and (module, name) not in seen:
            seen.add((module, name))
            module, name = known[module][name]
        return module, name

    calls: dict[Name, set[Name]] = defaultdict(set)
    for module, tree in trees.items():
        for function in _functions(tree):
            calls[module, function.name] |= set()
            for node in ast.walk(function):
                if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                    owner, part = meant(module, node.value.id)
                    target = f"{owner}.{part}" if f"{owner}.{part}" in trees else module
                    calls[module, function.name].add(meant(target, node.attr))
                elif isinstance(node, ast.Name):
                    calls[module, function.name].add(meant(module, node.id))
    asks = {each for each, called in calls.items() if any(name == GATE for _, name in called)}
    reaches = {each for each in calls if each[1] == PORT}
    while more := {
        each for each, called in calls.items()
        if called & reaches and each not in reaches | asks and each[1] not in NO_FORM
    }:  # fmt: skip
        reaches |= more
    called = {name for each, names in calls.items() for name in names if each != name}
    return {each for each in reaches if each not in called}


def test_no_door_leads_around_the_gate() -> None:
    assert open_doors(_modules()) == set()


def test_a_door_that_does_not_ask_is_found() -> None:
    port = {"a.client": "def open_model(endpoint): ...", "a.gate": "def require(outgoing): ..."}
    door = "from a.client import open_model\ndef helper(): open_model(1)\ndef door(): helper()"
    assert open_doors({**port, "a.door": door}) == {("a.door", "door")}
    through = "from a import door as way\nclass Screen:\n    def press(self): way.door()"
    assert open_doors({**port, "a.door": door, "a.screen": through}) == {("a.screen", "press")}
    asking = door.replace("def door(): ", "def door(): require(1); ")
    assert open_doors({**port, "a.door": "from a.gate import require\n" + asking}) == set()


def test_what_needs_no_gate_knows_no_form() -> None:
    for name, text in _modules().items():
        if ".drafting.connection" in name:
            modules = {where for where, _ in _imports(ast.parse(text), name).values()}
            assert not modules & {"selfeval_assist.form", "selfeval_assist.form.models"}, name


def test_only_the_gate_makes_masks() -> None:
    makers = set()
    for name, text in _modules().items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Masks":
                makers.add(name)
    assert makers == {"selfeval_assist.drafting.consent"}


def test_only_the_connection_makes_a_client() -> None:
    makers = {
        name
        for name, text in _modules().items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") in {"ChatOpenAI", "AsyncOpenAI", "OpenAI", "AsyncClient"}
    }
    assert {each for each in makers if ".drafting.connection." not in each} == set()
