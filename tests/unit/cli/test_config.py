"""The person's own file of options: what it adds, what it cannot decide, what is wrong."""

import json
import re
from pathlib import Path

import programs
import pytest

from selfeval_assist.cli import CLEAN, FINDINGS, UNUSABLE, run
from selfeval_assist.cli_config import PLACE, file
from selfeval_assist.resources import folder

FINISHED = str(folder("examples") / "finished.json")


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the person's file, which a test writes."""
    path = tmp_path / "config.toml"
    monkeypatch.setenv(PLACE, str(path))
    return path


def test_it_adds_options_and_the_command_line_outranks_it(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own.write_text('[check]\nformat = "json"\nselect = ["DEV"]\n', encoding="utf-8")
    assert run(["check", FINISHED]) == FINDINGS
    (record,) = json.loads(capsys.readouterr().out)
    assert {each["code"][:3] for each in record["findings"]} == {"DEV"}
    assert run(["check", FINISHED, "--format", "text", "--select", "WGT"]) == CLEAN
    assert "DEV001" not in capsys.readouterr().out


def test_another_command_does_not_take_them(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own.write_text('[check]\nformat = "json"\n', encoding="utf-8")
    assert run(["score", FINISHED]) == CLEAN
    assert not capsys.readouterr().out.startswith("[")


def test_it_is_read_once(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Path] = []

    def counted(path: Path) -> dict[str, object]:
        read.append(path)
        return {"score": {"format": "json"}}

    monkeypatch.setattr("selfeval_assist.cli_config.read_toml", counted)
    own.touch()
    assert run(["score", FINISHED]) == CLEAN
    assert read == [own]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("[draft]\nallow = true\n", "每次由本人决定"),
        ("[draft]\n--force = true\n", "每次由本人决定"),
        ("[draft]\nalow = true\n", "没有这个选项"),
        ("text = 1\n", "写在某个命令之下"),
        ("[draft\n", "读不了：不是正确的 TOML：第 1 行第 7 列"),
        ("[drafts]\nallow = 1\n", "没有“drafts”这个命令；有 audit、"),
        ("[draft]\nformat = 3\n", "写的是“3”，可写 text、json"),
        ('[check]\nformat = "xml"\n', "写的是“xml”，可写 text、json、jsonl、html、sarif"),
        ('[check]\nunfold = "maybe"\n', "写的是“maybe”，应是 true 或 false"),
        ('[check]\njobs = "all"\n', "写的是“all”，应是整数"),
    ],
)
def test_what_is_wrong_in_it_is_said(
    own: Path, capsys: pytest.CaptureFixture[str], written: str, said: str
) -> None:
    own.write_text(written, encoding="utf-8")
    command = "check" if written.startswith("[check]") else "draft"
    assert run([command, FINISHED]) == UNUSABLE
    error = capsys.readouterr().err
    assert said in error
    assert not re.search("[A-Za-z]{3,} [a-z]{2,}", error.replace("selfeval-assist", "")), error
    assert str(own) in error


MODEL = '[model]\nbase_url = "http://127.0.0.1:9/v1"\nmodel = "甲"\nparallel = 8\n'


def _doctor(own: Path, **environment: str) -> str:
    """Return what the doctor says of the model, in a process of its own."""
    done = programs.run("doctor", "--offline", env={PLACE: str(own), **environment})
    return next(line for line in done.stdout.splitlines() if "模型“" in line)


def test_the_model_of_the_file_is_that_of_all_commands(own: Path) -> None:
    own.write_text(MODEL, encoding="utf-8")
    assert "127.0.0.1:9，模型“甲”" in _doctor(own)
    said = programs.run("draft", FINISHED, "--model", env={PLACE: str(own)}).stderr
    assert "用大模型起草：甲（127.0.0.1:9）" in said


def test_it_is_that_of_the_screens(own: Path) -> None:
    own.write_text(MODEL, encoding="utf-8")
    code = (
        "from selfeval_assist import tui\n"
        "from selfeval_assist.tui import app\n"
        "from selfeval_assist.cli import run\n"
        "def shown(*_, endpoint, **__):\n"
        "    raise SystemExit(f'{endpoint.model} {endpoint.slots}')\n"
        "tui.in_terminal, app.SelfEvalApp = lambda: True, shown\n"
        "run([])"
    )
    assert programs.python(code, env={PLACE: str(own)}).stderr == "甲 8\n"


def test_the_environment_outranks_it_as_a_whole(own: Path) -> None:
    """Never the address of one with the model of the other."""
    own.write_text(MODEL, encoding="utf-8")
    other = {"OPENAI_BASE_URL": "http://127.0.0.1:8/v1", "OPENAI_MODEL": "乙"}
    assert "127.0.0.1:8，模型“乙”" in _doctor(own, **other)
    assert "模型“乙”" in _doctor(own, OPENAI_MODEL="乙")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("api_key = 'sk-0123456789'", "密钥不能写进配置文件"),
        ("base_url = 'http://127.0.0.1:9/v1'", "要写明 base_url 和 model"),
        ("base_url = '127.0.0.1'\nmodel = 'm'", "base_url：地址应以"),
        (
            "base_url = 'http://127.0.0.1:9/v1'\nmodel = 'm'\nparallel = '许多'",
            "parallel：写法不对",
        ),
        ("url = 'http://127.0.0.1:9/v1'", "没有“url”这一项"),
    ],
)
def test_what_is_wrong_with_the_model_is_said(
    own: Path, capsys: pytest.CaptureFixture[str], written: str, said: str
) -> None:
    own.write_text(f"[model]\n{written}\n", encoding="utf-8")
    assert run(["score", FINISHED]) == UNUSABLE
    error = capsys.readouterr().err
    assert said in error
    assert str(own) in error
    assert "sk-" not in error


def test_no_file_beside_forms_is_read(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[check]\nformat = "json"\n', encoding="utf-8")
    done = programs.run("check", FINISHED, cwd=tmp_path)
    assert not done.stdout.startswith("[")
    assert file().parent != tmp_path


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_commands_are_completed(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", shell]) == CLEAN
    script = capsys.readouterr().out
    assert "check" in script
    assert "severity" in script
