"""Files shared by several processes; what they make comes back in the order of the files."""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from selfeval_assist.documents.apart import Child, EndedError
from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.office.each import as_typed, shown
from selfeval_assist.office.pieces import Kind, Piece
from selfeval_assist.office.tasks import Job, failed_pieces

SECONDS = 120.0
"""How long one file may take where the machine has much else to do; see ``worker.SECONDS``."""
_NOT_STARTED = "读取它的进程没有启动起来，文件还没有读"
_AGAIN = "请再运行一次；仍不行的，重启电脑后再试"
_START = 300.0
_MODULE = "selfeval_assist.office.worker"
_AHEAD = 4
"""Files that are given out for each process before the first of them is back."""

Ask = Callable[[Path, Path | None], Any]
"""Has a file worked on in another process: the file, and another with its bytes after conversion.

Raises ``DocumentError`` where nothing comes back for it.
"""


def by_children(
    files: Iterable[Path], job: Job, processes: int
) -> Iterator[tuple[Path, list[Piece]]]:
    """Yield what child processes of this one make of files; see ``in_order``."""
    with closing(Children(job)) as children:

        def ask(file: Path, converted: Path | None) -> Any:
            return children.ask(
                {"path": str(file), "from": str(converted or file), "whole": converted is not None},
                file.name,
            )

        yield from in_order(files, job, ask, processes)


def in_order(
    files: Iterable[Path], job: Job, ask: Ask, at_once: int
) -> Iterator[tuple[Path, list[Piece]]]:
    """Yield every file with the pieces that a job makes of it, in the order of the files.

    A file that ends its process, or takes too long, has failed; the next one gets a new process.
    Only so many files are in work that what is held does not grow with their number.

    Args:
        files: the files.
        job: what is done with each form.
        ask: has one file worked on.
        at_once: how many at once.
    """
    waiting: deque[tuple[Path, Future[list[Piece]]]] = deque()
    with ThreadPoolExecutor(at_once) as threads:
        try:
            for file in files:
                waiting.append((file, threads.submit(_pieces, file, job, ask)))
                if len(waiting) >= at_once * _AHEAD:
                    path, made = waiting.popleft()
                    yield path, made.result()
            while waiting:
                path, made = waiting.popleft()
                yield path, made.result()
        finally:
            for _, left in waiting:
                left.cancel()


def _pieces(file: Path, job: Job, ask: Ask) -> list[Piece]:
    """Return what the job makes of a file."""
    try:
        with as_typed(file):
            found = ask(file, None)
            if "foreign" in found:
                found = _converted(file, ask)
        return [Piece(Kind(kind), text) for kind, text in found["pieces"]]
    except DocumentError as error:
        # Loaded only now: where all goes well, this process has no need of it.
        from selfeval_assist.reports import Failed

        return [*failed_pieces(job, Failed(shown(file), str(error)))]


def _converted(file: Path, ask: Ask) -> Any:
    """Convert a file here, where there is memory for it, and have the result worked on."""
    from selfeval_assist.documents.opening import content, readable

    with TemporaryDirectory(prefix="selfeval-", ignore_cleanup_errors=True) as folder:
        place = Path(folder) / file.name
        place.write_bytes(readable(content(file), file.name))
        return ask(file, place)


class Children:
    """Child processes that do one job: those that are free, and one more where none is."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._free: list[Child] = []
        self._lock = threading.Lock()
        self._closed = False

    def ask(self, request: dict[str, object], name: str) -> Any:
        """Return what a child answers to a request about a file of a name; see ``worker.answer``.

        A child that was ended from outside has done nothing wrong, nor has its file: another is
        asked once more.

        Raises:
            DocumentError: the file has ended the child, or takes too long.
        """
        try:
            return self._answer(request, name)
        except EndedError:
            return self._answer(request, name)

    def _answer(self, request: dict[str, object], name: str) -> Any:
        child = self._taken() or self._started(name)
        try:
            return child.ask(request, name, SECONDS)
        finally:
            self._give_back(child)

    def _taken(self) -> Child | None:
        with self._lock:
            return self._free.pop() if self._free else None

    def _started(self, name: str) -> Child:
        child = Child(_MODULE)
        try:
            child.ask(self._job, name, _START)
        except DocumentError as error:
            child.close()
            # It had not seen the file yet, which is as good as before.
            raise type(error)(name, _NOT_STARTED, _AGAIN) from error
        return child

    def _give_back(self, child: Child) -> None:
        with self._lock:
            if keep := child.alive and not self._closed:
                self._free.append(child)
        if not keep:
            child.close()

    def close(self) -> None:
        """End all processes; one that is still at work ends when it has answered."""
        with self._lock:
            self._closed, free, self._free = True, self._free, []
        for child in free:
            child.close()
