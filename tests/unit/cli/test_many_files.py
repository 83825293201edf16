"""Ten files of which three are bad: seven results, three records, exit 2, for each command."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import slow_model
from lxml.html import document_fromstring

from selfeval_assist.cli import CLEAN, FINDINGS, UNUSABLE, run
from selfeval_assist.documents import read
from selfeval_assist.reports import report_on
from selfeval_assist.resources import folder

FINISHED = folder("examples") / "finished.json"
BAD = ["02.json", "05.xlsx", "09.docx"]


def form(project: str, unit: str = "") -> str:
    data = json.loads(FINISHED.read_text(encoding="utf-8")) | {"project": project}
    return json.dumps(data | ({"unit": unit} if unit else {}), ensure_ascii=False)


@pytest.fixture
def ten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Ten files, three of them broken in ways of their own."""
    monkeypatch.chdir(tmp_path)
    for number in range(1, 11):
        (tmp_path / f"{number:02}.json").write_text(form(f"项目{number}"), encoding="utf-8")
    (tmp_path / "02.json").write_text('{"project": ', encoding="utf-8")
    (tmp_path / "05.json").unlink()
    (tmp_path / "05.xlsx").write_bytes(b"PK\x03\x04 broken off")
    (tmp_path / "09.json").rename(tmp_path / "09.docx")
    (tmp_path / "09.docx").write_bytes(b"")
    return tmp_path


NAMES = [f"{number:02}.json" for number in range(1, 11)]
NAMES[4], NAMES[8] = BAD[1:]
GOOD = [name for name in NAMES if name not in BAD]


def called(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "selfeval_assist", *arguments],
        capture_output=True, encoding="utf-8", cwd=cwd, check=False, timeout=200,
    )  # fmt: skip


def records(error: str) -> list[str]:
    """Return the bad files that the error output names, one a line."""
    lines = error.splitlines()
    named = [next((bad for bad in BAD if f"文件“{bad}”" in line), "") for line in lines]
    return [name for name in named if name]


def test_check_in_a_process_of_its_own(ten: Path) -> None:
    done = called("check", *NAMES, cwd=ten)
    assert done.returncode == UNUSABLE
    assert done.stdout.count("【得分核算】") == 7
    assert [name for name in NAMES if f"文件：{name}" in done.stdout] == GOOD
    assert records(done.stderr) == BAD
    assert "Traceback" not in done.stderr


def test_check_for_programs(ten: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", *NAMES, "--format", "json"]) == UNUSABLE
    out, err = capsys.readouterr()
    found = json.loads(out)
    assert [each["file"] for each in found] == NAMES
    assert [each["file"] for each in found if set(each) == {"file", "error"}] == BAD
    assert all(each["schema"] == 1 for each in found if each["file"] in GOOD)
    assert records(err) == BAD


def test_check_as_a_page(ten: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", *NAMES, "--format", "html"]) == UNUSABLE
    heads = document_fromstring(capsys.readouterr().out).xpath("//h1/text()")
    assert len(heads) == 10
    assert [each for each in heads if each.startswith("没有结果")] == [
        f"没有结果：{name}" for name in BAD
    ]


def test_score(ten: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", *NAMES]) == UNUSABLE
    out, err = capsys.readouterr()
    assert out.count("核算总分 96.66") == 7
    assert records(err) == BAD


@pytest.mark.parametrize("option", [[], ["--all"]])
def test_draft(option: list[str], ten: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["draft", *NAMES, *option]) == UNUSABLE
    out, err = capsys.readouterr()
    assert out.count("〔预期目标〕") == 7
    assert records(err) == BAD


def test_export(ten: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", *NAMES, "--to", "out", "--format", "md"]) == UNUSABLE
    out, err = capsys.readouterr()
    made = sorted(file.name for file in (ten / "out").iterdir())
    assert made == sorted(f"项目{int(name[:2])}.md" for name in GOOD)
    assert len(out.splitlines()) == 7
    assert records(err) == BAD


def test_a_file_of_results_holds_the_seven(ten: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", *NAMES, "--output", "结果.txt"]) == UNUSABLE
    assert (ten / "结果.txt").read_text(encoding="utf-8").count("核算总分") == 7
    assert run(["score", *BAD, "--output", "空.txt"]) == UNUSABLE
    assert not (ten / "空.txt").exists()


@pytest.mark.plants_errors
def test_what_nobody_thought_of_stops_one_form_only(
    ten: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def hostile(file: str, *arguments: object, **options: object) -> object:
        if file == "03.json":
            raise RecursionError("text of the form")
        return report_on(file, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("selfeval_assist.reports.report_on", hostile)
    assert run(["check", *GOOD]) == UNUSABLE
    out, err = capsys.readouterr()
    assert out.count("【得分核算】") == 6
    assert "文件“03.json”：无法处理：程序出错（RecursionError，" in err
    assert "text of the form" not in err


def test_a_policy_that_one_form_names_stops_that_form_only(
    ten: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = json.loads((ten / "03.json").read_text(encoding="utf-8")) | {"policy": "nowhere"}
    (ten / "03.json").write_text(json.dumps(data), encoding="utf-8")
    assert run(["check", *GOOD]) == UNUSABLE
    out, err = capsys.readouterr()
    assert out.count("【得分核算】") == 6
    assert "“03.json”" in err
    assert "nowhere" in err


def test_a_marked_form_is_not_sent_and_keeps_no_other_from_it(
    ten: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("OPENAI_MODEL", "m")
    (ten / "03.json").write_text(form("机密★一年"), encoding="utf-8")
    assert run(["check", "01.json", "03.json", "04.json", "--model"]) == UNUSABLE
    out, err = capsys.readouterr()
    assert out.count("【得分核算】") == 2
    assert "文件“03.json”：表中带有密级" in err


def test_patterns_are_expanded_where_the_shell_does_not(
    ten: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (ten / "~$01.json").write_bytes(b"lock")
    (ten / "folder.json").mkdir()
    (ten / "[草稿].json").write_text(form("带括号"), encoding="utf-8")
    assert run(["score", "0[34].json", str(ten / "1*.json"), "[[]*.json"]) == CLEAN
    assert capsys.readouterr().out.count("核算总分") == 4
    assert run(["score", "[草稿].json"]) == CLEAN
    assert "带括号" in capsys.readouterr().out
    assert run(["score", "*.none", "01.json"]) == UNUSABLE
    out, err = capsys.readouterr()
    assert out.count("核算总分") == 1
    assert "文件“*.none”：文件不存在" in err
    assert run(["check", "0*.json"]) == UNUSABLE
    assert capsys.readouterr().out.count("【得分核算】") == 6


def test_forms_of_one_name_are_exported_side_by_side(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    units = ["甲站", "乙站", "乙站", "丙/站"]
    for number, unit in enumerate(units):
        Path(f"{number}.json").write_text(form("CON", unit), encoding="utf-8")
    assert run(["export", "*.json", "--to", "out", "--format", "json", "--format", "md"]) == CLEAN
    made = sorted(file.name for file in Path("out").glob("*.json"))
    assert made == ["_CON-丙_站.json", "_CON-乙站-2.json", "_CON-乙站.json", "_CON.json"]
    assert sorted(read(Path("out") / name)[0].unit for name in made) == sorted(units)
    before = {file: file.read_bytes() for file in Path("out").iterdir()}
    assert len(before) == 8
    assert run(["export", "*.json", "--to", "out", "--format", "json"]) == UNUSABLE
    assert capsys.readouterr().err.count("已有同名文件") == 4
    assert {file: file.read_bytes() for file in Path("out").iterdir()} == before


def test_one_file_takes_one_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    source = folder("examples").resolve() / "source" / "two-forms.txt"
    assert run(["export", str(source), "--to", "x.md"]) == UNUSABLE
    out, err = capsys.readouterr()
    assert out == "x.md\n"
    assert "一个文件只放一张" in err
    assert "请在 --to 后面写一个文件夹" in err


def test_results_come_as_they_are_made(ten: Path) -> None:
    """The first form is shown before the last is read: a pipe holds the command between them."""
    code = (
        "import sys\n"
        "from selfeval_assist import documents\n"
        "from selfeval_assist.cli import run\n"
        "real = documents.read\n"
        "def read(path):\n"
        "    if path.name == '10.json':\n"
        "        sys.stdin.readline()\n"
        "    return real(path)\n"
        "documents.read = read\n"
        "sys.exit(run(['check', *sys.argv[1:]]))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, *GOOD],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", cwd=ten,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        shown = ""
        while "文件：08.json" not in shown:
            line = process.stdout.readline()
            assert line
            shown += line
        process.stdin.write("\n")
        process.stdin.close()
        assert "文件：10.json" in process.stdout.read()
        assert process.wait(100) == FINDINGS


DRAFT = ["draft", *NAMES, "--format", "json", "--text", "实际完成情况"]


def test_drafts_by_several_processes_are_those_of_one(
    ten: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    alone = run(DRAFT), *capsys.readouterr()
    assert (run([*DRAFT, "--jobs", "2"]), *capsys.readouterr()) == alone
    assert alone[0] == UNUSABLE
    assert [json.loads(line)["file"] for line in alone[1].splitlines()] == GOOD
    assert records(alone[2]) == BAD


def test_a_model_drafts_many_files_in_their_order(
    ten: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with slow_model.slow_model(0.05, 4) as url:
        monkeypatch.setenv("OPENAI_BASE_URL", url)
        monkeypatch.setenv("OPENAI_MODEL", "m")
        assert run([*DRAFT, "--model", "--jobs", "1", "--parallel", "4"]) == UNUSABLE
        assert slow_model.counts(url).calls >= len(GOOD)
    out, err = capsys.readouterr()
    found = [json.loads(line) for line in out.splitlines()]
    assert [each["file"] for each in found] == GOOD
    origins = {one["origin"] for each in found for one in each["texts"][0]["sentences"]}
    assert "model" in origins
    assert records(err) == BAD
    assert err.count("正在起草") == 0
