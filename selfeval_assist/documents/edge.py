"""Where the errors of the libraries end: each door of the room lets only ``DocumentError`` out.

A parser raises whatever a broken record leads to, and a writer whatever it meets on the disk; no
list of their errors would be whole. What is left over behind a door is told here, once, in words
for people. Files are made in memory and put in place whole, so that no library fills half of one.
"""

import io
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from selfeval_assist.documents import atomic
from selfeval_assist.documents.errors import DocumentError

_AGAIN = "请用 Excel、Word 或 WPS 打开后另存一份再读，或把表格复制到新的文件里"
_UNREADABLE: tuple[tuple[type[Exception], str], ...] = (
    (MemoryError, "读取它需要的内存超过了上限"),
    (RecursionError, "内部结构嵌套太深，不像办公软件生成的文件"),
    (Exception, "文件已损坏，或者内部写法不是 Excel、Word 通常存出的样子，无法读取"),
)
_LACKING = "本机没有装好读这种文件要用的组件 {}，没有读它；文件本身不一定有问题"
_INSTALL = (
    "请维护人员用 python -m pip install {} 补装，没有现成的包时见管理员手册；"
    "也可以把表格另存为 .xlsx 再读"
)
_UNWRITABLE: tuple[tuple[type[Exception], str, str], ...] = (
    (UnicodeError, "表中有不完整的字符，无法保存", "请重新输入含有乱码的单元格"),
    (MemoryError, "生成它需要的内存超过了上限", "请缩短表中的文字后再导出"),
    (Exception, "无法生成这种文件", "请检查磁盘是否已满，或换一种格式导出"),
)


@contextmanager
def _quiet() -> Iterator[None]:
    """Let a library not write its remarks about a file over the screen."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Tell what a library could not read in a file as an error that a clerk can act on.

    Args:
        name: the file's name, for the message.

    Raises:
        DocumentError: anything was raised inside; one of these passes as it is.
    """
    try:
        with _quiet():
            yield
    except DocumentError:
        raise
    except ImportError as error:
        library = (error.name or "").partition(".")[0] or str(error)
        raise DocumentError(name, _LACKING.format(library), _INSTALL.format(library)) from error
    except Exception as error:
        problem = next(text for kind, text in _UNREADABLE if isinstance(error, kind))
        raise DocumentError(name, problem, _AGAIN) from error


def made(name: str, save: Callable[[IO[bytes]], object]) -> bytes:
    """Return the bytes of a file that a library makes.

    Args:
        name: the name of the file to be, for the message.
        save: writes the whole file to what it is given.

    Raises:
        DocumentError: the library cannot write what it was given.
    """
    file = io.BytesIO()
    try:
        with _quiet():
            save(file)
    except DocumentError:
        raise
    except Exception as error:
        _, problem, advice = next(row for row in _UNWRITABLE if isinstance(error, row[0]))
        raise DocumentError(name, problem, advice) from error
    return file.getvalue()


def write(path: Path, data: bytes) -> None:
    """Put a whole file in its place; an existing one is replaced in one step and keeps its mode.

    Raises:
        DocumentError: it cannot be written; nothing of it is left, and an old file is as it was.
    """

    def fill(temporary: Path) -> None:
        temporary.write_bytes(data)

    atomic.write(path, fill)
