"""Export: names of files, formats, what is never overwritten, labels on a model's sentences."""

import zipfile
from pathlib import Path

import blank_forms
import openpyxl
import pytest

from selfeval_assist import layouts
from selfeval_assist.documents import DocumentError, read
from selfeval_assist.documents.weights import sum_of_weights
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.policies import load
from selfeval_assist.reports import export, label, report_on
from selfeval_assist.reports.export import export_form, warnings_before_export
from selfeval_assist.reports.label import AI_LABEL, ai_label, draft_line
from selfeval_assist.resources import folder


@pytest.fixture(scope="module")
def finished() -> SelfEvaluation:
    (form,) = read(folder("examples") / "finished.json")
    return form


@pytest.mark.parametrize(
    ("project", "stem"),
    [
        ("河道/清淤:项目", "河道_清淤_项目"),
        ("../../etc/passwd", "__.._etc_passwd"),
        ("", "项目支出绩效自评表"),
        ("长" * 200, "长" * 60),
    ],
)
def test_any_project_name_is_a_file_name(tmp_path: Path, project: str, stem: str) -> None:
    files = export_form(SelfEvaluation(project=project), tmp_path, overwrite=False)
    assert [path.name for path in files] == [f"{stem}{suffix}" for suffix in export.USUAL]
    assert all(path.parent == tmp_path for path in files)


def test_nothing_is_overwritten_unless_asked(tmp_path: Path, finished: SelfEvaluation) -> None:
    export_form(finished, tmp_path, overwrite=False)
    with pytest.raises(DocumentError, match="已有同名文件"):
        export_form(finished, tmp_path, overwrite=False)
    export_form(finished, tmp_path, overwrite=True)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, finished: SelfEvaluation) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(DocumentError, match="file"):
        export_form(finished, tmp_path / "file" / "out", overwrite=False)


@pytest.mark.parametrize("suffix", [".xlsx", ".docx", ".md", ".json", ".DOCX"])
def test_the_suffix_of_a_file_says_the_format(
    tmp_path: Path, finished: SelfEvaluation, suffix: str
) -> None:
    out = tmp_path / "new" / f"表{suffix}"
    assert export_form(finished, out, overwrite=False) == [out]
    if suffix == ".md":
        assert out.read_text(encoding="utf-8").startswith("# 项目支出绩效自评表")
    else:
        assert read(out)[0].indicators[0].name == finished.indicators[0].name
    with pytest.raises(DocumentError, match="已有同名文件"):
        export_form(finished, out, overwrite=False)


@pytest.mark.parametrize("name", ["表.pdf", "表.xls", "表.doc"])
def test_a_format_that_is_not_written_is_refused(
    tmp_path: Path, finished: SelfEvaluation, name: str
) -> None:
    with pytest.raises(DocumentError, match=r"可以导出为 \.xlsx、\.docx、\.md、\.json"):
        export_form(finished, tmp_path / name, overwrite=False)
    assert not list(tmp_path.iterdir())


def test_a_folder_takes_the_formats_that_are_asked_for(
    tmp_path: Path, finished: SelfEvaluation
) -> None:
    files = export_form(finished, tmp_path / "2025.自评", overwrite=False, formats=export.SUFFIXES)
    assert [path.suffix for path in files] == [".xlsx", ".docx", ".md", ".json"]
    assert all(path.exists() for path in files)
    with pytest.raises(DocumentError, match=r"不能导出为 \.pdf"):
        export_form(finished, tmp_path / "other", overwrite=False, formats=(".pdf",))


def test_only_accepted_sentences_of_a_model_are_labelled(
    tmp_path: Path, finished: SelfEvaluation
) -> None:
    assert ai_label(finished, ()) == {}
    book, *_ = export_form(finished, tmp_path, overwrite=False, model_fields=["goal.actual"])
    properties = openpyxl.load_workbook(book).custom_doc_props
    assert "实际完成情况" in properties[AI_LABEL].value


def test_a_document_carries_the_label_and_a_draft_shows_it(
    tmp_path: Path, finished: SelfEvaluation
) -> None:
    out = tmp_path / "x.docx"
    export_form(finished, out, overwrite=False, model_fields=["goal.actual"])
    with zipfile.ZipFile(out) as archive:
        assert AI_LABEL in archive.read("docProps/custom.xml").decode("utf-8")
        heads = [n for n in archive.namelist() if n.startswith("word/header")]
        assert any("人工智能拟稿" in archive.read(n).decode("utf-8") for n in heads)
    export_form(finished, tmp_path / "x.md", overwrite=False, model_fields=["goal.actual"])
    assert "人工智能拟稿" in (tmp_path / "x.md").read_text(encoding="utf-8")


def test_the_visible_line_is_for_drafts_and_the_policy_has_the_switch(
    finished: SelfEvaluation, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = ["goal.actual"]
    assert "实际完成情况" in draft_line(finished, fields)
    assert draft_line(finished, ()) == ""
    done = paths.put(finished, "goal.actual", "已完成。")
    done = paths.put(done, "indicators.10.deviation.text", "已说明。")
    assert draft_line(done, fields) == ""
    policy = load("mof-2020")
    quiet = policy.labels.model_copy(update={"visible_in_drafts": False, "metadata": False})
    monkeypatch.setattr(label, "policy_for", lambda _: policy.model_copy(update={"labels": quiet}))
    assert draft_line(finished, fields) == ""
    assert ai_label(finished, fields) == {}


def test_the_policy_says_where_the_budgets_reason_stands(
    tmp_path: Path, finished: SelfEvaluation
) -> None:
    reason = finished.funds.deviation.text
    assert reason
    for policy, behind in (("mof-2020", "goal.actual"), ("sichuan", "")):
        form = finished.model_copy(update={"policy": policy})
        out = tmp_path / f"{policy}.docx"
        export_form(form, out, overwrite=False)
        (again,) = read(out)
        assert again.funds.deviation.text == reason
        cells = again.provenance.cells
        assert (cells["funds.deviation.text"] == cells["goal.actual"]) == bool(behind)


EXAMPLES = sorted(path.name for path in folder("examples").glob("*.json"))


@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
@pytest.mark.parametrize("name", EXAMPLES)
def test_an_exported_form_has_the_findings_of_the_form(
    name: str, suffix: str, tmp_path: Path
) -> None:
    (form,) = read(folder("examples") / name)
    (out,) = export_form(form, tmp_path / f"out{suffix}", overwrite=False)
    (again,) = read(out)
    before, after = (
        {
            (each.code, each.where, each.message)
            for each in report_on("", one).findings
            if each.code != "EVD003"  # these layouts print no evidence
        }
        for one in (form, again)
    )
    assert after == before


@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
def test_a_template_is_filled_through_the_same_door(
    tmp_path: Path, finished: SelfEvaluation, suffix: str
) -> None:
    make = blank_forms.workbook if suffix == ".xlsx" else blank_forms.document
    template = make(tmp_path / f"空白表{suffix}")
    told: list[str] = []
    (made,) = export_form(
        finished, tmp_path / "out", overwrite=False, template=template, tell=told.append
    )
    assert made == tmp_path / "out" / f"{finished.project}{suffix}"
    assert read(made)[0].indicators
    assert told == ["以下内容没有写入模板，请手工补填：评价等级、项目负责人。"]
    with pytest.raises(DocumentError, match="评价等级"):
        export_form(finished, tmp_path / "strict", overwrite=False, template=template)
    with pytest.raises(DocumentError, match="模板本身"):
        export_form(finished, template, overwrite=True, template=template, tell=told.append)


def test_what_still_has_to_be_filled_in_is_said(finished: SelfEvaluation) -> None:
    warnings = list(warnings_before_export(finished))
    assert any("实际完成情况" in warning for warning in warnings)
    assert any("第11行" in warning for warning in warnings)


def test_other_points_than_the_layout_prints_are_told(
    tmp_path: Path, finished: SelfEvaluation
) -> None:
    told: list[str] = []
    export_form(finished, tmp_path, overwrite=False, layout=layouts.load("hubei"), tell=told.append)
    assert any("印着预算执行 20 分，而这份表是 10 分" in each for each in told)
    told.clear()
    twenty = paths.put(finished, "funds.total.weight", "20")
    into = tmp_path / "b"
    export_form(twenty, into, overwrite=False, layout=layouts.load("hubei"), tell=told.append)
    assert not any("印着预算执行" in each for each in told)


def test_rows_without_points_have_no_sum(finished: SelfEvaluation) -> None:
    bare = finished
    for at in range(len(finished.indicators)):
        bare = paths.put(bare, f"indicators.{at}.weight", "")
    assert sum_of_weights(finished.funds, finished.indicators) == "100"
    assert sum_of_weights(bare.funds, bare.indicators) == ""
