"""Every trick that touches what Textual and Rich do not promise, each with its reason.

No other module of the screens names a part of theirs that begins with an underscore, or replaces
one; a test holds it. Where a release moves such a part, wrapping and boxes are only less pretty.
"""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual._context import active_message_pump
from textual.app import App
from textual.command import CommandList, CommandPalette
from textual.content import Content
from textual.css.stylesheet import Stylesheet
from textual.message import Message
from textual.message_pump import MessagePump
from textual.widgets import DataTable
from textual.widgets._toast import ToastRack as ToastRack
from textual.widgets.option_list import Option
from textual.worker import WorkerFailed

from selfeval_assist.tui.terminal.wrapping import chunks

if TYPE_CHECKING:
    from textual._compositor import ChopsUpdate, Compositor
    from textual.geometry import Region
    from textual.strip import Strip
    from textual.widget import Widget


def fix_wrapping() -> None:
    """Let Textual and Rich break lines between Chinese words, and leave alone what fits.

    They break at white space only, so a run of Chinese counts as one word: gaps after Latin text,
    lines that begin with a comma, amounts cut in two or from their unit. What cuts a text into
    chunks is replaced, and who asks where to break is answered at once where nothing is to be.
    """
    with contextlib.suppress(ImportError, AttributeError):
        from textual import _wrap as textual_wrap
        from textual.document import _wrapped_document

        break_area = textual_wrap.compute_wrap_offsets

        def offsets(text: str, width: int, tab_size: int, *args: Any, **more: Any) -> list[int]:
            if len(text) < width and "\t" not in text and cell_len(text) <= width:
                return []
            textual_wrap.chunks = partial(chunks, width=width)
            return break_area(text, width, tab_size, *args, **more)

        _wrapped_document.compute_wrap_offsets = offsets  # type: ignore[attr-defined]
    with contextlib.suppress(ImportError, AttributeError):
        from rich import _wrap as rich_wrap
        from rich import text as rich_text
        from textual import content

        break_line = rich_wrap.divide_line

        def divide(text: str, width: int, fold: bool = True) -> list[int]:
            if cell_len(text) <= width:
                return []
            # The library asks for chunks without saying how much room there is.
            rich_wrap.words = partial(chunks, width=width)
            return break_line(text, width, fold)

        rich_text.divide_line = content.divide_line = divide  # type: ignore[attr-defined]


def translate() -> None:
    """Put the one key that a list of choices shows in the footer into Chinese.

    The list is made by the library inside its own widget, which takes no other class for it.
    """
    with contextlib.suppress(ImportError, AttributeError, KeyError):
        from textual.widgets._select import SelectOverlay

        if merged := SelectOverlay._merged_bindings:
            keys = merged.key_to_bindings
            keys["escape"] = [replace(each, description="收起") for each in keys["escape"]]


def keep_pumps_alive(survive: Callable[[MessagePump, Exception], bool]) -> None:
    """Let a widget go on after an error in one of its handlers.

    Textual would leave its queue for good: its keys would do nothing any more.

    Args:
        survive: is given the widget and the error; returns whether the widget can go on.
    """
    dispatch = MessagePump._dispatch_message

    async def dispatch_message(self: MessagePump, message: Message) -> None:
        try:
            await dispatch(self, message)
        except Exception as error:
            if not survive(self, error):
                raise

    # Set by name: the library does not offer it to be replaced.
    setattr(MessagePump, "_dispatch_message", dispatch_message)  # noqa: B010


def handling() -> object:
    """Return the widget, screen or app whose handler runs now; None outside of all.

    An error in a task tells only of the task, not of whom it was for.
    """
    return active_message_pump.get(None)


class Inside(App[None]):
    """An app that knows of itself what the library keeps to itself."""

    @property
    def ending(self) -> bool:
        """Whether the app was told to exit; the library says it only once that is done."""
        return self._exit

    @property
    def shows_screens(self) -> bool:
        """Whether there is a screen of one's own; below the first there is only an empty one."""
        return self._running and len(self._screen_stack) > 1

    def withdraw(self, message: str, title: str) -> None:
        """Take back a notice that says a thing: the library can only take back all of them."""
        for each in tuple(self._notifications):
            if (each.message, each.title) == (message, title):
                self._unnotify(each, refresh=False)

    def _handle_exception(self, error: Exception) -> None:
        """Hear of every error; the library would print a traceback in English and end."""
        cause = error.error if isinstance(error, WorkerFailed) else error
        if self.hear_of(cause):
            return
        self._return_code = 2
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    def hear_of(self, error: BaseException) -> bool:
        """Return whether the app goes on after an error."""
        raise NotImplementedError

    async def before_shutdown(self) -> None:
        """Do what has to be done before the widgets are taken down; the library has no event."""

    async def _shutdown(self) -> None:
        await self.before_shutdown()
        await super()._shutdown()


class KeptCells(DataTable[Text]):
    """A table that draws a changed cell anew, and no other.

    The library forgets how every cell looks when one changes: at each key, all that are in sight.
    """

    def __init__(self, **kwargs: Any) -> None:
        self._drawn: dict[tuple[object, ...], tuple[Text, list[list[Segment]]]] = {}
        super().__init__(**kwargs)

    def _render_cell(
        self,
        row_index: int,
        column_index: int,
        base_style: Style,
        width: int,
        cursor: bool = False,
        hover: bool = False,
    ) -> list[list[Segment]]:
        draw = super()._render_cell
        if row_index < 0 or column_index < 0:
            return draw(row_index, column_index, base_style, width, cursor, hover)
        row = self.ordered_rows[row_index]
        cell = self._data[row.key][self.ordered_columns[column_index].key]
        look = (base_style, width, row.height, cursor, hover)
        key = (row_index, column_index, *look, self._show_hover_cursor, self._pseudo_class_state)
        if key not in self._drawn or self._drawn[key][0] is not cell:
            lines = draw(row_index, column_index, base_style, width, cursor, hover)
            self._drawn[key] = cell, lines
        return self._drawn[key][1]

    def _clear_caches(self) -> None:
        super()._clear_caches()
        self._drawn.clear()


_NO_HIT_FOR = 0.5
"""Seconds without a hit after which it is said that there is none."""


class Palette(CommandPalette):
    """The palette; the one sentence that the library writes into it itself is Chinese."""

    def _start_no_matches_countdown(self, search_value: str) -> None:
        self._stop_no_matches_countdown()

        def none_found() -> None:
            if search_value:
                self.query_one(CommandList).add_option(
                    Option(Content("没有找到这样的命令"), disabled=True, id=self._NO_MATCHES)
                )
            self._list_visible = bool(search_value)

        self._no_matches_timer = self.set_timer(_NO_HIT_FOR, none_found)


def keep_styles() -> None:
    """Let a screen that is shown for the first time bring its styles to those that are there.

    The library reads the styles of every widget anew then, and nothing moves for as long. Where
    the colours change, ``set_variables`` has it read all of them.
    """
    setattr(Stylesheet, "reparse", Stylesheet.parse)  # noqa: B010


_BOXES = {"Toast", "SelectOverlay"}


def keep_boxes_whole() -> None:
    """Let boxes over other widgets, such as notices and open lists, keep wide characters.

    Textual cuts each line of the screen wherever any widget begins or ends, below such a box too,
    and draws a Chinese character that lies across a cut as blanks. Here a line is not cut below a
    box that hides the place.
    """
    with contextlib.suppress(ImportError, AttributeError):
        from textual._compositor import Compositor

        cut = Compositor.__dict__["cuts"].fget
        update = Compositor.render_partial_update
        if not hasattr(Compositor, "_render_chops"):
            return

        def cuts(self: "Compositor") -> list[list[int]]:
            known = self._cuts is not None
            lines: list[list[int]] = cut(self)
            return lines if known else _uncut(self, lines)

        def render_partial_update(self: "Compositor") -> "ChopsUpdate | None":
            dirty = self._dirty_regions
            # What is drawn anew below a part of a box would cut the box at its edges.
            dirty.update({box for _, box in _boxes(self) if any(map(box.overlaps, dirty))})
            return update(self)

        # Set by name: the library does not offer them to be replaced.
        for name, new in {
            "cuts": property(cuts),
            "render_partial_update": render_partial_update,
            "_render_chops": _pieces,
        }.items():
            setattr(Compositor, name, new)


def _boxes(compositor: "Compositor") -> "Iterator[tuple[Widget, Region]]":
    """Yield the widgets that lie over others, with the part of the screen that each hides."""
    for widget, (region, clip) in compositor.visible_widgets.items():
        # By name, so that no list or notice is loaded before there is one.
        if type(widget).__name__ in _BOXES:
            yield widget, region.intersection(clip)


def _uncut(compositor: "Compositor", lines: list[list[int]]) -> list[list[int]]:
    """Take the cuts out of lines that a box hides; those of its own parts stay."""
    for widget, box in _boxes(compositor):
        own = {
            edge
            for other, (region, _) in compositor.visible_widgets.items()
            if other.parent is widget
            for edge in (region.x, region.right)
        }
        for line in lines[box.y : box.bottom]:
            line[:] = [at for at in line if not box.x < at < box.right or at in own]
    return lines


def _pieces(
    self: "Compositor", crop: "Region", is_rendered_line: Callable[[int], bool]
) -> "Sequence[dict[int, Strip | None]]":
    """Return for each line what is drawn from each cut on, the foremost widget first.

    A widget can begin where no cut is, below a box; that piece of it is not drawn.
    """
    cuts = self.cuts
    lines: list[dict[int, Strip | None]] = [dict.fromkeys(line[:-1]) for line in cuts]
    for region, clip, strips in self._get_renders(crop):
        shown = region.intersection(clip)
        for y, strip in zip(shown.line_range, strips, strict=False):
            if not is_rendered_line(y):
                continue
            after = [at for at in cuts[y] if shown.x < at <= shown.right]
            line = lines[y]
            pieces = strip.divide([each - shown.x for each in after])
            for at, piece in zip((shown.x, *after), pieces, strict=False):
                if at in line and line[at] is None:
                    line[at] = piece
    return lines
