"""Keys take effect in the order in which they were pressed, however slow the machine is.

Textual runs a priority binding as soon as the key arrives, and passes any other key to the focused
widget, where it waits its turn. On a busy machine a Tab then overtakes what was typed before it,
and a text that follows the key which opens a dialog lands behind the dialog. Here a key waits
until the keys before it have had all their effects.
"""

import asyncio
from collections import deque
from collections.abc import Callable

from textual import events
from textual.dom import DOMNode
from textual.widget import Widget

from selfeval_assist.tui.terminal.compat import Inside

_PATIENCE = 3.0
"""Seconds after which a key no longer waits for a widget that does not answer."""
_LOOK = 0.05
"""Seconds between two looks whether a widget that is waited for is still there."""
_DONE = (events.Key, events.Paste, events.MouseDown, events.MouseUp)
"""What a person does that is taken in order; where the pointer is never matters to a key."""
_ROUNDS = 6
"""How often effects may bring forth further ones before the next key is taken all the same."""


class InOrder(Inside):
    """An app that takes one key after the other."""

    def __init__(self) -> None:
        super().__init__()
        self._keys: deque[events.Event] = deque()
        self._due: events.Event | None = None
        self._typed_into: Widget | None = None
        self._taking: asyncio.Task[None] | None = None

    async def on_event(self, event: events.Event) -> None:
        """Let what a person does wait until what was done before has had its effects."""
        if event is self._due or event.is_forwarded or not isinstance(event, _DONE):
            await super().on_event(event)
            return
        self._keys.append(event)
        if self._taking is None or self._taking.done():
            self._taking = asyncio.create_task(self._take())

    async def _take(self) -> None:
        """Hand over what waits, one after the other."""
        while self._keys:
            event = self._keys[0]
            into = self.focused if self._is_text(event) else None
            # Characters of one text are ordered by the queue of the widget itself.
            if into is None or into is not self._typed_into:
                await self._settle()
                into = self.focused if self._is_text(event) else None
            self._typed_into = into
            self._due = event
            self.post_message(event)
            await _passed(self, self.call_later)
            self._due = None
            self._keys.popleft()

    async def caught_up(self) -> None:
        """Wait until every key so far has had its effects, or for as long as one may take."""
        if self._taking:
            await asyncio.wait({self._taking}, timeout=_PATIENCE)
        await self._settle()

    def _is_text(self, event: events.Event) -> bool:
        """Return whether the focused widget takes a key as a character of a text."""
        focused = self.focused
        return (
            isinstance(event, events.Key)
            and focused is not None
            and focused.check_consume_key(event.key, event.character)
        )

    async def _settle(self) -> None:
        """Wait until the effects of the keys before have happened.

        A key climbs from the focused widget to the app, and so do the messages that it causes; an
        action at the top can send new ones down. It is quiet when a whole climb found nothing.
        """
        for climb in range(_ROUNDS):
            screen, focused = self.screen, self.focused
            chain = list((focused or screen).ancestors_with_self)
            for node in chain:
                await _passed(node, node.call_later)
            await _passed(screen, screen.call_after_refresh)
            quiet = not any(node.message_queue_size for node in chain)
            if climb and quiet and (screen, focused) == (self.screen, self.focused):
                return


async def _passed(node: DOMNode, schedule: Callable[[Callable[[], None]], bool]) -> None:
    """Wait until a node has handled what is in its queue now, or is gone."""
    done = asyncio.Event()
    if not schedule(done.set):
        return
    for _ in range(int(_PATIENCE / _LOOK)):
        try:
            await asyncio.wait_for(done.wait(), _LOOK)
        except TimeoutError:
            if not node.is_attached:
                return
        else:
            return
