"""Copies between the forms of one call."""

import json
from pathlib import Path

import pytest
from real_forms import form as published

from selfeval_assist.cli import FINDINGS, run
from selfeval_assist.reports.twins import Results, twin_of


def _named(project: str) -> str:
    copied = published("040").model_copy(update={"project": project})
    return str(copied.model_dump_json())


def test_the_later_of_two_projects_with_one_result_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, project in (("a", "路灯维护"), ("b", "联谊活动"), ("c", "路灯维护")):
        Path(f"{name}.json").write_text(_named(project), encoding="utf-8")
    assert run(["check", "a.json", "b.json", "c.json", "--format", "json"]) == FINDINGS
    reports = json.loads(capsys.readouterr().out)
    found = [
        [each["facts"]["other"] for each in report["findings"] if each["code"] == "TXT006"]
        for report in reports
    ]
    assert found == [[], ["a.json 的“路灯维护”"], []]


def test_a_form_that_says_too_little_is_no_copy() -> None:
    seen: dict[Results, str] = {}
    form = published("040")
    short = form.model_copy(update={"indicators": form.indicators[:2]})
    assert twin_of(short, "a", seen) == ""
    assert twin_of(short.model_copy(update={"project": "另一项目"}), "b", seen) == ""
