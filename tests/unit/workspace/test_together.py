"""Several programs and threads at one workspace, and a program that is killed."""

import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from programs import PATIENCE

from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.workspace import ConflictError, Workspace

SAVER = Path(__file__).with_name("saver.py")


def _start(path: Path, form_id: int, name: str, times: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, SAVER, path, str(form_id), name, str(times)],
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )


def _line(program: "subprocess.Popen[str]") -> str:
    """Return the next line that a program prints; one that prints none is ended, and it is ""."""
    assert program.stdout is not None
    patience = threading.Timer(PATIENCE, program.kill)
    patience.start()
    try:
        return program.stdout.readline()
    finally:
        patience.cancel()


@pytest.mark.parametrize("seed", range(5))
def test_a_killed_program_loses_no_acknowledged_save(
    path: Path, form: SelfEvaluation, seed: int
) -> None:
    with Workspace.open(path) as workspace:
        form_id = workspace.create(form, person="王芳")
    saver = _start(path, form_id, "王芳", 0)
    first = _line(saver)
    time.sleep(random.Random(seed).uniform(0, 0.15))
    saver.kill()
    rest, _ = saver.communicate()
    lines = (first + rest).split("\n")
    # What stands behind the last newline was cut while it was printed.
    acknowledged = [int(line) for line in lines[:-1]]
    with Workspace.open(path) as workspace:
        kept = workspace.revisions(form_id)
        assert workspace.damage() == ()
        assert [revision.number for revision in kept] == list(range(1, len(kept) + 1))
        # One save may be on the disk although there was no time to say so.
        assert len(kept) in {acknowledged[-1], acknowledged[-1] + 1}
        for number in acknowledged:
            assert workspace.load(form_id, number).form.notes == f"王芳 {number - 2}"
        assert workspace.load(form_id).revision == len(kept) == len(workspace.events(form_id))


def test_four_programs_save_one_form_and_the_losers_are_told(
    path: Path, form: SelfEvaluation
) -> None:
    with Workspace.open(path) as workspace:
        form_id = workspace.create(form, person="王芳")
    names = ("甲", "乙", "丙", "丁")
    savers = [_start(path, form_id, name, 25) for name in names]
    printed = [saver.communicate(timeout=PATIENCE)[0].split() for saver in savers]
    assert [saver.returncode for saver in savers] == [0] * 4
    won = [int(line) for lines in printed for line in lines if line != "lost"]
    assert sorted(won) == list(range(2, 102)), "every version was won by exactly one"
    with Workspace.open(path) as workspace:
        assert workspace.load(form_id).revision == 101
        by_number = {revision.number: revision.person for revision in workspace.revisions(form_id)}
        for name, lines in zip(names, printed, strict=True):
            assert all(by_number[int(line)] == name for line in lines if line != "lost")
        assert workspace.damage() == ()


def test_four_programs_create_one_workspace_together(path: Path) -> None:
    code = (
        "import sys, pathlib\n"
        "from selfeval_assist.form import SelfEvaluation\n"
        "from selfeval_assist.workspace import Workspace\n"
        "print('ready', flush=True)\n"
        "sys.stdin.readline()\n"
        "with Workspace.open(pathlib.Path(sys.argv[1])) as w:\n"
        "    w.create(SelfEvaluation(), person='王芳')\n"
    )
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", code, path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        for _ in range(4)
    ]
    for program in programs:
        assert _line(program) == "ready\n"
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("\n")
        program.stdin.flush()
    for program in programs:
        program.communicate(timeout=PATIENCE)
    assert [program.returncode for program in programs] == [0] * 4
    with Workspace.open(path) as workspace:
        assert len(workspace.forms()) == 4
        assert workspace.damage() == ()


def test_threads_share_one_workspace(workspace: Workspace, form: SelfEvaluation) -> None:
    form_id = workspace.create(form, person="王芳")
    won, lost, failed = [], [], []

    def save(name: str) -> None:
        try:
            for number in range(25):
                stored = workspace.load(form_id)
                changed = paths.put(stored.form, "notes", f"{name} {number}")
                try:
                    won.append(
                        workspace.save(form_id, changed, revision=stored.revision, person=name)
                    )
                except ConflictError:
                    lost.append(name)
                workspace.forms()
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=save, args=(f"线程{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert failed == []
    assert len(won) + len(lost) == 100
    assert sorted(won) == list(range(2, len(won) + 2))
    assert workspace.load(form_id).revision == len(won) + 1


def test_a_save_asks_no_more_of_the_file_however_many_versions_there_are(
    workspace: Workspace, form: SelfEvaluation
) -> None:
    """Every keystroke may be a save: what SQLite does for one is counted in its instructions."""
    form_id = workspace.create(form, person="王芳")
    done = 0

    def step() -> None:
        nonlocal done
        done += 1

    workspace._database._connection.set_progress_handler(step, 1)
    costs = []
    for number in range(100):
        done = 0
        changed = paths.put(form, "notes", f"{number:03}")
        workspace.save(form_id, changed, revision=number + 1, person="王芳")
        costs.append(done)
    assert costs[0] > 0
    assert max(costs) < 1.5 * costs[0], costs
