"""Drafts of many forms against a server of a fixed delay: how much of what it gives is taken.

``make bench-drafts N=500``: so many drafts, a call each, on a server that works on eight calls at a
time and takes two seconds for each. What it gives is known beforehand. Its clock runs from the
first call to the last answer; the forms are read by processes as they are needed.
"""

import math
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path

import programs
import slow_model
from bench.many_forms import make

SLOTS, DELAY = 8, 2.0
ENVIRONMENT = {"OPENAI_MODEL": "m", "SELFEVAL_PARALLEL": str(SLOTS)}


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    programs.PATIENCE = 3600
    with tempfile.TemporaryDirectory() as name, slow_model.slow_model(DELAY, SLOTS) as url:
        folder = Path(name) / "in"
        make(folder, count, sound=True)
        done = programs.run(
            "draft", folder, "--model", "--text", "实际完成情况", "--format", "json",
            env={"OPENAI_BASE_URL": url, **ENVIRONMENT},
        )  # fmt: skip
        lines = done.stdout.splitlines()
        assert len(lines) == count, done.stderr
        found = slow_model.counts(url)
        given = math.ceil(found.calls / SLOTS) * DELAY
        print(
            f"{count} forms, {found.calls} calls in {found.seconds:.1f} s; the server needs "
            f"{given:.1f} s: {given / found.seconds:.1%} of what it gives; load "
            f"{os.getloadavg()[0]:.1f}"
        )
        told = Counter(line for line in done.stderr.splitlines() if "改用" in line)
        print(*(f"{times} × {line}" for line, times in told.items()), sep="\n")


if __name__ == "__main__":
    main()
