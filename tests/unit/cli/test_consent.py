"""What a command tells before a form goes to a model beyond this machine, and how it is allowed."""

import json
from pathlib import Path

import pytest

from selfeval_assist.cli import UNUSABLE, run
from selfeval_assist.resources import folder

NAME = "李明劳模创新工作室"
HOTLINE = "服务热线0771-5551234"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return a form with personal data, and a model in the environment where nobody answers."""
    monkeypatch.setenv("OPENAI_BASE_URL", "http://192.0.2.1/v1")
    monkeypatch.setenv("OPENAI_MODEL", "qwen3")
    data = json.loads((folder("examples") / "finished.json").read_text(encoding="utf-8"))
    data["project"] = NAME
    data["people"] = {"filler": "李明"}
    data["goal"]["planned"] += f"开通{HOTLINE}。"
    data["indicators"][1]["deviation"]["text"] += "联系人：王小明，电话13812345678。"
    path = tmp_path / "表.json"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("command", ["draft", "check"])
def test_without_leave_it_tells_what_would_go_out_and_how_to_allow_it(
    command: str, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([command, file, "--model"]) == UNUSABLE
    told = capsys.readouterr().err
    assert "还没有发送任何内容" in told
    assert "发往：192.0.2.1，模型 qwen3（http://192.0.2.1/v1，本机以外）" in told
    assert "密级标志：没有发现。" in told
    assert "三级指标：自助服务终端部署数量、窗口人员培训人次" in told
    assert "数字：" in told
    assert f'--send "{NAME}"' in told
    assert f'--send "{HOTLINE}"' in told
    assert told.rstrip().endswith("可以使用时请加 --allow。")


def test_what_is_masked_is_shown_as_it_would_be_sent(
    file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", file, "--model"]) == UNUSABLE
    told = capsys.readouterr().err
    assert "王小明→［人名A］，13812345678→［电话A］" in told
    assert "联系人：［人名A］，电话［电话A］。" in told


def test_what_is_chosen_is_not_asked_about(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["draft", file, "--model", "--send", f" {NAME} ", "--send", HOTLINE]) == UNUSABLE
    told = capsys.readouterr().err
    assert "--send" not in told
    assert "--allow" in told


def test_a_marked_form_is_not_even_offered(
    file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = json.loads(Path(file).read_text(encoding="utf-8"))
    data["title"] = "自评表 秘密★1年"
    marked = tmp_path / "标.json"
    marked.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    run(["check", str(marked), "--format", "json"])
    (report,) = json.loads(capsys.readouterr().out)
    assert report["marks"]
    run(["check", str(marked)])
    assert "本表不会交给大模型" in capsys.readouterr().out
    run(["draft", str(marked), "--model", "--allow"])
    told = capsys.readouterr()
    assert "密级" in told.err + told.out
    assert "还没有发送任何内容。允许后" not in told.err
