"""Work shared by processes gives what one process gives; a file that ends one costs only itself."""

import json
import os
import signal
import threading
from pathlib import Path

import pytest
from mixed_files import FINISHED, write_mixed

from selfeval_assist.cli import CLEAN, FINDINGS, UNUSABLE, run
from selfeval_assist.documents.apart import Child
from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.office import parallel
from selfeval_assist.office.pieces import Kind
from selfeval_assist.office.tasks import Job

SHARED = ["--jobs", "2"]


@pytest.fixture
def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Files of several kinds, one broken, one hostile."""
    monkeypatch.chdir(tmp_path)
    return write_mixed(tmp_path)


def test_the_results_are_those_of_one_process(
    many: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    kinds = [["check", "--format", "json", "--declaration", "1.json"], ["score"]]
    for command in kinds:
        sound = [name for name in many if name != "8.pdf"]
        alone = run([*command, *sound]), *capsys.readouterr()
        assert (run([*command, *sound, *SHARED]), *capsys.readouterr()) == alone
        assert alone[0] == UNUSABLE


def test_a_file_that_ends_its_process_costs_only_itself(
    many: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", *many, "--format", "json", *SHARED]) == UNUSABLE
    out, err = capsys.readouterr()
    found = json.loads(out)
    assert [each["file"] for each in found] == [*many, many[-1]]
    assert [each["file"] for each in found if "error" in each] == ["7.xlsx", "8.pdf"]
    assert len([line for line in err.splitlines() if "完全相同" not in line]) == 2


def test_forms_of_one_name_are_exported_side_by_side_as_by_one_process(
    many: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    sound = [name for name in many if not name.startswith(("7", "8"))]
    for to, shared in (("一", []), ("二", SHARED)):
        code = run(["export", *sound, "--to", to, "--format", "md", "--format", "json", *shared])
        assert code == CLEAN
    first, second = ({f.name: f.read_bytes() for f in Path(to).iterdir()} for to in ("一", "二"))
    assert first == second
    out = capsys.readouterr().out.splitlines()
    assert [each.replace("二", "一") for each in out[len(out) // 2 :]] == out[: len(out) // 2]
    assert run(["export", *sound, "--to", "二", "--format", "json", *SHARED]) == UNUSABLE
    assert capsys.readouterr().err.count("已有同名文件") == len(first) // 2
    assert {f.name: f.read_bytes() for f in Path("二").iterdir()} == second


@pytest.mark.parametrize(("times", "first"), [(1, Kind.OUT), (2, Kind.FAILED)])
def test_a_process_that_is_ended_from_outside(
    times: int, first: Kind, many: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its file is not to blame and is read again; where that ends too, it is listed."""
    begin, ended = Child.__init__, list[int]()

    def begin_and_end(child: Child, module: str) -> None:
        begin(child, module)
        if len(ended) < times:
            ended.append(child.pid)
            os.kill(child.pid, signal.SIGTERM)

    monkeypatch.setattr(Child, "__init__", begin_and_end)
    files = [Path("0.json"), Path("1.json"), Path("2.json")]
    found = dict(parallel.by_children(files, Job("score", {}), 1))
    assert [[piece.kind for piece in found[file]] for file in files] == [
        [first], [Kind.OUT], [Kind.OUT],
    ]  # fmt: skip


def test_what_nobody_reads_is_not_made(many: list[str]) -> None:
    """The processes end when the reader of the results goes away."""
    before = threading.active_count()
    results = parallel.by_children([Path("0.json")] * 40, Job("score", {}), 1)
    next(results)
    results.close()  # type: ignore[attr-defined]
    assert threading.active_count() == before


def test_a_report_of_a_process_is_one_of_the_command(
    many: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from selfeval_assist import failures
    from selfeval_assist.office.pieces import Piece

    monkeypatch.setattr(
        "selfeval_assist.cli_many.done",
        lambda *_, **__: [(Path("0.json"), [Piece(Kind.REPORT, "报告.txt"), Piece(Kind.OUT, "x")])],
    )
    assert failures.last_resort(lambda: run(["score", "0.json"])) == failures.FAILED
    assert "程序有 1 处出错" in capsys.readouterr().err


def test_findings_set_the_code(many: list[str]) -> None:
    assert run(["check", "0.json", *SHARED]) == FINDINGS


def test_a_file_to_convert_goes_through_this_process(
    many: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """LibreOffice needs more memory than the others may take."""
    made = FINISHED.with_suffix(".xlsx").read_bytes()
    monkeypatch.setattr("selfeval_assist.documents.readers.office.converted", lambda *_: made)
    Path("旧.rtf").write_bytes(b"{\\rtf1 }")
    assert run(["score", "旧.rtf", "0.json", "--jobs", "1"]) == CLEAN
    assert capsys.readouterr().out.count("核算总分 96.66") == 2


def test_a_process_that_does_not_start_is_told_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_MODULE", "selfeval_assist.office.nothing")
    children = parallel.Children(Job("draft", {}))
    with pytest.raises(DocumentError, match=r"文件“路灯\.txt”：读取它的进程没有启动起来"):
        children.ask({}, "路灯.txt")
