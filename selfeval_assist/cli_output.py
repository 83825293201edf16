"""Where the output of the commands goes, a console, a pipe or a file; and their exit codes.

Text for people is shown in the encoding of the console, the nearest sign taking the place of what
it lacks. JSON and HTML are UTF-8 wherever they go.
"""

import codecs
import errno
import os
import shutil
import sys
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

from selfeval_assist.system import from_disk, reason

if TYPE_CHECKING:
    from selfeval_assist.reports import Failed

CLEAN, FINDINGS, UNUSABLE = 0, 1, 2
"""Exit codes: nothing but advice; something to be looked at; usage error or unreadable file."""

Say = Callable[[str], None]
"""Takes one piece of a command's output."""

# Signs that GBK, the code page of a Chinese Windows, lacks, by those that it has.
_ALIKE = {"−": "-", "⋅": "·", "・": "·", "•": "·", "⩾": "≥", "⩽": "≤", "↔": "<->", "©": "(c)"}
# How a character is shown by the plain one inside it: ² is not 2, ⑳ is not 20 of something.
_WRAPPED = {
    "<super>": "^{}", "<circle>": "({})", "<fraction>": "({})", "<noBreak>": "{}", "<wide>": "{}",
    "<narrow>": "{}", "<small>": "{}", "<compat>": "{}",
}  # fmt: skip


class OutputError(Exception):
    """The output cannot be written; the message is Chinese."""


def expected(error: Exception) -> bool:
    """Return whether an error is one whose message is for the person.

    What they are is loaded only now: where all goes well, nothing has to wait for it.
    """
    from selfeval_assist.documents import DocumentError
    from selfeval_assist.drafting.errors import DraftingError
    from selfeval_assist.layouts import LayoutError
    from selfeval_assist.office.pieces import ClusterError
    from selfeval_assist.policies import PolicyError
    from selfeval_assist.workspace import WorkspaceError

    return isinstance(
        error,
        DocumentError
        | LayoutError
        | PolicyError
        | DraftingError
        | WorkspaceError
        | OutputError
        | ClusterError,
    )


def prepare_streams() -> None:
    """Let the standard streams take any text: the nearest sign for what an encoding lacks.

    A stream whose encoding has no Chinese at all, as where no locale is set, could show nothing of
    this program; it gets UTF-8.
    """
    codecs.register_error("nearest", _nearest)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            encoding = stream.encoding if _knows_chinese(stream.encoding) else "utf-8"
            stream.reconfigure(encoding=encoding, errors="nearest")


def _knows_chinese(encoding: str) -> bool:
    try:
        "项".encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _nearest(error: UnicodeError) -> tuple[str, int]:
    """Return what stands for the characters that an encoding lacks."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(_like(each, error.encoding) for each in lacking), error.end


def _like(letter: str, encoding: str) -> str:
    """Return a sign that an encoding has in place of one that it lacks; a question mark at last."""
    tag, _, _ = unicodedata.decomposition(letter).partition(" ")
    inside = unicodedata.normalize("NFKC", letter).replace("\N{FRACTION SLASH}", "/")
    like = _ALIKE.get(letter) or _WRAPPED.get(tag, "?").format(inside)
    try:
        like.encode(encoding)
    except UnicodeEncodeError:
        return "?"
    return like


def tell(line: object) -> None:
    """Show a line about what is going on, apart from the output."""
    print(" ".join(from_disk(str(line)).splitlines()), file=sys.stderr, flush=True)


def say(text: str) -> None:
    """Show one piece of output.

    Raises:
        BrokenPipeError: nobody reads any more; what is still to come goes nowhere.
        OutputError: it cannot be written.
    """
    with _writing():
        print(from_disk(text), flush=True)


def say_as_utf8(text: str) -> None:
    """Show one piece of output in UTF-8, whatever the console shows; raises as ``say``."""
    with _writing():
        sys.stdout.flush()
        sys.stdout.buffer.write(_utf8(text))
        sys.stdout.buffer.flush()


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        print_no_more()
        # Windows says EINVAL where the reader of a pipe has gone.
        if isinstance(error, BrokenPipeError) or error.errno == errno.EINVAL:
            raise BrokenPipeError from error
        raise OutputError(f"结果写不出去：{reason(error)}。请检查输出的位置。") from error


def print_no_more() -> None:
    """Let what is left of the output go nowhere: Python would fail again on it when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def destination(
    file: Path | None, *, force: bool, inputs: Iterable[Path] = (), utf8: bool = False
) -> Iterator[Say]:
    """Give a function that takes the output piece by piece.

    Without a file each piece is shown at once. A file is written when all is said, whole or not at
    all, and its path is told; when nothing was said there is no file.

    Args:
        file: the file to write, in UTF-8; None shows the output.
        force: whether an existing file may be replaced.
        inputs: files that are read and therefore never replaced.
        utf8: whether the output is UTF-8 also when it is shown.

    Raises:
        DocumentError: the file exists, is one of the inputs, or cannot be written.
        OutputError: the output cannot be shown.
    """
    if file is None:
        yield say_as_utf8 if utf8 else say
        return
    read = list(inputs)
    _refuse(file, force, read)
    with TemporaryFile() as kept:
        yield lambda text: _keep(kept, text)
        if kept.tell():
            from selfeval_assist.documents import atomic

            _refuse(file, force, read)
            kept.seek(0)
            atomic.write(file, lambda path: _copy(kept, path))
            tell(f"已写入 {file}")


def _keep(kept: IO[bytes], text: str) -> None:
    """Put a piece of output where it does not fill the memory."""
    try:
        kept.write(_utf8(text))
    except OSError as error:
        raise OutputError(f"结果放不下：{reason(error)}。请检查临时文件夹所在的磁盘。") from error


def _copy(kept: IO[bytes], path: Path) -> None:
    # Bytes: Windows would make two line ends of one.
    with path.open("wb") as out:
        shutil.copyfileobj(kept, out)


def _utf8(text: str) -> bytes:
    return f"{from_disk(text)}\n".encode()


def _refuse(file: Path, force: bool, inputs: Collection[Path]) -> None:
    from selfeval_assist.documents import DocumentError

    name = from_disk(str(file))
    if file.is_dir():
        raise DocumentError(name, "这是一个文件夹", "请在 --output 后面写一个文件名")
    if not file.parent.is_dir():
        raise DocumentError(name, f"没有“{file.parent}”这个文件夹", "请先建好文件夹，或换一个位置")
    if file.exists() and any(each.exists() and each.samefile(file) for each in inputs):
        raise DocumentError(name, "这是要读的文件，不能写进结果", "请给 --output 换一个文件名")
    if file.exists() and not force:
        raise DocumentError(name, "已有同名文件", "请换一个文件名；要替换它请加 --force")


def pour(
    pieces: "Iterable[str | Failed]", into: Say, codes: set[int], *, between: str = ""
) -> None:
    """Pass text on as it comes; what failed in place of it is told and its exit code noted.

    When nobody reads any more, nothing more is made.

    Args:
        pieces: text, or what failed.
        into: takes the text.
        codes: takes the exit code of what failed.
        between: what stands before every piece but the first.
    """
    lead = ""
    with suppress(BrokenPipeError):
        for piece in pieces:
            if isinstance(piece, str):
                into(lead + piece)
                lead = between
            else:
                tell(piece.error)
                codes.add(UNUSABLE)
