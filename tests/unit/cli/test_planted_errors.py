"""An error in any room, one after the other: each command goes on with everything it does not meet.

And the last resort around a command: one Chinese line, exit code 2, a report without the form.
"""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from planting import MARK, ROOMS, SECRET, PlantedError, Room, marked, plant

from selfeval_assist import cli, failures
from selfeval_assist.documents import read, read_json, write_json
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.resources import folder

pytestmark = pytest.mark.plants_errors

(FINISHED,) = read(folder("examples") / "finished.json")
COMMANDS: dict[str, Callable[[Room], str]] = {
    "check": lambda room: room.check,
    "score": lambda room: room.check if room.room.startswith("scoring") else "",
    "draft": lambda room: room.draft,
    "draft --all": lambda room: room.draft,
    "export": lambda room: room.export,
}
CASES = [(room, command) for room in ROOMS for command, says in COMMANDS.items() if says(room)]


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """The files of the form on which the program fails, and of another one."""
    poisoned, sound = tmp_path / "甲.json", tmp_path / "乙.json"
    write_json(marked(FINISHED), poisoned)
    write_json(FINISHED, sound)
    return poisoned, sound


def whole(*arguments: str) -> int:
    """Run a command as the program does, the last resort around it."""
    return failures.last_resort(lambda: cli.run(arguments))


@pytest.mark.parametrize(("room", "command"), CASES, ids=lambda each: getattr(each, "room", each))
def test_the_rest_works_in_a_command(
    files: tuple[Path, Path],
    tmp_path: Path,
    reports: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    room: Room,
    command: str,
) -> None:
    name, *options = command.split()
    poisoned, sound = map(str, files)
    out = ["--to", str(tmp_path / "out")] if name == "export" else options
    whole(name, sound, *out)
    alone = capsys.readouterr().out
    for file in (tmp_path / "out").glob("*"):
        file.unlink()
    plant(monkeypatch, room.target)
    code = whole(name, poisoned, *out)
    said = capsys.readouterr()
    assert COMMANDS[command](room) in said.out + said.err
    assert code == 2
    assert "Traceback" not in said.err
    assert SECRET not in said.out + said.err
    assert said.err.splitlines()[-1].startswith("程序有 ")
    whole(name, sound, *out)
    assert capsys.readouterr().out == alone
    if name == "export":
        assert read_json(tmp_path / "out" / f"{MARK}.json") == marked(FINISHED)
    left = [path.read_text(encoding="utf-8") for path in reports.rglob("*.txt")]
    assert left
    assert all("PlantedError" in text and MARK not in text for text in left)


def test_an_error_nobody_foresaw_is_one_line(
    reports: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> int:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise PlantedError(SECRET) from error

    assert failures.last_resort(broken) == 2
    line = capsys.readouterr().err
    assert line.count("\n") == 1
    (report,) = reports.rglob("*.txt")
    assert str(report) in line
    text = report.read_text(encoding="utf-8")
    assert MARK not in line + text
    assert "builtins.KeyError" in text
    assert "broken" in text


def test_an_error_of_the_program_keeps_its_own_words(
    reports: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused() -> int:
        read(Path("没有这个文件.json"))
        return 0

    assert failures.last_resort(refused) == 2
    assert "文件不存在" in capsys.readouterr().err
    assert not list(reports.rglob("*.txt"))


def test_ctrl_c_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    def stopped() -> int:
        raise KeyboardInterrupt

    assert failures.last_resort(stopped) == 130
    assert capsys.readouterr().err == "已停止。\n"


def test_a_report_that_cannot_be_written_costs_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setattr(failures, "reports", lambda: blocked / "log")
    found = failures.attempt("核算", lambda: 1 // 0)
    assert isinstance(found, failures.Failure)
    assert str(found).startswith("无法核算：程序出错（ZeroDivisionError")

    def broken() -> int:
        raise PlantedError(SECRET)

    assert failures.last_resort(broken) == 2
    assert "报告写不下来" in capsys.readouterr().err


def test_a_whole_program_ends_with_one_line(reports: Path) -> None:
    program = (
        "import selfeval_assist.cli, sys\n"
        f"def broken(_): raise KeyError({SECRET!r})\n"
        "selfeval_assist.cli.run = broken\n"
        "from selfeval_assist.__main__ import main\n"
        "sys.argv = ['selfeval-assist', 'policies']\n"
        "main()"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program],
        capture_output=True, text=True, encoding="utf-8", check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("程序出错，没有做完（KeyError")
    assert done.stderr.count("\n") == 1
    assert SECRET not in done.stderr
    (report,) = reports.rglob("*.txt")
    assert MARK not in report.read_text(encoding="utf-8")
    assert str(report) in done.stderr


def test_a_row_that_cannot_be_scored_leaves_the_others_their_points(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from selfeval_assist.policies import policy_for
    from selfeval_assist.scoring import score

    form: SelfEvaluation = marked(FINISHED)
    before = score(form, policy_for(form))
    plant(monkeypatch, "scoring.score:score_row")
    after = score(form, policy_for(form))
    assert after.rows[0].failed
    assert after.rows[0].work.startswith("无法核算：程序出错")
    assert after.rows[1:] == before.rows[1:]
    assert after.execution == before.execution
    assert after.undecided == before.undecided + (before.rows[0].weight or 0)


def test_waivers_of_a_failed_rule_do_not_count_as_unused(monkeypatch: pytest.MonkeyPatch) -> None:
    from selfeval_assist.checks import run_rules
    from selfeval_assist.form import Waiver

    waiver = Waiver.model_validate(
        {"code": "FUND001", "reason": "已核对", "by": "李明", "date": "2024-01-20"}
    )
    form = marked(FINISHED).model_copy(update={"waivers": (waiver,)})
    assert "WVR001" in {each.code for each in run_rules(form).findings}
    plant(monkeypatch, "FUND001")
    checked = run_rules(form)
    assert checked.failed == {"FUND001"}
    assert "WVR001" not in {each.code for each in checked.findings}
