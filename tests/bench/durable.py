"""Does what can go wrong with a workspace, and prints what a person saw and what was lost.

Run by ``make bench-durable``; a number says how many times each is tried. A backup while somebody
types needs tmux; a small disk and a read-only one are mounted where root may, else files are kept
from growing and that point is said not to have been tried.
"""

import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from durable import killed, others, places, typed
from durable.desk import Try

FAULTS: Mapping[str, Mapping[str, Callable[[Path, int], Try]]] = {
    "kill -9": killed.POINTS,
    "磁盘已满": places.FULL,
    "只读": places.READ_ONLY,
    "被别的程序锁住": others.LOCK,
    "时钟拨回": others.CLOCK,
    "两个窗口一张表": others.WINDOWS,
    "两个工作区": others.WORKSPACES,
}
HEAD = ("故障", "做了什么", "次数", "人看到什么", "之后", "丢失")
_PLACE = re.compile(r"“[^”]*/([^”]*)”")
_WHEN = re.compile(
    r"第 \d+ 版|\d{4}-\d\d-\d\d \d\d:\d\d|“[甲乙]”|(?:closed|mounted|durable)-\w+|\d+(?=\.db)"
)
_COUNT = re.compile(r"\d+")


def tried(act: Callable[[Path, int], Try], tries: int) -> list[Try]:
    """Do one thing several times, each with a folder of its own."""
    found = []
    for seed in range(tries):
        with tempfile.TemporaryDirectory(prefix="durable-") as name:
            found.append(act(Path(name), seed))
    return found


def row(fault: str, what: str, found: list[Try]) -> str:
    """Return one line of the table; every loss is printed in full below it."""
    seen = dict.fromkeys(
        _WHEN.sub("…", _PLACE.sub(r"“\1”", sentence))
        for each in found
        for sentence in re.split(r"(?<=[；。])(?!$)", each.seen)
        if sentence
    )
    after = dict.fromkeys(_COUNT.sub("n", each.after) for each in found)
    lost = sum(bool(each.lost) for each in found)
    cells = (fault, what, str(len(found)), "".join(seen) or "没有察觉", " / ".join(after))
    told = "".join(f"\n    {loss}" for each in found for loss in each.lost)
    return f"| {' | '.join(cells)} | {lost} |{told}"


def main(tries: int) -> int:
    """Print the table; return how many tries lost something."""
    with tempfile.TemporaryDirectory() as name, places.disk(Path(name)) as place:
        how = "a small tmpfs" if place else "RLIMIT_FSIZE: nothing can be mounted here"
    print(f"full disk by {how}\n| {' | '.join(HEAD)} |")
    lost = 0
    for fault, points in FAULTS.items():
        for what, act in points.items():
            found = tried(act, tries)
            lost += sum(bool(each.lost) for each in found)
            print(row(fault, what, found), flush=True)
    if shutil.which("tmux"):
        with tempfile.TemporaryDirectory(prefix="durable-") as name:
            found = typed.backups(Path(name), 2 * tries, seed=tries)
        lost += sum(bool(each.lost) for each in found)
        print(row("边输入边备份", "真实终端里不停输入，另一进程备份，恢复到新工作区", found))
        for each in found:
            print(f"    {each.after}")
    else:
        print("tmux is missing: no backup was taken while typing")
    print(f"{lost} lost something")
    return lost


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5) > 0)
