"""The command line as a person or a script meets it: output, exit codes, errors in Chinese."""

import json
import subprocess
from pathlib import Path

import blank_forms
import docx
import programs
import pytest
from lxml.html import document_fromstring

from selfeval_assist.cli import CLEAN, FINDINGS, UNUSABLE, run
from selfeval_assist.documents import read
from selfeval_assist.resources import folder

EXAMPLES = folder("examples")
SAMPLES = EXAMPLES / "source" / "two-forms.txt"
FINISHED = EXAMPLES / "finished.json"


def test_check_prints_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(SAMPLES)]) == FINDINGS
    out = capsys.readouterr().out
    assert "得分核算" in out
    assert "FUND007" in out
    assert out.count("核算总分 100.00") == 2


def test_check_prints_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(SAMPLES), "--format", "json"]) == FINDINGS
    reports = json.loads(capsys.readouterr().out, parse_float=lambda text: pytest.fail(text))
    assert [set(report) for report in reports] == [
        {
            "schema",
            "file",
            "form",
            "marks",
            "policy",
            "policy_reason",
            "policy_others",
            "findings",
            "passed_over",
            "unchecked",
            "score",
        }
    ] * 2
    for report in reports:
        assert report["schema"] == 1
        assert report["policy"] == "shanghai"
        assert "上海市" in report["policy_reason"]
        assert report["policy_others"] == []
        assert set(report["score"]) == {
            "computed", "claimed", "taken", "undecided", "total",
        }  # fmt: skip
        for finding in report["findings"]:
            assert set(finding) == {
                "code", "severity", "where", "cell", "message", "facts", "basis", "standing",
                "waived", "place",
            }  # fmt: skip
            assert all(isinstance(value, str) for value in finding["facts"].values())


def test_check_lists_what_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--select", "FUND", "--select", "IND006", "--ignore", "FUND009", "--severity", "W"]
    assert run(["check", str(SAMPLES), *asked, "--format", "json"]) == FINDINGS
    for report in json.loads(capsys.readouterr().out):
        assert {each["code"] for each in report["findings"]} <= {"FUND006", "FUND007", "IND006"}
        assert report["passed_over"] > 0
    assert run(["check", str(SAMPLES), "--select", "EVD"]) == CLEAN
    assert "没有列出" in capsys.readouterr().out
    assert run(["check", str(SAMPLES), "--ignore", "XYZ"]) == UNUSABLE
    assert "没有编号以“XYZ”开头的规则" in capsys.readouterr().err
    assert run(["check", str(SAMPLES), "--unfold"]) == FINDINGS
    assert "【依据】" in capsys.readouterr().out


def test_check_prints_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = json.loads(FINISHED.read_text(encoding="utf-8"))
    hostile = "<script>alert(1)</script>&<b>[/x]"
    data["project"], data["indicators"][0]["name"] = hostile, hostile
    file = tmp_path / "表.json"
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    assert run(["check", str(file), "--format", "html"]) == FINDINGS
    page = document_fromstring(capsys.readouterr().out)
    assert page.xpath("count(//script)") == 0
    assert hostile in page.find(".//title").text
    assert not page.xpath("//@src")
    assert all(each.startswith("#") for each in page.xpath("//@href"))
    for body in page.xpath("//table[@class='findings']/tbody"):
        levels = [cell.text for cell in body.xpath(".//td[contains(@class, 'level')]")]
        assert levels
        assert levels == sorted(levels, key=["错误", "提醒", "建议"].index)
    assert "8 × 546/600 = 7.28" in page.text_content()


def test_a_second_document_brings_its_rules_alive(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = json.loads(FINISHED.read_text(encoding="utf-8"))
    data["indicators"][0]["target"] = "≥99台"
    approved = tmp_path / "申报表.json"
    approved.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    run(["check", str(FINISHED), "--format", "json"])
    (alone,) = json.loads(capsys.readouterr().out)
    assert {"WGT005", "ACT011", "DEV002"} <= set(alone["unchecked"])
    run(["check", str(FINISHED), "--format", "json", "--declaration", str(approved)])
    (beside,) = json.loads(capsys.readouterr().out)
    assert "WGT005" not in beside["unchecked"]
    assert "WGT005" in {finding["code"] for finding in beside["findings"]}


def test_a_model_must_be_set_before_it_is_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODEL"):
        monkeypatch.delenv(name, raising=False)
    assert run(["check", str(FINISHED), "--model"]) == UNUSABLE
    assert "OPENAI_API_KEY" in capsys.readouterr().err


def test_a_model_that_never_answers_has_read_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("OPENAI_MODEL", "m")
    assert run(["check", str(FINISHED), "--model", "--format", "json"]) == FINDINGS
    out, err = capsys.readouterr()
    assert {"DEV002", "IND009"} <= set(json.loads(out)[0]["unchecked"])
    assert err.count("没有得到答复") == 1
    assert "Errno" not in err


def test_a_model_elsewhere_needs_leave(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-0123456789")
    monkeypatch.setenv("OPENAI_BASE_URL", "https://192.0.2.1/v1")
    monkeypatch.setenv("OPENAI_MODEL", "m")
    assert run(["check", str(FINISHED), "--model"]) == UNUSABLE
    err = capsys.readouterr().err
    assert "没有发送任何内容" in err
    assert "可以使用时请加 --allow。" in err
    assert "起草" not in err


def test_one_form_is_still_an_array(capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", str(FINISHED), "--format", "json"])
    assert len(json.loads(capsys.readouterr().out)) == 1


def test_score_shows_the_sums(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", str(FINISHED)]) == CLEAN
    out = capsys.readouterr().out
    assert "8 × 546/600 = 7.28" in out
    assert "核算总分 96.66" in out


def test_rules_are_listed_and_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rule"]) == CLEAN
    assert "FUND001" in capsys.readouterr().out
    assert run(["rule", "fund001"]) == CLEAN
    assert "怎么改" in capsys.readouterr().out


def test_policies_are_listed_and_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["policies"]) == CLEAN
    assert "mof-2020" in capsys.readouterr().out
    assert run(["policies", "show", "city-cap"]) == CLEAN
    assert "总分不超过（分） 59" in capsys.readouterr().out


def test_the_doctor_looks_at_the_workspace_that_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "foreign.db"
    place.write_text("no workspace", encoding="utf-8")
    assert run(["doctor", "--offline", "--workspace", str(place)]) == FINDINGS
    out = capsys.readouterr().out
    assert f"“{place}”不是工作区文件" in out
    assert "--workspace" in out


def test_the_status_is_kept_where_nobody_reads_the_output() -> None:
    command = programs.command("check", *[FINISHED] * 8)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        complaints = process.stderr.read()
        assert process.wait(programs.PATIENCE) == FINDINGS
    assert complaints == b""


def test_export_writes_what_is_handed_in_and_warns(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["export", str(FINISHED), "--to", str(tmp_path)]) == CLEAN
    names = sorted(path.suffix for path in tmp_path.iterdir())
    assert names == [".docx", ".json", ".xlsx"]
    assert "待填" in capsys.readouterr().err


def test_the_table_for_the_head_of_department_is_written_beside(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["export", str(FINISHED), "--to", str(tmp_path), "--format", "json", "--table"]
    assert run(asked) == CLEAN
    (made,) = tmp_path.glob("*.docx")
    table = docx.Document(str(made)).tables[0]
    assert [cell.text for cell in table.rows[0].cells][:3] == [
        "预期目标",
        "实际完成情况",
        "对应指标",
    ]
    assert "窗口人员培训人次" in table.rows[3].cells[2].text
    next(tmp_path.glob("*.json")).unlink()
    assert run(asked) == UNUSABLE
    assert "已有同名文件" in capsys.readouterr().err


def test_the_report_of_each_form_is_written_beside_it(tmp_path: Path) -> None:
    asked = ["export", str(FINISHED), "--format", "json", "--report"]
    for place, more in ((tmp_path / "here", []), (tmp_path / "shared", ["--jobs", "2"])):
        assert run([*asked, "--to", str(place), *more]) == CLEAN
        (made,) = place.glob("* 自评报告.docx")
        assert "五、改进措施" in [each.text for each in docx.Document(str(made)).paragraphs]


def test_export_writes_beside_the_person_and_over_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["export", str(FINISHED)]) == CLEAN
    assert {path.suffix for path in tmp_path.iterdir()} == {".docx", ".json", ".xlsx"}
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    assert run(["export", str(FINISHED)]) == UNUSABLE
    assert "已有同名文件" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_template_that_is_missing_is_named_as_typed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "no" / "blank.xlsx"
    to = str(tmp_path / "out.xlsx")
    assert run(["export", str(FINISHED), "--to", to, "--template", str(missing)]) == UNUSABLE
    assert f"“{missing}”" in capsys.readouterr().err


def test_export_takes_a_layout_and_says_what_it_does_not_print(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "表.xlsx"
    assert run(["export", str(FINISHED), "--to", str(out), "--layout", "hubei"]) == CLEAN
    assert "预期目标、实际完成情况" in capsys.readouterr().err
    (form,) = read(out)
    assert form.title == "2025年度项目自评表"
    assert run(["export", str(FINISHED), "--to", str(tmp_path), "--layout", "无"]) == UNUSABLE
    assert "没有名为“无”的表样" in capsys.readouterr().err
    assert run(["layouts"]) == CLEAN
    assert "hubei  湖北" in capsys.readouterr().out


def test_export_takes_one_file_or_chosen_formats(tmp_path: Path) -> None:
    assert run(["export", str(FINISHED), "--to", str(tmp_path / "表.md")]) == CLEAN
    assert run(["export", str(FINISHED), "--to", str(tmp_path / "all"), "--format", "json"]) == 0
    names = sorted(path.name for path in tmp_path.rglob("*.*"))
    assert names == ["政务服务大厅智能化改造项目.json", "表.md"]


def test_export_fills_a_blank_form_of_the_unit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    template = blank_forms.workbook(tmp_path / "空白表.xlsx")
    before = template.read_bytes()
    out = tmp_path / "填好.xlsx"
    arguments = ["export", str(FINISHED), "--to", str(out), "--template", str(template)]
    assert run(arguments) == CLEAN
    assert template.read_bytes() == before
    (form,) = read(out)
    assert form.project == "政务服务大厅智能化改造项目"
    capsys.readouterr()
    assert run(arguments) == UNUSABLE
    assert "填好.xlsx" in capsys.readouterr().err


def test_export_never_overwrites_what_it_reads(tmp_path: Path) -> None:
    source = tmp_path / "政务服务大厅智能化改造项目.json"
    source.write_bytes(FINISHED.read_bytes())
    before = source.read_bytes()
    assert run(["export", str(source), "--to", str(tmp_path)]) == UNUSABLE
    assert source.read_bytes() == before


def test_draft_all_prints_whole_texts_with_their_length(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["draft", str(SAMPLES), str(FINISHED), "--all"]) == CLEAN
    out = capsys.readouterr().out
    assert out.count("超长 0 段，核对有问题 0 段") == 3
    assert "核对无误" in out


def test_draft_prints_the_texts_with_their_cells(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["draft", str(FINISHED)]) == CLEAN
    out = capsys.readouterr().out
    assert "实际完成情况" in out
    assert "←" in out
    assert "【待填" in out


def test_demo_shows_the_whole_job(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["demo", "--to", str(tmp_path / "out")]) == CLEAN
    out = capsys.readouterr().out
    assert "目标、完成情况与指标的对应" in out
    assert len(list((tmp_path / "out").glob("*.xlsx"))) == 3


def test_a_model_that_cannot_be_reached_costs_nothing_but_its_prose(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret-0123456789")
    monkeypatch.setenv("OPENAI_MODEL", "m")
    assert run(["draft", str(FINISHED), "--model"]) == CLEAN
    out, err = capsys.readouterr()
    assert "程序拟稿" in out
    assert "模型没有用上" in out
    assert "正在起草" in err
    assert "sk-secret" not in out + err


def test_a_model_elsewhere_needs_a_yes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "https://model.invalid/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret-0123456789")
    monkeypatch.setenv("OPENAI_MODEL", "m")
    assert run(["draft", str(FINISHED), "--model"]) == UNUSABLE
    assert "没有发送任何内容" in capsys.readouterr().err


def test_asking_for_a_model_without_settings(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("OPENAI_BASE_URL", "OPENAI_API_KEY", "OPENAI_MODEL"):
        monkeypatch.delenv(name, raising=False)
    assert run(["draft", str(FINISHED), "--model"]) == UNUSABLE
    assert "OPENAI_API_KEY" in capsys.readouterr().err


def test_a_file_to_be_served_is_named_as_typed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["serve", "no/such.xlsx", "--no-browser"]) == UNUSABLE
    assert f"“{Path('no/such.xlsx')}”" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["open", "serve"])
def test_a_workspace_of_ones_own_can_be_named(
    command: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A path that cannot be a workspace is refused by its name before any screen is shown."""
    monkeypatch.setattr("selfeval_assist.tui.in_terminal", lambda: True)
    place = tmp_path / "nowhere.db"
    place.mkdir()
    example = str(folder("examples") / "finished.json")
    if command == "serve":
        assert run(["serve", example, "--no-browser", "--workspace", str(place)]) == UNUSABLE
    else:
        assert run(["open", example, "--workspace", str(place)]) == UNUSABLE
    assert "nowhere.db" in capsys.readouterr().err
