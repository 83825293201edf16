"""Take the picture of the screens in a browser: a drafted text of the finished example.

Needs Chromium and a Chinese font.
"""

import asyncio
import os
import re
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Page, async_playwright

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "docs" / "screens" / "serve.png"
LAPTOP = (1366, 768)
PROGRAMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


async def draft(page: Page) -> None:
    """Go to the drafts, draft the completion text and accept two sentences."""
    for key in ("F8", "ArrowDown", "F8", "a", "a"):
        await page.keyboard.press(key)
        await page.wait_for_timeout(1500)


async def take(link: str) -> None:
    """Take the picture of what a link shows."""
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    async with async_playwright() as playwright:
        options = ["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else []
        browser = await playwright.chromium.launch(executable_path=program, args=options)
        width, height = LAPTOP
        page = await browser.new_page(viewport={"width": width, "height": height}, locale="zh-CN")
        await page.goto(link)
        await page.locator("#cover").wait_for(state="hidden")
        await draft(page)
        await page.screenshot(path=TARGET)
        await browser.close()


async def main() -> None:
    """Serve the example, take the picture, end the server."""
    with tempfile.TemporaryDirectory() as place:
        server = await asyncio.create_subprocess_exec(
            sys.executable, "-u", "-m", "selfeval_assist", "serve",
            str(ROOT / "examples" / "finished.json"), "--no-browser",
            "--workspace", str(Path(place) / "workspace.db"),
            stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            said = ""
            while server.stdout and not (link := re.search(r"http://\S+token=\S+", said)):
                said += (await server.stdout.readline()).decode()
            await take(link.group())
        finally:
            server.send_signal(signal.SIGINT)
            await server.wait()


if __name__ == "__main__":
    asyncio.run(main())
