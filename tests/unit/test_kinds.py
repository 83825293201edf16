"""Every test is run by exactly one of the two targets, and what takes long only by the second."""

import re
from pathlib import Path

import kinds
import programs
import pytest
from _pytest.mark.expression import Expression
from surroundings import CHECKOUT

MAKEFILE = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
TARGETS = dict(
    re.findall(r"^(test|test-all): .*\n\t.*-m pytest .*-m '?([\w ]+)'?$", MAKEFILE, re.M)
)
"""Which tests each target runs."""
SAMPLE = """
import pytest

@pytest.fixture
def browser(): ...
@pytest.fixture
def local_model(): ...
@pytest.fixture
def snapshot(): ...
@pytest.fixture
def libreoffice(): ...
@pytest.fixture
def tmux(): ...
@pytest.fixture
def page(browser): ...
@pytest.fixture
def workspace(): ...
@pytest.fixture
def app(workspace): ...

def test_plain(): ...
def test_stored(workspace): ...
async def test_waits(): ...
@pytest.mark.short
async def test_main_job(app): ...

def test_page(page): ...
def test_model(local_model): ...
def test_office(libreoffice): ...
def test_terminal(tmux): ...
async def test_picture(snapshot, app): ...
async def test_screen(app): ...
@pytest.mark.every_form
@pytest.mark.parametrize("form", "ab")
def test_forms(form): ...
@pytest.mark.many_examples
def test_examples(): ...
"""
QUICK = {"test_plain", "test_stored", "test_waits", "test_main_job"}


def targets(markers: set[str]) -> list[str]:
    """Return the targets that run a test with these markers."""
    return [
        name
        for name, expression in TARGETS.items()
        if Expression.compile(expression).evaluate(lambda marker, **_: marker in markers)
    ]


def test_there_are_two_targets_and_the_clean_machine_runs_both() -> None:
    assert TARGETS.keys() == {"test", "test-all"}
    steps = re.findall(r"^make ([\w-]+)$", (CHECKOUT / ".ci" / "run").read_text(), re.MULTILINE)
    assert steps == ["check", "test", "test-all"]


def test_no_test_that_was_collected_is_in_neither_or_both(request: pytest.FixtureRequest) -> None:
    collected = request.config.stash[kinds.COLLECTED]
    run_by = {
        item.nodeid: targets({marker.name for marker in item.iter_markers()}) for item in collected
    }
    assert {name: where for name, where in run_by.items() if len(where) != 1} == {}


def test_what_a_test_needs_decides(request: pytest.FixtureRequest) -> None:
    for item in request.config.stash[kinds.COLLECTED]:
        markers = {marker.name for marker in item.iter_markers()}
        assert (targets(markers) == ["test-all"]) is bool(markers & kinds.KINDS.keys())


def test_every_kind_is_found(request: pytest.FixtureRequest) -> None:
    """A fixture of another name would bring what needs a browser into ``make test``."""
    collected = request.config.stash[kinds.COLLECTED]
    if {item.path for item in collected} < set((CHECKOUT / "tests").rglob("test_*.py")):
        pytest.skip("only some of the tests were collected")
    found = {marker.name for item in collected for marker in item.iter_markers()}
    assert found >= {*kinds.KINDS, kinds.LONG, kinds.SHORT}


def chosen(folder: Path, *options: str) -> list[str]:
    """Return the tests that pytest chooses of the sample."""
    arguments = ["--collect-only", "-q", "-p", "kinds", *options]
    code = f"import sys, pytest; sys.path.insert(0, sys.argv[1]); pytest.main({arguments})"
    # None of the plugins that are installed is needed, and to load them takes seconds.
    alone = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = programs.python(code, CHECKOUT / "tests", cwd=folder, env=alone)
    return re.findall(r"::(test_\w+(?:\[\w\])?)", done.stdout)


def test_the_counts_add_up_and_kinds_are_told_from_fixtures(tmp_path: Path) -> None:
    (tmp_path / "test_sample.py").write_text(SAMPLE, encoding="utf-8")
    (tmp_path / "pytest.ini").touch()
    every = chosen(tmp_path)
    quick, long = (chosen(tmp_path, "-m", TARGETS[name]) for name in ("test", "test-all"))
    assert set(quick) == QUICK
    assert sorted(quick + long) == sorted(every)
    assert len(every) == SAMPLE.count("def test_") + 1


def test_an_unknown_marker_is_refused() -> None:
    assert "--strict-markers" in (CHECKOUT / "pyproject.toml").read_text(encoding="utf-8")
