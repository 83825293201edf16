"""A page that a person can bookmark: it leads in again, without the window of the server.

It lies beside the workspace, where only this account can read it, and holds a link that works once.
When the link is used a new one is put in its place; when the server ends, the page says so.
"""

import contextlib
import html
from pathlib import Path

from selfeval_assist.workspace import beside, write_private

_PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<title>项目支出绩效自评助手</title>
</head>
<body><main><h1>项目支出绩效自评助手</h1>{told}</main></body>
</html>
"""
# It does not lead on by itself: who reads slowly must have the time to bookmark it.
_OPENS = (
    '<p><a href="{link}" autofocus>打开填报页面</a>（按回车）</p>'
    "<p>把这一页加入书签（Ctrl+D），以后从书签就能再打开。</p>"
)
_ENDED = (
    "<p>填报服务没有运行。请先启动它（selfeval-assist serve），再刷新这一页。内容都保存在本机。</p>"
)


def place(workspace: Path) -> Path:
    """Return where the page of a workspace lies."""
    return beside(workspace, "open.html")


def lead(page: Path, link: str) -> None:
    """Let the page lead to a link; an empty one says that nothing runs.

    Where it cannot be written, the window of the server is the way in.
    """
    safe = html.escape(link)
    told = _OPENS.format(link=safe) if link else _ENDED
    with contextlib.suppress(OSError):
        write_private(page, _PAGE.format(told=told))
