"""Output under any encoding, into pipes and files, in real processes."""

import errno
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from selfeval_assist.cli import CLEAN, FINDINGS, UNUSABLE, run
from selfeval_assist.cli_output import prepare_streams, say
from selfeval_assist.documents import atomic, read_json
from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.resources import folder

FINISHED = folder("examples").resolve() / "finished.json"

# How the commands are called, what they return, and the words by which their output is known.
COMMANDS: list[tuple[list[str], int, str]] = [
    (["check", str(FINISHED)], FINDINGS, "得分核算"),
    (["check", str(FINISHED), "--format", "json"], FINDINGS, "DEV001"),
    (["check", str(FINISHED), "--format", "html"], FINDINGS, "得分核算"),
    (["check", "表.json", "表.json"], FINDINGS, "文件：表.json"),
    (["score", str(FINISHED)], CLEAN, "核算总分"),
    (["draft", str(FINISHED)], CLEAN, "程序拟稿"),
    (["draft", str(FINISHED), "--all"], CLEAN, "段文字"),
    (["export", str(FINISHED), "--to", "out"], CLEAN, "政务服务大厅智能化改造项目.xlsx"),
    (["rule"], CLEAN, "FUND001"),
    (["rule", "FUND001"], CLEAN, "怎么改"),
    (["policies"], CLEAN, "mof-2020"),
    (["policies", "show", "city-cap"], CLEAN, "总分不超过"),
    (["doctor", "--offline", "--workspace", "w.sqlite3"], CLEAN, "可以正常使用"),
    (["demo"], CLEAN, "文件在哪里"),
    (["--help"], CLEAN, "用法"),
    (["check", "--help"], CLEAN, "申报表"),
]
# What cannot be done, and the words by which its one line is known.
REFUSED: list[tuple[list[str], str]] = [
    (["check", "无−.xlsx"], "文件不存在"),
    (["score", "无.xlsx"], "文件不存在"),
    (["draft", "无.xlsx"], "文件不存在"),
    (["export", "无.xlsx"], "文件不存在"),
    (["open", "无.xlsx"], "终端"),
    (["serve", "无.xlsx", "--no-browser"], "文件不存在"),
    (["rule", "编号"], "没有编号"),
    (["policies", "show", "某地"], "没有名为"),
    (["demo", "--to", "表.json"], "表.json"),
    (["某命令"], "某命令"),
]
ENVIRONMENTS = {
    "a pipe of a Chinese Windows": ({"PYTHONIOENCODING": "gbk"}, "gbk"),
    "no locale at all": ({"LC_ALL": "C", "PYTHONUTF8": "0"}, "utf-8"),
    "no locale by LANG": ({"LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, "utf-8"),
}
# Each command of a list through the entry of the program, its streams into files of their own.
_ALL = """
import json, os, sys
from selfeval_assist.__main__ import main
codes = []
for number, arguments in enumerate(json.loads(sys.stdin.read())):
    for stream in (1, 2):
        file = os.open(f"{number}.{stream}", os.O_CREAT | os.O_WRONLY, 0o600)
        os.dup2(file, stream)
        os.close(file)
    sys.argv = ["selfeval-assist", *arguments]
    try:
        main()
    except SystemExit as ended:
        codes.append(ended.code)
    except BaseException as error:
        codes.append(repr(error))
with open("codes", "w") as file:
    json.dump(codes, file)
"""


def environment(**changed: str) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("LC_", "LANG", "PYTHON", "OPENAI"))
    }
    return kept | changed


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_no_encoding_stops_a_command(name: str, tmp_path: Path) -> None:
    changed, encoding = ENVIRONMENTS[name]
    (tmp_path / "表.json").write_bytes(FINISHED.read_bytes())
    lines = [arguments for arguments, *_ in COMMANDS] + [arguments for arguments, _ in REFUSED]
    # As a shell hands them over: the bytes of a name are UTF-8 whatever Python takes them for.
    subprocess.run(
        [sys.executable, "-c", _ALL],
        input=json.dumps(
            lines
            if changed.get("PYTHONUTF8") != "0"
            else [[a.encode().decode("ascii", "surrogateescape") for a in line] for line in lines]
        ),
        encoding="ascii", cwd=tmp_path, env=environment(**changed), check=True, timeout=200,
    )  # fmt: skip
    codes = json.loads((tmp_path / "codes").read_text())
    assert codes == [code for _, code, _ in COMMANDS] + [UNUSABLE] * len(REFUSED)
    for number, (arguments, _, words) in enumerate(COMMANDS):
        out = (tmp_path / f"{number}.1").read_bytes()
        promised = "utf-8" if arguments[-1] in {"json", "html"} else encoding
        assert words in out.decode(promised), arguments
        assert "?" not in out.decode(promised), arguments
    for number, (arguments, words) in enumerate(REFUSED, start=len(COMMANDS)):
        assert (tmp_path / f"{number}.1").read_bytes() == b""
        error = (tmp_path / f"{number}.2").read_bytes().decode(encoding)
        assert words in error, arguments
        assert error.count("\n") == 1, arguments
    made = {file.name for file in (tmp_path / "out").iterdir()}
    assert made == {f"政务服务大厅智能化改造项目.{each}" for each in ("xlsx", "docx", "json")}


def piped(*arguments: str, cwd: Path, encoding: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "selfeval_assist", *arguments],
        capture_output=True, cwd=cwd, env=environment(PYTHONIOENCODING=encoding), check=False,
        timeout=100,
    )  # fmt: skip


def test_the_nearest_sign_stands_for_what_a_console_lacks(tmp_path: Path) -> None:
    data = json.loads(FINISHED.read_text(encoding="utf-8"))
    data["project"] = "−5℃冷库\xa0100m²⑳½😀"
    (tmp_path / "x.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    done = piped("score", "x.json", cwd=tmp_path, encoding="gbk")
    assert done.stdout.decode("gbk").splitlines()[0] == "-5℃冷库 100m^2(20)(1/2)?"
    done = piped("check", "x.json", "--format", "json", cwd=tmp_path, encoding="gbk")
    assert json.loads(done.stdout.decode("utf-8"))[0]["form"] == data["project"]


def test_a_file_name_in_another_encoding_is_shown_and_stays_text(tmp_path: Path) -> None:
    name = "自评表.json".encode("gb18030")
    (tmp_path / os.fsdecode(name)).write_bytes(FINISHED.read_bytes())
    done = piped("check", os.fsdecode(name), "--format", "json", cwd=tmp_path, encoding="utf-8")
    assert json.loads(done.stdout)[0]["file"] == "自评表.json"
    done = piped("check", os.fsdecode(name), "*.json", cwd=tmp_path, encoding="utf-8")
    assert done.stdout.decode("utf-8").count("文件：自评表.json") == 2
    (tmp_path / os.fsdecode(name)).write_bytes(b"{")
    done = piped("check", os.fsdecode(name), cwd=tmp_path, encoding="utf-8")
    assert done.stderr.decode("utf-8").startswith("文件“自评表.json”（第 1 行第 2 列）：")


def test_a_form_from_a_file_in_another_encoding_is_exported(tmp_path: Path) -> None:
    name = os.fsdecode("自评表.xlsx".encode("gb18030"))
    (tmp_path / name).write_bytes(FINISHED.with_suffix(".xlsx").read_bytes())
    done = piped("export", name, cwd=tmp_path, encoding="utf-8")
    assert done.returncode == CLEAN
    assert read_json(tmp_path / "政务服务大厅智能化改造项目.json").provenance.file == "自评表.xlsx"


def test_windows_says_otherwise_that_nobody_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(sys, "stdout", Gone())
    monkeypatch.setattr("selfeval_assist.cli_output.print_no_more", lambda: None)
    with pytest.raises(BrokenPipeError):
        say("x")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "cp437"])
def test_a_code_page_without_chinese_gives_way_to_utf8(
    encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", None)
    prepare_streams()
    print("项−", end="", flush=True)
    assert out.buffer.getvalue() == "项−".encode()  # type: ignore[attr-defined]


def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no device that is always full")
    for format in ("text", "json"):
        with full.open("wb") as out:
            done = subprocess.run(
                [sys.executable, "-m", "selfeval_assist", "check", FINISHED, "--format", format],
                stdout=out, stderr=subprocess.PIPE, cwd=tmp_path, check=False, timeout=100,
            )  # fmt: skip
        assert done.returncode == UNUSABLE
        assert done.stderr.decode() == "结果写不出去：磁盘已满。请检查输出的位置。\n"


OUTPUTS = [
    ["check", str(FINISHED)],
    ["check", str(FINISHED), "--format", "json"],
    ["check", str(FINISHED), "--format", "html"],
    ["score", str(FINISHED)],
    ["draft", str(FINISHED)],
    ["rule"],
    ["rule", "FUND001"],
    ["policies"],
    ["policies", "show", "city-cap"],
]


@pytest.mark.parametrize("arguments", OUTPUTS, ids=" ".join)
def test_a_file_holds_what_would_be_shown(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(arguments)
    shown = capsys.readouterr().out
    file = tmp_path / "结果"
    assert run([*arguments, "--output", str(file)]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert str(file) in err
    assert file.read_bytes() == shown.encode("utf-8")
    file.write_bytes(b"kept")
    assert run([*arguments, "--output", str(file)]) == UNUSABLE
    assert "已有同名文件" in capsys.readouterr().err
    assert file.read_bytes() == b"kept"
    assert run([*arguments, "--output", str(file), "--force"]) == code
    assert file.read_bytes() == shown.encode("utf-8")
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_that_is_read_is_never_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    source = tmp_path / "表.json"
    for arguments in (["check", "*.json"], ["score", "表.json"], ["draft", str(source)]):
        source.write_bytes(FINISHED.read_bytes())
        assert run([*arguments, "--output", "表.json", "--force"]) == UNUSABLE
        assert "这是要读的文件" in capsys.readouterr().err
        assert source.read_bytes() == FINISHED.read_bytes()
    plan = tmp_path / "申报" / "表.json"
    plan.parent.mkdir()
    plan.write_bytes(FINISHED.read_bytes())
    arguments = ["check", "表.json", "--declaration", "申报", "--output", str(plan), "--force"]
    assert run(arguments) == UNUSABLE
    assert plan.read_bytes() == FINISHED.read_bytes()


@pytest.mark.parametrize(("place", "words"), [(".", "这是一个文件夹"), ("no/such", "文件夹")])
def test_a_place_that_takes_no_file_is_said_before_the_work(
    place: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["rule", "--output", str(tmp_path / place)]) == UNUSABLE
    assert words in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_nothing_is_written_when_it_goes_wrong_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(path: Path, fill: object) -> None:
        raise DocumentError(path.name, "磁盘已满")

    monkeypatch.setattr(atomic, "write", full)
    assert run(["rule", "--output", str(tmp_path / "x")]) == UNUSABLE
    out, err = capsys.readouterr()
    assert "已写入" not in out + err
    assert not list(tmp_path.iterdir())


def test_lines_end_once_where_a_console_ends_them_in_two_signs(tmp_path: Path) -> None:
    """On Windows what is printed gets its carriage returns from the stream, files get none."""
    text = (folder("examples") / "source" / "two-forms.txt").read_text(encoding="utf-8")
    (tmp_path / "x.txt").write_bytes(text.replace("\n", "\r\n").encode("gb18030"))
    code = (
        "import sys; sys.stdout.reconfigure(newline='\\r\\n')\n"
        "from selfeval_assist.__main__ import main; main()"
    )
    for arguments in (["check", "x.txt"], ["draft", "x.txt"], ["export", "x.txt", "--format=md"]):
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            capture_output=True, cwd=tmp_path, check=False, timeout=100,
        )  # fmt: skip
        assert b"\r\n" in done.stdout
        assert b"\r\r" not in done.stdout
        assert done.stdout.count(b"\r") == done.stdout.count(b"\n")
    run(["check", str(tmp_path / "x.txt"), "--output", str(tmp_path / "out.txt")])
    written = [tmp_path / "out.txt", *tmp_path.glob("*.md")]
    assert len(written) == 3
    assert not [file for file in written if b"\r" in file.read_bytes()]
