"""Many documents worked on by the workers of a dask cluster, on this machine or on others.

The extra ``cluster`` brings dask; it is loaded with the first use. Documents travel as their bytes,
so the workers need no place that they share with this machine. What a worker does is the same child
process as on one machine (``there``), so results are equal each way.
"""

import json
import logging
import threading
import uuid
import warnings
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from selfeval_assist import __version__
from selfeval_assist.documents.apart import ENDED, OTHERWISE
from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.documents.opening import content
from selfeval_assist.office import there
from selfeval_assist.office.parallel import Ask, in_order
from selfeval_assist.office.pieces import ClusterError, Kind, Piece
from selfeval_assist.office.tasks import Job, Options

if TYPE_CHECKING:
    from distributed import Client

_CONNECT = 10
"""Seconds for the connection, and for the first worker to be there."""
_TURNS = 2
"""Documents that are sent for each thread of a worker: one in work, one that waits there."""
_FILES = ("candidates", "layout", "policy", "template")
"""Options that may name a file; a policy or layout that ships is named without a suffix."""
_PACKAGE = "selfeval-assist"
_GONE = "与集群的连接断了"
_AGAIN = "已完成的批量检查不会重做；集群恢复后再运行一次，或不写 --cluster 在本机做。"


def by_cluster(address: str, files: Iterable[Path], job: Job) -> Iterator[tuple[Path, list[Piece]]]:
    """Yield every file with the pieces that a job makes of it, in the order of the files.

    Args:
        address: of the scheduler, such as ``127.0.0.1:8786``.
        files: the files.
        job: what is done with each form.

    Raises:
        ClusterError: dask is not installed, the scheduler cannot be reached or is gone, there is no
            worker, or one has another version of this package.
    """
    with _connected(address) as client:
        threads = _threads(client)
        run = uuid.uuid4().hex
        order = there.Order(__version__, run, job, _carried(job.options))
        try:
            ask = _asking(client, order, job.options.get("aside"))
            yield from in_order(files, job, ask, _TURNS * threads)
        finally:
            with suppress(Exception):  # a cluster that is gone has nothing left of this run
                client.run(there.leave, run)


@contextmanager
def _connected(address: str) -> Iterator["Client"]:
    """Give the connection to a scheduler, without what dask logs about it.

    Raises:
        ClusterError: there is none.
    """
    try:
        from dask import config
        from distributed import Client
    except ImportError as error:
        message = "缺少集群组件。请安装附加组件：pip install 'selfeval-assist[cluster]'。"
        raise ClusterError(message) from error
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    settings = {
        "distributed.comm.timeouts.connect": _CONNECT,
        "distributed.admin.large-graph-warning-threshold": "1 GB",
    }
    with config.set(settings), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            client = Client(address, timeout=_CONNECT, set_as_default=False)
        except (OSError, ValueError) as error:
            message = f"连不上集群“{address}”。请核对地址，并确认 dask scheduler 已经启动。"
            raise ClusterError(message) from error
        try:
            yield client
        finally:
            client.close(timeout=1)


def _threads(client: "Client") -> int:
    """Return how many documents the workers work on at a time, all of this version.

    Raises:
        ClusterError: there is no worker, or one has another version of this package or none.
    """
    try:
        client.wait_for_workers(1, timeout=_CONNECT)
    except TimeoutError as error:
        message = "集群里没有计算进程。请先用 dask worker 启动至少一个。"
        raise ClusterError(message) from error
    found = client.run(version, _PACKAGE, on_error="return")
    with suppress(Exception):
        found["scheduler"] = client.run_on_scheduler(version, _PACKAGE)
    for where, which in found.items():
        if which != __version__:
            raise _other(where, which if isinstance(which, str) else "")
    return max(1, sum(map(int, client.nthreads().values())))


def _other(where: str, which: str) -> ClusterError:
    has = f"是 {which} 版" if which else "没有安装本程序"
    return ClusterError(
        f"集群中的“{where}”{has}，本机是 {__version__} 版，结果可能不同，没有使用。请装成同一版本。"
    )


def _carried(options: Options) -> Mapping[str, tuple[str, bytes]]:
    """Return the files that options name, with their names, by the option."""
    named = {key: Path(options[key]) for key in _FILES if isinstance(options.get(key), str)}
    return {
        key: (file.name, content(file))
        for key, file in named.items()
        if file.suffix and file.is_file()
    }


def _asking(client: "Client", order: there.Order, aside: str | None) -> Ask:
    """Return what has one document worked on by a worker.

    Args:
        client: the connection.
        order: the job.
        aside: where files go that are made of a document; None where none are.
    """
    from distributed import KilledWorker
    from distributed.comm.core import CommClosedError

    gone = threading.Event()

    def ask(file: Path, converted: Path | None) -> Any:
        data = content(converted or file)
        if gone.is_set():
            raise ClusterError(f"{_GONE}。{_AGAIN}")
        try:
            future = client.submit(
                there.answer, order, str(file), data, whole=converted is not None, pure=False
            )
            found = future.result()
        except KilledWorker as error:
            raise DocumentError(file.name, ENDED, OTHERWISE) from error
        except Exception as error:  # of dask, of the connection, or of the worker's machine
            gone.set()
            why = f"集群的一个计算进程出错（{type(error).__name__}）"
            if isinstance(error, CancelledError | CommClosedError):
                why = _GONE
            raise ClusterError(f"{why}。{_AGAIN}") from error
        return _received(found, file, aside)

    return ask


def _received(found: Any, file: Path, aside: str | None) -> Any:
    """Return what came back, with the files that were made put where those of this machine are.

    Raises:
        DocumentError: the file cannot be read.
        ClusterError: a worker that came later has another version.
    """
    if "version" in found:
        raise _other("worker", found["version"])
    if "error" in found:
        name, problem, advice, place = found["error"]
        raise DocumentError(name, problem, advice, place)
    if aside and found.get("files"):
        found["pieces"] = [
            _put(kind, text, found["files"], aside) for kind, text in found["pieces"]
        ]
    return found


def _put(kind: str, text: str, files: Mapping[str, bytes], aside: str) -> tuple[str, str]:
    if kind != Kind.MADE:
        return kind, text
    made, *about = json.loads(text)
    folder = Path(mkdtemp(dir=aside))
    places = [folder / Path(each).name for each in made]
    for place, each in zip(places, made, strict=True):
        place.write_bytes(files[each])
    return kind, json.dumps([[*map(str, places)], *about])
