"""What a screen holds but does not show: texts cut by their box, by a box around it, out of reach.

A text that needs scrolling is not cut as long as something scrolls to it. ``cut`` looks at the
boxes as they are laid out; ``out_of_reach`` moves the cursor through the fields and notes what
comes into view.
"""

import re
from collections.abc import Iterator

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, DataTable, Footer, Input, OptionList, Static, TextArea
from textual.widgets._footer import FooterKey

from selfeval_assist.tui.widgets.tables import TallRows

_NO_TEXT = re.compile(r"[\s─│╭╮╰╯▔▁▊▎█▌▐]")
"""Blanks and the frames around a text; what is left is what must be the same on both sides."""


def cut(screen: Screen[object]) -> list[str]:
    """Return what is cut on a screen as it is now: which widget, and how."""
    return [
        f"{_name(widget)}: {how}"
        for widget in screen.walk_children(Widget)
        if widget.region and _displayed(widget)
        for how in (*_own(widget), *_around(widget))
    ]


async def out_of_reach(pilot: Pilot[None]) -> list[str]:
    """Return the texts that never come into view while a person goes from field to field."""
    screen = pilot.app.screen
    seen = {
        each: _in_view(each)
        for each in screen.query(Static)
        if each.region and text_of(each).strip() and _displayed(each)
    }
    chain = screen.focus_chain
    # Where some of the fields bring everything into view, all of them do, and each costs a while.
    for widget in (*chain[::4], *chain):
        if all(len(rows) >= each.region.height for each, rows in seen.items()):
            break
        widget.focus()
        await pilot.pause()
        for each, rows in seen.items():
            rows |= _in_view(each)
            if widget.allow_vertical_scroll and widget in each.ancestors:
                rows |= set(range(each.region.height))
    return [
        f"{_name(each)}: {each.region.height - len(rows)} of {each.region.height} lines"
        for each, rows in seen.items()
        if len(rows) < each.region.height
    ]


def _own(widget: Widget) -> Iterator[str]:
    """Yield how a widget does not draw all it holds."""
    if isinstance(widget, (Static, Button, FooterKey)):
        held, drawn = bare(text_of(widget)), bare(_drawn(widget))
        if held not in drawn:
            yield f"holds “{held}”, draws “{drawn}”"
    elif isinstance(widget, Footer) and not widget.query(FooterKey):
        yield "shows no key"
    elif isinstance(widget, Input) and not widget.value:
        if cell_len(widget.placeholder) > widget.content_size.width:
            yield f"has no room for “{widget.placeholder}”"
    elif isinstance(widget, DataTable):
        yield from _of_table(widget)
    elif isinstance(widget, OptionList) and widget.max_scroll_x > 0:
        yield "is wider than its box"


def _of_table(table: "DataTable[object]") -> Iterator[str]:
    *_, last = table.ordered_columns
    texts = [last.label.plain, *map(str, table.get_column(last.key))]
    if max(cell_len(text) for text in texts) > last.get_render_width(table) - table.max_scroll_x:
        yield f"is {table.max_scroll_x} columns wider than its box"
    for column in table.ordered_columns:
        if cell_len(column.label.plain) > column.content_width and not column.auto_width:
            yield f"has no room for its title “{column.label}”"
    room = table.scrollable_content_region.height - table.header_height
    # The end of a row above comes into view with the row below it.
    if isinstance(table, TallRows) or not table.ordered_rows:
        return
    if (lines := table.ordered_rows[-1].height) > room:
        yield f"has a last row of {lines} lines in a box of {room}"


def _around(widget: Widget) -> Iterator[str]:
    """Yield where a box around a text is too small for it and cannot be scrolled."""
    if not isinstance(widget, (Static, Button, FooterKey, Input, TextArea, OptionList, DataTable)):
        return
    region = widget.region
    for box in widget.ancestors:
        if not isinstance(box, Widget):
            return
        # The footer can be scrolled, but no key does it.
        down = box.allow_vertical_scroll and not isinstance(box, Footer)
        across = box.allow_horizontal_scroll and not isinstance(box, Footer)
        if not down and not (box.region.y <= region.y and region.bottom <= box.region.bottom):
            yield f"“{bare(text_of(widget))}” is cut below by {_name(box)}"
        if not across and not (box.region.x <= region.x and region.right <= box.region.right):
            yield f"“{bare(text_of(widget))}” is cut at the side by {_name(box)}"
        if down or across:
            region = box.region


def _in_view(widget: Widget) -> set[int]:
    """Return which lines of a widget are on the screen now."""
    region = widget.region
    shown = region
    for box in widget.ancestors:
        if isinstance(box, Widget):
            shown = shown.intersection(box.region)
    return set(range(shown.y - region.y, shown.bottom - region.y)) if shown else set()


def _displayed(widget: Widget) -> bool:
    return all(node.display for node in widget.ancestors_with_self if isinstance(node, Widget))


def text_of(widget: Widget) -> str:
    """Return the text that a widget holds, whether or not there is room for it."""
    if isinstance(widget, FooterKey):
        return f"{widget.key_display}{widget.description}"
    if isinstance(widget, Button):
        return str(widget.label)
    if isinstance(widget, Static):
        visual = widget.visual
        return visual.plain if isinstance(visual, Content) else str(visual)
    return ""


def _drawn(widget: Widget) -> str:
    area = Region(0, 0, *widget.outer_size)
    return "".join(strip.text for strip in widget.render_lines(area))


def bare(text: str) -> str:
    """Return a text without blanks and frames."""
    return _NO_TEXT.sub("", text)


def _name(widget: Widget) -> str:
    """Return a widget's own name, such as ``Field.title`` or ``#score``."""
    if widget.id:
        return f"#{widget.id}"
    mine = "".join(f".{each}" for each in sorted(widget.classes) if not each.startswith("-"))
    return f"{type(widget).__name__}{mine}"
