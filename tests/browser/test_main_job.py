"""The main job in a real browser: open an example, type, draft, decide, export, download."""

import asyncio
import re
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from browser.page import Shown, children, outside
from programs import PATIENCE
from serving import named

from selfeval_assist.documents import read
from selfeval_assist.review import Action
from selfeval_assist.workspace import Workspace

pytestmark = pytest.mark.asyncio(loop_scope="session")

START = """
import sys
from pathlib import Path
from selfeval_assist.tui.serve import serve
sys.exit(serve(None, 0, False, Path(sys.argv[1])))
"""


async def test_the_main_job(
    tmp_path: Path, home: Path, new_page: Callable[[], Awaitable[Shown]]
) -> None:
    workspace = named(tmp_path / "工作 区;echo.db")
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-u", "-c", START, str(workspace),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    try:
        assert server.stdout is not None
        said = ""
        while "token=" not in said:
            said += (await asyncio.wait_for(server.stdout.readline(), PATIENCE)).decode()
        found = re.search(r"http://127\.0\.0\.1:\d+/\?token=\S+", said)
        assert found, said
        shown = await new_page()
        await shown.open(found.group())
        await fill_and_draft(shown)
        file = await download(shown, tmp_path)
        (form,) = read(file)
        assert form.project == "政务服务大厅智能化改造项目"
        assert form.people.filler == "陈默、欧阳晓燕"
        with Workspace.open(workspace) as opened:
            (form_id,) = [each.id for each in opened.forms() if each.project == form.project]
            stored, decided = opened.load(form_id).form, opened.decisions(form_id)
        assert {each.action for each in decided} == {Action.ACCEPT, Action.REJECT}
        taken = [each.text for each in decided if each.action is Action.ACCEPT]
        assert [text for text in taken if text not in form.goal.actual] == []
        assert stored.people.filler == "陈默、欧阳晓燕"
        # The layout appends the deviation of the budget to this cell.
        assert form.goal.actual.startswith(stored.goal.actual)
        await export(shown, home)
        assert not outside(shown.requests)
        assert not shown.problems
    finally:
        server.send_signal(signal.SIGINT)
        rest, _ = await asyncio.wait_for(server.communicate(), PATIENCE)
    assert server.returncode == 0
    assert "已结束" in rest.decode()
    assert "Traceback" not in rest.decode()
    assert not [line for line in children() if str(workspace) in line]


async def fill_and_draft(shown: Shown) -> None:
    await shown.sees("项目支出绩效自评助手")
    await shown.press("F6")
    await shown.sees("政务服务大厅智能化改造项目")
    await shown.press("/")
    await shown.page.keyboard.insert_text("智能化")
    await shown.press("Enter", "Enter")
    await shown.sees("项目负责人", "已保存")
    await shown.press(*["Tab"] * 5)
    await shown.press("Control+End")
    await compose(shown, "ouyangxiaoyan", "、欧阳晓燕")
    await shown.sees("陈默、欧阳晓燕", "已保存")
    await shown.press("F8", "ArrowDown", "F8")
    await shown.sees("［待定］")
    for _ in range(40):
        await shown.press("a")
        await asyncio.sleep(0.1)
        if "请按 e 修改" in await shown.text():
            # What only a person can fill in is not accepted; it stays out here.
            await shown.press("r")
        if "已逐句决定" in await shown.text():
            return
    raise AssertionError(await shown.text())


async def compose(shown: Shown, typed: str, meant: str) -> None:
    """Type letters into an input method and take what it offers."""
    session = await shown.page.context.new_cdp_session(shown.page)
    for end in range(1, len(typed) + 1):
        await session.send(
            "Input.imeSetComposition",
            {"text": typed[:end], "selectionStart": end, "selectionEnd": end},
        )
    await session.send("Input.insertText", {"text": meant})


async def download(shown: Shown, folder: Path) -> Path:
    async with shown.page.expect_download() as waiting:
        await shown.press("Control+s")
    file = await waiting.value
    path = folder / file.suggested_filename
    await file.save_as(path)
    assert path.name == "政务服务大厅智能化改造项目.xlsx"
    return path


async def export(shown: Shown, home: Path) -> None:
    await shown.press("F4")
    await shown.sees("放在哪个文件夹")
    await shown.press("Enter")
    await shown.sees("已导出")
    written = {each.suffix for each in (home / "Documents").rglob("*.*")}
    assert written == {".json", ".docx", ".xlsx"}
