"""The end of the pipe inside the program: Textual's web driver, made safe against what can happen.

Textual's own driver goes on for ever when the server is gone, lets two threads write one pipe at
once (a file being delivered and the screen), and cannot draw the screen anew for a page that was
loaded again.
"""

import json
import os
import threading
from pathlib import Path
from typing import Any

from textual.app import App
from textual.drivers.web_driver import WebDriver
from textual.message import Message


class Ending(Message):
    """The server ends this program, or is gone."""


class Attached(Message):
    """A page shows this program from now on and knows nothing of what was drawn before."""


class Asked(Message):
    """A button beside the terminal was pressed.

    Args:
        what: which one.
    """

    def __init__(self, what: str) -> None:
        super().__init__()
        self.what = what


class Received(Message):
    """A file was uploaded; whoever handles this removes it.

    Args:
        path: where it lies.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path


class BrowserDriver(WebDriver):
    """Talks with ``tabs.Tab`` through standard input and output."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self._lock = threading.Lock()
        self._write = self._write_whole  # type: ignore[assignment]  # textual keeps a partial here

    def run_input_thread(self) -> None:
        """Read until the program ends; when the server is gone first, end the program."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            self._app.post_message(Ending())

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """Hand what the server says to the program."""
        if packet_type == "quit":
            self._app.post_message(Ending())
        elif packet_type == "attached":
            self._app.post_message(Attached())
        elif packet_type == "asked":
            self._app.post_message(Asked(str(payload["what"])))
        elif packet_type == "received":
            self._app.post_message(Received(Path(str(payload["path"]))))
        else:
            super().on_meta(packet_type, payload)

    def prepare_page(self) -> None:
        """Set the modes of a terminal that was just opened."""
        self.write("\x1b[?1049h\x1b[?25l")
        self._enable_mouse_support()
        self._enable_bracketed_paste()

    def pick_file(self) -> None:
        """Ask the page to let the person choose a file."""
        self.write_meta({"type": "pick_file"})

    def write_meta(self, data: dict[str, object]) -> None:
        """Tell the server something; a file name may hold anything the file system allows."""
        payload = json.dumps(data).encode()
        self._write(b"M" + len(payload).to_bytes(4, "big") + payload)

    def _write_whole(self, data: bytes) -> int:
        """Write one packet in one piece; when nobody reads any more, it is dropped."""
        with self._lock:
            left = memoryview(data)
            try:
                while left:
                    left = left[os.write(self.fileno, left) :]
            except OSError:
                pass
        return len(data)
