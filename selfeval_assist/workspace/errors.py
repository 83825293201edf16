"""What can go wrong in a workspace, said in Chinese to the person, and what to do about it."""

import sqlite3
from pathlib import Path

from selfeval_assist.workspace.nearby import nearby


class WorkspaceError(Exception):
    """The workspace cannot do what was asked; the message is Chinese and for the person."""


class UnreadableError(WorkspaceError):
    """A stored document cannot be read any more; it is still stored as it was."""


class ConflictError(WorkspaceError):
    """Somebody else saved the form first.

    Attributes:
        mine: the revision that the person had before them.
        current: the revision that is stored now.
    """

    def __init__(self, message: str, mine: int, current: int) -> None:
        super().__init__(message)
        self.mine = mine
        self.current = current


_BUSY = "正被另一个程序占用，等了一会儿仍没有空出。请关闭其他正在使用它的窗口，再试一次。"
_READONLY = "是只读的，不能保存。请检查这个文件和它所在文件夹的写权限，或换一个位置。"
_DAMAGED = (
    "已经损坏，或者不是本程序的工作区。程序没有改动它；请先把它（连同同名的 -wal 文件）"
    "复制一份留存，再用备份恢复，或另选一个工作区文件；没有备份时可用"
    "“selfeval-assist restore 损坏的文件 --salvage”把还读得出的内容抢救到一个新文件。"
)
_SHOWN = 5
_REASONS = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_READONLY: _READONLY,
    sqlite3.SQLITE_PERM: _READONLY,
    sqlite3.SQLITE_AUTH: _READONLY,
    sqlite3.SQLITE_FULL: "所在的磁盘已满，这次没有保存；以前保存的都在。请清理磁盘后再试一次。",
    sqlite3.SQLITE_CANTOPEN: "打不开。请检查文件夹是否存在、磁盘是否连接、您是否有权限。",
    sqlite3.SQLITE_IOERR: "读写出错，这次没有保存；以前保存的都在。请检查磁盘是否已满或已断开。",
}


def damaged(path: Path) -> WorkspaceError:
    """Return the Chinese error for a file that is not, or no longer, a workspace."""
    return WorkspaceError(f"工作区文件“{path}”{_DAMAGED}{ways_back(path)}")


def ways_back(path: Path) -> str:
    """Return a sentence that names the workspaces that lie beside a file, and what to do."""
    found = nearby(path)
    if not found:
        return (
            "同一文件夹里没有找到别的工作区副本；如在别处有备份，"
            "请用“selfeval-assist restore 备份文件”恢复。"
        )
    names = "、".join(f"“{each.name}”" for each in found[:_SHOWN])
    more = f"等 {len(found)} 份" if len(found) > _SHOWN else ""
    return (
        f"同一文件夹里有这些工作区副本（最近的在前）：{names}{more}；"
        f"可用“selfeval-assist restore 副本 --workspace 工作区文件 --force”恢复其中一份。"
    )


def explain(error: sqlite3.Error, path: Path) -> WorkspaceError:
    """Return the Chinese error for what SQLite reports about a workspace file."""
    # Extended codes keep the primary code in the low byte (sqlite.org/rescode.html).
    code = getattr(error, "sqlite_errorcode", None)
    if isinstance(code, int) and code & 0xFF in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
        return damaged(path)
    if reason := _REASONS.get(code & 0xFF) if isinstance(code, int) else None:
        return WorkspaceError(f"工作区文件“{path}”{reason}")
    if isinstance(error, sqlite3.ProgrammingError):
        return WorkspaceError(f"工作区“{path}”已经关闭，请重新打开。")
    return WorkspaceError(
        f"工作区文件“{path}”无法完成这一步，没有任何改动（数据库说明：{error}）。"
    )
