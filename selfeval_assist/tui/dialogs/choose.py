"""Choosing: one of a few answers, or a file typed, dropped or picked from the folders."""

import os
import re
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from urllib.request import url2pathname

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import DirectoryTree, Input, OptionList, Static
from textual.widgets.option_list import Option

from selfeval_assist.tui.terminal.safe import safe
from selfeval_assist.workspace import Workspace


class Choose(ModalScreen[str | None]):
    """One of a closed list; Enter takes it.

    Args:
        title: what is chosen.
        choices: value and what is shown for it.
        chosen: the value to begin at.
    """

    CSS_PATH = "dialogs.tcss"
    BINDINGS = [Binding("escape", "dismiss(None)", "返回")]

    def __init__(self, title: str, choices: Sequence[tuple[str, str]], chosen: str = "") -> None:
        super().__init__()
        self._title = title
        self._choices = choices
        self._chosen = chosen

    def compose(self) -> ComposeResult:
        """The title and the list."""
        with Vertical(classes="box"):
            yield Static(self._title, markup=False)
            yield OptionList(
                *(Option(Content(shown), id=str(n)) for n, (_, shown) in enumerate(self._choices)),
                markup=False,
            )

    def on_mount(self) -> None:
        """Begin at the chosen one."""
        options = self.query_one(OptionList)
        values = [value for value, _ in self._choices]
        options.highlighted = values.index(self._chosen) if self._chosen in values else 0
        options.focus()

    @on(OptionList.OptionSelected)
    def _taken(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._choices[event.option_index][0])


_READABLE = {
    *(".xlsx", ".xlsm", ".xls", ".et", ".docx", ".html", ".htm", ".pdf", ".json", ".txt", ".csv"),
    *(".doc", ".wps", ".rtf", ".odt", ".ods"),  # through LibreOffice, or with what to do instead
}
_ESCAPED = re.compile(r"\\(.)")
_TITLE = (
    "打开哪个文件？把文件拖进来，或粘贴路径后按回车；按 ↓ 在文件夹里找。\n"
    "可以是 Excel、Word、网页、PDF、.json 或文本；原文件不会改动。"
)


class Files(DirectoryTree):
    """The folders, with only the files that can be read; names are shown as plain text.

    Args:
        folder: where to begin.
        kinds: the endings of the files that are shown, in lower case.
    """

    ICON_NODE, ICON_NODE_EXPANDED, ICON_FILE = "▸ ", "▾ ", "  "

    def __init__(self, folder: Path, kinds: Collection[str]) -> None:
        super().__init__(folder)
        self._kinds = kinds

    def filter_paths(self, paths: Iterable[Path]) -> Iterable[Path]:
        """Leave out hidden files and kinds that are not read."""
        return [
            path
            for path in paths
            if not path.name.startswith((".", "~$"))
            and (path.suffix.lower() in self._kinds or _folder(path))
        ]

    def process_label(self, label: object) -> Text:
        """Show a name without what could drive the terminal."""
        return Text(safe(label) or "（没有名字）", no_wrap=True)


class Pick(ModalScreen[Path | None]):
    """A file of a person's choice.

    Args:
        folder: where to begin.
        title: what is asked.
        kinds: the endings of the files that may be chosen.
    """

    CSS_PATH = "pick.tcss"
    BINDINGS = [
        Binding("escape", "dismiss(None)", "返回"),
        Binding("backspace", "up", "上一级", show=False),
    ]

    def __init__(
        self, folder: Path, title: str = _TITLE, kinds: Collection[str] = _READABLE
    ) -> None:
        super().__init__()
        self._folder = folder
        self._title = title
        self._kinds = kinds

    def compose(self) -> ComposeResult:
        """The question, the path, the folders."""
        with Vertical(id="pick"):
            yield Static(self._title, markup=False)
            yield Input(placeholder="文件路径", id="path", compact=True)
            yield Static("", id="place", markup=False)
            yield Files(self._folder, self._kinds)
            yield Static(
                "↑↓ 选择  回车打开  退格键到上一级文件夹  Esc 返回", classes="hint", markup=False
            )

    def on_mount(self) -> None:
        """Begin at the path, where a dropped file lands."""
        self._say()
        self.query_one(Input).focus()

    def on_key(self, event: object) -> None:
        """Let the arrow lead from the path to the folders."""
        if getattr(event, "key", "") == "down" and self.query_one(Input).has_focus:
            self.query_one(Files).focus()

    def action_up(self) -> None:
        """Go to the folder above."""
        tree = self.query_one(Files)
        tree.path = Path(tree.path).absolute().parent
        self._say()

    def _say(self) -> None:
        place = safe(Path(self.query_one(Files).path).absolute())
        self.query_one("#place", Static).update(Text(place, no_wrap=True, overflow="ellipsis"))

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        event.stop()
        path = path_in(event.value)
        if not event.value.strip():
            self.query_one(Files).focus()
        elif _folder(path):
            self.query_one(Files).path = path
            self._say()
            self.query_one(Files).focus()
        else:
            self.dismiss(path)

    @on(DirectoryTree.FileSelected)
    def _picked(self, event: DirectoryTree.FileSelected) -> None:
        event.stop()
        self.dismiss(event.path)


def path_in(text: str) -> Path:
    """Return the path that was typed, or that a terminal pastes for a file dropped on it.

    Terminals quote it, put a backslash before blanks, or write an address.
    """
    text = text.strip()
    if text.startswith("file://"):
        return Path(url2pathname(text.removeprefix("file://")))
    if text[:1] in {'"', "'"}:
        text = text.strip("\"'")
    elif os.sep == "/":
        text = _ESCAPED.sub(r"\1", text)
    return Path(text).expanduser()


def usual_folder(workspace: Workspace) -> Path:
    """Return the folder from which a file was read last, or the person's own."""
    last = workspace.settings.get("folder")
    return Path(last) if isinstance(last, str) and _folder(Path(last)) else Path.home()


def is_file(path: Path) -> bool:
    """Return whether there is a file of that path; what cannot be one is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False
