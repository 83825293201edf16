"""Copies between the forms of one call."""

from pathlib import Path

import pytest
from real_forms import form as published

from selfeval_assist.cli import FINDINGS, run
from selfeval_assist.reports.twins import results_of


def _named(project: str) -> str:
    copied = published("040").model_copy(update={"project": project})
    return str(copied.model_dump_json())


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_later_of_two_projects_with_one_result_is_told(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    jobs: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, project in (("a", "路灯维护"), ("b", "联谊活动"), ("c", "路灯维护")):
        Path(f"{name}.json").write_text(_named(project), encoding="utf-8")
    asked = ["--select", "EVD001", "--jobs", jobs]
    assert run(["check", "a.json", "b.json", "c.json", *asked]) == FINDINGS
    told = [line for line in capsys.readouterr().err.splitlines() if "完全相同" in line]
    assert len(told) == 1
    assert told[0].startswith("b.json 的“联谊活动”与 a.json 的“路灯维护”")


def test_a_form_that_says_too_little_is_no_copy() -> None:
    form = published("040")
    assert results_of(form, "a") is not None
    assert results_of(form.model_copy(update={"indicators": form.indicators[:2]}), "a") is None
    silent = form.goal.model_copy(update={"actual": ""})
    assert results_of(form.model_copy(update={"goal": silent}), "a") is None
