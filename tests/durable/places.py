"""A disk that is full, and places in which nothing may be written."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import programs
from durable.desk import Try, Window, begin, compare, rows, window
from old_workspaces import write_old

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.workspace import back_up

NOBODY = 65534
"""A user without any rights: permissions mean nothing to root."""
LONG = "长" * 3000
SIZE = 2 * 2**20
"""Bytes of the small disk."""


def mount(*arguments: str) -> bool:
    """Mount something; return whether this machine lets us."""
    if not shutil.which("mount"):
        return False
    return not subprocess.run(["mount", *arguments], capture_output=True, check=False).returncode


@contextmanager
def disk(folder: Path, size: int = SIZE) -> Iterator[Path | None]:
    """Give a disk of its own that is small; None where none can be mounted."""
    place = folder / "disk"
    place.mkdir()
    if not mount("-t", "tmpfs", "-o", f"size={size},mode=777", "tmpfs", str(place)):
        yield None
        return
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def fill(place: Path, leave: int) -> Path:
    """Fill a disk until so many bytes are left."""
    filler = place / "filler"
    free = os.statvfs(place)
    with suppress(OSError):  # somebody else wrote meanwhile: the disk is full as well
        filler.write_bytes(b"\0" * max(0, free.f_bavail * free.f_frsize - leave))
    return filler


def full(act: Callable[[Path, int], tuple[Try, list[Window]]]) -> Callable[[Path, int], Try]:
    """Do something on a disk that gets full, look, make room, and look whether all goes on."""

    def one(folder: Path, seed: int) -> Try:
        with disk(folder) as place:
            found, windows = act(place or folder, seed)
            path = (place or folder) / "w.db"
            if path.exists():
                compare(path, *windows, found=found)
            return found

    return one


def saves(place: Path, seed: int) -> tuple[Try, list[Window]]:
    """Type and save until nothing is taken any more; with room again, all of it is."""
    path, found = place / "w.db", Try()
    form = begin(path)
    small = os.path.ismount(place)
    with window(path, form, **({} if small else {"size": 200_000 + 9000 * seed})) as one:
        filler = fill(place, (0, 4096, 20_000, 90_000, 300_000)[seed % 5]) if small else None
        typed = ""
        for number in range(200):
            typed = f"{number}{LONG}"
            one.do("type", typed)
            one.do("jot")
            if one.do("save").get("told"):
                break
        found.seen = one.told[-1] if one.told else ""
        if filler is None:
            # The limit cannot be lifted for it: what it still holds is kept, or was refused aloud.
            one.kill()
            return found, [one]
        filler.unlink()
        if one.do("save").get("saved") != typed:
            found.lost.append("what was in the window was not saved when there was room again")
        one.kill()
    return found, [one]


def opens(place: Path, seed: int) -> tuple[Try, list[Window]]:
    """Open a workspace on a full disk, or make one; nothing that is there is touched."""
    path, found = place / "w.db", Try()
    if seed % 2:
        begin(path)
    if not os.path.ismount(place):
        with window(path, size=1) as one:
            found.seen = "".join(one.told)
        return found, [one]
    filler = fill(place, 0)
    with window(path) as one:
        found.seen = "".join(one.told)
        filler.unlink()
        if one.do("begin").get("told"):
            found.lost.append("it does not open when there is room again")
    return found, [one]


def copies(place: Path, seed: int) -> tuple[Try, list[Window]]:
    """Back up to a full disk: no half a backup, and an older one stays."""
    path, found, target = place / "w.db", Try(), place / "b.db"
    form = begin(path)
    small = os.path.ismount(place)
    with window(path, form, **({} if small else {"size": 20_000})) as one:
        filler = fill(place, (0, 4096, 50_000)[seed % 3]) if small else None
        one.do("copy", str(target))
        found.seen = "".join(one.told)
        parts = [each.name for each in place.iterdir() if "part" in each.name or each == target]
        found.lost += [f"half a backup: {each}" for each in parts]
        if filler is not None:
            filler.unlink()
            if one.do("copy", str(target)).get("told"):
                found.lost.append("no backup when there is room again")
    return found, [one]


def brings_back(place: Path, seed: int) -> tuple[Try, list[Window]]:
    """Restore a backup on a full disk: what was there stays."""
    path, found, source = place / "w.db", Try(), place.parent / f"source{seed}.db"
    form = begin(path)
    back_up(path, source)
    small = os.path.ismount(place)
    with window(path, form) as before:
        before.do("type", f"后来{seed}")
        before.do("save")
    with window(path, form, **({} if small else {"size": 60_000})) as one:
        filler = fill(place, (0, 60_000, 150_000)[seed % 3]) if small else None
        one.do("bring_back", str(source))
        found.seen = "".join(one.told)
    if filler is not None:
        filler.unlink()
    if not found.seen:
        # There was room enough; then what stood here before is the copy beside it.
        before.saved.clear()
    return found, [before]


def migrates(place: Path, seed: int) -> tuple[Try, list[Window]]:
    """Open a workspace of an older release on a full disk: it stays as it was."""
    path, found = place / "w.db", Try()
    write_old(path, 1 + seed % 5, SelfEvaluation(project="旧", notes="旧的"))
    before = rows(path)
    small = os.path.ismount(place)
    filler = fill(place, (0, 30_000)[seed % 2]) if small else None
    with window(path, **({} if small else {"size": 30_000})) as one:
        found.seen = "".join(one.told)
    if filler is not None:
        filler.unlink()
    if found.seen and rows(path) != before:
        found.lost.append("the old file was changed")
    return found, [one]


def closed(file: int, folder: int, *, within: bool = False) -> Callable[[Path, int], Try]:
    """Take the right to write a file or a folder from a user, before or within the work."""

    def one(_: Path, seed: int) -> Try:
        # Not below the caller's folder: its parents are closed to other users.
        with tempfile.TemporaryDirectory(prefix="closed-") as name:
            place, found = Path(name), Try()
            path, target = place / "w.db", place / "b.db"
            form = begin(path)
            for each in (place, *place.iterdir()):
                if os.geteuid() == 0:
                    os.chown(each, NOBODY, NOBODY)
            before = [] if within else [(path, file), (place, folder)]
            for each, mode in before:
                each.chmod(mode)
            with window(path, form, uid=NOBODY) as window_:
                if within:
                    path.chmod(file)
                    place.chmod(folder)
                for number in range(3):
                    window_.do("type", f"话 {number}")
                    window_.do("jot")
                    window_.do("save")
                window_.do("copy", str(target))
                window_.do("export", str(place / "交"))
                found.seen = "；".join(dict.fromkeys(window_.told))
                place.chmod(0o700)
                path.chmod(0o600)
                _goes_on(window_, within, found)
            compare(path, window_, found=found)
            return found

    return one


def mounted(_: Path, seed: int) -> Try:
    """Work in a folder that is mounted without the right to write."""
    found = Try()
    with tempfile.TemporaryDirectory(prefix="mounted-") as name:
        real, shown = Path(name) / "real", Path(name) / "shown"
        real.mkdir()
        shown.mkdir()
        form = begin(real / "w.db")
        if not mount("--bind", str(real), str(shown)):
            found.seen = "（这台机器不许挂载，没有试）"
            return found
        try:
            if not mount("-o", "remount,bind,ro", str(shown)):
                found.lost.append("cannot be made read-only")
            with window(shown / "w.db", form) as one:
                found.seen = "".join(one.told)
            for target in (shown / f"{seed}.db", Path(name) / "elsewhere.db"):
                done = programs.run("backup", target, "--workspace", shown / "w.db")
                found.seen += done.stderr.strip()
            if not (Path(name) / "elsewhere.db").exists():
                found.lost.append("it cannot be backed up to another place")
        finally:
            subprocess.run(["umount", "-l", str(shown)], check=True)
        compare(real / "w.db", one, found=found)
    return found


def _goes_on(one: Window, within: bool, found: Try) -> None:
    """Save what is in the window, or open it anew, now that it may be written."""
    if not within:
        typed = one.kept
        one.do("begin")
        if typed and (said := one.do("save")) and said.get("saved") != typed:
            found.lost.append(f"{typed!r} is not brought back")
        one.do("type", "可以写了")
    if "saved" not in one.do("save"):
        found.lost.append(f"it cannot be saved afterwards: {one.told[-1:]}")


FULL = {
    "保存到满": full(saves),
    "满盘上打开、新建": full(opens),
    "备份到满盘": full(copies),
    "在满盘上恢复": full(brings_back),
    "满盘上升级旧格式": full(migrates),
}
READ_ONLY = {
    "文件只读": closed(0o444, 0o777),
    "文件夹只读": closed(0o600, 0o555),
    "文件和文件夹只读": closed(0o444, 0o555),
    "文件打开后变只读": closed(0o444, 0o700, within=True),
    "文件夹打开后变只读": closed(0o600, 0o555, within=True),
    "只读挂载": mounted,
}
