"""Files shared by several child processes; what they make comes back in the order of the files."""

import queue
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from selfeval_assist.documents.apart import Child
from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.office.each import as_typed, shown
from selfeval_assist.office.pieces import Kind, Piece
from selfeval_assist.office.tasks import Job, failed_pieces

SECONDS = 120.0
"""How long one file may take where the machine has much else to do; see ``worker.SECONDS``."""
_START = 300.0
_MODULE = "selfeval_assist.office.worker"
_AHEAD = 4
"""Files that are given out for each process before the first of them is back."""


def in_order(files: Iterable[Path], job: Job, processes: int) -> Iterator[tuple[Path, list[Piece]]]:
    """Yield every file with the pieces that a job makes of it, in the order of the files.

    A file that ends its process, or takes too long, has failed; the next one gets a new process.
    Only so many files are in work that what is held does not grow with their number.

    Args:
        files: the files.
        job: what is done with each form.
        processes: how many at once.
    """
    waiting: deque[tuple[Path, Future[list[Piece]]]] = deque()
    with _children(job, processes) as children, ThreadPoolExecutor(processes) as threads:
        try:
            for file in files:
                waiting.append((file, threads.submit(children.pieces, file)))
                if len(waiting) >= processes * _AHEAD:
                    path, made = waiting.popleft()
                    yield path, made.result()
            while waiting:
                path, made = waiting.popleft()
                yield path, made.result()
        finally:
            for _, left in waiting:
                left.cancel()


@contextmanager
def _children(job: Job, processes: int) -> Iterator["_Children"]:
    children = _Children(job, processes)
    try:
        yield children
    finally:
        children.close()


class _Children:
    """The child processes that are free, and those still to be started."""

    def __init__(self, job: Job, processes: int) -> None:
        self._job = job
        self._free: queue.LifoQueue[Child | None] = queue.LifoQueue()
        for _ in range(processes):
            self._free.put(None)
        self._office = threading.Lock()

    def pieces(self, file: Path) -> list[Piece]:
        """Return what the job makes of a file."""
        child = self._free.get()
        try:
            child = child or self._started()
            with as_typed(file):
                found = child.ask({"path": str(file)}, file.name, SECONDS)
                if "foreign" in found:
                    found = self._converted(child, file)
            return [Piece(Kind(kind), text) for kind, text in found["pieces"]]
        except DocumentError as error:
            # Loaded only now: where all goes well, this process has no need of it.
            from selfeval_assist.reports import Failed

            return [*failed_pieces(self._job, Failed(shown(file), str(error)))]
        finally:
            if child is not None and not child.alive:
                child.close()
                child = None
            self._free.put(child)

    def _started(self) -> Child:
        child = Child(_MODULE)
        try:
            child.ask(self._job, self._job.name, _START)
        except DocumentError:
            child.close()
            raise
        return child

    def _converted(self, child: Child, file: Path) -> Any:
        """Convert a file here, where there is memory for it, and let the child read the result."""
        from selfeval_assist.documents.opening import content, readable

        with TemporaryDirectory(prefix="selfeval-", ignore_cleanup_errors=True) as folder:
            place = Path(folder) / file.name
            with self._office:
                place.write_bytes(readable(content(file), file.name))
            return child.ask({"path": str(file), "from": str(place)}, file.name, SECONDS)

    def close(self) -> None:
        """End all processes; nothing is in work any more."""
        while not self._free.empty():
            child = self._free.get()
            if child is not None:
                child.close()
