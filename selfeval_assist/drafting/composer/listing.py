"""Names in a row, with what they end in said once: 开发、系统、网络维护工作完成率."""

from collections.abc import Sequence

_LEAST, _MOST_HEAD, _PAIR = 4, 8, 2
"""Characters of a common end that is said once, and of what may stand alone before it."""


def listed(names: Sequence[str]) -> str:
    """Return names as a list: 甲、乙和丙."""
    *first, last = names
    return f"{'、'.join(first)}和{last}" if first else last


def enumerated(names: Sequence[str]) -> str:
    """Return all names as a list; neighbours with a long common end share it.

    Two that do so among others would be read as one: 甲、乙患者管理率和丙率.
    """
    runs: list[list[str]] = []
    for name in dict.fromkeys(names):
        if runs and _tail([*runs[-1], name]):
            runs[-1].append(name)
        else:
            runs.append([name])
    if len(runs) == 1:
        tail = _tail(runs[0]) if len(runs[0]) > 1 else ""
        return listed([name.removesuffix(tail) for name in runs[0]]) + tail
    parts = (run if len(run) <= _PAIR else [_joined(run)] for run in runs)
    return listed([each for part in parts for each in part])


def _joined(run: Sequence[str]) -> str:
    tail = _tail(run)
    return "、".join(name.removesuffix(tail) for name in run) + tail


def _tail(run: Sequence[str]) -> str:
    """Return the end that names have in common, "" for one too short to be said once."""
    first = run[0]
    size = next(
        (
            size
            for size in range(min(map(len, run)) - 1, _LEAST - 1, -1)
            if all(name.endswith(first[-size:]) for name in run)
        ),
        0,
    )
    heads = [len(name) - size for name in run]
    return first[-size:] if size and all(1 < head <= _MOST_HEAD for head in heads) else ""
