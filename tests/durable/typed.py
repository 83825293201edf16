"""Backups that are taken while somebody types in the real window in a real terminal."""

import random
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import programs
from bench.newcomer import Terminal, source
from durable.desk import Rows, Try, rows

from selfeval_assist.workspace import Workspace, verify

_CHANGING = frozenset({"form", "setting", "sqlite_sequence", "touched"})
"""Tables whose rows are changed; all others are only added to."""


def backups(folder: Path, count: int, seed: int) -> list[Try]:
    """Type, back up meanwhile, restore each backup into a new workspace, and compare.

    Args:
        folder: where all of it lies.
        count: how many backups are taken.
        seed: what the moments follow from.
    """
    terminal = Terminal(folder)
    path = folder / "data" / "selfeval-assist" / "workspace.sqlite3"
    path.parent.mkdir(parents=True)
    stop = threading.Event()
    taken: list[tuple[Path, Rows, Rows, str]] = []
    try:
        terminal.start("open", str(source()))
        terminal.wait("主管部门")
        terminal.press(*["Tab"] * 5)
        typing = threading.Thread(target=_type, args=(terminal, stop, seed))
        typing.start()
        chance = random.Random(seed)
        for number in range(count):
            time.sleep(chance.uniform(0.5, 3))
            target = folder / f"{number}.db"
            before = rows(path)
            done = programs.run("backup", target, "--workspace", path)
            taken.append((target, before, rows(path), done.stdout + done.stderr))
        stop.set()
        typing.join()
        terminal.press("F2")
        time.sleep(1)
    finally:
        stop.set()
        terminal.close()
    return [_compared(*each, end=rows(path)) for each in taken]


def _type(terminal: Terminal, stop: threading.Event, seed: int) -> None:
    """Type as a person does: some letters, often a pause, now and then the next field."""
    chance = random.Random(seed)
    number = 0
    while not stop.is_set():
        number += 1
        terminal.type(f"第{number}句")
        if number % 5 == 0:
            terminal.press(("Tab", "BTab")[number // 5 % 2])
        time.sleep(chance.choice((0.02, 0.1, 0.3, 1.2, 2.2)))


def _compared(target: Path, before: Rows, after: Rows, said: str, *, end: Rows) -> Try:
    """Restore a backup as a person does, and compare it with the moments round it."""
    found = Try(seen=said.strip())
    place = target.with_suffix(".restored")
    backup = rows(target)
    done = programs.run("restore", target, "--workspace", place)
    if done.returncode:
        found.lost.append(done.stderr)
        return found
    found.lost += [f"not whole: {each}" for each in verify(place).problems]
    new = rows(place)
    # Restoring adds one line to the record, and its link; all else is what the backup holds.
    for name in backup.keys() - {"sqlite_sequence"}:
        more = 1 if name in {"audit", "link"} else 0
        if new[name][: len(new[name]) - more] != backup[name]:
            found.lost.append(f"{name} was not restored as it was")
    found.lost += torn(before, backup, "what was saved before it began")
    found.lost += torn(backup, after, "what was saved when it ended")
    found.lost += _moment(backup, end)
    with Workspace.open(place) as workspace:
        (form,) = workspace.forms()
        shown = workspace.load(form.id)
        found.lost += [] if shown.revision == len(backup["revision"]) else ["another version"]
    revisions = [len(each["revision"]) for each in (before, backup, after, end)]
    found.after = "开始前 {} 版，备份 {} 版，备份后 {} 版，最后 {} 版".format(*revisions)
    return found


def torn(less: Rows, more: Rows, which: str) -> list[str]:
    """Say where one state does not begin with another that was earlier."""
    lost = []
    for name, held in less.items():
        if name not in _CHANGING:
            missing = set(held) - set(more[name])
            lost += [f"{len(missing)} rows of {name} are not in {which}"] if missing else []
    return lost


def _moment(backup: Rows, end: Rows) -> list[str]:
    """Say where a backup is not all that stood there at one moment of the whole record."""
    count = len(backup["audit"])
    lines: Sequence[tuple[object, ...]] = sorted(end["audit"], key=lambda line: int(str(line[0])))
    lost = [] if sorted(backup["audit"]) == lines[:count] else ["the record is not a beginning"]
    # Version n of the only form is stored with the line that says so: none is ahead or behind.
    told = [(line[4], line[5]) for line in lines[:count] if line[3] in {"create", "save"}]
    held = sorted((row[0], row[1]) for row in backup["revision"])
    lost += [] if sorted(told) == held else ["versions and record are of different moments"]
    current = {row[0]: row[1] for row in backup["form"]}
    lost += [] if current == dict.fromkeys(current, held[-1][1]) else ["another version is shown"]
    return lost
