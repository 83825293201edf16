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


def began(process: int) -> str | None:
    """Return when a process began, in words that no other process of its number ever has.

    No clock is compared: a number is used again after a restart, and a clock may be set back.

    Args:
        process: its number; that of this very process is allowed.

    Returns:
        A text to compare with one asked for earlier; empty where the system does not tell; None
        when no such process runs.
    """
    if sys.platform == "win32":
        return _began_on_windows(process)
    if Path("/proc/self/stat").exists():
        return _began_on_linux(process)
    return _began_by_ps(process)


def _began_on_linux(process: int) -> str | None:
    try:
        line = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return None
    # `7 (a name) S 1 …`: a name may hold blanks and brackets; state and start follow (proc(5)).
    fields = line.rpartition(")")[2].split()
    state, start = fields[0], fields[19]
    return None if state in {"Z", "X"} else f"{boot} {start}"


def _began_by_ps(process: int) -> str | None:
    """Ask the program that every POSIX system has; only where there is no ``/proc``."""
    import subprocess

    words = {**os.environ, "LC_ALL": "C", "TZ": "UTC"}
    try:
        done = subprocess.run(  # noqa: S603  # a number is all that is put in
            ["ps", "-o", "stat=,lstart=", "-p", str(process)],  # noqa: S607
            capture_output=True, text=True, errors="replace", env=words, timeout=5, check=False,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return ""
    state, _, start = done.stdout.strip().partition(" ")
    return None if not state or state.startswith("Z") else " ".join(start.split())


_MAY_ASK = 0x1000
"""PROCESS_QUERY_LIMITED_INFORMATION, which every process of one's own grants."""
_RUNS = 259
"""STILL_ACTIVE; an ended process can be asked for as long as anybody holds a handle to it."""


def _began_on_windows(process: int) -> str | None:
    import ctypes
    from ctypes import byref, c_uint64, c_ulong, c_void_p

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    kernel.OpenProcess.restype = c_void_p
    handle = kernel.OpenProcess(_MAY_ASK, False, process)
    if not handle:
        return None
    try:
        code, created, others = c_ulong(), c_uint64(), [c_uint64() for _ in range(3)]
        known = kernel.GetExitCodeProcess(c_void_p(handle), byref(code))
        if known and code.value != _RUNS:
            return None
        told = kernel.GetProcessTimes(c_void_p(handle), byref(created), *map(byref, others))
        return str(created.value) if told else ""
    finally:
        kernel.CloseHandle(c_void_p(handle))
