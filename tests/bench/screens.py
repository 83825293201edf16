"""How soon the screens are there and how they keep up with keys; ``python -m bench.screens``.

The first frame and the first field are compared with the first frame of a bare Textual app in the
same run: all are started in turn in a terminal of their own, compiled already as on any second
start, and the time until a text is drawn is taken. The last line starts the whole command, which
reads its arguments first. The path of another checkout as an argument is measured in the same run.
"""

import asyncio
import gc
import os
import pty
import select
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.speed import thirty_rows
from faults.server import fault_server
from textual import events
from textual.pilot import Pilot

from selfeval_assist.drafting import Endpoint, Limits
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.tui.app import SelfEvalApp
from selfeval_assist.tui.parts.drafts import Drafts
from selfeval_assist.tui.screens.walk import Walk
from selfeval_assist.tui.terminal.loading import model_ready
from selfeval_assist.workspace import Workspace

ROUNDS = int(os.environ.get("ROUNDS", "10"))
KEYS = 10
_BARE = (
    "from textual.app import App\nfrom textual.widgets import Static\n"
    "class Bare(App):\n    def compose(self): yield Static('READY')\nBare().run()"
)
_REST = 0.3
"""Seconds between two keys: the rules run behind each of them."""
_FIELD = "项目名称"
"""The title of a field that can be typed into; nothing else on the screen holds it."""
_OPEN = "import sys\nfrom pathlib import Path\nfrom selfeval_assist.tui import run\n"


def starts(before: str = "") -> str:
    """Return the seconds to the first frame and to a usable form, beside a bare app's.

    Args:
        before: another checkout, whose usable form is taken in turn with the others.
    """
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "form.json"
        file.write_text(thirty_rows().model_dump_json(), encoding="utf-8")
        ways = {
            "bare app": (_BARE, "READY"),
            "first frame": (f"{_OPEN}run(None, workspace=Path({place!r}) / 'a@')", "绩效自评助手"),
            "usable form": (
                f"{_OPEN}run(Path({str(file)!r}), workspace=Path({place!r}) / 'b@')",
                _FIELD,
            ),
            "selfeval-assist open": (
                "import sys\nfrom selfeval_assist.__main__ import main\n"
                f"sys.argv = ['', 'open', {str(file)!r}, '--workspace', {place + '/c@'!r}]\nmain()",
                _FIELD,
            ),
        }
        if before:
            code, text = ways["usable form"]
            code = f"import sys\nsys.path.insert(0, {before!r})\n" + code.replace("'b@'", "'d@'")
            ways["usable form before"] = code, text
        times: dict[str, list[float]] = {name: [] for name in ways}
        worked: dict[str, list[float]] = {name: [] for name in ways}
        for turn in range(ROUNDS + 1):
            for name, (code, text) in ways.items():
                # A file that is in the list already is asked about, so each start has its own list.
                taken, work = _until(code.replace("@", str(turn)), text)
                if turn:  # the first fills the caches of the machine
                    times[name].append(taken)
                    worked[name].append(work)
    heads = ("minimum", "median", "/ bare", "CPU", "/ bare")
    lines = [f"{'milliseconds':24}" + "".join(f"{head:>10}" for head in heads)]
    bare, bare_work = min(times["bare app"]), min(worked["bare app"])
    for name, taken_ in times.items():
        least, middle, work = min(taken_), statistics.median(taken_), min(worked[name])
        lines.append(
            f"{name:24}{1000 * least:10.0f}{1000 * middle:10.0f}{least / bare:10.2f}"
            f"{1000 * work:10.0f}{work / bare_work:10.2f}"
        )
    return "\n".join(lines)


def _worked(process: int) -> float:
    """Return the seconds of a processor that a process has taken, all its threads together."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _until(code: str, text: str) -> tuple[float, float]:
    """Start a program in a terminal; return the seconds until a text is drawn, and those worked."""
    begun = time.perf_counter()
    process, terminal = pty.fork()
    if process == 0:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ.update(TERM="xterm-256color", COLUMNS="80", LINES="24", LANG="C.UTF-8")
        os.execv(sys.executable, [sys.executable, "-c", code])
    seen = b""
    try:
        while text.encode() not in seen:
            if time.perf_counter() - begun > 60 or not select.select([terminal], [], [], 60)[0]:
                raise TimeoutError(f"{text} was not drawn")
            seen += os.read(terminal, 65536)
        return time.perf_counter() - begun, _worked(process)
    finally:
        os.kill(process, 9)
        os.waitpid(process, 0)
        os.close(terminal)


class Stalls:
    """The longest time for which the event loop did not come round."""

    def __init__(self) -> None:
        self.worst = 0.0

    async def watch(self) -> None:
        """Measure until cancelled."""
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.005)
            self.worst = max(self.worst, time.perf_counter() - before - 0.005)


async def keys(count: int) -> tuple[float, float, float]:
    """Return the seconds from a key to the updated score on the screen with some rows.

    Returns:
        The least and the median, and the least time of a processor.
    """
    rows = (thirty_rows().indicators * 4)[:count]
    form = thirty_rows().model_copy(update={"indicators": rows})
    with tempfile.TemporaryDirectory() as place, Workspace.open(Path(place) / "w") as workspace:
        app = SelfEvalApp(workspace, person="x")
        async with app.run_test(size=(120, 40)) as pilot:
            screen = await _opened(app, pilot, form)
            await screen.action_show("indicators")
            await pilot.pause()
            screen.current.reveal("indicators.3.actual")
            await pilot.pause()
            done = asyncio.Event()
            screen.session.listeners.append(lambda: screen.call_after_refresh(done.set))
            times, worked = [], []
            for _ in range(KEYS):
                done.clear()
                begun, busy = time.perf_counter(), time.process_time()
                app.post_message(events.Key("1", "1"))
                await done.wait()
                times.append(time.perf_counter() - begun)
                worked.append(time.process_time() - busy)
                await pilot.pause(_REST)
    return min(times), statistics.median(times), min(worked)


async def typing() -> float:
    """Return the worst stall while a person types in a form of a hundred rows, in seconds."""
    gc.freeze()
    form = thirty_rows()
    form = form.model_copy(update={"indicators": (form.indicators * 4)[:100]})
    with tempfile.TemporaryDirectory() as place, Workspace.open(Path(place) / "w") as workspace:
        app = SelfEvalApp(workspace, person="x")
        async with app.run_test(size=(120, 40)) as pilot:
            screen = await _opened(app, pilot, form)
            await screen.action_show("indicators")
            screen.current.reveal("indicators.3.actual")
            await pilot.pause(1)

            async def typed() -> None:
                for _ in range(KEYS):
                    app.post_message(events.Key("1", "1"))
                    await asyncio.sleep(_REST)

            return await _stalled(typed())


async def stalls() -> Sequence[tuple[str, float]]:
    """Return the worst stalls: a form opens, langchain loads, a draft streams; in seconds."""
    gc.freeze()  # as the app does after its start
    found = []
    with tempfile.TemporaryDirectory() as place, Workspace.open(Path(place) / "w") as workspace:
        async with fault_server() as server:
            limits = Limits(connect=1, read=5, chunk=5, deadline=20, tries=1)
            endpoint = Endpoint(base_url=server.url("ok"), model="m", limits=limits)
            app = SelfEvalApp(workspace, person="x", endpoint=endpoint)
            async with app.run_test(size=(80, 24)) as pilot:
                found.append(("a form opens", await _stalled(_opened(app, pilot, thirty_rows()))))
                found.append(("langchain loads", await _stalled(model_ready())))
                screen = app.screen
                assert isinstance(screen, Walk)
                await screen.action_show("drafts")
                await pilot.pause()
                await pilot.press("down")
                screen.query_one(Drafts).action_draft()
                found.append(("a draft streams", await _stalled(app.workers.wait_for_complete())))
    return found


async def _stalled(work: object) -> float:
    watch = Stalls()
    task = asyncio.create_task(watch.watch())
    await work  # type: ignore[misc]  # whatever can be awaited
    task.cancel()
    return watch.worst


async def _opened(app: SelfEvalApp, pilot: Pilot[None], form: SelfEvaluation) -> Walk:
    app.open_form(app.workspace.create(form, person="x"))
    await pilot.pause()
    await app.workers.wait_for_complete()
    if not isinstance(app.screen, Walk):
        raise TypeError("the form did not open")
    return app.screen


def lines() -> Iterator[str]:
    """Yield all figures as lines of text."""
    yield starts(*sys.argv[1:2])
    for count in (30, 100):
        least, middle, work = (1000 * each for each in asyncio.run(keys(count)))
        more = f"({middle:.1f} median, CPU {work:.1f})"
        yield f"key to updated score, {count:3} rows: {least:6.1f} ms {more}"
    worst = min(asyncio.run(typing()) for _ in range(3))
    yield f"worst stall while typing, 100 rows: {1000 * worst:6.1f} ms"
    for what, worst in asyncio.run(stalls()):
        yield f"worst stall while {what}: {1000 * worst:6.1f} ms"


def report() -> str:
    """Return all figures as lines of text."""
    return "\n".join(lines())


if __name__ == "__main__":
    for line in lines():
        print(line, flush=True)
