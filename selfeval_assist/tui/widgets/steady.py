"""A text that follows every key without moving what stands around it."""

from textual.visual import VisualType
from textual.widgets import Static


def put(static: Static, text: VisualType) -> None:
    """Show a text; only when it takes more or fewer lines is the screen laid out anew.

    Laying out anew draws every field again, at each key.
    """
    static.update(text, layout=False)
    static.clear_cached_dimensions()
    size = static.content_size
    if static.get_content_height(static.container_size, static.app.size, size.width) != size.height:
        static.refresh(layout=True)
