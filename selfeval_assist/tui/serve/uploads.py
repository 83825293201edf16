"""Files that pages send: straight to the disk, a few at a time, none of them for ever."""

import asyncio
import errno
import re
import shutil
import uuid
from pathlib import Path
from urllib.parse import unquote

from aiohttp import web

from selfeval_assist.system import reason
from selfeval_assist.tui.serve.gate import refusal

LARGEST = 64 * 1024 * 1024
MOST = 8
"""Uploads at a time; together they take less than this many times ``LARGEST`` on the disk."""
PATIENCE = 30.0
"""Seconds for which nothing of a file may come."""

_PIECE = 256 * 1024
_UNUSABLE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]|^\.+')


class Uploads:
    """Takes files into folders of their own.

    Args:
        place: a folder of this person alone.
    """

    def __init__(self, place: Path) -> None:
        self._place = place
        self._coming = 0

    async def take(self, request: web.Request) -> Path | web.Response:
        """Store the body of a request; return where it lies, or why it was not stored.

        Whoever calls this removes the folder of the file.
        """
        if self._coming >= MOST:
            return refusal("正在上传的文件太多，请稍后再试。", 429)
        folder = self._place / uuid.uuid4().hex
        path = folder / file_name(unquote(request.headers.get("X-File-Name", "")))
        self._coming += 1
        refused: web.Response | None = refusal("上传中断，没有读入。", 400)
        try:
            refused = await self._store(request, path)
        except TimeoutError:
            refused = refusal("上传停了太久，没有读入。", 408)
        except OSError as error:
            full = error.errno == errno.ENOSPC
            refused = refusal(f"没有读入：{reason(error)}。", 507 if full else 500)
        finally:
            self._coming -= 1
            if refused is not None:
                shutil.rmtree(folder, ignore_errors=True)
        return refused or path

    async def _store(self, request: web.Request, path: Path) -> web.Response | None:
        path.parent.mkdir(mode=0o700)
        size = 0
        with path.open("xb") as file:
            while True:
                async with asyncio.timeout(PATIENCE):
                    piece = await request.content.read(_PIECE)
                if not piece:
                    return None
                size += len(piece)
                if size > LARGEST:
                    return refusal("文件超过 64 MB，没有读入。", 413)
                file.write(piece)


def file_name(name: str) -> str:
    """Return a file name that every system admits; the ending is kept."""
    usable = _UNUSABLE.sub("_", Path(name).name.strip()) or "文件"
    return usable if len(usable) <= 80 else usable[:60] + usable[-20:]
