"""Workspace files that lost something, in some fifty ways."""

import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from filled_workspace import fill

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.workspace import Workspace
from selfeval_assist.workspace.nearby import APPLICATION_ID

PAGE = 4096
TABLES = (
    "form", "revision", "document", "audit", "link", "proposal", "decision", "thread", "turn",
    "statement", "setting", "identity",
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A workspace that was seen with all its content, and an older copy of it elsewhere."""

    file: Path
    older: Path

    @property
    def log(self) -> Path:
        return self.file.with_name(f"{self.file.name}-wal")


Way = Callable[[Place], object]


def make_states(folder: Path) -> None:
    """Make two states: ``closed``, and ``killed`` with its last saves in the log only."""
    working = folder / "working"
    for name in ("working", "closed", "killed"):
        (folder / name).mkdir()
    file = working / "w.sqlite3"
    Workspace.open(file).close()
    shutil.copy(file, folder / "older.sqlite3")
    fill(file)
    shutil.copytree(working, folder / "closed", dirs_exist_ok=True)
    with Workspace.open(file) as workspace:
        for number in range(20):
            workspace.create(SelfEvaluation(project=f"{number}"), person="王芳")
        shutil.copytree(working, folder / "killed", dirs_exist_ok=True)


def copied(folders: Path, state: str, tmp_path: Path) -> Place:
    """Return one of the states, to be damaged."""
    shutil.copytree(folders / state, tmp_path / state)
    return Place(tmp_path / state / "w.sqlite3", folders / "older.sqlite3")


def write(at: int, data: bytes) -> Way:
    def change(place: Place) -> None:
        whole = bytearray(place.file.read_bytes())
        whole[at : at + len(data)] = data
        place.file.write_bytes(whole)

    return change


def cut(size: int) -> Way:
    return lambda place: place.file.write_bytes(place.file.read_bytes()[:size])


def run(*statements: str) -> Way:
    def change(place: Place) -> None:
        db = sqlite3.connect(place.file, isolation_level=None)
        for statement in statements:
            db.execute(statement)
        db.close()

    return change


def swapped(place: Place) -> None:
    whole = place.file.read_bytes()
    pages = [whole[at : at + PAGE] for at in range(0, len(whole), PAGE)]
    pages[3], pages[4] = pages[4], pages[3]
    place.file.write_bytes(b"".join(pages))


def zipped(place: Place) -> None:
    data = place.file.read_bytes()
    with zipfile.ZipFile(place.file, "w") as archive:
        archive.writestr("w.sqlite3", data)


def foreign(place: Place) -> None:
    place.file.unlink()
    run("CREATE TABLE bookmarks (url)")(place)


def bare(place: Place) -> None:
    place.file.unlink()
    run(f"PRAGMA application_id = {APPLICATION_ID}", "PRAGMA user_version = 1")(place)


def new(place: Place) -> None:
    other = place.file.with_name("other")
    Workspace.open(other).close()
    other.replace(place.file)


def folder(place: Place) -> None:
    place.file.unlink()
    place.file.mkdir()


def flipped(at: float) -> Way:
    def change(place: Place) -> None:
        log = bytearray(place.log.read_bytes())
        log[int(len(log) * at)] ^= 0xFF
        place.log.write_bytes(log)

    return change


def unkept(table: str, change: str) -> Way:
    """Change a table as somebody does who knows its rules."""
    rules = (f"DROP TRIGGER IF EXISTS {table}_kept", f"DROP TRIGGER IF EXISTS {table}_fixed")
    return run(*rules, change)


CLOSED: dict[str, Way] = {
    "removed": lambda place: place.file.unlink(),
    "0 bytes": cut(0),
    **{f"cut to {size} bytes": cut(size) for size in (1, 15, 16, 99, 100, 1000, PAGE, 2 * PAGE)},
    "cut in the middle": cut(15 * PAGE + 77),
    "last page gone": cut(-PAGE),
    "no magic": write(0, b"\0" * 16),
    "no first page": write(0, b"\0" * PAGE),
    "only zeros": lambda place: place.file.write_bytes(bytes(place.file.stat().st_size)),
    "page size": write(16, b"\x00\x03"),
    "version 0": write(60, b"\0\0\0\0"),
    "an older version": write(60, b"\0\0\0\x02"),
    "a newer version": write(60, b"\0\0\0\x63"),
    "no application": write(68, b"\0\0\0\0"),
    "list of tables": write(100, b"\xff" * 40),
    **{f"page {n} is noise": write(n * PAGE, b"\xa5" * PAGE) for n in (2, 3, 5, 8, 13)},
    "two pages changed places": swapped,
    "a text": lambda place: place.file.write_text("自评表\n" * 900, encoding="utf-8"),
    "an archive": zipped,
    "another program's": foreign,
    "no tables": bare,
    "a new one": new,
    "an older copy": lambda place: shutil.copy(place.older, place.file),
    "a folder": folder,
    **{f"no table {name}": run("PRAGMA foreign_keys = OFF", f"DROP TABLE {name}")
       for name in TABLES},
    **{f"empty table {name}": unkept(name, f"DELETE FROM {name}") for name in TABLES},
}  # fmt: skip
KILLED: dict[str, Way] = {
    "log removed": lambda place: place.log.unlink(),
    "log of 0 bytes": lambda place: place.log.write_bytes(b""),
    "log cut in half": lambda place: place.log.write_bytes(
        place.log.read_bytes()[: place.log.stat().st_size // 2]
    ),
    "log without its head": flipped(0),
    "log changed early": flipped(0.1),
    "log changed late": flipped(0.95),
    "only the log": lambda place: place.file.unlink(),
    "0 bytes beside the log": cut(0),
    "only the log, never seen": lambda place: (
        place.file.unlink(),
        place.file.with_name(f"{place.file.name}.seen.json").unlink(),
    ),
}
