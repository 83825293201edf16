"""What a program that ends badly may say in the window of the server."""

import asyncio
import sys

import pytest
from textual_serve.download_manager import DownloadManager

from selfeval_assist.tui.serve.last_words import for_window, last_words
from selfeval_assist.tui.serve.tabs import Tab

TRACEBACK = """Traceback (most recent call last):
  File "a.py", line 1, in <module>
sqlite3.OperationalError: 某局 320 万元
"""


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("", ""),
        ("无法打开数据文件。\n", "无法打开数据文件。"),
        (TRACEBACK, "一个页面的程序意外停止（OperationalError）。自动保存过的内容都在。"),
        (
            f"无法起草。\n{TRACEBACK}",
            "无法起草。\n一个页面的程序意外停止（OperationalError）。自动保存过的内容都在。",
        ),
        (
            "╭── Traceback (most recent call last) ──╮\n│ x = '320' │\n╰────╯\nKeyError: '某局'",
            "一个页面的程序意外停止（KeyError）。自动保存过的内容都在。",
        ),
        (f"{TRACEBACK}某局的第二行", "一个页面的程序意外停止。自动保存过的内容都在。"),
    ],
)
def test_a_traceback_becomes_a_sentence(said: str, told: str) -> None:
    assert for_window(said) == told


async def test_an_endless_text_is_not_kept() -> None:
    said = asyncio.StreamReader()
    said.feed_data(b"a" * 1_000_000)
    said.feed_eof()
    assert len(await last_words(said)) < 10_000


async def test_the_window_sees_no_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    failing = "print('__GANGLION__', flush=True); raise ValueError('某局 320 万元')"
    tab = Tab([sys.executable, "-c", failing], DownloadManager())
    others = asyncio.all_tasks()
    await tab.start(80, 24)
    (carrying,) = asyncio.all_tasks() - others
    await asyncio.wait_for(carrying, 60)
    assert capsys.readouterr().out == (
        "一个页面的程序意外停止（ValueError）。自动保存过的内容都在。\n"
    )
