"""Prints how long ten thousand lines of the record take to verify, each with a version of a form.

Run by ``make bench-record``. Times depend on the machine and on what else it does.
"""

import sys
import tempfile
import time
from pathlib import Path

from selfeval_assist.documents import read
from selfeval_assist.form import paths
from selfeval_assist.resources import folder
from selfeval_assist.workspace import Workspace, verify


def main(lines: int) -> None:
    """Make a workspace of so many lines, and print the best and worst of five times."""
    (form,) = read(folder("examples") / "finished.json")
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "w.db"
        with Workspace.open(path) as workspace:
            # What is measured is reading; to wait for the disk ten thousand times says nothing.
            workspace._database._connection.execute("PRAGMA synchronous = OFF")
            form_id = workspace.create(form, person="王芳")
            for number in range(1, lines):
                changed = paths.put(form, "notes", f"{number}")
                workspace.save(form_id, changed, revision=number, person="王芳")
        times = []
        for _ in range(5):
            wall, cpu = time.perf_counter(), time.process_time()
            verdict = verify(path)
            times.append((time.perf_counter() - wall, time.process_time() - cpu))
            if not verdict.whole or verdict.lines != lines:
                sys.exit("not whole")
        size = path.stat().st_size / 1024**2
    for name, each in (("wall", [a for a, _ in times]), ("cpu", [b for _, b in times])):
        print(f"{lines} lines, {size:.0f} MiB: {name} {min(each):.3f} to {max(each):.3f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
