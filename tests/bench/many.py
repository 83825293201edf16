"""Many forms by one and by two processes: forms a second, memory, the first result, a killed run.

``PYTHONPATH=tests python -m bench.many 1000`` prints a table. It is no test: figures depend on the
machine, and only those of one run can be compared.
"""

import hashlib
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import programs
from bench.many_forms import elements, make

_EVERY = 0.05
_BUSY = 3.0
"""Seconds of a processor after which the first run is killed; each later one after as many more."""


@dataclass
class Run:
    """One run: seconds, processor seconds, the first line, and the peak of each process in MiB."""

    jobs: int
    wall: float = 0.0
    cpu: float = 0.0
    first: float = 0.0
    lines: int = 0
    sha: str = ""
    peaks: dict[int, float] = field(default_factory=dict)
    parent: int = 0


def check(folder: Path, jobs: int) -> Run:
    """Check a folder and measure."""
    run = Run(jobs)
    begun, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    command = programs.command("check", folder, "--format", "jsonl", "--jobs", jobs)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        run.parent = child.pid
        stop = threading.Event()
        watch = threading.Thread(target=_watch, args=(child.pid, run.peaks, stop))
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
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    run.wall, run.sha = time.monotonic() - begun, digest.hexdigest()
    run.cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return run


def _watch(parent: int, peaks: dict[int, float], stop: threading.Event) -> None:
    """Note the highest resident memory of a process and of its children."""
    while not stop.wait(_EVERY):
        for pid in (parent, *_children(parent)):
            peaks[pid] = max(peaks.get(pid, 0.0), _high(pid))


def _children(parent: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{parent}/task").glob("*/children"):
        try:
            found += map(int, task.read_text(encoding="ascii").split())
        except OSError:
            continue
    return found


def _high(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0.0
    high = next((line for line in lines.splitlines() if line.startswith("VmHWM")), "VmHWM: 0 kB")
    return int(high.split()[1]) / 1024


def _worked(parent: int) -> float:
    """Return the seconds of a processor that the children of a process have used."""
    ticks = 0
    for pid in _children(parent):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2]
        except OSError:
            continue
        ticks += sum(map(int, fields.split()[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def killed(folder: Path, out: Path, times: int) -> tuple[int, list[str]]:
    """Run a batch, kill it several times, let it end; return how many kills, and what is wrong."""
    kills = 0
    for number in range(times):
        command = programs.command("batch", folder, "--into", out, "--jobs", "2")
        with subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as child:
            # By the work done, not by the clock: another program may have the processors.
            while child.poll() is None and _worked(child.pid) < _BUSY * (number + 1):
                time.sleep(_EVERY)
            if child.poll() is None:
                child.kill()
                kills += 1
    done = subprocess.run(
        programs.command("batch", folder, "--into", out, "--jobs", "2"),
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    print(done.stdout.splitlines()[0])
    files = [str(each["file"]) for each in elements((out / "检查结果.jsonl").read_text("utf-8"))]
    there = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    wrong = [f"{file} twice" for file in set(files) if files.count(file) > 1]
    return kills, wrong + [f"{file} missing" for file in there - set(files)]


_HEAD = "jobs  wall s   cpu s  forms/s  first s  MiB parent  MiB child"


def _line(run: Run) -> str:
    child = max((most for pid, most in run.peaks.items() if pid != run.parent), default=0)
    return (
        f"{run.jobs:4}{run.wall:8.1f}{run.cpu:8.1f}{run.lines / run.wall:9.1f}{run.first:9.2f}"
        f"{run.peaks.get(run.parent, 0):12.0f}{child:11.0f}"
    )


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    pairs = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "in"
        begun = time.monotonic()
        kinds = make(folder, count)
        print(f"{kinds} made in {time.monotonic() - begun:.1f} s; load", os.getloadavg())
        runs = [check(folder, jobs) for _ in range(pairs) for jobs in (1, 2)]
        print(_HEAD)
        for run in runs:
            print(_line(run))
        print("equal results:", len({each.sha for each in runs}) == 1)
        if len(sys.argv) > 3:
            begun = time.monotonic()
            kills, wrong = killed(folder, Path(place) / "out", int(sys.argv[3]))
            said = wrong or "nothing twice, nothing missing"
            print(f"killed {kills} times, then ended, {time.monotonic() - begun:.0f} s: {said}")


if __name__ == "__main__":
    main()
