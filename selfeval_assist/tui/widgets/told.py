"""Errors said to the person where they cost what was to be done."""

from collections.abc import Iterator
from contextlib import contextmanager

from textual.dom import DOMNode

from selfeval_assist.failures import failure
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
