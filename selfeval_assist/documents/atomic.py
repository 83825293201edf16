"""Write a file so that a reader finds the old one or the new one, never half of it."""

import os
import stat
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.system import reason


def write(path: Path, fill: Callable[[Path], None]) -> None:
    """Fill a temporary file in the same folder and put it in the place of ``path``.

    Args:
        path: the file to make or to replace; the mode of an existing file is kept.
        fill: writes the content to the path it is given.

    Raises:
        DocumentError: the folder is missing, not writable or full, or another program holds the
            file; what stood there stands there still.
    """
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
        os.close(handle)
        temporary = Path(name)
        fill(temporary)
        # Windows writes nothing through to the disk by a handle that may only read.
        with temporary.open("r+b") as file:
            os.fsync(file.fileno())
        # Last: a file that only reads could no longer be filled.
        temporary.chmod(_mode(path))
        _put(temporary, path)
        temporary = None
    except OSError as error:
        raise DocumentError(
            path.name,
            f"无法写入“{path.parent}”：{reason(error)}",
            "请检查文件夹是否存在、是否有写入权限、文件是否正被其他程序打开",
        ) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def _put(temporary: Path, path: Path) -> None:
    """Put a finished file in its place.

    Raises:
        DocumentError: the folder takes files, but this one is held by another program.
        OSError: any other refusal.
    """
    try:
        temporary.replace(path)
    except PermissionError as error:
        if not path.is_file():
            raise
        raise DocumentError(
            path.name,
            "它正被其他程序打开（多半是 Excel、Word 或 WPS），或设成了只读，没有写入",
            "请先关闭它再试一次；原来的文件没有改动",
        ) from error


def _mode(path: Path) -> int:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
