"""A folder from beginning to end: its results, what is passed over, what a later run does."""

import errno
import json
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import docx
import openpyxl
import programs
import pytest
from hostile.corpus import REFUSED
from lxml.html import document_fromstring

from selfeval_assist.cli import CLEAN, FINDINGS, UNUSABLE, run
from selfeval_assist.office.pieces import Piece
from selfeval_assist.office.sources import STATE
from selfeval_assist.office.state import State, opened
from selfeval_assist.resources import folder

EXAMPLES = folder("examples").resolve()
FINISHED = json.loads((EXAMPLES / "finished.json").read_text(encoding="utf-8"))
TABLES = ["问题清单.xlsx", "汇总表.xlsx", "雷同文字.xlsx"]


def write(path: Path, project: str, unit: str = "甲市政务中心", **changed: object) -> None:
    data = FINISHED | {"project": project, "unit": unit} | changed
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Six forms of two units, one file that is broken, one hostile, and what is no form."""
    monkeypatch.chdir(tmp_path)
    root = tmp_path / "报送"
    for number in range(4):
        write(root / f"{number}.json", f"项目{number}")
    write(root / "乙" / "4.json", "=cmd|'/c calc'!A1", "<b>乙/局</b>")
    write(root / "乙" / "5.json", "项目5", "<b>乙/局</b>")
    (root / "坏.xlsx").write_bytes(b"PK\x03\x04 broken off")
    (root / "多.pdf").write_bytes(REFUSED["drawings of drawings.pdf"][0]())
    (root / "~$0.json").write_bytes(b"x")
    return root


def rows(path: Path) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(path)
    return [tuple(cell.value for cell in row) for row in book.active.iter_rows()]


def test_all_results_of_a_folder(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = place / "结果"
    arguments = ["batch", str(place), "--into", str(out), "--jobs", "2"]
    assert run([*arguments, "--sender", "甲市财政局", "--deadline", "2026年2月20日"]) == FINDINGS
    said, told = capsys.readouterr()
    assert "8 个文件：这次读了 8 个，以前做完的 0 个；6 份自评表，2 个文件没有读出。" in said
    assert "打开中的文件的锁（~$） 1 个" in told
    assert "坏.xlsx" in told
    assert "多.pdf" in told
    lines = (out / "检查结果.jsonl").read_text(encoding="utf-8").splitlines()
    elements = [json.loads(line) for line in lines]
    assert len(elements) == 8
    assert {each["file"] for each in elements if "error" in each} == {"坏.xlsx", "多.pdf"}
    findings = sum(len(each.get("findings", ())) for each in elements)
    head, *issues = rows(out / "问题清单.xlsx")
    assert head[1:3] == ("实施单位", "项目名称")
    assert head.index("处理意见") == 8
    assert len(issues) == findings
    assert {line[8] for line in issues} == {"退回修改"}
    head, *summary = rows(out / "汇总表.xlsx")
    assert len(summary) == 8
    assert summary[0][head.index("全年执行数（万元）")] == pytest.approx(
        float(FINISHED["funds"]["total"]["executed"].replace(",", ""))
    )
    assert "=cmd|'/c calc'!A1" in {line[3] for line in summary}
    assert "92.3%" in str(summary[0][head.index("主要偏差")])
    unread = str(summary[-1][head.index("主要偏差")])
    assert unread.startswith("没有读出：")
    assert str(place) not in unread  # the file stands in a column of its own


def test_long_texts_can_be_read_on_paper(place: Path) -> None:
    """Their rows are as high as they need: LibreOffice and WPS do not always work it out."""
    run(["batch", str(place), "--into", str(place / "结果"), "--jobs", "1"])
    sheet = openpyxl.load_workbook(place / "结果" / "问题清单.xlsx").active
    lines = [len(str(row[7].value)) // 30 + 1 for row in sheet.iter_rows(min_row=2)]
    heights = [sheet.row_dimensions[line].height for line in range(2, sheet.max_row + 1)]
    assert max(lines) > 1
    assert all(height >= 15 * line for height, line in zip(heights, lines, strict=True))


def test_a_letter_to_each_unit(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = place / "结果"
    given = ["--sender", "甲市财政局", "--deadline", "2026年2月20日", "--date", "2026年1月30日"]
    run(["batch", str(place), "--into", str(out), "--jobs", "1", *given])
    letters = sorted((out / "退回意见").iterdir())
    assert [each.name for each in letters] == [
        "_b_乙_局__b_ 退回意见.docx", "甲市政务中心 退回意见.docx",
    ]  # fmt: skip
    document = docx.Document(str(letters[1]))
    text = "\n".join(each.text for each in document.paragraphs)
    assert "甲市政务中心：" in text
    assert "共 4 份，经核对，其中 4 份有 8 处需要核实或修改" in text
    assert "2026年2月20日前重新报送" in text
    assert "【待填" not in text.replace("【待填：办事", "")
    assert len(document.tables) == 4
    cells = [cell.text for cell in document.tables[0].rows[1].cells]
    assert cells[0] == "1"
    assert cells[2] == "错误"
    assert "办事群众满意度" in cells[3]


def test_the_report_is_one_page_that_asks_for_nothing(place: Path) -> None:
    run(["batch", str(place), "--into", str(place / "结果"), "--jobs", "1"])
    page = (place / "结果" / "汇总报告.html").read_text(encoding="utf-8")
    tree = document_fromstring(page)
    assert not tree.xpath("//@src | //@href | //script | //link | //img")
    assert "url(" not in page
    assert "<b>乙/局</b>" in tree.text_content()
    heads = tree.xpath("//h2/text()")
    assert heads == [
        "先退回哪些", "得分分布", "预算执行与得分", "问题按规则", "问题按单位", "满分集中的单位",
        "雷同的文字", "没有读出的文件",
    ]  # fmt: skip
    counts = [int(text) for text in tree.xpath("(//svg)[1]/text/text()") if text.isdigit()]
    assert sum(counts) - 100 == 6
    assert "多.pdf" in tree.text_content()


def test_copies_name_both_places(place: Path) -> None:
    out = place / "结果"
    run(["batch", str(place), "--into", str(out), "--jobs", "1"])
    head, *pairs = rows(out / "雷同文字.xlsx")
    # Each of three texts of five forms is that of the first one.
    assert {line[0] for line in pairs} == {100}
    assert {line[head.index("文件和单元格一")].split("　")[0] for line in pairs} == {"0.json"}
    assert {line[1] for line in pairs} >= {"预期目标", "实际完成情况"}
    assert len(pairs) % 5 == 0


def test_a_later_run_reads_what_is_new_or_changed_only(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = place / "结果"
    arguments = ["batch", str(place), "--into", str(out), "--jobs", "1"]
    run(arguments)
    before = (out / "检查结果.jsonl").read_bytes()
    capsys.readouterr()
    assert run(arguments) == FINDINGS
    assert "这次读了 0 个，以前做完的 8 个" in capsys.readouterr().out
    assert (out / "检查结果.jsonl").read_bytes() == before
    write(place / "1.json", "改名的项目")
    write(place / "新.json", "新项目")
    (place / "2.json").unlink()
    (place / "乙" / "4.json").unlink()
    (place / "乙" / "5.json").unlink()
    run(arguments)
    assert "这次读了 2 个，以前做完的 4 个" in capsys.readouterr().out
    found = [json.loads(line) for line in (out / "检查结果.jsonl").read_text("utf-8").splitlines()]
    assert [each.get("form") for each in found] == [
        "项目0", "改名的项目", "项目3", None, None, "新项目",
    ]  # fmt: skip
    assert [each.name for each in (out / "退回意见").iterdir()] == ["甲市政务中心 退回意见.docx"]
    run([*arguments, "--policy", "shanghai"])
    assert "这次读了 6 个，以前做完的 0 个" in capsys.readouterr().out


def test_what_a_person_wrote_into_a_result_is_kept(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = place / "结果"
    arguments = ["batch", str(place), "--into", str(out), "--jobs", "1"]
    run(arguments)
    book = openpyxl.load_workbook(out / "问题清单.xlsx")
    book.active["I2"] = "认可，不改"
    book.save(out / "问题清单.xlsx")
    capsys.readouterr()
    run(arguments)
    assert "“问题清单.xlsx”有人改动过" in capsys.readouterr().err
    assert rows(out / "问题清单（改动过）.xlsx")[1][8] == "认可，不改"
    assert rows(out / "问题清单.xlsx")[1][8] == "退回修改"
    run(arguments)
    assert len(list(out.glob("问题清单*"))) == 2


def test_two_runs_do_not_write_into_one_folder(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = place / "结果"
    with opened(out):
        assert run(["batch", str(place), "--into", str(out)]) == UNUSABLE
    assert "另一次批量检查正在往这里写" in capsys.readouterr().err
    assert [each.name for each in out.iterdir() if not each.name.startswith(STATE)] == []


def test_results_are_those_of_one_folder(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = place.parent / "另一处"
    write(other / "x.json", "别处")
    out = place / "结果"
    run(["batch", str(place / "乙"), "--into", str(out), "--jobs", "1"])
    assert run(["batch", str(other), "--into", str(out)]) == UNUSABLE
    assert "这里是另一个文件夹" in capsys.readouterr().err
    assert run(["batch", str(place / "没有"), "--into", str(out)]) == UNUSABLE
    assert "没有这个文件夹" in capsys.readouterr().err


def test_a_full_disk_costs_no_finished_work(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["batch", str(place), "--into", str(place / "结果"), "--jobs", "1"]
    put, done = State.put, list[str]()

    def full(state: State, path: str, sha: str, pieces: list[Piece]) -> None:
        if len(done) == 3:
            raise sqlite3.OperationalError("database or disk is full")
        done.append(path)
        put(state, path, sha, pieces)

    with monkeypatch.context() as patch:
        patch.setattr(State, "put", full)
        assert run(arguments) == UNUSABLE
    assert "磁盘已满。请腾出空间后再运行一次，已经完成的不会重做。" in capsys.readouterr().err
    assert run(arguments) == FINDINGS
    assert "这次读了 5 个，以前做完的 3 个" in capsys.readouterr().out


def test_a_table_on_a_full_disk_is_an_error_of_the_system() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no device that is always full")
    code = (
        "from pathlib import Path\n"
        "from selfeval_assist.office.tables import write_table\n"
        "try:\n    write_table(Path('/dev/full'), 'summary', '汇总表', [{'unit': '甲'}])\n"
        "except OSError as error:\n    print(error.errno)"
    )
    assert programs.python(code).stdout == f"{errno.ENOSPC}\n"


def test_results_need_a_folder(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["batch", str(place), "--into", str(place / "0.json")]) == UNUSABLE
    assert "结果文件夹建不了" in capsys.readouterr().err


def test_a_clean_folder_needs_no_letter(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = place.parent / "空"
    root.mkdir()
    assert run(["batch", str(root), "--into", str(root / "out")]) == CLEAN
    assert not (root / "out" / "退回意见").exists()
    assert "没有。" in (root / "out" / "汇总报告.html").read_text(encoding="utf-8")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal")
def test_a_run_that_is_killed_is_taken_up(tmp_path: Path) -> None:
    """Nothing twice, nothing missing, and the results are those of one run."""
    root, out, whole = tmp_path / "in", tmp_path / "out", tmp_path / "whole"
    for number in range(60):
        write(root / f"{number:02}.json", f"项目{number}", f"单位{number % 7}")
    command = programs.command("batch", root, "--into", out, "--jobs", "1")
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        while not _some_done(out):
            assert child.poll() is None
            time.sleep(0.05)
        child.kill()
    assert not (out / "检查结果.jsonl").exists()
    done = programs.run("batch", root, "--into", out, "--jobs", "1")
    again = int(done.stdout.partition("这次读了 ")[2].partition(" ")[0])
    assert 0 < again < 60
    assert programs.run("batch", root, "--into", whole, "--jobs", "2").returncode == FINDINGS
    lines = (out / "检查结果.jsonl").read_bytes()
    assert lines == (whole / "检查结果.jsonl").read_bytes()
    assert len(lines.splitlines()) == 60
    for table in TABLES:
        assert rows(out / table) == rows(whole / table)


def _some_done(out: Path) -> bool:
    """Return whether at least one file is noted as done, by what the log of the state holds."""
    log = out / f"{STATE}-wal"
    return log.exists() and log.stat().st_size > 60_000
