"""What the tests of layouts add."""

from adding import add_layout

__all__ = ["add_layout"]
