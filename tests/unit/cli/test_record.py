"""The commands over the record: what happened is listed, verified, exported and brought back."""

import json
import sqlite3
from pathlib import Path

import pytest
from filled_workspace import fill

from selfeval_assist.cli import CLEAN, UNUSABLE, run
from selfeval_assist.cli_output import FINDINGS
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
