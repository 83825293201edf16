"""What screens and app know of each other, and the commands of the palette with their keys."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from textual.binding import Binding

if TYPE_CHECKING:
    from selfeval_assist.drafting import Endpoint
    from selfeval_assist.workspace import FormId

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

    def rescue(self) -> bool:
        """Put what was typed on the disk, because the program ends; return whether it is there."""
        ...


@runtime_checkable
class Keyed(Protocol):
    """An app that knows which keys a person gave to actions, by the action's name."""

    keys: Mapping[str, str]


@runtime_checkable
class Host(Protocol):
    """The app, as the screens know it.

    ``given`` is the model named at the start, or None; ``person`` is who decides.
    """

    given: "Endpoint | None"
    person: str

    def open_form(self, form_id: "FormId") -> None:
        """Walk through a form of the workspace."""
        ...

    def exported(self, files: Sequence[Path]) -> None:
        """Take note of files that were written."""
        ...

    def named_actions(self) -> Iterable[Binding]:
        """Return every action to which a person can give another key."""
        ...


def key_of(app: object, name: str, usual: str) -> str:
    """Return the key of an action as texts name it: the person's own one, or the usual one."""
    own = app.keys.get(name, "") if isinstance(app, Keyed) else ""
    return spoken(own) if own else usual


def spoken(key: str) -> str:
    """Return a key as texts name it: ``ctrl+e`` is Ctrl+E, a letter alone stays as it is."""
    return key if len(key) == 1 else "+".join(part.capitalize() for part in key.split("+"))


def told_with_keys(commands: Iterable[Command], screen: object, app: object) -> Iterator[Command]:
    """Yield commands whose help begins with the key that the person gave to the action.

    A help begins with the usual key of its action, which the bindings of the one who carries it
    out, or else those of the screen, know by name.
    """
    for name, help_, action in commands:
        usual, gap, rest = help_.partition("  ")
        owners = (getattr(getattr(action, "func", action), "__self__", None), screen)
        named = next((each for owner in owners if (each := _named(owner, usual))), "")
        yield name, key_of(app, named, usual) + gap + rest, action


def _named(owner: object, key: str) -> str:
    """Return the name of the action that a key has by itself, or an empty string."""
    for each in getattr(owner, "BINDINGS", ()):
        if isinstance(each, Binding) and each.key == key.lower():
            return each.id or ""
    return ""
