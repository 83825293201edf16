"""What is said where the window is smaller than the screens need."""

from textual.screen import Screen

from selfeval_assist.tui.commands import key_of

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
