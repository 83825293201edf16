"""How far a command over many files is: a line at the foot of the terminal, gone at the end."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def with_progress(work: Iterable[T], total: int, *, hidden: bool = False) -> Iterator[T]:
    """Pass work on, and show how much of it is done, how fast, and how long the rest will take.

    Only on a terminal; what is told meanwhile stands above.

    Args:
        work: yields something for each file that is done.
        total: how many files there are.
        hidden: whether nothing is to be shown, as where the results scroll over the same terminal.
    """
    if hidden or not sys.stderr.isatty():
        yield from work
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (BarColumn(), TextColumn("{task.description}", markup=False))
    console = Console(file=sys.stderr)
    with Progress(*columns, console=console, transient=True, redirect_stdout=False) as bar:
        task, begun = bar.add_task(state(0, total, 0), total=total), time.monotonic()
        for number, each in enumerate(work, start=1):
            yield each
            words = state(number, total, time.monotonic() - begun)
            bar.update(task, completed=number, description=words)


def state(number: int, total: int, seconds: float) -> str:
    """Return in words how many of the files are done, how many a second, and the time left."""
    words = f"{number}/{total} 个文件"
    if not number or seconds <= 0:
        return words
    rate = number / seconds
    left = int((total - number) / rate)
    return f"{words}　{rate:.1f} 个/秒　还需约 {left // 3600}:{left // 60 % 60:02}:{left % 60:02}"
