"""What is said to the person: errors, a window too small, a text that follows every key."""

from collections.abc import Iterator
from contextlib import contextmanager

from textual.content import Content
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widgets import Static

from selfeval_assist.failures import failure
from selfeval_assist.tui.commands import key_of
from selfeval_assist.tui.terminal.safe import safe
from selfeval_assist.workspace import WorkspaceError


@contextmanager
def told(node: DOMNode, *more: type[Exception]) -> Iterator[None]:
    """Show a workspace error (or one of ``more``, with a Chinese message) and go on.

    Of an error that nobody foresaw it says so.

    What was to be done after it inside the block is left out.
    """
    expected: tuple[type[Exception], ...] = (WorkspaceError, *more)
    try:
        yield
    except expected as error:
        node.app.notify(safe(error), severity="error", timeout=15, markup=False)
    except Exception as error:
        found = failure("完成这一步", error)
        node.app.notify(safe(found), severity="error", timeout=15, markup=False)


COLUMNS, LINES = 80, 24
"""The smallest window in which every step has room."""


def too_small(screen: Screen[None], *ways: tuple[str, str, str]) -> str:
    """Return what to say about the window, or an empty string; the screen is marked ``-small``.

    Args:
        screen: what is shown in the window.
        ways: what can be done all the same: name of the action, its usual key, its title.
    """
    small = screen.size.width < COLUMNS or screen.size.height < LINES
    screen.set_class(small, "-small")
    if not small:
        return ""
    keys = "  ".join(f"{key_of(screen.app, name, key)} {title}" for name, key, title in ways)
    return f"窗口太小：请放大到至少 {COLUMNS} 列 {LINES} 行\n{keys}"


def put_in_place(static: Static, text: Content) -> None:
    """Show a text where its place is fixed; the same text again costs nothing."""
    if not _shows(static, text):
        static.update(text, layout=False)


def put(static: Static, text: Content) -> None:
    """Show a text; only when it takes more or fewer lines is the screen laid out anew.

    Laying out anew draws every field again, at each key.
    """
    if _shows(static, text):
        return
    static.update(text, layout=False)
    static.clear_cached_dimensions()
    size = static.content_size
    if static.get_content_height(static.container_size, static.app.size, size.width) != size.height:
        static.refresh(layout=True)


def _shows(static: Static, text: Content) -> bool:
    """Return whether a text stands there already, in the same colours."""
    shown = static.content
    return isinstance(shown, Content) and shown.is_same(text)
