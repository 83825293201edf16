"""The steps of the walk, and their parts, one of them shown at a time."""

import asyncio
import importlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import ContentSwitcher, OptionList
from textual.widgets.option_list import Option

from selfeval_assist.tui.parts.base import Part
from selfeval_assist.tui.state.session import Session
from selfeval_assist.tui.terminal.loading import loaded
from selfeval_assist.tui.words.keys import STEPS

if TYPE_CHECKING:
    from selfeval_assist.drafting import Endpoint


class Steps(OptionList):
    """One line a step, in the order of the walk."""

    def __init__(self) -> None:
        options = (Option(title, id=name) for name, title in STEPS.items())
        super().__init__(*options, id="steps", markup=False, compact=True)

    def tell(self, parts: Mapping[str, Part]) -> None:
        """Show what is left to do in the parts that are there already."""
        for index, (name, title) in enumerate(STEPS.items()):
            part = parts.get(name)
            label = f"{index + 1} {title} {part.left if part else ''}".rstrip()
            if str(self.get_option_at_index(index).prompt) != label:
                self.replace_option_prompt_at_index(index, Content(label))


class Parts(ContentSwitcher):
    """The parts; each is loaded and mounted before it is first shown.

    All eight together, with the composer, the model's client and the writers of documents behind
    them, would keep a person waiting a second for the first field.

    Args:
        session: the open form.
        endpoint: a model, or None.
        first: the step to begin with.
    """

    def __init__(self, session: Session, endpoint: "Endpoint | None", first: str) -> None:
        self.session = session
        self.endpoint = endpoint
        self.loaded: dict[str, Part] = {first: self._made(first)}
        self._mounting = asyncio.Lock()
        self._finished = False
        super().__init__(self.loaded[first], id="parts", initial=first)

    @property
    def shown(self) -> Part:
        """The part that is shown."""
        return self.loaded[self.current or ""]

    async def load(self, name: str) -> Part:
        """Return a part by its name, mounted."""
        async with self._mounting:
            return await self._load(name)

    async def load_all(self, then: Callable[[], object]) -> None:
        """Load every part, one after the other; after each of them ``then`` is called."""
        for name in STEPS:
            async with self._mounting:
                if self._finished:
                    return
                await self._load(name)
            then()

    async def close(self) -> None:
        """Let a part that is being mounted be finished, and begin no other.

        A list that is taken down before all of it is there ends the program with an error.
        """
        self._finished = True
        async with self._mounting:
            pass

    async def show(self, name: str) -> Part:
        """Show a part, brought up to date."""
        part = await self.load(name)
        if part not in self.children:
            return part  # the app ended meanwhile, and took the parts down
        self.current = name
        part.show_form()
        return part

    async def _load(self, name: str) -> Part:
        if name not in self.loaded:
            await loaded(_module(name))
            part = self._made(name)
            await self.add_content(part)
            self.loaded[name] = part
        await self.loaded[name].complete()
        return self.loaded[name]

    def _made(self, name: str) -> Part:
        kind: type[Part] = getattr(importlib.import_module(_module(name)), name.capitalize())
        return kind(self.session, self.endpoint)


def _module(name: str) -> str:
    return f"selfeval_assist.tui.parts.{name}"
