"""Reading layouts: those shipped with the product and a user's own TOML."""

from functools import cache
from pathlib import Path

from selfeval_assist.data_file import Shelf
from selfeval_assist.layouts.model import Layout

DEFAULT = "central"
FOLDER = Path(__file__).parent / "data"


class LayoutError(Exception):
    """A layout cannot be read or found; the message is Chinese and names file and key."""


def _shelf() -> Shelf[Layout]:
    own = ("id", "name", "source", "standing", "based_on", "match", "known")
    return Shelf("表样", Layout, FOLDER, own, LayoutError)


@cache
def available() -> tuple[Layout, ...]:
    """Return the layouts shipped with the product, in order of their ids."""
    return _shelf().all()


def load(name: str) -> Layout:
    """Return a layout by id, or read it from a TOML file.

    Raises:
        LayoutError: there is no such layout or file, or a key of the file is wrong.
    """
    return _shelf().named(name, available())
