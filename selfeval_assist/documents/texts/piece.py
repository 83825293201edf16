"""What the readers of texts hand out: texts with their places, and files that lie in a file."""

from typing import NamedTuple

Placed = tuple[str, str]
"""The place of a text in words for a person, and the text; tabs part the cells of a row."""

Piece = tuple[str, str | bytes]
"""Likewise; or the place and the bytes of a picture or file that lies inside the other one."""


class Unsearched(NamedTuple):
    """Something inside a file in which no text could be looked for.

    Attributes:
        place: where it lies, in words for a person.
        picture: whether it is a picture, which most files have; else it is a file.
    """

    place: str
    picture: bool
