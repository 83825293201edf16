"""The commands over the record: what happened is listed, verified, exported and brought back."""

import datetime
import json
import sqlite3
from pathlib import Path

import pytest
from filled_workspace import fill
from marked_files import PLACES

from selfeval_assist.cli import CLEAN, UNUSABLE, app, run
from selfeval_assist.cli_output import FINDINGS
from selfeval_assist.documents import read, write_json
from selfeval_assist.form import Mark, Provenance, SelfEvaluation
from selfeval_assist.form.marks import in_form, lift
from selfeval_assist.workspace import Workspace


@pytest.fixture
def place(tmp_path: Path) -> Path:
    path = tmp_path / "w.db"
    fill(path)
    return path


def _tamper(place: Path) -> None:
    with sqlite3.connect(place) as db:
        db.execute("DROP TRIGGER audit_fixed")
        db.execute("UPDATE audit SET person = '别人<b>' WHERE id = 2")
    db.close()


def record(place: Path, *arguments: object) -> int:
    return run([*map(str, arguments), "--workspace", str(place)])


def test_the_audit_of_one_form_and_of_all_is_listed(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert record(place, "audit") == CLEAN
    whole = capsys.readouterr().out.splitlines()
    assert record(place, "audit", "2") == CLEAN
    one = capsys.readouterr().out.splitlines()
    assert set(one) < set(whole)
    assert all("第 2 号表" in line for line in one)
    assert "王芳  新建  第 1 号表  第 1 版" in whole[0]


def test_a_whole_record_is_told_with_its_checksum_and_a_changed_line_by_number(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert record(place, "audit", "--verify") == CLEAN
    assert "没有发现改动" in capsys.readouterr().out
    _tamper(place)
    assert record(place, "audit", "--verify") == FINDINGS
    out = capsys.readouterr().out
    assert "第 2 条操作记录或它的校验值被改动过" in out
    assert "防改规则“audit_fixed”不见了" in out
    assert "第 3 条" not in out


@pytest.mark.parametrize("tampered", [False, True])
def test_the_record_is_exported_as_a_page_and_as_json(
    place: Path, tmp_path: Path, tampered: bool
) -> None:
    if tampered:
        _tamper(place)
    code = FINDINGS if tampered else CLEAN
    page, data = tmp_path / "记录.html", tmp_path / "记录.json"
    assert record(place, "audit", "--export", page) == code
    assert record(place, "audit", "1", "--export", data) == code
    found = json.loads(data.read_text("utf-8"))
    assert found["whole"] is not tampered
    assert {line["form"] for line in found["lines"]} == {1}
    text = page.read_text("utf-8")
    assert found["link"] in text
    assert ("被改动过" in text) is tampered
    assert "<b>" not in text
    assert record(place, "audit", "--export", page) == UNUSABLE
    assert record(place, "audit", "--export", page, "--force") == code
    assert record(place, "audit", "--export", tmp_path / "x.txt") == UNUSABLE


def test_a_backup_is_made_and_restored(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "备份.db"
    assert record(place, "backup", file) == CLEAN
    assert record(place, "backup", file) == UNUSABLE
    assert record(place, "restore", file) == UNUSABLE
    assert "--force" in capsys.readouterr().err
    assert record(place, "restore", file, "--force") == CLEAN
    assert "w.db.replaced-1.sqlite3" in capsys.readouterr().out
    with Workspace.open(place) as workspace:
        assert len(workspace.forms()) == 2


def test_a_loss_is_told_until_somebody_accepts_it(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    older = place.read_bytes()
    with Workspace.open(place) as workspace:
        workspace.settings.put("theme", "x")
    place.write_bytes(older)
    for _ in range(2):
        assert record(place, "forms") == UNUSABLE
        assert "少了 1 条" in capsys.readouterr().err
    assert record(place, "audit", "--accept") == CLEAN
    assert record(place, "forms") == CLEAN
    assert record(place, "audit", "--verify") == CLEAN


def test_marks_are_listed_and_lifted_with_a_person_and_a_reason(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    suffix, make = PLACES["xlsx: a comment"]
    file = tmp_path / f"自评表{suffix}"
    file.write_bytes(make("机密★10年"))
    assert record(place, "marks", file) == FINDINGS
    assert "批注：机密★10年  不交给模型" in capsys.readouterr().out
    assert record(place, "marks", file, "--lift") == UNUSABLE
    assert "--reason" in capsys.readouterr().err
    assert record(place, "marks", file, "--lift", "--reason", "样例", "--person", "陈默") == CLEAN
    capsys.readouterr()
    assert record(place, "marks", file) == CLEAN
    assert "陈默" in capsys.readouterr().out
    assert record(place, "audit") == CLEAN
    assert "陈默  解除密级标志  批注：“机密★10年”；理由：样例" in capsys.readouterr().out
    assert record(place, "audit", "--verify") == CLEAN
    # The same mark in another file is another decision.
    other = tmp_path / f"另一份{suffix}"
    other.write_bytes(make("机密★10年"))
    assert record(place, "marks", other) == FINDINGS


def test_what_a_file_says_was_lifted_counts_once_the_audit_says_so(
    place: Path, tmp_path: Path
) -> None:
    mark = Mark(place="页眉", text="机密★10年")
    form = SelfEvaluation(project="河道", provenance=Provenance(marks=(mark,)))
    day = datetime.date(2024, 1, 2)
    claimed = lift(form, (mark,), reason="误认", by="王芳", date=day)
    file = tmp_path / "表.json"
    write_json(claimed, file)
    (read_,) = read(file)
    assert in_form(read_) == (mark,)
    assert read_.provenance.lifted == claimed.lifted
    with Workspace.open(place) as workspace:
        assert in_form(workspace.liftings.confirm(read_)) == (mark,)
        workspace.liftings.keep(form, claimed.lifted)
        confirmed = workspace.liftings.confirm(read_)
        assert in_form(confirmed) == ()
        assert confirmed.lifted[0].by == "王芳"
        changed = read_.model_copy(update={"notes": "另写"})
        assert in_form(workspace.liftings.confirm(changed)) == (mark,)


def test_a_workspace_named_around_a_command_is_the_one_whose_liftings_count(
    place: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("OPENAI_MODEL", "m")
    mark = Mark(place="页眉", text="机密★10年")
    form = SelfEvaluation(project="河道", provenance=Provenance(marks=(mark,)))
    lifted = lift(form, (mark,), reason="误认", by="王芳", date=datetime.date(2024, 1, 2))
    file = tmp_path / "表.json"
    write_json(lifted, file)
    with Workspace.open(place) as workspace:
        workspace.liftings.keep(form, lifted.lifted)

    def told(*arguments: str) -> tuple[int, str, str]:
        return run(arguments), *capsys.readouterr()

    command = "requests", str(file)
    own = told(*command)
    assert "机密★10年" in own[2]
    named = told("--workspace", str(place), *command)
    assert named[0] == CLEAN
    assert named == told(f"--workspace={place}", *command)
    assert named == told(*command, "--workspace", str(place))
    assert own == told(*command)
    assert told(*command, "--workspace")[0] == UNUSABLE


@pytest.mark.parametrize("name", [name for name in app if not name.startswith("-")])
def test_every_command_takes_a_workspace(
    name: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["--workspace", str(place), name, "--no-such"])
    error = capsys.readouterr().err
    assert error
    assert "--workspace" not in error
