"""A dask cluster for tests: in processes that LocalCluster starts, or as an office starts them."""

import contextlib
import logging
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import needs
import programs

UNTESTED = "多台机器分担（--cluster）"


@contextlib.contextmanager
def local_cluster() -> Iterator[str]:
    """Give the address of a scheduler with two workers in processes of their own."""
    needs.module("distributed", UNTESTED)
    from distributed import LocalCluster

    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0"
    ) as cluster:
        yield cluster.scheduler_address


@dataclass
class Started:
    """A scheduler and workers that were started by the commands of the documentation.

    Attributes:
        address: where the scheduler is.
        folder: where they lay what they need.
        scheduler: its process.
        workers: theirs; each has one worker, which is not started anew.
    """

    address: str
    folder: Path
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def add_worker(self) -> None:
        """Start one more worker; it is there when it has told the scheduler."""
        self.workers.append(
            _dask(self.folder, "worker", self.address, "--no-nanny", "--nthreads", "1",
                  "--local-directory", str(self.folder)),
        )  # fmt: skip


@contextlib.contextmanager
def started(folder: Path, workers: int = 2) -> Iterator[Started]:
    """Start a scheduler and workers, and end what is left of them."""
    needs.module("distributed", UNTESTED)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder.mkdir(parents=True, exist_ok=True)
    scheduler = _dask(folder, "scheduler", "--host", "127.0.0.1", "--port", str(port))
    cluster = Started(f"tcp://127.0.0.1:{port}", folder, scheduler)
    try:
        _wait_for(port)
        for _ in range(workers):
            cluster.add_worker()
        yield cluster
    finally:
        for process in (*cluster.workers, scheduler):
            process.send_signal(signal.SIGKILL)
            process.wait()


def _dask(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    # A file, not a pipe: nobody reads it, and it tells why one did not start.
    with (folder / f"{arguments[0]}.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments, "--no-dashboard"],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        )  # fmt: skip


def _wait_for(port: int) -> None:
    end = time.monotonic() + programs.PATIENCE
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise TimeoutError("the scheduler did not start")
