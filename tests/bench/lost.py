"""Ends batches half-way, by kill -9 and by a full disk, runs them again, and prints what is there.

``make bench-lost N=200``; the full disk needs root, the cluster dask.
"""

import sys
import tempfile
from pathlib import Path

from bench.many_forms import make
from lost_runs import FAULTS, Batch, whole

HEAD = ("事故", "返回值", "人看到什么", "已做完", "再运行时读了", "重复、遗漏或不同")


def main(count: int) -> int:
    """Print the table; return how many batches lost something."""
    wrong = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "in"
        print(make(folder, count))
        once = whole(folder, Path(name) / "whole")
        print(f"| {' | '.join(HEAD)} |")
        for number, (fault, act) in enumerate(FAULTS.items()):
            place = Path(name) / str(number)
            place.mkdir()
            lost = act(Batch(folder, place / "结果", once))
            if lost is None:
                print(f"| {fault} | 没有试：这里挂不了小磁盘 |")
                continue
            wrong += bool(lost.wrong)
            found = "；".join(lost.wrong) or "没有"
            cells = (
                fault,
                lost.code,
                lost.seen or ("没有察觉" if lost.code >= 0 else "运行没有了"),
                lost.kept,
                lost.again,
                found,
            )
            print(f"| {' | '.join(map(str, cells))} |", flush=True)
    return wrong


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200) > 0)
