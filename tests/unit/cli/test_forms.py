"""The commands over the workspace: what is stored is listed, handed out and brought back."""

import sqlite3
from pathlib import Path

import pytest

from selfeval_assist.cli import CLEAN, UNUSABLE, run
from selfeval_assist.documents import read, read_json
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.resources import folder
from selfeval_assist.workspace import FormId, Workspace

SPOILED = '{"project": "读不出的表", "year": "不是年度"'


@pytest.fixture
def finished() -> SelfEvaluation:
    (form,) = read(folder("examples") / "finished.json")
    return form


@pytest.fixture
def place(tmp_path: Path, finished: SelfEvaluation) -> Path:
    """A workspace with a form in two versions and one whose stored text is no form."""
    path = tmp_path / "表 格.db"
    with Workspace.open(path) as workspace:
        one = workspace.create(finished, person="陈默")
        later = paths.put(finished, "goal.actual", "改坏了。")
        workspace.save(one, later, revision=1, person="陈默")
        workspace.create(SelfEvaluation(project="读不出的表", year=2024), person="陈默")
    with sqlite3.connect(path) as db:
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            db.execute(f'DROP TRIGGER "{name}"')
        db.execute(
            "UPDATE document SET text = ? WHERE digest IN "
            "(SELECT document FROM revision WHERE form = 2)",
            (SPOILED,),
        )
    db.close()
    return path


def forms(place: Path, *arguments: str) -> int:
    return run(["forms", *arguments, "--workspace", str(place)])


def test_every_form_is_listed_also_one_that_cannot_be_read(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert forms(place) == CLEAN
    lines = sorted(capsys.readouterr().out.splitlines())
    assert len(lines) == 2
    assert lines[0].startswith("1  ")
    assert "2025年度" in lines[0]
    assert "第 2 版" in lines[0]
    assert lines[1] == "2  读不出的表  2024年度  单位未填  第 1 版  读不出"


def test_forms_are_listed_though_what_stands_beside_them_is_spoilt(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with sqlite3.connect(place) as db:
        db.execute("UPDATE revision SET at = '昨天' WHERE form = 1")
        db.execute("DELETE FROM revision WHERE form = 2")
        db.execute("INSERT INTO setting (name, value) VALUES ('declaration', '{')")
    db.close()
    assert forms(place) == CLEAN
    states = {
        line.split("  ")[0]: line.split("  ")[-1] for line in capsys.readouterr().out.split("\n")
    }
    assert states["2"] == "读不出"
    assert states["1"] not in {"读不出", "无法核算"}


def test_an_empty_workspace_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert forms(tmp_path / "new.db") == CLEAN
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "还没有表" in captured.err


@pytest.mark.parametrize("joined", [False, True])
def test_the_workspace_may_be_named_before_the_command(
    joined: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = str(tmp_path / "new.db")
    option = [f"--workspace={place}"] if joined else ["--workspace", place]
    assert run([*option, "forms"]) == CLEAN
    assert place in capsys.readouterr().err
    assert run([*option, "forms", "export", "1"]) == UNUSABLE
    assert "没有第 1 号表" in capsys.readouterr().err
    assert run([*option, "foms"]) == UNUSABLE
    assert "foms" in capsys.readouterr().err


def test_an_archived_form_is_listed_as_such(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Workspace.open(place) as workspace:
        workspace.archive(FormId(1), person="陈默")
    forms(place)
    assert "已归档" in capsys.readouterr().out.splitlines()[-1]


def test_a_stored_form_is_handed_out_as_it_is(
    place: Path, tmp_path: Path, finished: SelfEvaluation, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert forms(place, "export", "1", "--revision", "1", "--to", str(out)) == CLEAN
    file = Path(capsys.readouterr().out.strip())
    assert read_json(file) == finished
    assert forms(place, "export", "2", "--to", str(out)) == CLEAN
    assert Path(capsys.readouterr().out.strip()).read_text(encoding="utf-8") == SPOILED


def test_official_formats_are_written_where_there_is_a_form(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    wanted = ["--to", str(out), "--format", "xlsx", "--format", "json"]
    assert forms(place, "export", "1", *wanted) == CLEAN
    assert {Path(line).suffix for line in capsys.readouterr().out.split("\n")[:-1]} == {
        ".json",
        ".xlsx",
    }
    assert forms(place, "export", "2", *wanted) == UNUSABLE
    captured = capsys.readouterr()
    assert captured.out.strip().endswith(".json")
    assert "读不出来" in captured.err
    assert len(list(out.iterdir())) == 3


def test_no_file_is_written_over(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert forms(place, "export", "1", "--to", str(tmp_path)) == CLEAN
    before = {path: path.read_bytes() for path in tmp_path.glob("*.json")}
    assert forms(place, "export", "1", "--to", str(tmp_path)) == UNUSABLE
    assert "已有同名文件" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in tmp_path.glob("*.json")} == before


def test_an_earlier_version_comes_back_as_a_new_one(
    place: Path, finished: SelfEvaluation, capsys: pytest.CaptureFixture[str]
) -> None:
    assert forms(place, "restore", "1", "1") == CLEAN
    assert "存为第 3 版" in capsys.readouterr().out
    with Workspace.open(place) as workspace:
        assert workspace.load(FormId(1)).form == finished
        assert [each.number for each in workspace.revisions(FormId(1))] == [1, 2, 3]
        event = workspace.events(FormId(1))[-1]
        assert (event.action, event.revision, event.detail) == ("save", 3, "恢复到第 1 版")
        assert event.person
    assert forms(place, "restore", "1", "3") == CLEAN
    assert "没有改动" in capsys.readouterr().out


def test_a_form_comes_back_though_its_last_version_cannot_be_read(
    place: Path, finished: SelfEvaluation
) -> None:
    with sqlite3.connect(place) as db:
        db.execute(
            "UPDATE document SET text = '{' WHERE digest IN "
            "(SELECT document FROM revision WHERE form = 1 AND revision = 2)"
        )
    db.close()
    assert forms(place, "restore", "1", "1") == CLEAN
    with Workspace.open(place) as workspace:
        assert workspace.load(FormId(1)).form == finished
        assert workspace.document(FormId(1), 2) == "{"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["export", "9"], "没有第 9 号表"),
        (["export", "1", "--revision", "7"], "没有第 7 版"),
        (["restore", "1", "9"], "没有第 9 版"),
        (["restore", "2", "1"], "读不出来"),
        (["restore", "1"], "缺少“版本”"),
        (["export", "x"], "取值不对"),
        (["nonsense"], "nonsense"),
    ],
)
def test_what_cannot_be_done_is_said(
    place: Path, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert forms(place, *arguments) == UNUSABLE
    captured = capsys.readouterr()
    assert words in captured.err
    assert captured.out == ""


@pytest.mark.parametrize(
    ("command", "usage"),
    [
        ("forms", "forms [命令]"),
        ("forms export", "forms export [选项] 编号"),
        ("forms restore", "forms restore [选项] 编号 版本"),
    ],
)
def test_the_usage_is_chinese(command: str, usage: str, capsys: pytest.CaptureFixture[str]) -> None:
    run([*command.split(), "--help"])
    out = capsys.readouterr().out
    assert out.splitlines()[0] == f"用法：selfeval-assist {usage}"
    assert "Usage" not in out
    assert "Parameters" not in out


def test_what_is_stored_stays_as_it_is(place: Path, tmp_path: Path) -> None:
    def stored() -> list[object]:
        with sqlite3.connect(place) as db:
            rows = db.execute("SELECT * FROM revision ORDER BY form, revision").fetchall()
        db.close()
        return rows

    before = stored()
    forms(place)
    forms(place, "export", "1", "--to", str(tmp_path))
    forms(place, "export", "2", "--to", str(tmp_path))
    assert stored() == before
