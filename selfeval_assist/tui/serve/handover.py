"""Handing the link to the browser where no other account of this computer can read it.

What a program is started with stands in the process list, which everybody may read. So the browser
is told the name of a page that only its person can open, and that page leads to the link.
"""

import html
import os
import sys
import threading
import webbrowser
from pathlib import Path

from selfeval_assist.system import write_private

_PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0;url={link}">
<title>正在打开</title>
</head>
<body><main><h1>正在打开填报页面…</h1>
<p>如果没有自动打开，请点<a href="{link}">打开填报页面</a>。</p></main></body>
</html>
"""


def hand_over(link: str, page: Path) -> None:
    """Open a link in the person's browser; without a desktop nothing happens.

    Args:
        link: where to; only whoever can read ``page`` learns of it.
        page: a file to make, in a folder of this person alone; whoever calls this removes it when
            the link opens nothing any more.

    Raises:
        OSError: the page cannot be written, or something stands in its place.
    """
    if not _has_desktop():
        return
    write_private(page, _PAGE.format(link=html.escape(link)))
    # Some systems only return when the browser is closed.
    threading.Thread(target=webbrowser.open, args=[page.as_uri()], daemon=True).start()


def _has_desktop() -> bool:
    """Return whether a browser with a window can be opened; one in this terminal is no use."""
    return sys.platform in {"win32", "darwin"} or bool(
        {"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys()
    )
