"""The source calls nothing that Windows lacks outside ``system.py``, and names every encoding.

What Windows lacks is not a list of ours: the type stubs of the standard library say it, by the
condition under which each name is defined.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import mypy
import pytest

import selfeval_assist

PACKAGE = Path(selfeval_assist.__file__).parent
STUBS = Path(mypy.__file__).parent / "typeshed" / "stdlib"
# Arguments of new processes that Windows refuses or passes over.
ARGUMENTS = {"start_new_session", "preexec_fn", "pass_fds", "process_group"}
# Of event loops: defined everywhere, and an error on Windows.
METHODS = {"add_signal_handler", "remove_signal_handler"}


def names(body: list[ast.stmt]) -> Iterator[str]:
    """Yield what a piece of a stub defines."""
    for each in body:
        match each:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case ast.Assign(targets=[ast.Name(id=name)]):
                yield name
            case ast.ImportFrom(names=found):
                yield from (alias.asname or alias.name for alias in found)
            case ast.If():
                yield from names(each.body)
                yield from names(each.orelse)


def defined(body: list[ast.stmt], *, elsewhere: bool) -> Iterator[str]:
    """Yield what a stub defines on Windows, or what it defines only elsewhere."""
    for each in body:
        if not isinstance(each, ast.If):
            if not elsewhere:
                yield from names([each])
            continue
        test = ast.unparse(each.test)
        only_windows = test == "sys.platform == 'win32'"
        not_windows = "platform" in test and not only_windows and (
            "!= 'win32'" in test or "== 'linux'" in test or "== 'darwin'" in test
        )  # fmt: skip
        if only_windows:
            yield from names(each.orelse if elsewhere else each.body)
        elif not_windows:
            yield from names(each.body if elsewhere else each.orelse)
        else:
            yield from defined(each.body, elsewhere=elsewhere)
            yield from defined(each.orelse, elsewhere=elsewhere)


def lacking(stub: Path) -> set[str]:
    """Return the names of a module that Windows does not have."""
    body = ast.parse(stub.read_text(encoding="utf-8")).body
    return set(defined(body, elsewhere=True)) - set(defined(body, elsewhere=False))


def stub_of(module: str) -> Path:
    package = STUBS / module / "__init__.pyi"
    return package if package.exists() else STUBS / f"{module}.pyi"


def whole(stub: Path) -> bool:
    """Whether Windows lacks a module altogether."""
    text = stub.read_text(encoding="utf-8")
    if "sys.platform" not in text:
        return False  # most stubs; reading them takes a second
    body = ast.parse(text).body
    here = set(defined([s for s in body if not isinstance(s, ast.ImportFrom)], elsewhere=False))
    return bool(lacking(stub)) and not {name for name in here if not name.startswith("_")}


MODULES = {stub.stem for stub in STUBS.glob("*.pyi") if whole(stub)}
MEMBERS = {name: lacking(stub_of(name)) for name in ("os", "signal", "socket", "time")}
# Windows has it, but it ends the process that it elsewhere asks after.
MEMBERS["os"].add("kill")
SIGNALS = {name for name in MEMBERS["signal"] if name.startswith("SIG")}


def used(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the line and the name of each use of what Windows lacks."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=found):
                yield from (
                    (node.lineno, a.name) for a in found if a.name.partition(".")[0] in MODULES
                )
            case ast.ImportFrom(module=str(module), names=found):
                lacks = MEMBERS.get(module, set())
                if module.partition(".")[0] in MODULES:
                    yield node.lineno, module
                yield from ((node.lineno, a.name) for a in found if a.name in lacks)
            case ast.Attribute(value=ast.Name(id=module), attr=name) if name in MEMBERS.get(
                module, ()
            ):
                yield node.lineno, f"{module}.{name}"
            case ast.Attribute(attr=name) if name in METHODS:
                yield node.lineno, name
            case ast.Constant(value=str(name)) if name in SIGNALS:
                # getattr(signal, "SIGHUP", None)
                yield node.lineno, name
            case ast.keyword(arg=str(name)) if name in ARGUMENTS:
                yield node.value.lineno, name


@pytest.mark.parametrize(
    "code",
    [
        "import os\nos.kill(1, 0)",
        "import os\nos.killpg(1, 9)",
        "import os\nos.getuid()",
        "import os\nos.open('x', os.O_NOFOLLOW)",
        "import os\nos.setsid()",
        "import os\nos.fork()",
        "import signal\nsignal.SIGKILL",
        "import signal\ngetattr(signal, 'SIGHUP')",
        "from os import fork",
        "import fcntl",
        "import pwd",
        "import resource",
        "from termios import tcgetattr",
        "loop.add_signal_handler(2, f)",
        "Popen([], start_new_session=True)",
    ],
)
def test_the_scan_sees_what_windows_lacks(code: str) -> None:
    assert list(used(ast.parse(code)))


@pytest.mark.parametrize(
    "code",
    ["import os\nos.fsync(os.open('x', os.O_EXCL))", "import signal\nsignal.SIGINT", "import stat"],
)
def test_the_scan_passes_what_every_system_has(code: str) -> None:
    assert not list(used(ast.parse(code)))


def test_nothing_that_windows_lacks_is_called_outside_one_module() -> None:
    found = [
        f"{file.relative_to(PACKAGE)}:{line}: {name}"
        for file in sorted(PACKAGE.rglob("*.py"))
        if file != PACKAGE / "system.py"
        for line, name in used(ast.parse(file.read_text(encoding="utf-8")))
    ]
    assert found == []


def unsaid(tree: ast.AST) -> Iterator[int]:
    """Yield the lines that open a text file in whatever encoding this computer happens to have."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        function = ast.unparse(node.func).rpartition(".")[2]
        modes = [a.value for a in node.args if isinstance(a, ast.Constant)]
        said = any(each.arg == "encoding" for each in node.keywords) or "utf-8" in modes
        if function in {"read_text", "write_text"} and isinstance(node.func, ast.Attribute):
            if not said:
                yield node.lineno
        elif function in {"fdopen", "open"} and not said:
            text = [m for m in modes if isinstance(m, str) and set(m) <= set("rwax+t") and m]
            if text or (isinstance(node.func, ast.Name) and not modes):
                yield node.lineno


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("p.read_text()", [1]),
        ("p.write_text(x)", [1]),
        ("p.open('w')", [1]),
        ("os.fdopen(n, 'w')", [1]),
        ("open(p)", [1]),
        ("p.read_text(encoding='utf-8')", []),
        ("p.open('rb')", []),
        ("workspace.open(path)", []),
    ],
)
def test_the_scan_sees_an_encoding_that_is_not_said(code: str, lines: list[int]) -> None:
    assert list(unsaid(ast.parse(code))) == lines


def test_every_text_file_has_an_encoding_of_its_own() -> None:
    """On a Chinese Windows it would else be GBK."""
    found = [
        f"{file.relative_to(PACKAGE)}:{line}"
        for file in sorted(PACKAGE.rglob("*.py"))
        for line in unsaid(ast.parse(file.read_text(encoding="utf-8")))
    ]
    assert found == []
