"""--declaration and --last-year with a file or a folder, over several forms."""

import json
from pathlib import Path

import pytest

from selfeval_assist.cli import FINDINGS, UNUSABLE, run
from selfeval_assist.resources import folder

FINISHED = json.loads((folder("examples") / "finished.json").read_text(encoding="utf-8"))
YEAR = FINISHED["year"]


def write(path: str, project: str, *, year: int = YEAR, target: str = "") -> None:
    data = json.loads(json.dumps(FINISHED)) | {"project": project, "year": year}
    if target:
        data["indicators"][0]["target"] = target
    file = Path(path)
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two forms, and a folder of declarations of which one is for the second and differs."""
    monkeypatch.chdir(tmp_path)
    write("a.json", "农村道路养护")
    write("b.json", "政务大厅（一期）")
    write("申报/1.json", "310112240000-政务大厅(一期)", target="≥99台")
    write("申报/2.json", "农村公路养护")
    Path("申报/说明.bin").write_bytes(b"\x00\x01")


def checked(*arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, list, str]:
    code = run(["check", *arguments, "--format", "json"])
    out, err = capsys.readouterr()
    return code, json.loads(out) if out else [], err


def test_each_form_gets_its_own_from_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    code, (one, two), err = checked("a.json", "b.json", "--declaration", "申报", capsys=capsys)
    assert code == FINDINGS
    assert "WGT005" in one["unchecked"]
    assert "WGT005" not in two["unchecked"]
    assert "WGT005" in {finding["code"] for finding in two["findings"]}
    assert f"a.json：没有与{YEAR}年度“农村道路养护”相符的绩效目标申报表" in err
    assert f"是否是文件“2.json”中的{YEAR}年度“农村公路养护”？" in err
    assert "说明.bin" in err


def test_what_was_not_compared_is_said_in_the_report(capsys: pytest.CaptureFixture[str]) -> None:
    for format in ("text", "html"):
        assert run(["check", "a.json", "b.json", "--declaration", "申报", "--format", format]) == 1
        out = capsys.readouterr().out
        unchecked = [part.partition("相符的绩效目标申报表")[0] for part in out.split("未检查")[1:]]
        assert "没有与" in unchecked[0]
        assert "没有与" not in out.split("未检查")[-1]


def test_none_that_fits_any_form_is_an_error_after_the_results(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, found, err = checked("a.json", "--declaration", "申报", capsys=capsys)
    assert code == UNUSABLE
    assert len(found) == 1
    assert "给出的绩效目标申报表与要检查的自评表没有一份相符。" in err
    code, found, err = checked("b.json", "--last-year", "申报", capsys=capsys)
    assert code == UNUSABLE
    assert "上一年度的自评表" in err


def test_last_years_form_is_of_the_year_before(capsys: pytest.CaptureFixture[str]) -> None:
    write("去年/a.json", "农村道路养护", year=YEAR - 1)
    write("去年/b.json", "农村道路养护")
    code, (one,), err = checked("a.json", "--last-year", "去年", capsys=capsys)
    assert code == FINDINGS
    assert "ACT011" not in one["unchecked"]
    assert err == ""


def test_one_file_is_held_against_each_form(capsys: pytest.CaptureFixture[str]) -> None:
    code, (one, two), _ = checked("a.json", "b.json", "--declaration", "申报/1.json", capsys=capsys)
    assert code == FINDINGS
    assert "WGT005" in one["unchecked"]
    assert "WGT005" not in two["unchecked"]


@pytest.mark.parametrize("place", ["无.xlsx", "空"])
def test_a_place_from_which_nothing_can_be_read(
    place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("空").mkdir()
    code, found, err = checked("a.json", "--declaration", place, capsys=capsys)
    assert (code, found) == (UNUSABLE, [])
    assert f"“{place}”" in err
    assert err.count("\n") == 1


def test_forms_and_declarations_in_one_folder(capsys: pytest.CaptureFixture[str]) -> None:
    """A form is never its own declaration."""
    Path("b.json").replace("申报/b.json")
    code, (one,), _ = checked("申报/b.json", "--declaration", "./申报", capsys=capsys)
    assert code == FINDINGS
    assert "WGT005" in {finding["code"] for finding in one["findings"]}
