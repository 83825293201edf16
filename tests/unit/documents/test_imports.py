"""What opening a file loads: only what its own format needs."""

from pathlib import Path

import pdf_bytes
import programs
import pytest

from selfeval_assist.documents import DocumentError, write_json, write_xlsx
from selfeval_assist.form import Indicator, Measure, Number, SelfEvaluation

ROOM = "selfeval_assist.documents"
WATCHED = (
    "lxml", "openpyxl", "xlsxwriter", "docx", "xlrd", "pypdfium2", "rapidfuzz",
    f"{ROOM}.recognise", f"{ROOM}.readers.xlsx", f"{ROOM}.readers.text", f"{ROOM}.writers",
)  # fmt: skip
FORM = SelfEvaluation(
    year=2021,
    project="某项目",
    indicators=(
        Indicator(
            level1="产出指标",
            level2="数量指标",
            name="培训人次",
            target=Measure("≥5人次"),
            actual=Measure("5人次"),
            weight=Number("50"),
            score=Number("50"),
        ),
    ),
)


def loaded(code: str) -> set[str]:
    """Return which of the watched modules a fresh process has loaded after some code."""
    code += f"\nimport sys\nprint(*[name for name in {WATCHED} if name in sys.modules])"
    done = programs.python(code)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_the_door_alone_loads_nothing() -> None:
    assert loaded(f"import {ROOM}") == set()


def test_a_json_form_needs_no_other_reader_and_no_recogniser(tmp_path: Path) -> None:
    path = tmp_path / "表.json"
    write_json(FORM, path)
    code = (
        "from pathlib import Path\n"
        f"from {ROOM} import DocumentError, doubts, read, read_json, write_json\n"
        f"path = Path({str(path)!r})\n"
        "assert read(path) == (read_json(path),)\n"
        "doubts(read_json(path))\n"
        "write_json(read_json(path), path)\n"
    )
    assert loaded(code) == set()


def test_a_missing_library_is_named_and_stops_no_other_file(tmp_path: Path) -> None:
    """As on a computer for which nobody has built pypdfium2."""
    lacking = tmp_path / "lacking"
    lacking.mkdir()
    (lacking / "pypdfium2.py").write_text(
        "raise ModuleNotFoundError(\"No module named 'pypdfium2'\", name='pypdfium2')"
    )
    for name in "一", "二":
        write_xlsx(FORM, tmp_path / f"{name}.xlsx")
    (tmp_path / "三.pdf").write_bytes(pdf_bytes.page(""))
    files = sorted(tmp_path.glob("*.*"))
    for jobs in (1, 2):
        done = programs.run("score", *files, "--jobs", jobs, env={"PYTHONPATH": str(lacking)})
        assert done.stdout.count("某项目") == 2
        assert done.stderr.count("没有装好读这种文件要用的组件 pypdfium2") == 1
        assert "pip install pypdfium2" in done.stderr
        assert "损坏" not in done.stderr
        assert done.returncode == 2


def test_a_workbook_loads_its_reader_and_the_recogniser_but_no_writer(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    write_xlsx(FORM, path)
    code = f"from pathlib import Path\nfrom {ROOM} import read\nread(Path({str(path)!r}))\n"
    assert loaded(code) == {"lxml", f"{ROOM}.recognise", f"{ROOM}.readers.xlsx"}


def test_every_name_of_the_door_is_what_it_says_and_no_module() -> None:
    from types import ModuleType

    from selfeval_assist import documents

    names = {
        "DocumentError", "Doubt", "Original", "Outcome", "doubts", "read", "read_all", "read_json",
        "read_text", "write_json", "write_xlsx",
    }  # fmt: skip
    assert set(documents.__all__) == names
    assert not any(isinstance(getattr(documents, name), ModuleType) for name in names)
    assert documents.DocumentError is DocumentError
    with pytest.raises(AttributeError):
        documents.nothing  # noqa: B018
