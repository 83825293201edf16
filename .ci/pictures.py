"""Take the pictures of the documentation: every step of the finished example at both sizes.

Needs rsvg-convert (librsvg) and the fonts named below.
"""

import asyncio
import datetime
import html
import re
import subprocess
import tempfile
from pathlib import Path

from rich.cells import cell_len
from textual.pilot import Pilot
from textual.widgets import Input

from selfeval_assist.documents import read
from selfeval_assist.resources import folder
from selfeval_assist.tui import app as app_module
from selfeval_assist.tui.app import SelfEvalApp
from selfeval_assist.tui.screens.walk import Walk
from selfeval_assist.tui.widgets.reply import Reply
from selfeval_assist.tui.words.keys import STEPS
from selfeval_assist.workspace import Workspace

SCREENS = Path(__file__).parent.parent / "docs" / "screens"
FONTS = "DejaVu Sans Mono, Noto Sans CJK SC"
CELL, SIZE = 12.2, 20
"""The width of a cell in the pictures of the library, and that of a Chinese sign."""
_RUN = re.compile(r"[ \xa0]+|[!-\x9f\xa1-\u2e7f]+|.", re.DOTALL)
"""Blanks, what stands in narrow cells, or one wide sign; what draws would drop leading blanks."""
_TEXT = re.compile(
    r'<text(?P<more> class="[^"]+-r\d+") x="(?P<x>[\d.]+)"(?P<rest> y="[\d.]+") textLength="[\d.]+"'
    r'(?: clip-path="[^"]+")?>(?P<text>[^<]*)</text>'
)
PAUSE = 2
"""Seconds after which nothing moves any more."""
SIZES = ((80, 24), (120, 40))
EXAMPLES = ("finished.json", "shanghai-integration.json", "shanghai-maintenance.json")
OVER = {"scores": "ctrl+g", "preview": "ctrl+r", "links": "t"}
"""Screens that lie over a step, with their keys."""
SAID = ("这个86%怎么算的？", "第四句删了吧，太啰嗦")
"""What is said in the picture of the conversation."""


async def take(size: tuple[int, int], workspace: Workspace) -> None:
    """Take the pictures of one size."""
    app = SelfEvalApp(workspace, person="陈默")
    ids = [
        workspace.create(form, person="陈默")
        for name in EXAMPLES
        for form in read(folder("examples") / name)
    ]
    async with app.run_test(size=size) as pilot:
        await rested(app, pilot)
        save(app, "home", size)
        app.open_form(ids[0])
        await pilot.pause()
        screen = app.screen
        if not isinstance(screen, Walk):
            raise TypeError("the form did not open")
        await app.workers.wait_for_complete()
        for name in STEPS:
            await screen.action_show(name)
            await pilot.pause()
            if name == "drafts":
                await pilot.press("down", "f8")
                await pilot.pause()
                await pilot.press("a")
                await pilot.pause()
            if name == "export":
                # The folder of whoever takes the pictures is nobody's business.
                screen.query_one("#folder", Input).value = "~/自评表导出"
                await pilot.pause()
            await rested(app, pilot)
            save(app, name, size)
        await talk(app, pilot, screen)
        save(app, "talk", size)
        await pilot.press("escape")
        await pilot.pause()
        for name, key in OVER.items():
            await screen.action_show("findings")
            await pilot.press(key)
            await pilot.pause()
            await pilot.pause()
            save(app, name, size)
            await pilot.press("escape")
            await pilot.pause()
        await pilot.press("f10")
        await pilot.pause()
        await pilot.press("f8")
        await pilot.pause()
        save(app, "settings", size)


async def talk(app: SelfEvalApp, pilot: Pilot[None], screen: Walk) -> None:
    """Open the conversation about 实际完成情况 with a question answered and a change waiting."""
    await screen.action_show("drafts")
    await pilot.pause()
    screen.query_one("#jobs").focus()
    await pilot.press("home", "down", "f7")
    await pilot.pause()
    for words in SAID:
        app.screen.query_one(Reply).write(words)
        app.screen.query_one(Reply).focus()
        await pilot.press("enter")
        await app.workers.wait_for_complete()
        await pilot.pause()


def drawn(svg: str) -> str:
    """Return a picture in which every sign stands in its cell, whatever font has it.

    The library says how long a text is and leaves it to the program that draws to stretch it,
    which few do: Chinese then takes less than two cells.
    """

    def placed(match: re.Match[str]) -> str:
        at, texts = float(match["x"]), []
        for run in _RUN.findall(html.unescape(match["text"])):
            wide = cell_len(run) > len(run)
            x = at + (2 * CELL - SIZE) / 2 if wide else at
            texts.append(
                f'<text{match["more"]} x="{x:.1f}"{match["rest"]}>{html.escape(run)}</text>'
            )
            at += CELL * cell_len(run)
        return "".join(texts)

    return _TEXT.sub(placed, svg.replace("Fira Code, monospace", FONTS))


async def rested(app: SelfEvalApp, pilot: Pilot[None]) -> None:
    """Wait until the rules have run over what was typed or opened."""
    await app.workers.wait_for_complete()
    await pilot.pause(PAUSE)


def save(app: SelfEvalApp, name: str, size: tuple[int, int]) -> None:
    """Write one picture as PNG."""
    target = SCREENS / f"{name}-{size[0]}x{size[1]}.png"
    svg = drawn(app.export_screenshot()).encode()
    subprocess.run(
        ["rsvg-convert", "--width", str(size[0] * 9), "--output", str(target)],
        input=svg,
        check=True,
    )


def main() -> None:
    """Take all pictures."""
    noon = datetime.datetime(2026, 1, 8, 4, tzinfo=datetime.UTC)
    app_module.now = lambda: noon
    SCREENS.mkdir(parents=True, exist_ok=True)
    for size in SIZES:
        with (
            tempfile.TemporaryDirectory() as place,
            Workspace.open(Path(place) / "workspace.db", now=lambda: noon) as workspace,
        ):
            asyncio.run(take(size, workspace))


if __name__ == "__main__":
    main()
