"""Each recipe of CONTRIBUTING.md, followed to the letter in a copy of the repository."""

import re
import shlex
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import NamedTuple

import pytest
from programs import PATIENCE
from surroundings import CHECKOUT

RECIPES = ("A rule", "A policy", "A layout", "A text", "A step")
NEEDED = ("selfeval_assist", "tests", "examples", "prompts", "pyproject.toml")
BLOCK = re.compile(r"^( *)```(\w+)(?: (\S+))?\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """A block of a recipe: its language, the file that it makes or changes, its text."""

    language: str
    file: str
    text: str


def blocks(recipe: str) -> list[Block]:
    told = (CHECKOUT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (part,) = re.findall(rf"^## {recipe}\n(.*?)(?=^## |\Z)", told, re.MULTILINE | re.DOTALL)
    return [Block(each[1], each[2], textwrap.dedent(each[3])) for each in BLOCK.findall(part)]


def changed(text: str, change: str) -> str:
    """Return a text with a change of a few lines, each of which begins with a sign or a blank."""
    lines = change.splitlines(keepends=True)
    old = "".join(line[1:] for line in lines if line[0] != "+")
    new = "".join(line[1:] for line in lines if line[0] != "-")
    assert text.count(old) == 1, f"these lines stand there once:\n{old}"
    return text.replace(old, new)


def follow(block: Block, copy: Path) -> str:
    """Do what a block says; return what its commands print."""
    file = copy / block.file
    if block.language == "diff":
        file.write_text(changed(file.read_text("utf-8"), block.text), "utf-8")
    elif block.file:
        assert not file.exists()
        file.write_text(block.text, "utf-8")
    elif block.language == "sh":
        return "".join(ran(line, copy) for line in block.text.splitlines())
    return ""


def ran(line: str, copy: Path) -> str:
    """Run a command line in the copy, with the Python of the tests; return what it prints."""
    name, *arguments = shlex.split(line)
    own = ["-p", "no:cacheprovider"] if name == "pytest" else []
    command = [sys.executable, "-m", name.replace("-", "_"), *arguments, *own]
    done = subprocess.run(
        command, cwd=copy, capture_output=True, encoding="utf-8", timeout=PATIENCE * 2, check=False
    )
    assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the repository, of which every program that is started takes the package."""
    for name in NEEDED:
        source = CHECKOUT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("bench"))
        else:
            shutil.copy2(source, tmp_path / name)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_recipe_can_be_followed(recipe: str, copied: Path) -> None:
    printed, files = "", 0
    for block in blocks(recipe):
        printed += follow(block, copied)
        files += bool(block.file)
        if block.language == "text":
            assert all(line.strip() in printed for line in block.text.splitlines()), printed
    assert files
    assert printed, "a recipe ends with commands that show it"


def test_every_recipe_is_followed() -> None:
    told = (CHECKOUT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert tuple(re.findall(r"^## (.+)$", told, re.MULTILINE)) == RECIPES
