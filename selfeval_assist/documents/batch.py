"""Many files, or one that cannot be trusted, read in a child process that may die."""

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.documents.opening import read
from selfeval_assist.form import SelfEvaluation

SECONDS = 10.0
"""How long one file may take."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: its forms, or the error that a person is told."""

    path: Path
    forms: tuple[SelfEvaluation, ...] = ()
    error: DocumentError | None = None


def read_all(paths: Iterable[Path], seconds: float = SECONDS) -> Iterator[Outcome]:
    """Yield the outcome of every file, in their order.

    The files are read in a child process with a memory limit. A file that ends the child, or takes
    too long, gets a named error; the next file gets a new child.

    Args:
        paths: the files.
        seconds: how long one file may take.
    """
    child: _Child | None = None
    try:
        for path in paths:
            child = child or _Child()
            yield child.read(path, seconds) or _read_here(path)
            if not child.alive:
                child.close()
                child = None
    finally:
        if child is not None:
            child.close()


def _read_here(path: Path) -> Outcome:
    """Return the outcome of a file that LibreOffice converts."""
    try:
        return Outcome(path, read(path))
    except DocumentError as error:
        return Outcome(path, error=error)


def read_apart(path: Path, seconds: float = SECONDS) -> tuple[SelfEvaluation, ...]:
    """Return the forms of one file, read in a child process.

    Raises:
        DocumentError: the file cannot be read, took too long, or ended the child.
    """
    (outcome,) = read_all([path], seconds)
    if outcome.error is not None:
        raise outcome.error
    return outcome.forms


class _Child:
    """One child process and the line that it is to answer next."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "selfeval_assist.documents.child"]
        self._process = subprocess.Popen(  # noqa: S603 (our own module)
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
        self._answers: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()
        self.alive = True

    def _listen(self) -> None:
        """Pass on the child's lines; an empty one says that it has ended."""
        if self._process.stdout is not None:
            for line in self._process.stdout:
                self._answers.put(line)
        self._answers.put("")

    def read(self, path: Path, seconds: float) -> Outcome | None:
        """Return the outcome of one file, None for one to convert; then the child may be dead."""
        try:
            if self._process.stdin is not None:
                self._process.stdin.write(json.dumps(str(path)) + "\n")
                self._process.stdin.flush()
            line = self._answers.get(timeout=seconds)
        except queue.Empty:
            self.alive = False
            return Outcome(path, error=_failed(path, f"读了 {seconds:g} 秒还没有读完，已停止"))
        except OSError:
            line = ""
        if not line:
            self.alive = False
            return Outcome(path, error=_failed(path, "读取它的进程因内存不足或文件损坏而中止"))
        found = json.loads(line)
        if "foreign" in found:
            return None
        if "error" in found:
            file, problem, advice, place = found["error"]
            return Outcome(path, error=DocumentError(file, problem, advice, place))
        return Outcome(path, tuple(SelfEvaluation.model_validate(one) for one in found["forms"]))

    def close(self) -> None:
        """End the child, if need be by force."""
        self._process.kill()
        self._process.wait()
        self._reader.join(timeout=5)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()


def _failed(path: Path, problem: str) -> DocumentError:
    return DocumentError(path.name, problem, "请用 Excel、Word 或 WPS 打开后另存一份再读")
