"""Where the workspace is kept, and whether that is a place on the network."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

import platformdirs

# File systems whose locks and shared memory SQLite cannot rely on (sqlite.org/wal.html).
_NETWORK_TYPES = {
    "9p", "afs", "ceph", "cifs", "davfs", "fuse.davfs", "fuse.glusterfs", "fuse.sshfs", "lustre",
    "ncpfs", "nfs", "nfs4", "smb2", "smb3", "smbfs",
}  # fmt: skip
_DRIVE_REMOTE = 4
_INSTEAD: ContextVar[Path | None] = ContextVar("_INSTEAD", default=None)


def default_path() -> Path:
    """Return the workspace file of the person who is logged in, or what stands in its place."""
    own = platformdirs.user_data_path("selfeval-assist", appauthor=False) / "workspace.sqlite3"
    return _INSTEAD.get() or own


@contextmanager
def in_place_of_own(path: Path) -> Iterator[None]:
    """Let another workspace file stand in the place of the person's own one.

    Args:
        path: the file, whether it is there or not.
    """
    before = _INSTEAD.set(path)
    try:
        yield
    finally:
        _INSTEAD.reset(before)


def on_network(path: Path) -> bool:
    """Return whether a file lies on a network share, as far as can be told at once."""
    absolute = path.absolute()
    if sys.platform == "win32":
        import ctypes

        drive = ctypes.windll.kernel32.GetDriveTypeW(absolute.anchor)
        return absolute.anchor.startswith("\\\\") or drive == _DRIVE_REMOTE
    try:
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return mount_type(absolute.resolve(), mounts) in _NETWORK_TYPES


def mount_type(path: Path, mounts: str) -> str:
    """Return the file system type of a path by a table in the form of ``/proc/self/mounts``."""
    best, found = -1, ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        # A blank in a mount point is written as an octal escape.
        point = Path(fields[1].replace("\\040", " ").replace("\\134", "\\"))
        # Of two mounts on one point the later hides the earlier.
        if path.is_relative_to(point) and len(point.parts) >= best:
            best, found = len(point.parts), fields[2]
    return found
