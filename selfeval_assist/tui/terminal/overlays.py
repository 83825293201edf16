"""Boxes that lie over other widgets, such as notices and open lists, keep their wide characters.

Textual cuts each line of the screen wherever any widget begins or ends, below such a box too, and
draws a Chinese character that lies across a cut as blanks. Here a line is not cut below a box that
hides the place.
"""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual._compositor import ChopsUpdate, Compositor
    from textual.geometry import Region
    from textual.strip import Strip
    from textual.widget import Widget

_BOXES = {"Toast", "SelectOverlay"}


def keep_boxes_whole() -> None:
    """Let the compositor leave boxes uncut; when a release moves its parts, nothing changes."""
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
