"""What is said where the window is smaller than the screens need."""

from textual.screen import Screen

COLUMNS, LINES = 80, 24
"""The smallest window in which every step has room."""


def too_small(screen: Screen[None]) -> str:
    """Return what to say about the window, or an empty string; the screen is marked ``-small``."""
    small = screen.size.width < COLUMNS or screen.size.height < LINES
    screen.set_class(small, "-small")
    return f"窗口太小：请放大到至少 {COLUMNS} 列 {LINES} 行" if small else ""
