"""Which files are meant: files, folders, patterns, a list of them, or the standard input."""

import glob
import os
import re
import stat
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from selfeval_assist.office.each import STDIN_NAME, as_typed

STDIN = Path("-")
"""What stands for the standard input."""
STATE = ".selfeval-batch.sqlite3"
"""The file by which a folder is known to hold the results of a batch; its state lies in it."""
# What a shell expands before a program starts; the one of Windows leaves it to the program.
_PATTERN = re.compile(r"[*?\[]")
_LOCK = "~$"
"""How the file begins that Excel and Word lay beside one that they have open."""
_SUFFIXES = (
    ".xlsx", ".xlsm", ".xls", ".et", ".xlsb", ".ods", ".docx", ".docm", ".doc", ".wps", ".rtf",
    ".odt", ".html", ".htm", ".mht", ".mhtml", ".xml", ".pdf", ".json", ".txt", ".csv", ".tsv",
)  # fmt: skip
"""Names of files in a folder that may be forms; what others are, nobody asked."""

HIDDEN, LOCKS, RESULTS, LINKS, TWICE, OTHERS, CLOSED = (
    "隐藏的文件或文件夹",
    "打开中的文件的锁（~$）",
    "以前的批量结果",
    "看过的文件夹或断开的链接",
    "遇到第二次的文件",
    "不像自评表的文件",
    "打不开的文件夹",
)
"""Why something in a folder is passed over, in words."""


@dataclass
class PassedOver:
    """How much was passed over in folders, by the reason, and one example of each."""

    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)

    def note(self, reason: str, path: Path) -> None:
        """Count one more."""
        self.counts[reason] += 1
        self.examples.setdefault(reason, path.name)

    def __str__(self) -> str:
        """Return it as one Chinese sentence; empty where nothing was passed over."""
        if not self.counts:
            return ""
        parts = (
            f"{why} {many} 个（如“{self.examples[why]}”）" for why, many in self.counts.items()
        )
        return f"文件夹里略过：{'；'.join(parts)}。"


def sources(given: Iterable[Path], passed: PassedOver) -> Iterator[Path]:
    """Yield the files that are meant, in the order given; a folder's in the order of their names.

    A file that is called like a pattern is that file. A pattern without a match, and a name of
    nothing, is left for its reader to say so. What a person names twice is taken twice; what is
    found a second time in a folder is not.

    Args:
        given: files, folders and patterns such as ``*.xlsx``; ``-`` is left as it is.
        passed: takes the count of what is passed over in folders.
    """
    met: set[tuple[int, int]] = set()
    seen: set[Path] = set()
    for each in given:
        if not _is_folder(each):
            yield from _expanded(each)
            continue
        for file in walked(each, passed, seen):
            if _first_time(file, met):
                yield file
            else:
                passed.note(TWICE, file)


def _is_folder(path: Path) -> bool:
    return path != STDIN and path.is_dir()


def _expanded(file: Path) -> Iterator[Path]:
    name = str(file)
    if file == STDIN or not _PATTERN.search(name) or os.path.lexists(file):
        yield file
        return
    # pathlib takes no pattern that begins at the root.
    found = (Path(each) for each in sorted(glob.glob(name, recursive=True)))  # noqa: PTH207
    yield from [each for each in found if readable(each)] or [file]


def readable(file: Path) -> bool:
    """Return whether something in a folder is a file that a person may have meant."""
    return file.is_file() and not file.name.startswith((_LOCK, "."))


def _first_time(file: Path, met: set[tuple[int, int]]) -> bool:
    """Note a file; two names of one file are the same, whatever leads to it."""
    found = file.stat()
    key = found.st_dev, found.st_ino
    # A system that numbers no files says 0 of each.
    if found.st_ino and key in met:
        return False
    met.add(key)
    return True


def walked(folder: Path, passed: PassedOver, seen: set[Path]) -> Iterator[Path]:
    """Yield the files below a folder that may be forms, in the order of their names.

    Args:
        folder: the folder.
        passed: takes the count of what is passed over.
        seen: the folders that were entered before, as they are on the disk.
    """
    left = [folder]
    while left:
        path = left.pop()
        if why := "" if path == folder else _passed_over(path):
            passed.note(why, path)
        elif path.is_dir():
            left += reversed(_within(path, seen, passed))
        else:
            yield path


def _within(folder: Path, seen: set[Path], passed: PassedOver) -> list[Path]:
    """Return what lies in a folder, in order; nothing of one that is not to be entered."""
    here = folder.resolve()
    if here in seen:
        passed.note(LINKS, folder)
        return []
    seen.add(here)
    try:
        names = sorted(folder.iterdir())
    except OSError:
        passed.note(CLOSED, folder)
        return []
    if folder / STATE in names:
        passed.note(RESULTS, folder)
        return []
    return names


def _passed_over(path: Path) -> str:
    """Return why something in a folder is not taken, or nothing."""
    if path.name.startswith(_LOCK):
        return LOCKS
    if path.name.startswith("."):
        return HIDDEN
    try:
        mode = path.stat().st_mode
    except OSError:
        return LINKS if path.is_symlink() else OTHERS
    if stat.S_ISDIR(mode):
        return ""
    return "" if stat.S_ISREG(mode) and path.suffix.lower() in _SUFFIXES else OTHERS


def listed(file: Path) -> tuple[Path, ...]:
    """Return what a list names, one file, folder or pattern a line.

    Empty lines and those that begin with ``#`` say nothing. The list is UTF-8 or GB 18030; ``-`` is
    the standard input.

    Raises:
        DocumentError: the list cannot be read.
    """
    from selfeval_assist.documents.opening import content
    from selfeval_assist.documents.readers.decode import decode

    with as_typed(file):
        data = sys.stdin.buffer.read() if file == STDIN else content(file)
        lines = [line.strip() for line in decode(data, file.name).splitlines()]
    return tuple(Path(line) for line in lines if line and not line.startswith("#"))


def with_stdin(files: Sequence[Path], folder: Path) -> list[Path]:
    """Return files with the standard input, where it is among them, as a file in a folder.

    Raises:
        DocumentError: more stands there than a form can have.
    """
    if STDIN not in files:
        return [*files]
    from selfeval_assist.documents import DocumentError
    from selfeval_assist.documents.opening import LIMIT

    data = sys.stdin.buffer.read(LIMIT + 1)
    if len(data) > LIMIT:
        raise DocumentError(STDIN_NAME, f"超过 {LIMIT // 1_000_000} MB 的上限", "请改用文件")
    place = folder / STDIN_NAME
    place.write_bytes(data)
    return [place if file == STDIN else file for file in files]
