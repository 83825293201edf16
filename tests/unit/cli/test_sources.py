"""What is meant by the files named: folders, patterns, lists, the standard input."""

import io
import json
import os
import sys
from pathlib import Path

import pytest

from selfeval_assist.cli import CLEAN, FINDINGS, UNUSABLE, run
from selfeval_assist.office.sources import STATE, PassedOver, sources
from selfeval_assist.resources import folder

FINISHED = folder("examples").resolve() / "finished.json"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with three forms on two levels, and much that is none."""
    monkeypatch.chdir(tmp_path)
    root = tmp_path / "报送"
    for name in ("b.json", "a.json", "下级/c.json", "~$a.json", ".隐藏.json", "照片.jpg"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(FINISHED.read_bytes())
    (root / ".git").mkdir()
    (root / ".git" / "d.json").write_bytes(FINISHED.read_bytes())
    (root / "结果").mkdir()
    (root / "结果" / "e.json").write_bytes(FINISHED.read_bytes())
    (root / "结果" / STATE).write_bytes(b"")
    return root


def test_a_folder_gives_its_forms_in_order_and_counts_the_rest(place: Path) -> None:
    passed = PassedOver()
    found = [file.relative_to(place).as_posix() for file in sources([place], passed)]
    assert found == ["a.json", "b.json", "下级/c.json"]
    assert sorted(passed.counts.values()) == [1, 1, 1, 2]
    assert "隐藏的文件或文件夹 2 个（如“.git”）" in str(passed)
    assert "以前的批量结果 1 个（如“结果”）" in str(passed)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_lead_nowhere_twice(place: Path) -> None:
    (place / "下级" / "绕回").symlink_to(place, target_is_directory=True)
    (place / "别名").symlink_to(place / "下级", target_is_directory=True)
    (place / "zz.json").symlink_to(place / "a.json")
    os.link(place / "b.json", place / "zy.json")
    (place / "断.json").symlink_to(place / "没有.json")
    passed = PassedOver()
    assert len(list(sources([place, place / "下级"], passed))) == 3
    assert passed.counts["遇到第二次的文件"] == 2
    assert passed.counts["看过的文件夹或断开的链接"] == 4


def test_what_is_named_twice_is_taken_twice(place: Path) -> None:
    file = place / "a.json"
    assert list(sources([file, file], PassedOver())) == [file, file]


def test_a_folder_is_checked(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(place), "--format", "jsonl"]) == FINDINGS
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 3
    assert err.startswith("文件夹里略过：")


def test_a_folder_without_forms_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.jpg").write_bytes(b"x")
    assert run(["score", str(tmp_path)]) == UNUSABLE
    assert "没有可以读的文件" in capsys.readouterr().err


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_list_names_files(encoding: str, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = "# 第一批\n报送/a.json\n\n报送/下级\n报送/b*.json\n报送/没有.json\n"
    Path("清单.txt").write_bytes(lines.encode(encoding))
    assert run(["score", "--from-file", "清单.txt"]) == UNUSABLE
    out, err = capsys.readouterr()
    assert out.count("核算总分") == 3
    assert "没有.json”：文件不存在" in err


def test_a_list_that_is_not_there(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--from-file", "无/清单.txt"]) == UNUSABLE
    assert f"“{Path('无/清单.txt')}”：文件不存在" in capsys.readouterr().err


def test_the_standard_input_is_a_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = FINISHED.with_suffix(".xlsx").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert run(["score", "-"]) == CLEAN
    assert "核算总分 96.66" in capsys.readouterr().out
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\x89PNG")))
    assert run(["check", "-", "--format", "json"]) == UNUSABLE
    out, err = capsys.readouterr()
    assert "标准输入" in json.loads(out)[0]["file"]
    assert "这是图片" in err
    assert "/" not in err
