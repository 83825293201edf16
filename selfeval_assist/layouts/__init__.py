"""Printed forms as data: one TOML per form, with its columns, blocks, headings and widths."""

from selfeval_assist.layouts.choice import choose
from selfeval_assist.layouts.load import LayoutError, available, load
from selfeval_assist.layouts.model import Layout, Line, Pair

__all__ = ["Layout", "LayoutError", "Line", "Pair", "available", "choose", "load"]
