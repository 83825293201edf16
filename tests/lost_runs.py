"""Batches that something ends half-way: what a person saw, and what is there after a second run.

Used by ``make bench-lost``, which prints a table, and by a test with few forms.
"""

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import dask_cluster
import programs
from durable import places

from selfeval_assist.cli_output import FINDINGS
from selfeval_assist.office.sources import STATE

RESULTS = "检查结果.jsonl"
_BEGUN = 3
"""Files that are done before anything is ended."""
_READ = re.compile(r"这次读了 (\d+) 个，以前做完的 (\d+) 个")


@dataclass
class Lost:
    """What became of one batch.

    Attributes:
        code: the exit code of the run that was disturbed; below 0 the signal that ended it.
        seen: what it told a person at its end.
        kept: files that were done by then.
        again: files that the last run read; 0 where no second one was needed.
        wrong: files twice or missing, work done twice, results that differ from those of a run
            that nothing disturbed.
    """

    code: int = 0
    seen: str = ""
    kept: int = 0
    again: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass
class Batch:
    """A folder of forms and where its results go.

    Attributes:
        folder: the forms.
        out: the results.
        whole: the results of a run that nothing disturbed.
        told: why the disturbed run could not go on.
    """

    folder: Path
    out: Path
    whole: bytes
    told: str = ""

    @contextmanager
    def begun(self, *options: str) -> Iterator[subprocess.Popen[str]]:
        """Start a run and give it when some files are done; it is waited for afterwards."""
        command = programs.command("batch", self.folder, "--into", self.out, *options)
        with subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8"
        ) as run:
            try:
                while run.poll() is None and self.done() < _BEGUN:
                    time.sleep(0.02)
                yield run
            finally:
                _, told = run.communicate(timeout=programs.PATIENCE * 10)
                lines = told.strip().splitlines()
                self.told = lines[-1] if lines and run.returncode > FINDINGS else ""

    def done(self) -> int:
        """Return how many files are noted as done, from a copy of the state, which is locked."""
        state = self.out / STATE
        if not state.exists():
            return 0
        with tempfile.TemporaryDirectory() as name:
            copy = Path(name) / STATE
            try:
                shutil.copyfile(state, copy)
                with suppress(FileNotFoundError):  # gone with a run that ended in order
                    shutil.copyfile(f"{state}-wal", f"{copy}-wal")
                with closing(sqlite3.connect(copy)) as database:
                    return int(database.execute("SELECT count(*) FROM file").fetchone()[0])
            except (OSError, sqlite3.Error):
                return 0

    def resumed(self, lost: Lost, *options: str) -> Lost:
        """Note what the disturbed run left, run once more, and compare."""
        lost.kept = self.done()
        done = programs.run("batch", self.folder, "--into", self.out, *options)
        read = _READ.search(done.stdout)
        if read is None:
            lost.wrong.append(f"the second run failed: {done.stderr.strip()}")
            return lost
        lost.again, before = int(read[1]), int(read[2])
        if before != lost.kept:
            lost.wrong.append(f"{lost.kept} were done, {before} were taken over")
        return self.compared(lost)

    def compared(self, lost: Lost) -> Lost:
        """Compare the results with those of a run that nothing disturbed."""
        lines = (self.out / RESULTS).read_text(encoding="utf-8").splitlines()
        files = [json.loads(line)["file"] for line in lines]
        there = {
            file.relative_to(self.folder).as_posix()
            for file in self.folder.rglob("*")
            if file.is_file()
        }
        lost.wrong += [f"{file} twice" for file in sorted({*files}) if files.count(file) > 1]
        lost.wrong += [f"{file} missing" for file in sorted(there - {*files})]
        if (self.out / RESULTS).read_bytes() != self.whole:
            lost.wrong.append("the results differ from those of one run")
        return lost


def _ended(batch: Batch, *options: str) -> Lost:
    """Kill the run itself, and run once more."""
    with batch.begun(*options) as run:
        run.kill()
    return batch.resumed(Lost(run.returncode, batch.told), *options)


def run_killed(batch: Batch) -> Lost:
    """Kill the run on this machine."""
    return _ended(batch, "--jobs", "2")


def child_killed(batch: Batch) -> Lost:
    """Kill one of the processes that share the work; the run goes on."""
    with batch.begun("--jobs", "2") as run:
        os.kill(next(_children(run.pid)), signal.SIGKILL)
    return batch.compared(Lost(run.returncode, batch.told))


def client_killed(batch: Batch) -> Lost:
    """Kill a run whose forms are read by a cluster; the cluster takes the next one."""
    with dask_cluster.started(batch.out.parent / "dask") as cluster:
        return _ended(batch, "--cluster", cluster.address)


def worker_killed(batch: Batch) -> Lost:
    """Kill one worker of a cluster; the run goes on with the other."""
    with dask_cluster.started(batch.out.parent / "dask") as cluster:
        with batch.begun("--cluster", cluster.address) as run:
            cluster.workers[0].kill()
        return batch.compared(Lost(run.returncode, batch.told))


def scheduler_killed(batch: Batch) -> Lost:
    """Kill the scheduler; the run ends with a word, and goes on without a cluster."""
    with (
        dask_cluster.started(batch.out.parent / "dask") as cluster,
        batch.begun("--cluster", cluster.address) as run,
    ):
        cluster.scheduler.kill()
    return batch.resumed(Lost(run.returncode, batch.told), "--jobs", "2")


def disk_full(batch: Batch) -> Lost | None:
    """Let the disk of the results get full; None where none can be mounted."""
    size = 4 * len(batch.whole) + 16 * 2**20
    with places.disk(batch.out.parent, size) as place:
        if place is None:
            return None
        batch.out = place / "结果"
        with batch.begun("--jobs", "2") as run:
            filler = places.fill(place, 0)
        filler.unlink()
        return batch.resumed(Lost(run.returncode, batch.told), "--jobs", "2")


def _children(parent: int) -> Iterator[int]:
    for task in Path(f"/proc/{parent}/task").glob("*/children"):
        yield from map(int, task.read_text(encoding="ascii").split())


FAULTS: dict[str, Callable[[Batch], Lost | None]] = {
    "kill -9：运行本身（--jobs 2）": run_killed,
    "kill -9：分担的一个进程": child_killed,
    "kill -9：运行本身（--cluster）": client_killed,
    "kill -9：集群的一个 worker": worker_killed,
    "kill -9：集群的 scheduler": scheduler_killed,
    "磁盘已满": disk_full,
}


def whole(folder: Path, out: Path) -> bytes:
    """Return the results of a run that nothing disturbed."""
    programs.run("batch", folder, "--into", out, "--jobs", "2")
    return (out / RESULTS).read_bytes()
