"""Reading policies: those shipped with the product and a user's own TOML."""

from functools import cache
from pathlib import Path

from selfeval_assist.data_file import Shelf
from selfeval_assist.policies.model import Policy

DEFAULT = "mof-2020"


class PolicyError(Exception):
    """A policy cannot be read or found; the message is Chinese and names file and key."""


_SHELF = Shelf(
    "评分办法",
    Policy,
    Path(__file__).parent / "data",
    ("id", "name", "based_on", "match"),
    PolicyError,
    # Points that are changed have another source; groups that are split anew make a whole again.
    restated=("source", "standing"),
    values=("groups", "also"),
)


@cache
def available() -> tuple[Policy, ...]:
    """Return the policies shipped with the product, in order of their ids."""
    return _SHELF.all()


def load(name: str) -> Policy:
    """Return a policy by id, or read it from a TOML file.

    Raises:
        PolicyError: there is no such policy or file, or a key of the file is wrong.
    """
    return _SHELF.named(name, available())
