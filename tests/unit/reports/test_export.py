"""Export: names of files, what is never overwritten, and the label on a model's sentences."""

from pathlib import Path

import openpyxl
import pytest

from selfeval_assist.documents import DocumentError, read
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.reports.export import ai_label, export_form, warnings_before_export
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
    assert [path.name for path in files] == [f"{stem}.xlsx", f"{stem}.json"]
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


def test_only_accepted_sentences_of_a_model_are_labelled(
    tmp_path: Path, finished: SelfEvaluation
) -> None:
    assert ai_label(finished, ()) == {}
    (book, _) = export_form(finished, tmp_path, overwrite=False, model_fields=["goal.actual"])
    properties = openpyxl.load_workbook(book).custom_doc_props
    assert "实际完成情况" in properties["人工智能生成合成内容"].value


def test_what_still_has_to_be_filled_in_is_said(finished: SelfEvaluation) -> None:
    warnings = list(warnings_before_export(finished))
    assert any("实际完成情况" in warning for warning in warnings)
    assert any("第11行" in warning for warning in warnings)
