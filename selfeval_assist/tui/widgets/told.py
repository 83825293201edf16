"""Errors of the workspace said to the person instead of ending the program."""

from collections.abc import Iterator
from contextlib import contextmanager

from textual.dom import DOMNode

from selfeval_assist.tui.words.safe import safe
from selfeval_assist.workspace import WorkspaceError


@contextmanager
def told(node: DOMNode, *more: type[Exception]) -> Iterator[None]:
    """Show a workspace error (or one of ``more``, with a Chinese message) and go on.

    What was to be done after it inside the block is left out.
    """
    expected: tuple[type[Exception], ...] = (WorkspaceError, *more)
    try:
        yield
    except expected as error:
        node.app.notify(safe(error), severity="error", timeout=15, markup=False)
