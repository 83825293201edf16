"""What a program says when it ends badly, made fit for the window in which the server runs."""

import asyncio
import re

_KEPT = 8192
"""Bytes that are kept of what a program says."""
_TRACEBACK = re.compile(r"^.*Traceback \(most recent call last\)", re.MULTILINE)
# The last line of a traceback, such as `sqlite3.OperationalError: no such table: forms`.
_ERROR = re.compile(r"(?:\w+\.)*([A-Z]\w{0,80}(?:Error|Exception|Exit|Interrupt))\b", re.ASCII)
_STOPPED = "一个页面的程序意外停止{}。自动保存过的内容都在。"


async def last_words(said: asyncio.StreamReader | None) -> str:
    """Read what a program says until it ends; return what of it is for the window.

    Args:
        said: its standard error.
    """
    kept = b""
    while said is not None and (piece := await said.read(_KEPT)):
        kept = (kept + piece)[:_KEPT]
    return for_window(kept.decode("utf-8", "replace"))


def for_window(text: str) -> str:
    """Return a text without the traceback in it, whose lines and message may quote a cell."""
    traceback = _TRACEBACK.search(text)
    if traceback is None:
        return text.strip()
    *_, last = text.strip().splitlines()
    name = _ERROR.match(last)
    told = _STOPPED.format(f"（{name[1]}）" if name else "")
    return "\n".join(filter(None, (text[: traceback.start()].strip(), told)))
