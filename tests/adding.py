"""What is added for one test: a layout beside the shipped ones, a kind of text and its policy."""

import shutil
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from selfeval_assist.documents.recognise import head, unread, words
from selfeval_assist.drafting import texts

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


ONE_MODULE = '''
"""What is left to be done."""

from selfeval_assist.drafting.composer.phrases import sentence
from selfeval_assist.drafting.texts.kind import TextKind, further

TEXT = TextKind(
    id="下一步安排",
    title="下一步安排",
    where="texts.下一步安排",
    limits=further("下一步安排"),
    compose=lambda each: [sentence(each.table, "安排", "全年支出<funds.executed>。")],
    brief="写下一步安排。",
)
'''


@pytest.fixture
def one_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Add a kind of text as a person would: one module beside the others, one line in a policy."""
    modules = tmp_path / "modules"
    modules.mkdir()
    (modules / "next_steps.py").write_text(ONE_MODULE, encoding="utf-8")
    monkeypatch.setattr(texts, "__path__", [*texts.__path__, str(modules)])
    texts.kinds.cache_clear()
    source = Path(texts.__file__).parents[2]
    policy = (source / "policies" / "data" / "sichuan.toml").read_text(encoding="utf-8")
    lines = policy.replace("[texts]\n", "[texts]\nalso = { 下一步安排 = [10, 60] }\n", 1)
    path = tmp_path / "own.toml"
    path.write_text(lines.replace("also = { 下一步安排", 'also = { "下一步安排"'), encoding="utf-8")
    yield path
    texts.kinds.cache_clear()
