"""The formats for programs, and the schema that holds them."""

import json
from pathlib import Path

import pytest

from selfeval_assist.cli import CLEAN, FINDINGS, UNUSABLE, run
from selfeval_assist.reports.check_schema import Element, schema_text
from selfeval_assist.resources import folder

EXAMPLES = folder("examples").resolve()
FINISHED = EXAMPLES / "finished.json"
DOCS = Path(__file__).parents[3] / "docs"


def test_the_schema_on_the_disk_is_the_one_made() -> None:
    assert (DOCS / "check.schema.json").read_text(encoding="utf-8") == schema_text()


def test_the_array_the_lines_and_the_schema_agree(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "坏.xlsx"
    bad.write_bytes(b"PK\x03\x04 broken off")
    files = [*map(str, sorted(EXAMPLES.glob("*.json"))), str(bad)]
    assert run(["check", *files, "--format", "json"]) == UNUSABLE
    array = json.loads(capsys.readouterr().out)
    assert run(["check", *files, "--format", "jsonl"]) == UNUSABLE
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert array == lines
    assert len(array) == len(files)
    for element in array:
        Element.validate_python(element, strict=True)


def test_sarif_has_what_json_has(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(EXAMPLES / "finished.xlsx"), str(tmp_path / "没有.xlsx")]
    assert run(["check", *files, "--format", "sarif"]) == UNUSABLE
    (ran,) = json.loads(capsys.readouterr().out)["runs"]
    run(["check", *files, "--format", "json"])
    findings = json.loads(capsys.readouterr().out)[0]["findings"]
    assert [each["ruleId"] for each in ran["results"]] == [each["code"] for each in findings]
    assert [each["locations"][0]["logicalLocations"][0]["name"] for each in ran["results"]] == [
        each["cell"] for each in findings
    ]
    assert {each["ruleId"] for each in ran["results"]} <= {
        rule["id"] for rule in ran["tool"]["driver"]["rules"]
    }
    (ended,) = ran["invocations"]
    assert not ended["executionSuccessful"]
    assert "文件不存在" in ended["toolExecutionNotifications"][0]["message"]["text"]


def test_nothing_found_is_still_a_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", str(FINISHED), "--select", "WGT002", "--format", "sarif"]) == CLEAN
    assert json.loads(capsys.readouterr().out)["runs"][0]["results"] == []


def test_the_score_sheet_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", str(FINISHED), "--format", "json"]) == CLEAN
    (sheet,) = json.loads(capsys.readouterr().out, parse_float=lambda text: pytest.fail(text))
    assert sheet["score"]["total"] == "96.66"
    assert sheet["rows"][0]["row"] == 0
    assert any(row["work"] == "8 × 546/600 = 7.28" for row in sheet["rows"])


def test_rules_policies_and_the_doctor_for_programs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["rule", "--format", "json"]) == CLEAN
    rules = json.loads(capsys.readouterr().out)
    assert run(["rule", "fund001", "--format", "json"]) == CLEAN
    (one,) = json.loads(capsys.readouterr().out)
    assert one in rules
    assert one["code"] == "FUND001"
    assert run(["policies", "--format", "json"]) == CLEAN
    every = json.loads(capsys.readouterr().out)
    assert run(["policies", "show", "shanghai", "--format", "json"]) == CLEAN
    assert json.loads(capsys.readouterr().out) in every
    place = str(tmp_path / "w.sqlite3")
    code = run(["doctor", "--offline", "--workspace", place, "--format", "json"])
    assert json.loads(capsys.readouterr().out)["well"] == (code == CLEAN)


def test_a_page_of_many_is_called_by_the_first_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for number in range(5):
        Path(f"{number}.json").write_bytes(FINISHED.read_bytes())
    assert run(["check", ".", "--format", "html"]) == FINDINGS
    assert "<title>检查结果：0.json、1.json、2.json 等 5 份</title>" in capsys.readouterr().out


def test_a_draft_as_json_has_what_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["draft", str(FINISHED), "--format", "json"]) == CLEAN
    record = json.loads(capsys.readouterr().out)
    assert run(["draft", str(FINISHED), "--all"]) == CLEAN
    printed = capsys.readouterr().out
    assert record["texts"]
    assert all(text["text"] in printed for text in record["texts"])
