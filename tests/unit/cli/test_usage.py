"""Help pages and what is said of a command line that cannot be carried out."""

from pathlib import Path

import pytest

from selfeval_assist.cli import UNUSABLE, run
from selfeval_assist.resources import folder

FINISHED = folder("examples") / "finished.json"


def test_help_is_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    run(["--help"])
    out = capsys.readouterr().out
    assert "命令：" in out
    assert "Usage" not in out


@pytest.mark.parametrize(
    ("command", "usage"),
    [
        ("check", "check [选项] 文件"),
        ("serve", "serve [选项] [文件]"),
        ("rule", "rule [选项] [编号]"),
        ("policies", "policies [命令] [选项]"),
        ("policies show", "policies show [选项] 评分办法"),
    ],
)
def test_the_usage_of_a_command_is_chinese(
    command: str, usage: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run([*command.split(), "--help"])
    assert capsys.readouterr().out.splitlines()[0] == f"用法：selfeval-assist {usage}"


def test_help_is_not_cut_off_in_a_narrow_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    run(["--help"])
    out = capsys.readouterr().out
    assert "…" not in out
    assert "也不发送表中内容。" in "".join(out.split())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "no-such-file.json"], "no-such-file.json"),
        (["check"], "缺少“文件”"),
        (["policies", "show"], "缺少“评分办法”"),
        (["export", str(FINISHED), "--template"], "缺少“--template”后面的取值"),
        (["check", "no/such/file.json"], f"“{Path('no/such/file.json')}”：文件不存在"),
        (["score", "no/such/file.json"], f"“{Path('no/such/file.json')}”"),
        (["check", str(FINISHED), "--last-year", "no/such.xlsx"], f"“{Path('no/such.xlsx')}”"),
        (["check", str(FINISHED), "--format", "pdf"], "选项的取值不对"),
        (["check", str(FINISHED), "--nope"], "没有这个选项“--nope”"),
        (["nonsense"], "nonsense"),
        (["rule", "NOPE999"], "NOPE999"),
        (["policies", "show", "nowhere"], "没有名为“nowhere”的评分办法"),
        (["check", str(FINISHED), "--policy", "nowhere"], "没有名为“nowhere”的评分办法"),
    ],
)
def test_what_cannot_be_done_is_said_in_chinese(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == UNUSABLE
    captured = capsys.readouterr()
    assert words in captured.err
    assert captured.out == ""
    assert "Traceback" not in captured.err
