"""What differs between operating systems, one plain function each, and what they say, in Chinese.

The only place that calls what some system does not have.
"""

import contextlib
import errno
import os
import re
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio
    import subprocess

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
# Surrogates that stand for no byte; a name of Windows may hold such halves of a character.
_HALVES = re.compile("[\ud800-\udc7f\udd00-\udfff]")
# Bytes that stand as single surrogates, with the plain letters around: the second byte of a
# character of GB 18030 may be one.
_BYTES = re.compile("[\0-\x7f\udc80-\udcff]+")
_BYTE = re.compile("[\udc80-\udcff]")


def reason(error: OSError) -> str:
    """Return why the system refused, in a few Chinese words."""
    return _REASONS.get(error.errno or 0, "系统不允许")


def own_group() -> dict[str, Any]:
    """Return the arguments with which a new process is out of reach of Ctrl+C in this window."""
    if sys.platform == "win32":
        import subprocess

        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def end_group(process: "subprocess.Popen[bytes]") -> None:
    """End a process that was started with ``own_group``, and what it started (not on Windows)."""
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def ended_from_outside(status: int) -> bool:
    """Return whether a process of this status was ended by somebody; Windows does not tell."""
    return sys.platform != "win32" and status in {-signal.SIGKILL, -signal.SIGTERM}


def limit_memory(more: int) -> None:
    """Forbid this process to grow by more than so many bytes; only Linux can."""
    if sys.platform != "linux":
        return
    import resource

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    limit = pages * os.sysconf("SC_PAGE_SIZE") + more
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def cores() -> int:
    """Return how many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def limit_seconds(more: int) -> None:
    """Let this process be ended when it has used so many more seconds of a processor.

    Not on Windows, which counts none; whoever started it has to look at the clock.
    """
    if sys.platform == "win32":
        return
    import resource
    import time

    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + 1 + more, hard))


def on_stop(loop: "asyncio.AbstractEventLoop", then: Callable[[], object]) -> None:
    """Call a function when this program is asked to end.

    Where the event loop takes no signals (Windows), Ctrl+C stays a ``KeyboardInterrupt``.
    """
    if sys.platform != "win32":
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, then)


def on_disk(name: str) -> str:
    """Return a file name as this process must write it, so that it stands on the disk in UTF-8.

    A process without a locale knows ASCII names only; the bytes of any other name go through it as
    single surrogates.
    """
    try:
        os.fsencode(name)
    except UnicodeEncodeError:
        return os.fsdecode(name.encode("utf-8", "replace"))
    return name


def from_disk(name: str) -> str:
    """Return a file name, or a text with one, as a person reads it.

    Bytes that came as single surrogates are decoded: from UTF-8, which they are where this process
    has no locale, or else from GB 18030, in which old Chinese archives unpack.
    """
    whole = _HALVES.sub("\ufffd", name)
    return _BYTES.sub(_decoded, whole) if _BYTE.search(whole) else whole


def _decoded(found: re.Match[str]) -> str:
    data = found[0].encode("ascii", "surrogateescape")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


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
