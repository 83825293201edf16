"""What the operating system says, in Chinese, and what is asked of it that differs by system."""

import errno
import os
import sys
from pathlib import Path

_REASONS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "这个位置只能读，不能写",
    errno.ENOENT: "路径不存在",
    errno.EEXIST: "已经有一个同名的文件",
    errno.EISDIR: "这是一个文件夹",
    errno.ENOTDIR: "路径中有一段是文件，不是文件夹",
    errno.ENOSPC: "磁盘已满",
    errno.ENAMETOOLONG: "名称太长",
    errno.EINVAL: "名称里有不能用的字符",
}


def reason(error: OSError) -> str:
    """Return why the system refused, in a few Chinese words."""
    return _REASONS.get(error.errno or 0, "系统不允许")


def write_private(path: Path, text: str) -> None:
    """Write a new file that no other account of this computer can read.

    Whatever stands in its place is neither followed nor replaced. On Windows, which knows no such
    modes, the file is as private as its folder.

    Args:
        path: the file to make.
        text: its content.

    Raises:
        OSError: something stands there already, be it a link, or the file cannot be written.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    if sys.platform != "win32":
        flags |= os.O_NOFOLLOW
    with os.fdopen(os.open(path, flags, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
