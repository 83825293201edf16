"""The command over an OpenAI batch file: requests written, answers read back."""

import json
from pathlib import Path

import pytest
from drafting_forms import form_with
from fake_model import faithful

from selfeval_assist.cli import CLEAN, UNUSABLE, run
from selfeval_assist.cli_output import FINDINGS
from selfeval_assist.documents import write_json
from selfeval_assist.form import SelfEvaluation


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """Keep two forms as files, and name a server on this machine."""
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("OPENAI_MODEL", "m")
    paths = [tmp_path / "甲138.json", tmp_path / "乙.json"]
    for path, project in zip(paths, ("老旧小区供水改造", "泵站改造"), strict=True):
        write_json(form_with(project=project), path)
    return str(paths[0]), str(paths[1])


def answered(requests: Path, to: Path, *, leave_out: int = 0) -> Path:
    """Write the answers of a service, without the first few."""
    answers = []
    for line in requests.read_text("utf-8").splitlines()[leave_out:]:
        call = json.loads(line)
        text = faithful(call["body"]["messages"][-1]["content"])
        choice = {"message": {"content": text}, "finish_reason": "stop"}
        response = {"body": {"choices": [choice]}}
        answers.append(json.dumps({"custom_id": call["custom_id"], "response": response}))
    to.write_text("\n".join(answers), encoding="utf-8")
    return to


def test_requests_are_written_and_answers_become_drafts(
    files: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "requests.jsonl"
    assert run(["requests", *files, "--output", str(out)]) == CLEAN
    sent = out.read_text("utf-8")
    assert {json.loads(line)["url"] for line in sent.splitlines()} == {"/v1/chat/completions"}
    calls = [json.loads(line) for line in sent.splitlines()]
    assert "甲" not in "".join(call["custom_id"] for call in calls)  # no name of a file
    assert "164" not in json.dumps([call["body"] for call in calls])
    capsys.readouterr()
    answers = answered(out, tmp_path / "answers.jsonl")
    assert run(["requests", *files, "--answers", str(answers)]) == CLEAN
    printed = capsys.readouterr().out
    assert printed.count("〔实际完成情况〕") == 2
    assert "水表更换数量实际完成164只。  ［模型拟稿］" in printed


def test_what_cannot_be_used_is_told_and_the_rest_printed(
    files: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "requests.jsonl"
    run(["requests", *files, "--output", str(out)])
    answers = answered(out, tmp_path / "answers.jsonl", leave_out=1)
    changed: SelfEvaluation = form_with(project="泵站改造二期")
    write_json(changed, Path(files[1]))
    capsys.readouterr()
    assert run(["requests", *files, "--answers", str(answers)]) == FINDINGS
    said = capsys.readouterr()
    assert "没有答复" in said.err
    assert "改过" in said.err
    assert "老旧小区供水改造" in said.out
    assert "〔实际完成情况〕" in said.out


def test_a_missing_file_of_answers_and_a_server_nobody_allowed_are_one_line(
    files: tuple[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["requests", *files, "--answers", str(tmp_path / "none.jsonl")]) == UNUSABLE
    assert "答复文件" in capsys.readouterr().err
    monkeypatch.setenv("OPENAI_BASE_URL", "https://example.com/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-0123456789")
    out = tmp_path / "requests.jsonl"
    assert run(["requests", *files, "--output", str(out)]) == UNUSABLE
    assert "--allow" in capsys.readouterr().err
    assert not out.exists()
