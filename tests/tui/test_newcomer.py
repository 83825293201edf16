"""The whole job in a real terminal with keys only, and what is left when the program is killed."""

import os
import signal
import time
from pathlib import Path

import needs
import pytest
from bench import from_blank
from bench.kill import rounds
from bench.newcomer import Terminal, do_all, job, source

from selfeval_assist.documents import read
from selfeval_assist.form import paths
from selfeval_assist.workspace import Workspace

MOST = 120
"""Key presses for the whole job, all texts included; the path of the file is pasted."""


@pytest.fixture(autouse=True)
def tmux() -> None:
    needs.program("tmux", untested="在真实终端里只用键盘填报的全过程，以及程序被强行结束之后")


def workspace_in(home: Path) -> Path:
    return home / "data" / "selfeval-assist" / "workspace.sqlite3"


def test_a_newcomer_finishes_a_published_form(tmp_path: Path) -> None:
    steps = job(source())
    do_all(tmp_path, steps)
    with Workspace.open(workspace_in(tmp_path)) as workspace:
        (summary,) = workspace.forms()
        form = workspace.load(summary.id).form
        assert [each.action for each in workspace.decisions(summary.id)] == ["accept"]
    typed = {step.field: step.text for step in steps if step.field}
    assert len(typed) >= 5
    assert {path: paths.text(form, path) for path in typed} == typed
    written = {file.suffix: file for file in (tmp_path / "自评表导出").iterdir()}
    (read_back,) = read(written[".xlsx"])
    assert read_back.indicators[24].actual.raw == "1.2亿"
    assert read_back.people.filler == "陈默"
    presses = sum(step.presses for step in steps) - len(str(source()))
    assert presses <= MOST


def test_the_whole_job_from_a_blank_form_takes_few_presses(tmp_path: Path) -> None:
    steps = from_blank.job()
    do_all(tmp_path, steps)
    assert from_blank.presses(steps) <= MOST
    with Workspace.open(workspace_in(tmp_path)) as workspace:
        (summary,) = workspace.forms()
        form = workspace.load(summary.id).form
    typed = {step.field: step.text for step in steps if step.field}
    assert {path: paths.text(form, path) for path in typed} == typed
    assert (form.people.filler, form.total.raw) == ("陈默", "98.5")
    assert {file.suffix for file in (tmp_path / "自评表导出").iterdir()} >= {".xlsx", ".docx"}


def test_the_last_words_are_kept_when_the_window_is_closed(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    try:
        terminal.start("open", str(source()))
        terminal.wait("主管部门")
        terminal.press("Tab")
        terminal.press("C-a")
        terminal.type("关窗前的最后几个字")
        os.kill(terminal.pid, signal.SIGHUP)
        for _ in range(600):
            if not terminal.screen:
                break
            time.sleep(0.05)
    finally:
        terminal.close()
    with Workspace.open(workspace_in(tmp_path)) as workspace:
        (summary,) = workspace.forms()
        assert workspace.load(summary.id).form.project == "关窗前的最后几个字"


def test_nothing_that_was_left_is_lost_when_the_program_is_killed() -> None:
    for each in rounds(3, seed=20260108):
        assert each.lost == [], str(each)
