"""What the worker of a cluster does with a document: its bytes go to a child process there.

Nothing here knows dask: a worker calls ``answer`` with what the client sent. The child process is
that of many forms on one machine, so a file that ends a parser ends no worker, and the results are
the same.
"""

import json
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from selfeval_assist import __version__
from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.office.parallel import Children
from selfeval_assist.office.pieces import Kind
from selfeval_assist.office.tasks import Job

_DESKS = 2
"""Jobs whose child processes a worker keeps; of several runs at a time each has one."""


class Order(NamedTuple):
    """What is sent for every document of a job; plain data.

    Attributes:
        version: that of the program which sends it.
        run: the number of the run.
        job: what is done with each form; no option names a place on the other machine.
        files: the bytes of the files that options name, and their names, by the option.
    """

    version: str
    run: str
    job: Job
    files: Mapping[str, tuple[str, bytes]]


class _Desk:
    """The child processes of one run on this worker, with the files that its options name.

    Attributes:
        place: a folder of the run on this machine.
        children: the processes.
        busy: how many documents are in work.
    """

    def __init__(self, order: Order) -> None:
        self._folder = TemporaryDirectory(prefix="selfeval-", ignore_cleanup_errors=True)
        self.place = Path(self._folder.name)
        self.busy = 0
        options = dict(order.job.options)
        for key, (name, data) in order.files.items():
            file = self.place / key / Path(name).name
            file.parent.mkdir()
            file.write_bytes(data)
            options[key] = str(file)
        if "aside" in options:
            options["aside"] = str(self.place)
        self.children = Children(Job(order.job.name, options))

    def close(self) -> None:
        """End the processes and take the files away."""
        self.children.close()
        self._folder.cleanup()


_desks: dict[str, _Desk] = {}
_lock = threading.Lock()


def answer(order: Order, path: str, data: bytes, *, whole: bool) -> dict[str, Any]:
    """Return what a job makes of a document.

    Args:
        order: the job.
        path: what the document is called where it comes from.
        data: its bytes.
        whole: whether it was converted already.

    Returns:
        ``pieces``, with the bytes of the files they name in ``files``; or ``foreign``: it has to be
        converted first; or ``error``: the parts of a ``DocumentError``; or ``version``: that of
        this worker, where it is another.
    """
    if order.version != __version__:
        return {"version": __version__}
    with _desk(order) as desk, TemporaryDirectory(dir=desk.place) as folder:
        place = Path(folder) / "document"
        place.write_bytes(data)
        request: dict[str, object] = {"path": path, "from": str(place), "whole": whole}
        try:
            found: dict[str, Any] = desk.children.ask(request, Path(path).name)
        except DocumentError as error:
            return {"error": [error.file, error.problem, error.advice, error.place]}
        return {**found, "files": _taken(found.get("pieces", ()))}


@contextmanager
def _desk(order: Order) -> Iterator[_Desk]:
    """Give the desk of a run; older ones are closed: a client may end without a word."""
    with _lock:
        desk = _desks.pop(order.run, None) or _Desk(order)
        _desks[order.run] = desk
        desk.busy += 1
        idle = [run for run, each in _desks.items() if not each.busy]
        old = [_desks.pop(run) for run in idle[: max(0, len(_desks) - _DESKS)]]
    try:
        for each in old:
            each.close()
        yield desk
    finally:
        with _lock:
            desk.busy -= 1


def _taken(pieces: Iterable[tuple[str, str]]) -> dict[str, bytes]:
    """Return the bytes of the files that were made, and take them away."""
    files: dict[str, bytes] = {}
    for kind, text in pieces:
        for file in json.loads(text)[0] if kind == Kind.MADE else ():
            files[file] = Path(file).read_bytes()
            Path(file).unlink()
    return files


def leave(run: str) -> None:
    """End what a run has on this worker."""
    with _lock:
        desk = _desks.pop(run, None)
    if desk is not None:
        desk.close()
