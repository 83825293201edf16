"""The table of rooms in docs/architecture.md names only doors that are there."""

import contextlib
import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import traced

from selfeval_assist.documents import read
from selfeval_assist.form import paths
from selfeval_assist.resources import folder

PAGE = Path(__file__).parents[2] / "docs" / "architecture.md"
DOOR = re.compile(r"(→[ \w]*)?`(?:async |with )?([\w./]+)(?:\(([^)]*)\))?`")
ROOMS = sorted(
    file.parent.name for file in (PAGE.parents[1] / "selfeval_assist").glob("*/__init__.py")
)


def doors() -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Yield the rooms in which a name may be, the dotted name and the arguments that are shown.

    What a door gives back may come from any room.
    """
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if not line.startswith("| `"):
            continue
        room = cells[0].strip(" `").removesuffix("/").removesuffix(".py")
        for given, names, arguments in DOOR.findall(cells[2]):
            # `paths.get/put` are two names of one module.
            module, dot, last = names.rpartition(".")
            for name in last.split("/"):
                yield (room, *(ROOMS if given else ())), f"{module}{dot}{name}", arguments


def found(room: str, name: str) -> object:
    """Return what a dotted name stands for in a room; None when there is no such thing."""
    path = f"selfeval_assist.{room}"
    thing: object = importlib.import_module(path)
    for part in name.split("."):
        path = f"{path}.{part}"
        if inspect.ismodule(thing) and not hasattr(thing, part):
            with contextlib.suppress(ModuleNotFoundError):
                importlib.import_module(path)
        thing = getattr(thing, part, None)
    return thing


def test_every_room_has_a_door() -> None:
    assert {rooms[0] for rooms, _, _ in doors()} == {*ROOMS, "cli"}


@pytest.mark.parametrize(("rooms", "name", "arguments"), doors())
def test_a_door_is_there_and_takes_what_is_shown(
    rooms: tuple[str, ...], name: str, arguments: str
) -> None:
    thing = next(filter(None, (found(room, name) for room in rooms)), None)
    assert thing is not None, f"{name} is not in {rooms[0]}/"
    assert not inspect.ismodule(thing), f"{name} is the module, not what is in it"
    shown = {each.split("=")[0].strip() for each in arguments.split(",")} - {"", "…", "..."}
    if shown:
        assert callable(thing)
        assert shown <= inspect.signature(thing).parameters.keys()


def test_a_sentence_passes_the_files_that_the_page_names() -> None:
    told = PAGE.read_text(encoding="utf-8").partition("## A sentence and its finding")[2]
    told = told.partition("\n## ")[0]
    named = re.findall(r"^\d+\. `([\w./]+)`$", told, re.MULTILINE)
    (sentence, code) = re.findall(r"`([^`]+)`, (\w+\d+)", told)[0]
    (form,) = read(folder("examples") / "finished.json")
    form = paths.put(form, "goal.actual", f"{sentence}。")
    assert traced.files(form, sentence, code) == named
    assert 1 < len(named) <= 8
