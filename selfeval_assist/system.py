"""What the operating system says, in Chinese; its own words are English on most machines."""

import errno

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
