"""What is inside the package that people install: all that the program reads, and no tests."""

import zipfile
from pathlib import Path

import needs
import programs
import pytest

ROOT = Path(__file__).parents[2]
BUILD = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"
KINDS = {
    "selfeval_assist/py.typed": 1,
    "selfeval_assist/*/__init__.pyi": 3,
    "selfeval_assist/drafting/connection/capabilities.toml": 1,
    "selfeval_assist/examples/*.json": 3,
    "selfeval_assist/examples/*.xlsx": 3,
    "selfeval_assist/examples/source/*.txt": 1,
    "selfeval_assist/layouts/data/*.toml": 7,
    "selfeval_assist/policies/data/*.toml": 8,
    "selfeval_assist/prompts/*.md": 5,
    "selfeval_assist/tui/dialogs/*.tcss": 6,
    "selfeval_assist/tui/screens/*.tcss": 5,
    "selfeval_assist/tui/serve/static/*": 2,
    "selfeval_assist/tui/serve/templates/*.html": 1,
    "selfeval_assist/workspace/migrations/*.sql": 4,
}
"""Patterns of what is read at run time, each with the least number of files."""
# What an installed program finds of what stands outside the package in the repository.
USE = """
from selfeval_assist.drafting.prompts import PROMPTS, SHARED, prompt_for, shared
from selfeval_assist.policies import available
from selfeval_assist.resources import folder
read = [*map(prompt_for, PROMPTS), *map(shared, SHARED)]
print(folder("prompts"), folder("examples"), len(read), len(available()), sep="\\n")
"""


@pytest.fixture(scope="module")
def wanted() -> set[str]:
    """Return what the wheel should hold, as the repository is when it is built."""
    outside = {each for name in ("prompts", "examples") for each in _files(ROOT, name)}
    return _files(ROOT, "selfeval_assist") | {f"selfeval_assist/{each}" for each in outside}


@pytest.fixture(scope="module")
def wheel(wanted: set[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the unpacked wheel, built from the repository without a change to it."""
    needs.module("hatchling.build", "安装包里的内容（wheel）")
    made, unpacked = tmp_path_factory.mktemp("made"), tmp_path_factory.mktemp("unpacked")
    done = programs.python(BUILD, made, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    (file,) = made.glob("*.whl")
    with zipfile.ZipFile(file) as archive:
        archive.extractall(unpacked)
    return unpacked


@pytest.mark.parametrize("pattern", KINDS)
def test_what_is_read_at_run_time_is_inside(wheel: Path, pattern: str) -> None:
    assert len(list(wheel.glob(pattern))) >= KINDS[pattern]


def test_all_of_the_package_is_inside_and_nothing_else(wheel: Path, wanted: set[str]) -> None:
    found = _files(wheel, "")
    (about,) = {name.split("/")[0] for name in found} - {"selfeval_assist"}
    assert about.endswith(".dist-info")
    assert {name for name in found if not name.startswith(about)} == wanted


def _files(root: Path, folder: str) -> set[str]:
    """Return the paths of all files under a folder, but for what Python makes of them."""
    return {
        path.relative_to(root).as_posix()
        for path in (root / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_an_installed_program_finds_its_prompts_and_examples(wheel: Path, tmp_path: Path) -> None:
    done = programs.python(USE, env={"PYTHONPATH": str(wheel)}, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    package = wheel / "selfeval_assist"
    prompts, examples, read, policies = done.stdout.split()
    assert (Path(prompts), Path(examples)) == (package / "prompts", package / "examples")
    assert int(read) == len(list((package / "prompts").iterdir()))
    assert int(policies) == len(list((package / "policies" / "data").glob("*.toml")))
