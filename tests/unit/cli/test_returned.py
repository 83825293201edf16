"""``returned``: 退回意见 in a file of their own become things to do on the cells of a form."""

import json
from pathlib import Path

import pytest
from docx import Document

from selfeval_assist.cli import CLEAN, FINDINGS, UNUSABLE, run
from selfeval_assist.resources import folder

_FORM = str(folder("examples") / "finished.xlsx")


def _remarks(tmp_path: Path, text: str) -> str:
    path = tmp_path / "意见.txt"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_each_remark_is_listed_and_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    remarks = _remarks(tmp_path, "1.第3行得分有误\n2.宣传不够\n")
    assert run(["returned", _FORM, remarks, "--to", str(tmp_path / "out")]) == FINDINGS
    shown = capsys.readouterr()
    assert "1. 第3行“政务服务事项接入数量”得分（H15）：第3行得分有误" in shown.out
    assert "第2行第1列，没有找到所说的格：宣传不够" in shown.err
    (kept,) = (tmp_path / "out").glob("*.json")
    form = json.loads(kept.read_text(encoding="utf-8"))
    assert [each.get("where", "") for each in form["returned"]] == ["indicators.2.score", ""]
    (answers,) = (tmp_path / "out").glob("*整改情况.docx")
    table = Document(str(answers)).tables[0]
    assert [cell.text for cell in table.rows[1].cells][1:4] == [
        "第3行得分有误", "第3行“政务服务事项接入数量”得分（H15）", "【待填：怎样整改】",
    ]  # fmt: skip
    assert run(["check", str(kept)]) == FINDINGS
    assert "BACK001" in capsys.readouterr().out


def test_a_list_of_another_project_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    remarks = _remarks(tmp_path, "项目名称\t问题\n另一个项目\t得分有误\n")
    assert run(["returned", _FORM, remarks]) == CLEAN
    assert "没有这个项目的退回意见（其他项目的 1 条）" in capsys.readouterr().err


def test_a_file_that_is_no_list_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["returned", _FORM, str(tmp_path / "没有.docx")]) == UNUSABLE
    assert "没有.docx" in capsys.readouterr().err
    assert run(["returned", _FORM, _FORM]) == UNUSABLE
    assert "没有读到退回意见" in capsys.readouterr().err
