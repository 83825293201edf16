"""Asking for a text: one line, pages, a fact, other words for a sentence."""

import re
from abc import abstractmethod
from typing import Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Static
from textual.widgets.text_area import Location, Selection

from selfeval_assist.form.text import PENDING_MARK
from selfeval_assist.tui.widgets.buttons import TAKEN, Buttons
from selfeval_assist.tui.widgets.field import Editor, Line

Taken = TypeVar("Taken")


class Taking(ModalScreen[Taken | None], Generic[Taken]):
    """Esc or the first button returns None; Enter, Ctrl+S or the second one takes the text."""

    BINDINGS = [
        Binding("escape", "dismiss(None)", "返回"),
        Binding("ctrl+s", "take", "确定", priority=True),
        Binding("enter", "enter", "确定", show=False, priority=True),
    ]
    ENTER = True
    """Whether Enter takes what was written, with the cursor in the last text."""

    def buttons(self, take: str) -> ComposeResult:
        """Yield the two buttons; ``take`` is what the second one says."""
        with Buttons():
            yield Button("返回", id="no")
            yield Button(
                f"{take} {'回车' if self.ENTER else 'Ctrl+S'}",
                id="yes",
                classes=TAKEN if self.ENTER else "",
            )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter presses a button that has the focus."""
        return action != "enter" or (self.ENTER and not isinstance(self.focused, Button))

    def action_enter(self) -> None:
        """Take what was written."""
        self.action_take()

    @abstractmethod
    def action_take(self) -> None:
        """Dismiss the dialog with what was written, or say what is missing."""

    @on(Button.Pressed)
    def _answer(self, event: Button.Pressed) -> None:
        if event.button.id == "yes":
            self.action_take()
        else:
            self.dismiss(None)


class Write(Taking[str]):
    """A text that a person writes or changes; Enter takes it."""

    CSS_PATH = "dialogs.tcss"

    def __init__(self, title: str, text: str = "") -> None:
        super().__init__()
        self._title = title
        self._text = text

    def compose(self) -> ComposeResult:
        """The title, the text and the buttons."""
        with Vertical(classes="box"):
            yield Static(self._title, markup=False)
            yield Editor()
            yield from self.buttons("确定")

    def on_mount(self) -> None:
        """Put the cursor behind the text."""
        area = self.query_one(Editor)
        area.load_text(self._text)
        area.focus()
        area.move_cursor(area.document.end)

    def action_take(self) -> None:
        """Return the text, unless there is none."""
        text = self.query_one(Editor).text.strip()
        if text:
            self.dismiss(text)
        else:
            self.notify("请先填写内容。", severity="warning", markup=False)


class Paste(Write):
    """A table that is pasted from a sheet or a web page; its tabs and lines stay as they are."""

    ENTER = False

    def action_take(self) -> None:
        """Return what was pasted, unless it is blank."""
        text = self.query_one(Editor).text
        if text.strip():
            self.dismiss(text)
        else:
            self.notify("请先粘贴表格。", severity="warning", markup=False)


_OPEN = re.compile(rf"{PENDING_MARK}[^】\n]*】?")


class Reword(Write):
    """A sentence to change; a 【待填：…】 in it is selected, so that typing replaces it."""

    def on_mount(self) -> None:
        """Select the first place that is left open; without one the cursor stands behind."""
        super().on_mount()
        self._select_open()

    def action_take(self) -> None:
        """Return the sentence, unless something in it is still left open."""
        if self._select_open():
            self.notify(
                "“待填”的地方还没有补充：请直接写上内容；这一句不要，就返回后按 r。",
                severity="warning",
                markup=False,
            )
        else:
            super().action_take()

    def _select_open(self) -> bool:
        """Select the first place that is left open; return whether there is one."""
        area = self.query_one(Editor)
        found = _OPEN.search(area.text)
        if found:
            area.selection = Selection(_at(area.text, found.start()), _at(area.text, found.end()))
            area.focus()
        return found is not None


def _at(text: str, index: int) -> Location:
    """Return line and column of a character of a text."""
    before = text[:index]
    return before.count("\n"), index - before.rfind("\n") - 1


class Fact(Taking[tuple[str, str]]):
    """Two lines; returns the fact and its source.

    Args:
        text: the fact, when it has been said already.
    """

    CSS_PATH = "fact.tcss"

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        """The two questions and the buttons."""
        with Vertical(id="fact"):
            yield Static("补充表里没有的事实，将记为您的说明，并注明依据。", markup=False)
            yield Static("内容（如：12月20日通过竣工验收）", classes="title", markup=False)
            yield Line()
            yield Static("依据（哪份材料：名称、文号或日期）", classes="title", markup=False)
            yield Line()
            yield from self.buttons("记下")

    def on_mount(self) -> None:
        """Begin at what is missing."""
        first, source = self.query(Line)
        first.load_text(self._text)
        (source if self._text else first).focus()

    def action_enter(self) -> None:
        """Go on from the first line; take both in the second."""
        first, source = self.query(Line)
        if first.has_focus:
            source.focus()
        else:
            self.action_take()

    def action_take(self) -> None:
        """Return both, unless one is missing."""
        text, source = (each.text.strip() for each in self.query(Line))
        if text and source:
            self.dismiss((text, source))
        else:
            missing = "依据" if text else "内容"
            self.notify(
                f"请写明{missing}；有了依据才能写进正文。", severity="warning", markup=False
            )
