"""Another program's lock, a clock that is set back, a second window and a second workspace."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import programs
from durable.desk import FORM, Try, Window, begin, compare, window

from selfeval_assist.documents import read
from selfeval_assist.form import paths
from selfeval_assist.resources import folder as resources
from selfeval_assist.workspace import FormId, Workspace, back_up

_HOLDER = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute(sys.argv[2])
print("held", flush=True)
sys.stdin.readline()
"""
DAY = 86_400.0


@contextmanager
def lock(path: Path, seed: int) -> Iterator[Callable[[], None]]:
    """Let another process hold the file; it lets go when told, or is killed, by turns."""
    how = ("BEGIN IMMEDIATE", "BEGIN EXCLUSIVE")[seed % 2]
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, path, how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    holder.stdout.readline()

    def let_go() -> None:
        if seed % 3 == 2:
            holder.kill()
        holder.communicate(b"\n", timeout=programs.PATIENCE)

    try:
        yield let_go
    finally:
        if holder.poll() is None:
            holder.kill()
            holder.communicate()


def locked(*steps: tuple[object, ...]) -> Callable[[Path, int], Try]:
    """Do something while the file is locked, and the same again when it is free."""

    def one(folder: Path, seed: int) -> Try:
        path, found = folder / "w.db", Try()
        form = begin(path)
        back_up(path, folder / "source.db")
        at = {"{}": str(folder / f"new{seed}.db"), "{source}": str(folder / "source.db")}
        told = [[at.get(str(each), each) for each in step] for step in steps]
        with window(path, form) as one:
            one.do("type", f"先存的 {seed}")
            one.do("save")
            with lock(path, seed) as let_go:
                for step in told:
                    one.do(*step)
                one.do("jot")
                found.seen = "；".join(dict.fromkeys(one.told))
                if seed % 3 == 1:
                    one.kill()
                let_go()
            if seed % 3 != 1:
                found.lost += [f"{s} does not go on" for s in told if not _does(one, s)]
                one.kill()
        if any(step[0] == "bring_back" for step in steps) and seed % 3 != 1:
            one.saved.clear()  # all of the workspace was replaced, as was asked
            one.kept = ""
        compare(path, one, found=found)
        return found

    return one


def _does(one: Window, step: list[object]) -> bool:
    said = one.do(*step)
    # What could be done in spite of the lock stands there already.
    return bool(said) and ("told" not in said or "已有" in str(said["told"]))


def opening(folder: Path, seed: int) -> Try:
    """Open a workspace that another program holds: what can be read is shown."""
    path, found = folder / "w.db", Try()
    form = begin(path)
    with lock(path, seed) as let_go, window(path, form) as one:
        found.seen = "".join(one.told)
        one.do("type", "锁着时输入的")
        one.do("save")
        found.seen = "；".join(dict.fromkeys(one.told))
        let_go()
        if "saved" not in one.do("save"):
            found.lost.append("it cannot be saved when it is free")
    compare(path, one, found=found)
    return found


def set_back(*by: float, kill: bool = False) -> Callable[[Path, int], Try]:
    """Let each look at the clock be off by so many seconds; work, and open anew."""

    def one(folder: Path, seed: int) -> Try:
        path, found = folder / "w.db", Try()
        form = begin(path)
        with window(path, form, clock=str(list(by))) as one:
            for number in range(4):
                one.do("type", f"{seed} {number}")
                one.do("jot")
                one.do("save")
            one.do("back", 2)
            one.do("copy", str(folder / "b.db"))
            one.do("type", "没有存的")
            one.do("jot")
            found.seen = "；".join(one.told)
            if not kill:
                one.do("save")
        compare(path, one, found=found)
        with window(path, form, name="李强") as other:
            # The machine's own clock again: what was left is offered, and all goes on.
            found.seen += "；".join(other.told)
            offered = other.do("save").get("saved")
            if kill and offered != "没有存的":
                found.lost.append(f"what was typed is not brought back: {offered}")
        compare(path, one, other, found=found)
        with Workspace.open(folder / "b.db") as backup:
            if backup.load(FormId(form)).form.notes != f"{seed} 0":
                found.lost.append("the backup is another state")
        return found

    return one


def in_turn(folder: Path, seed: int) -> Try:
    """Save in two windows that do not know of each other: the second one is told and forks."""
    path, found = folder / "w.db", Try()
    form = begin(path)
    with window(path, form, "甲") as one, window(path, form, "乙") as two:
        first, second = (one, two) if seed % 2 else (two, one)
        first.do("type", "先存的")
        second.do("type", "后存的")
        second.do("jot")
        first.do("save")
        if "error" not in second.do("save"):
            found.lost.append("the second window was not told")
        first.do("type", "又存的")
        first.do("save")
        second.do("fork")
        found.seen = "；".join([*one.told, *two.told])
    compare(path, one, two, found=found)
    return found


def both_killed(folder: Path, seed: int) -> Try:
    """Kill two windows that both type, after one of them had saved or not."""
    path, found = folder / "w.db", Try(seen="窗口没有了")
    form = begin(path)
    with window(path, form, "甲") as one, window(path, form, "乙") as two:
        for each, text in ((one, "甲输入的"), (two, "乙输入的")):
            each.do("type", f"{text}{seed}")
            each.do("jot")
        if seed % 2:
            one.do("save")
            found.seen = "；".join(two.told) or found.seen
        if seed % 3 == 0:
            two.do("save")
        one.kill()
        two.kill()
    compare(path, one, two, found=found)
    return found


def racing(folder: Path, seed: int) -> Try:
    """Let two windows save one form as fast as they can, and kill both."""
    path, found = folder / "w.db", Try()
    form = begin(path)
    with window(path, form, "甲") as one, window(path, form, "乙") as two:
        for each in (one, two):
            each.ask("rush", ("save", "versions")[seed % 2])
        for _ in range(5):
            one.hear()
            two.hear()
        one.kill()
        two.kill()
        found.seen = "；".join(dict.fromkeys([*one.told[-1:], *two.told[-1:]]))
    compare(path, one, two, found=found)
    return found


def one_file_in_both(folder: Path, seed: int) -> Try:
    """Bring one file into two workspaces, work in both by turns, kill both while typing."""
    source, found = resources("examples") / "shanghai-maintenance.xlsx", Try()
    ends = (("甲.db", "乙.db"), ("自评.2024", "自评.2025"))[seed % 2]
    places = [folder / each for each in ends]
    with window(places[0], 0, "甲") as one, window(places[1], 0, "乙") as two:
        for each, name in ((one, "甲"), (two, "乙")):
            each.do("bring", str(source))
            for number in range(3):
                each.do("type", f"{name}{number}")
                each.do("save")
            each.do("type", f"{name}没有存")
            each.do("jot")
        found.seen = "；".join([*one.told, *two.told]) or "窗口没有了"
    for place, each, strange in ((places[0], one, "乙"), (places[1], two, "甲")):
        with window(place, 1, "丙") as again:
            said = again.do("save")
            if str(said.get("saved")) != each.kept:
                found.lost.append(f"{place.name}: {said.get('saved')!r} is offered")
            found.lost += [f"text of {strange} in {place.name}" for text in again.saved.values()
                           if text.startswith(strange)]  # fmt: skip
        compare(place, each, again, found=found)
    return found


def moved(folder: Path, seed: int) -> Try:
    """Move a form to another workspace by its file, back again, with both windows open."""
    here, there, found = folder / "甲.db", folder / "乙.db", Try()
    form, suffix = begin(here), ("json", "xlsx", "docx")[seed % 3]
    begin(there)
    with window(here, form, "甲") as one, window(there, 1, "乙") as two:
        one.do("type", "搬走以前存的")
        one.do("save")
        two.do("type", "另一个工作区里的")
        two.do("save")
        out = folder / "交"
        done = programs.run(
            "forms", "export", form, "--to", out, "--format", suffix, "--workspace", here
        )
        found.seen = done.stderr.strip()
        (file,) = out.iterdir()
        two.do("bring", str(file))
        two.do("type", "搬来以后存的")
        two.do("save")
        one.do("type", "留下的也在改")
        one.do("save")
        found.seen = "；".join([found.seen, *one.told, *two.told]).strip("；")
    compare(here, one, found=found)
    compare(there, two, found=found)
    with Workspace.open(there) as workspace:
        came = workspace.load(FormId(2), 1).form
    (expected,) = read(file)
    if came != expected:
        found.lost.append("what came is not what the file holds")
    if suffix == "json" and came != paths.put(FORM, "notes", "搬走以前存的"):
        found.lost.append("the form is not the same in the other workspace")
    return found


LOCK = {
    "打开时": opening,
    "保存时": locked(("type", "锁着时输入的"), ("save",)),
    "恢复版本时": locked(("back", 1)),
    "备份时": locked(("copy", "{}")),
    "恢复整个工作区时": locked(("bring_back", "{source}")),
}
CLOCK = {
    "每次慢一秒": set_back(0, -1, -2, -3, -4, -5, -6, -7),
    "工作中拨回一天": set_back(0, 0, 0, -DAY),
    "拨回四百天": set_back(0, -400 * DAY),
    "拨到1970年": set_back(0, 0, -56 * 365.25 * DAY),
    "先快十年再拨正": set_back(3652 * DAY, 3652 * DAY, 3652 * DAY, 0),
    "拨回后被结束": set_back(0, 0, 0, -30 * DAY, kill=True),
    "拨快后被结束再拨正": set_back(3652 * DAY, kill=True),
}
WINDOWS = {"先后保存": in_turn, "都在输入时被结束": both_killed, "同时连续保存": racing}
WORKSPACES = {"同一文件读入两处": one_file_in_both, "把一张表搬过去": moved}
