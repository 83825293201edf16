"""Layouts for one test: a folder of its own, from which everything is read anew."""

import shutil
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from selfeval_assist.documents.recognise import head, unread, words

# The room exports functions under the names of these modules.
shelf = import_module("selfeval_assist.layouts.load")
labels = import_module("selfeval_assist.layouts.words")
KEPT: tuple[ModuleType, ...] = (shelf, labels, head, unread, words)
"""Modules that keep what the layouts say."""
Add = Callable[[str], None]


def _forget() -> None:
    for module in KEPT:
        for each in vars(module).values():
            if hasattr(each, "cache_clear"):
                each.cache_clear()


@pytest.fixture
def add_layout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Add]:
    """Return what puts one more file beside the shipped ones."""
    folder = tmp_path / "layouts"
    shutil.copytree(shelf.FOLDER, folder)

    def add(text: str) -> None:
        (folder / "new.toml").write_text(text, encoding="utf-8")
        monkeypatch.setattr(shelf, "FOLDER", folder)
        _forget()

    yield add
    monkeypatch.undo()
    _forget()
