"""The doctor: what it finds, what it leaves alone, what it never shows."""

import sqlite3
from importlib import metadata
from pathlib import Path

import pytest

from selfeval_assist.drafting import Check
from selfeval_assist.drafting.errors import PromptError
from selfeval_assist.reports import doctor as module
from selfeval_assist.reports.doctor import Diagnosis, doctor
from selfeval_assist.reports.doctor_text import doctor_text

KEY = "sk-secret-0123456789"


def looked(path: Path, **env: str) -> dict[str, Check]:
    found = doctor(env, workspace=path, encoding="utf-8", columns=120, online=False)
    assert found.probe is None
    return {check.name: check for check in found.checks}


def test_a_sound_installation_is_well_and_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "new" / "workspace.sqlite3"
    found = doctor({}, workspace=path, encoding="utf-8", columns=120)
    assert found.well
    assert {check.standing for check in found.checks} <= {"ok", "skipped"}
    assert list(tmp_path.iterdir()) == []
    assert "可以正常使用" in doctor_text(found)


def test_a_key_is_named_and_never_shown(tmp_path: Path) -> None:
    found = doctor(
        {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": "https://example.com/v1", "OPENAI_MODEL": "m"},
        workspace=tmp_path / "w",
        online=False,
    )
    text = doctor_text(found) + str(found)
    assert "OPENAI_API_KEY 已设置" in text
    assert "example.com，模型“m”" in text
    assert KEY not in text


def test_a_model_server_that_nobody_runs_is_told_with_what_to_do(tmp_path: Path) -> None:
    env = {"OPENAI_BASE_URL": "http://127.0.0.1:9/v1", "OPENAI_MODEL": "m"}
    found = doctor(env, workspace=tmp_path / "w")
    assert found.probe is not None
    assert not found.well
    text = doctor_text(found)
    assert "〔有误〕连接：连接不上模型服务" in text
    assert "有 1 处需要处理" in text


def test_a_setting_that_is_wrong_is_named(tmp_path: Path) -> None:
    check = looked(tmp_path / "w", OPENAI_BASE_URL="example.com", OPENAI_MODEL="m")["模型服务"]
    assert check.standing == "fail"
    assert "OPENAI_BASE_URL" in check.told


def test_a_workspace_is_looked_at_and_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "w.sqlite3"
    sqlite3.connect(path).execute("CREATE TABLE t (x)").connection.commit()
    before = path.read_bytes()
    assert looked(path)["工作区"].standing == "ok"
    assert path.read_bytes() == before
    path.write_bytes(b"not a database at all")
    assert looked(path)["工作区"].standing == "fail"
    path.write_bytes(b"")
    assert "0 字节" in looked(path)["工作区"].told
    # A file where a folder should be can be written by nobody, not even by root.
    assert looked(path / "below" / "w")["工作区"].standing == "fail"


def test_what_is_missing_or_damaged_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(name: str) -> object:
        raise PromptError(f"{name}.md：读不出来")

    real = metadata.version

    def version(name: str) -> str:
        if name == "openpyxl":
            raise metadata.PackageNotFoundError(name)
        return real(name)

    monkeypatch.setattr(module, "prompt_for", damaged)
    monkeypatch.setattr(module.metadata, "version", version)
    found = looked(tmp_path / "w")
    assert "actual.md" in found["提示词"].told
    assert found["依赖"].told == "缺少 openpyxl"
    assert {found["提示词"].standing, found["依赖"].standing} == {"fail"}


def test_a_terminal_that_shows_no_chinese_is_noted(tmp_path: Path) -> None:
    found = doctor({}, workspace=tmp_path / "w", encoding="cp437", columns=60)
    noted = {check.name for check in found.checks if check.standing == "note"}
    assert noted == {"终端编码", "终端宽度"}
    assert isinstance(found, Diagnosis)
    assert found.well
