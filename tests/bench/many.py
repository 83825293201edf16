"""Many forms by one and two processes and by a dask cluster of two workers, and what it costs.

``make bench-many N=10000`` prints tables: forms a second, processor time, memory of each process,
the first result; whether ten or a hundred times as many take as long each; pairs of runs by one and
two processes; openpyxl that only loads the same workbooks; what of a form's time is reading,
checking and writing. It is no test: figures depend on the machine, only those of one run can be
compared, and none is worth anything while something else runs.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import dask_cluster
import programs
import psutil
from bench.many_forms import make

_EVERY = 0.05
_PAIRS = 5


@dataclass
class Run:
    """One run.

    Attributes:
        name: who did it.
        wall: seconds.
        cpu: seconds of a processor, of all processes together.
        first: seconds until the first line.
        lines: how many lines came.
        sha: what they were.
        peaks: MiB that each process held at most.
        parent: the process of the command.
    """

    name: str
    wall: float = 0.0
    cpu: float = 0.0
    first: float = 0.0
    lines: int = 0
    sha: str = ""
    peaks: dict[int, float] = field(default_factory=dict)
    parent: int = 0

    @property
    def each(self) -> float:
        """Milliseconds of the clock for each form, once the first is there."""
        return 1000 * (self.wall - self.first) / max(1, self.lines - 1)


def check(folder: Path, *options: str) -> Run:
    """Check a folder and measure.

    With a cluster, its workers are children of this process, as LocalCluster makes them.
    """
    run = Run(" ".join(options).removeprefix("--").partition(" tcp")[0])
    begun, before = time.monotonic(), _cpu()
    command = programs.command("check", folder, "--format", "jsonl", *options)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        run.parent = child.pid
        stop = threading.Event()
        watch = threading.Thread(target=_watch, args=(run.peaks, stop))
        watch.start()
        digest = hashlib.sha256()
        assert child.stdout is not None
        for line in child.stdout:
            run.first = run.first or time.monotonic() - begun
            digest.update(line)
            run.lines += 1
        child.wait()
        stop.set()
        watch.join()
    run.wall, run.sha = time.monotonic() - begun, digest.hexdigest()
    run.cpu = _cpu() - before
    return run


def _cpu() -> float:
    """Return the seconds of a processor that this process and all below it have used so far."""
    total = 0.0
    for each in (psutil.Process(), *psutil.Process().children(recursive=True)):
        try:
            used = each.cpu_times()
        except psutil.Error:
            continue
        total += used.user + used.system + used.children_user + used.children_system
    return total


def _watch(peaks: dict[int, float], stop: threading.Event) -> None:
    """Note the highest resident memory of every process below this one."""
    while not stop.wait(_EVERY):
        for each in psutil.Process().children(recursive=True):
            peaks[each.pid] = max(peaks.get(each.pid, 0.0), _high(each.pid))


def _high(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0.0
    high = next((line for line in lines.splitlines() if line.startswith("VmHWM")), "VmHWM: 0 kB")
    return int(high.split()[1]) / 1024


def opened_alone(folder: Path) -> tuple[int, float]:
    """Return how many workbooks openpyxl opens, and the seconds of a processor it takes."""
    from openpyxl import load_workbook

    files, begun = [*folder.glob("*/*.xlsx")], time.process_time()
    for file in files:
        try:
            book = load_workbook(file)
        except Exception:  # broken ones; the program says what is wrong with them
            continue
        for sheet in book:
            for row in sheet.iter_rows(values_only=True):
                tuple(row)
    return len(files), time.process_time() - begun


def parts(folder: Path, most: int = 300) -> dict[str, float]:
    """Return milliseconds of a processor for each part of the work on a form, in this process."""
    from selfeval_assist.documents import DocumentError, read
    from selfeval_assist.reports import json_record, report_on

    files = [file for file in sorted(folder.glob("*/*")) if int(file.stem) % 1000 != 501]
    files = files[:most]
    took = dict.fromkeys(("reading", "checking", "writing"), 0.0)

    def timed(part: str, work: Callable[[], object]) -> object:
        begun = time.process_time()
        try:
            return work()
        finally:
            took[part] += time.process_time() - begun

    for again in (False, True):  # once to load what is loaded once
        took = dict.fromkeys(took, 0.0)
        for file in files if again else files[:30]:
            try:
                forms = timed("reading", lambda file=file: read(file))
            except DocumentError:
                continue
            assert isinstance(forms, tuple)
            for form in forms:
                report = timed("checking", lambda form=form: report_on("x", form))
                timed("writing", lambda report=report: json_record(report))
    return {part: 1000 * seconds / len(files) for part, seconds in took.items()}


def _line(run: Run) -> str:
    others = [most for pid, most in run.peaks.items() if pid != run.parent]
    return (
        f"{run.name:12}{run.lines:7}{run.wall:8.1f}{run.cpu:8.1f}{run.lines / run.wall:9.1f}"
        f"{run.first:9.2f}{run.each:8.2f}{run.peaks.get(run.parent, 0):9.0f}"
        f"{max(others, default=0):9.0f}"
    )


_HEAD = "who            forms  wall s   cpu s  forms/s  first s ms each  command   others"


def _growing(place: Path, count: int) -> Run:
    """Print what one form more takes up to a tenth and up to all of them; return the last.

    The start is no part of it: what reads each kind of file is loaded with its first file.
    """
    sizes = [size for size in (count // 100, count // 10, count) if size >= 100]
    runs = [_shown(check(_some(place, size), "--jobs", "1")) for size in sizes]
    more = [
        1000 * (after.wall - before.wall) / (after.lines - before.lines)
        for before, after in pairwise(runs)
    ]
    told = ", ".join(f"{each:.2f}" for each in more)
    print(f"ms of one form more, from {sizes} forms: {told}, wanted within ±10%")
    return runs[-1]


def _some(place: Path, count: int) -> Path:
    """Return a folder with the first so many of the forms, in hundreds."""
    folder = place / f"first {count}"
    folder.mkdir(exist_ok=True)
    for hundred in sorted((place / "in").iterdir())[: count // 100]:
        if not (folder / hundred.name).exists():
            (folder / hundred.name).symlink_to(hundred)
    return folder


def _shown(run: Run) -> Run:
    print(_line(run), flush=True)
    return run


def _pairs(folder: Path) -> None:
    """Print pairs of runs by one and two processes, and the best of them."""
    found = []
    for _ in range(_PAIRS):
        one, two = (check(folder, "--jobs", jobs) for jobs in ("1", "2"))
        found.append((one.wall / two.wall, two.cpu / one.cpu))
        print(f"  wall 1 ÷ 2: {found[-1][0]:.2f}, processor 2 ÷ 1: {found[-1][1]:.2f}", flush=True)
    wall, cpu = max(found)
    print(f"best pair: {wall:.2f} (wanted ≥ 1.60) at {cpu:.2f} of the processor (wanted ≤ 1.10)")


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as name:
        place, begun = Path(name), time.monotonic()
        kinds = make(place / "in", count)
        print(f"{kinds} made in {time.monotonic() - begun:.0f} s; load", os.getloadavg())
        print(_HEAD)
        one = _growing(place, count)
        whole = _some(place, count)
        runs = [one, _shown(check(whole, "--jobs", "2"))]
        with dask_cluster.local_cluster() as address:
            runs.append(_shown(check(whole, "--cluster", address)))
        print("equal results:", len({each.sha for each in runs}) == 1)
        highest = max(max(each.peaks.values()) for each in runs)
        print(f"peak of any process: {highest:.0f} MiB, wanted ≤ 200")
        few = _some(place, min(2000, count))
        _pairs(few)
        many, seconds = opened_alone(few)
        print(f"openpyxl alone: {1000 * seconds / max(1, many):.1f} ms for each of {many} .xlsx")
        print("ms of a form:", {part: round(each, 1) for part, each in parts(few).items()})
        print(f"all in {time.monotonic() - begun:.0f} s; load", os.getloadavg())


if __name__ == "__main__":
    main()
