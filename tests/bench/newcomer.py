"""A newcomer's whole job in a real terminal, with keys only, and how many presses it takes.

``PYTHONPATH=tests python -m bench.newcomer`` prints the number. Needs tmux.
"""

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from selfeval_assist.resources import folder

ROOT = Path(__file__).parents[2]
WAIT = 60.0
"""Seconds after which a screen that does not come is a failure."""


@dataclass(frozen=True)
class Step:
    """Something a person does.

    Attributes:
        keys: names of keys, as tmux calls them, pressed one after the other.
        text: what is typed after them; each character is one press.
        until: a text that must be on the screen before the next step; without one, what was
            typed must be.
        field: the field path that holds the text afterwards, or empty.
        decides: whether a sentence is decided by it.
    """

    keys: tuple[str, ...] = ()
    text: str = ""
    until: str = ""
    field: str = ""
    decides: bool = False

    @property
    def presses(self) -> int:
        """How often a key is pressed."""
        return len(self.keys) + len(self.text)


def job(source: Path) -> tuple[Step, ...]:
    """Return the whole job on a published form: open, read, mend, explain, draft, decide, export.

    Args:
        source: the file of the form.
    """
    return (
        Step(until="您的姓名"),
        Step((), "陈默"),
        Step(("Enter",), until="F2 新建"),
        Step(("F4",), until="文件路径"),
        Step((), str(source), until=source.name),
        Step(("Enter",), until="基本信息"),
        Step(("F1",), until="Esc 返回"),
        Step(("Escape",), until="主管部门"),
        Step(("Tab",) * 5, "陈默", field="people.filler"),
        Step(("Tab",), "02112345678", field="people.phone"),
        Step(("F5",), until="未检查"),
        Step(("Enter",), until="Esc 回到检查"),
        Step(("C-a",), "1.2亿", field="indicators.24.actual"),
        Step(("Escape",), until="未检查"),
        Step(("F3",), until="需要说明原因"),
        Step(("Enter", "Tab", "Tab", "Tab"), "预算按市财政批复调减", field="funds.deviation.cause"),
        Step(("Tab", "Tab"), "按季度核对用款计划", field="funds.deviation.measure"),
        Step(("F8",), until="未起草"),
        Step(("Down", "Down", "F8"), until="待定"),
        Step(("a",), until="已接受", decides=True),
        Step(("C-r",), until="翻看"),
        Step(("Escape",), until="起草与审阅"),
        Step(("F4",), until="放在哪个文件夹"),
        Step(("Enter",), until="已导出"),
        Step(("F10",), until="上次修改"),
        Step(("C-q",)),
    )


class Terminal:
    """The program in a terminal of its own: 80 columns, 24 lines, its own home and tmux server."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._server = ("tmux", "-L", f"selfeval-{os.getpid()}-{home.name}", "-f", "/dev/null")

    def start(self, *arguments: str) -> None:
        """Start the program, by default without any command."""
        env = {
            "HOME": str(self.home),
            "XDG_DATA_HOME": str(self.home / "data"),
            "XDG_DOCUMENTS_DIR": str(self.home),
            "LANG": "C.UTF-8",
            "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        }
        settings = " ".join(f"{name}={shlex.quote(value)}" for name, value in env.items())
        told = shlex.join([sys.executable, "-m", "selfeval_assist", *arguments])
        command = f"exec env {settings} {told}"
        self._tmux("new-session", "-d", "-x", "80", "-y", "24", "-c", str(ROOT), command)

    def press(self, *keys: str) -> None:
        """Press keys by name, one after the other, as fast as the terminal takes them."""
        for key in keys:
            self._tmux("send-keys", key)
            if key == "Escape":
                # It begins the codes of other keys, so the program waits whether more comes.
                time.sleep(0.5)

    def type(self, text: str) -> None:
        """Type a text."""
        self._tmux("send-keys", "-l", "--", text)

    @property
    def screen(self) -> str:
        """What is on the screen; empty when the program has ended."""
        return self._tmux("capture-pane", "-p", check=False)

    @property
    def pid(self) -> int:
        """The number of the process."""
        return int(self._tmux("list-panes", "-F", "#{pane_pid}").split()[0])

    def wait(self, text: str) -> float:
        """Wait for a text on the screen; return how many seconds that took.

        Raises:
            TimeoutError: it did not come.
            RuntimeError: the program has ended.
        """
        begun = time.monotonic()
        while text not in (shown := self.screen):
            if not shown:
                raise RuntimeError(f"the program ended before it showed {text}")
            if time.monotonic() - begun > WAIT:
                raise TimeoutError(f"{text} is not on the screen:\n{shown}")
            time.sleep(0.05)
        return time.monotonic() - begun

    def close(self) -> None:
        """End this terminal's own server and what runs in it."""
        self._tmux("kill-server", check=False)

    def _tmux(self, *arguments: str, check: bool = True) -> str:
        done = subprocess.run(
            [*self._server, *arguments], capture_output=True, text=True, check=False
        )
        if check and done.returncode:
            raise RuntimeError(f"tmux {arguments[0]}: {done.stderr.strip()}")
        return done.stdout


def do(terminal: Terminal, steps: tuple[Step, ...]) -> Iterator[Step]:
    """Do one step after the other; yield each when its screen is there."""
    for step in steps:
        terminal.press(*step.keys)
        if step.text:
            terminal.type(step.text)
        if wanted := step.until or step.text:
            terminal.wait(wanted)
        yield step


def source() -> Path:
    """Return the published form that the newcomer is given."""
    return folder("examples") / "shanghai-maintenance.xlsx"


def do_all(place: Path, steps: Sequence[Step]) -> None:
    """Do a job from its first step to its last, in a terminal of its own that is closed then."""
    terminal = Terminal(place)
    try:
        terminal.start()
        for _ in do(terminal, steps):
            pass
    finally:
        terminal.close()


def main() -> None:
    """Do the job once and print the number of key presses."""
    if not shutil.which("tmux"):
        sys.exit("tmux is missing; this needs a terminal")
    with tempfile.TemporaryDirectory() as place:
        steps = job(source())
        begun = time.monotonic()
        do_all(Path(place), steps)
    presses = sum(step.presses for step in steps)
    typed = sum(len(step.text) for step in steps)
    print(f"{presses} key presses, {typed} of them text, in {time.monotonic() - begun:.1f} s")


if __name__ == "__main__":
    main()
