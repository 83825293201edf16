"""The command palette in Chinese: everything that has a key, and what is too rare for one."""

from collections.abc import Callable, Iterable
from typing import Protocol, runtime_checkable

Command = tuple[str, str, Callable[[], object]]
"""Name, help and action."""


@runtime_checkable
class Commanding(Protocol):
    """A screen that offers commands."""

    def commands(self) -> Iterable[Command]:
        """Return what the palette offers."""
        ...


@runtime_checkable
class Unsaved(Protocol):
    """A screen whose content is to be stored before the program ends."""

    async def settled(self) -> None:
        """Wait until nothing is being mounted any more."""
        ...

    def save_before(self, then: Callable[[], object]) -> None:
        """Save and go on; when that fails, the person decides."""
        ...
