"""The tools for an assistant, asked by the reference client: what they do and what they refuse."""

import asyncio
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from faults.test_planted import PIECES, _planted
from mcp import Client, StdioServerParameters
from mcp.types import CallToolResult

from selfeval_assist.cli_mcp_tools import TOOLS, Desk, server_for
from selfeval_assist.documents import write_json
from selfeval_assist.resources import folder

ROOT = Path(__file__).parents[3]


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """Return a folder with the finished example in it."""
    shutil.copy(folder("examples") / "finished.xlsx", tmp_path / "表.xlsx")
    return tmp_path


def asked(root: Path, tool: str, *, allow: bool = True, **arguments: str) -> CallToolResult:
    """Call one tool of a desk through the client."""
    server = server_for(Desk(root.resolve(), allow=allow))

    async def call() -> CallToolResult:
        async with Client(server) as client:
            return await client.call_tool(tool, arguments)

    return asyncio.run(call())


def told(result: CallToolResult) -> Any:
    """Return what a tool gave; it must not have refused."""
    assert not result.is_error, result.content
    return result.structured_content


def refused(result: CallToolResult) -> str:
    """Return why a tool refused."""
    assert result.is_error
    return str(result.content[0].text)  # type: ignore[union-attr]


def test_a_form_is_checked_explained_drafted_and_exported_over_stdio(papers: Path) -> None:
    async def work() -> None:
        started = StdioServerParameters(
            command=sys.executable,
            args=["-m", "selfeval_assist", "mcp", "--root", str(papers), "--allow"],
            cwd=str(ROOT),
            env={"PYTHONPATH": str(ROOT)},
        )
        async with Client(started) as client:
            assert {tool.name for tool in (await client.list_tools()).tools} == set(TOOLS)
            checked = told(await client.call_tool("check", {"file": "表.xlsx"}))
            codes = [each["code"] for each in checked["forms"][0]["findings"]]
            assert "DEV001" in codes
            rule = told(await client.call_tool("explain", {"code": codes[0]}))
            assert rule["code"] == codes[0]
            drafted = told(await client.call_tool("draft", {"file": "表.xlsx"}))
            texts = drafted["forms"][0]["texts"]
            sentence = texts[0]["sentences"][0]
            assert sentence["text"]
            assert sentence["sources"][0]["rests_on"]
            written = told(await client.call_tool("export", {"file": "表.xlsx", "to": "新.docx"}))
            assert written["files"] == ["新.docx"]

    asyncio.run(work())
    assert (papers / "新.docx").read_bytes()[:2] == b"PK"


def test_points_and_contents_are_those_of_the_form(papers: Path) -> None:
    loaded = told(asked(papers, "load", file="表.xlsx"))["forms"][0]
    assert loaded["project"] == "政务服务大厅智能化改造项目"
    scored = told(asked(papers, "score", file="表.xlsx", policy="mof-2020"))["forms"][0]
    assert scored["rows"][1]["work"] == "8 × 546/600 = 7.28"


def test_without_leave_nothing_of_a_form_is_told(papers: Path) -> None:
    for tool in ("load", "check", "score", "draft"):
        why = refused(asked(papers, tool, allow=False, file="表.xlsx"))
        assert "政务" not in why
        assert "允许" in why
    assert told(asked(papers, "explain", allow=False, code="fund001"))["code"] == "FUND001"


def test_a_marked_form_is_told_to_nobody(papers: Path) -> None:
    form = json.loads((folder("examples") / "finished.json").read_text(encoding="utf-8"))
    form["notes"] = "机密★10年"
    (papers / "密.json").write_text(json.dumps(form, ensure_ascii=False), encoding="utf-8")
    for tool in ("load", "check", "score", "draft"):
        assert "机密" in refused(asked(papers, tool, file="密.json"))


def test_no_personal_data_is_told(papers: Path) -> None:
    write_json(_planted(), papers / "人.json")
    for tool in ("load", "check", "score", "draft"):
        given = json.dumps(told(asked(papers, tool, file="人.json")), ensure_ascii=False)
        assert [piece for piece in PIECES if piece in given] == [], tool


@pytest.mark.parametrize("name", ["../外.xlsx", "/etc/passwd", "link/外.xlsx"])
def test_nothing_outside_the_root_is_read_or_written(tmp_path: Path, name: str) -> None:
    (tmp_path / "里").mkdir()
    shutil.copy(folder("examples") / "finished.xlsx", tmp_path / "外.xlsx")
    shutil.copy(folder("examples") / "finished.xlsx", tmp_path / "里" / "表.xlsx")
    (tmp_path / "里" / "link").symlink_to(tmp_path)
    assert "不能读写" in refused(asked(tmp_path / "里", "check", file=name))
    assert "不能读写" in refused(asked(tmp_path / "里", "export", file="表.xlsx", to=name))


def test_nothing_is_overwritten(papers: Path) -> None:
    before = (papers / "表.xlsx").read_bytes()
    assert "表.xlsx" in refused(asked(papers, "export", file="表.xlsx", to="表.xlsx"))
    assert (papers / "表.xlsx").read_bytes() == before


@pytest.mark.parametrize(
    ("tool", "arguments", "why"),
    [
        ("check", {"file": "无.xlsx"}, "文件不存在"),
        ("check", {"file": "表.xlsx", "policy": "../办法.toml"}, "没有编号"),
        ("export", {"file": "表.xlsx", "to": "新.docx", "layout": "/样.toml"}, "没有编号"),
        ("draft", {"file": "表.xlsx", "text": "总结"}, "没有这种文字"),
        ("explain", {"code": "XXX999"}, "没有编号"),
    ],
)
def test_what_cannot_be_done_is_said(
    papers: Path, tool: str, arguments: dict[str, str], why: str
) -> None:
    assert why in refused(asked(papers, tool, **arguments))
