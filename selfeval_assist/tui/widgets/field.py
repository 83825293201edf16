"""One field of the form: its title, an editor, and what is wrong with what was typed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import get_args

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input, Select, Static, TextArea
from textual.widgets.text_area import Edit, EditResult

from selfeval_assist.form import (
    CauseCategory,
    Kind,
    Measure,
    MoneyUnit,
    Number,
    SelfEvaluation,
    paths,
)
from selfeval_assist.form.vocabulary import LEVEL2

_RUNNING = {"planned", "actual", "notes", "cause", "effect", "measure", "text"}
"""Fields of several paragraphs; in every other text a line break is a slip."""


class Editor(TextArea):
    """A text area for running text; it grows with its content."""

    BINDINGS = [
        Binding("ctrl+home", "edge(False)", "文首", show=False),
        Binding("ctrl+end", "edge(True)", "文末", show=False),
    ]

    def __init__(self) -> None:
        super().__init__("", soft_wrap=True, tab_behavior="focus", compact=True)

    def action_edge(self, end: bool) -> None:
        """Move the cursor to the beginning or the end of the text."""
        self.move_cursor(self.document.end if end else (0, 0))


class Line(Editor):
    """An editor for text without line breaks: Enter goes to the next field."""

    BINDINGS = [Binding("enter", "next", "下一栏", show=False, priority=True)]

    def action_next(self) -> None:
        """Go on to the next field."""
        self.screen.focus_next()

    def edit(self, edit: Edit) -> EditResult:
        """Let pasted line breaks become spaces."""
        return super().edit(replace(edit, text=" ".join(edit.text.splitlines())))


class Cell(Input):
    """A line for a value. Its size is given: no key needs the screen to be laid out anew."""

    virtual_size = reactive(Size(0, 0))


class Field(Vertical):
    """The editor of one field path.

    Values get a one-line input, running text a text area (a one-line input shows long Chinese text
    and the window of an input method in the wrong place), closed choices a list.
    """

    DEFAULT_CSS = """
    Field { height: auto; margin: 0 0 1 0; }
    Field > .title { height: 1; color: $text-muted; }
    Field:focus-within > .title { color: $text-accent; text-style: bold; }
    Field > .problem { height: auto; color: $text-warning; }
    Field > Input { border: none; height: 1; padding: 0; background: $surface; }
    Field > Input:focus { background: $boost; }
    Field > Editor { height: auto; min-height: 1; max-height: 12; border: none; padding: 0; }
    Field > Select { height: auto; }
    """

    BINDINGS = [Binding("enter", "next", "下一栏", show=False, priority=True)]

    @dataclass
    class Edited(Message):
        """A person changed the text of a field."""

        field: "Field"
        path: str
        text: str

    def __init__(self, path: str, form: SelfEvaluation, *, title: str = "") -> None:
        super().__init__()
        self.path = path
        self.editor = _editor(path, form)
        self._title = title
        self._form = form
        self._offered = ""
        self._shown = ""
        """What stood in the editor when it was last in step with the form, or told."""
        self._waiting: str | None = None
        """What was told and has not come back with the form yet."""
        self._heading = Static(self._named(), classes="title", markup=False)
        self._problem: Static | None = None

    def compose(self) -> ComposeResult:
        """The title and the editor for the field's kind."""
        yield self._heading
        yield self.editor

    def on_mount(self) -> None:
        """Show the field's present text."""
        self.show(self._form)

    def retarget(self, path: str, form: SelfEvaluation) -> None:
        """Point the same editor at another field of the same kind.

        What was typed and has not been told yet is told first, so that a quick change of rows
        neither loses it nor puts it into the wrong row.
        """
        if path == self.path:
            self.show(form)
            return
        if self._typed_text() != paths.text(self._form, self.path):
            self.post_message(self.Edited(self, self.path, self._typed_text()))
        self._waiting, self._shown = None, self._typed_text()
        self.path = path
        self.show(form)
        self._heading.update(self._named())

    def show(self, form: SelfEvaluation) -> None:
        """Show what the form holds; nothing happens when it is shown already.

        Typing that is still on its way into the form is never overwritten: keys can come faster
        than the form is scored and checked.
        """
        self._form = form
        text = paths.text(form, self.path)
        if self._waiting == text:
            self._waiting = None
        if self._waiting is not None or (
            self.editor.is_mounted and self._typed_text() != self._shown
        ):
            return
        self._shown = text
        if isinstance(self.editor, Select) and not self.editor.query("SelectCurrent > #label"):
            # A list has no options to change before all of it is there.
            self.call_after_refresh(self._show_again)
        elif text != self._typed_text():
            with self.prevent(Input.Changed, TextArea.Changed, Select.Changed):
                if isinstance(self.editor, Select):
                    # What a file says beyond the closed list is shown and kept.
                    self.editor.set_options(choices(self.path, text))
                    self.editor.value = text or Select.NULL
                elif isinstance(self.editor, Input):
                    self.editor.value = text
                else:
                    self.editor.load_text(text)
            self._shown = self._typed_text()
        self.complain(_problem(paths.get(form, self.path)))

    def taken(self, text: str, form: SelfEvaluation) -> None:
        """Take note that a form has a text that was told; what was said against it goes."""
        if self._waiting == text:
            self._waiting = None
        if self._waiting is None:
            self.complain(_problem(paths.get(form, self.path)))

    def _tell(self, text: str) -> None:
        self._shown = self._waiting = text
        self.post_message(self.Edited(self, self.path, text))

    def _show_again(self) -> None:
        self.show(self._form)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter only leads on from a line; in a text it makes a line, in a list it opens."""
        return action != "next" or isinstance(self.editor, Input)

    def offer(self, text: str) -> None:
        """Show in the empty field what Enter would put there; an empty text offers nothing."""
        self._offered = text
        if isinstance(self.editor, Input):
            self.editor.placeholder = f"{text} 回车填入" if text else ""

    def action_next(self) -> None:
        """Take what is offered to an empty field, and go on to the next one."""
        if self._offered and isinstance(self.editor, Input) and not self.editor.value:
            self.editor.value = self._offered
        self.screen.focus_next()

    def type(self, text: str) -> None:
        """Put a text into the editor as if it was typed there."""
        if isinstance(self.editor, Input):
            self.editor.insert_text_at_cursor(text)
        elif isinstance(self.editor, Editor):
            self.editor.insert(text)

    def complain(self, problem: str) -> None:
        """Say below the editor what is wrong; an empty text takes the line away."""
        if problem and self._problem is None and self.editor.is_attached:
            # Made when it is needed, below the editor: few fields ever have one.
            self._problem = Static("", classes="problem", markup=False)
            self.mount(self._problem)
        if self._problem is not None:
            self._problem.update(Content(problem))
            self._problem.display = bool(problem)

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _changed(self, event: Input.Changed | TextArea.Changed) -> None:
        event.stop()
        text = event.value if isinstance(event, Input.Changed) else event.text_area.text
        # An event that was on its way while the editor was pointed elsewhere has been told already.
        if text == self._typed_text() and text not in {self._shown, self._waiting}:
            self._tell(text)

    @on(Select.Changed)
    def _chosen(self, event: "Select.Changed") -> None:
        event.stop()
        text = "" if event.value is Select.NULL else str(event.value)
        if text != paths.text(self._form, self.path):
            self._tell(text)

    def _typed_text(self) -> str:
        """Return what stands in the editor."""
        if isinstance(self.editor, Select):
            return "" if self.editor.value is Select.NULL else str(self.editor.value)
        return self.editor.value if isinstance(self.editor, Input) else self.editor.text

    def _named(self) -> Content:
        return Content(self._title or paths.label(self._form, self.path))


def choices(path: str, text: str) -> list[tuple[Content, str]]:
    """Return what can be chosen in a closed field: what is shown, and the value.

    Args:
        path: the field.
        text: what the form holds; it can be chosen even when the list does not know it.
    """
    known = dict(_CHOICES[_key(path)]())
    if text and text not in known:
        # Files of one's own are seldom: what reads them is loaded for the first one.
        from selfeval_assist.tui.state.chosen import own_name

        own = _key(path) == "policy" and text.endswith(".toml")
        known[text] = own_name(text, "policy") if own else text
    return [(Content(shown), value) for value, shown in known.items()]


def _policies() -> dict[str, str]:
    # Policies are files; they are read when the first list of them is shown.
    from selfeval_assist.policies import available

    return {policy.id: f"{policy.name}（{policy.id}）" for policy in available()}


_CHOICES: Mapping[str, Callable[[], Mapping[str, str]]] = {
    "money_unit": lambda: {unit: unit for unit in get_args(MoneyUnit)},
    "category": lambda: {cause: cause for cause in get_args(CauseCategory) if cause},
    "level2": lambda: {level.name: level.name for level in LEVEL2.values()},
    "policy": _policies,
}
"""The closed lists of values and what is shown for each, by the name of the field."""


def _key(path: str) -> str:
    return path.rsplit(".", 1)[-1]


def _editor(path: str, form: SelfEvaluation) -> "Input | Editor | Select[str]":
    """Return the editor for what stands at a path."""
    key = _key(path)
    text = paths.text(form, path)
    if key in _CHOICES:
        blank = key != "money_unit"
        return Select(
            choices(path, text),
            prompt="按地区自动选择" if key == "policy" else "未选择",
            value=text or Select.NULL,
            allow_blank=blank,
            compact=True,
        )
    value = paths.get(form, path)
    if isinstance(value, (Number, Measure)) or key in {"year", "phone"}:
        return Cell(compact=True)
    return Editor() if key in _RUNNING or path.startswith("texts.") else Line()


def _problem(value: object) -> str:
    """Return what is wrong with a value, or an empty string."""
    if isinstance(value, Number) and not value.blank and value.value is None:
        return f"读不出数字：{value.raw}。请用阿拉伯数字填写。"
    if isinstance(value, Measure) and value.value.kind is Kind.UNPARSED:
        return f"读不出数值：{value.raw}" + "".join(f"；{why}" for why in value.value.damage)
    return ""
