"""Print in one run what the checks find, how files are read, and how fast screens respond."""

import asyncio
from collections.abc import Callable, Iterator

from bench import overhead, reading, screens, speed, tables
from layouts import compare


def main() -> None:
    """Print each table as soon as it is known."""
    for title, table in _tables():
        print(f"## {title}\n{table()}\n", flush=True)


def _tables() -> Iterator[tuple[str, Callable[[], str]]]:
    yield "Arithmetic of the published forms", tables.arithmetic
    yield "Defects of the published forms", tables.defects
    yield "Errors judged wrong", tables.wrong
    title = f"Checks, {speed.ROUNDS} rounds, {speed.ROWS} rows"
    yield title, lambda: speed.report(speed.measure())
    yield "Cells read right, by layout and kind of file", lambda: compare.table(compare.outcomes())
    yield "One form read by several readers", reading.report
    yield "The chain over the bare client", _overhead
    yield "Screens", screens.report


def _overhead() -> str:
    with overhead.served() as endpoint:
        return overhead.report(asyncio.run(overhead.measure(endpoint)))


if __name__ == "__main__":
    main()
