"""The record of a draft: the audit shows what was told, asked, answered, checked and decided."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from drafting_forms import form_with, sheet_of
from fake_model import Answer, Recorder
from pydantic import SecretStr

from selfeval_assist.cli import CLEAN, run
from selfeval_assist.drafting import Endpoint, Limits, draft
from selfeval_assist.drafting.chain import replay
from selfeval_assist.drafting.prompts import prompt_for
from selfeval_assist.review import Action, Proposal, apply, decide
from selfeval_assist.workspace import Workspace

HERE = Endpoint(
    base_url="http://127.0.0.1:9/v1",
    model="asked-model",
    api_key=SecretStr("sk-0123456789"),
    limits=Limits(tries=1, backoff=0),
)
GOOD = "全年支出{f.executed}，年中核减{f.change}。"
BAD = "经上级批准，更换水表{r0.actual}。"
BETTER = "更换水表{r0.actual}，比目标少{r0.gap}。"


@pytest.fixture
async def drafted(tmp_path: Path, model: Callable[[Answer], Recorder]) -> tuple[Path, Proposal]:
    """Keep a draft of which one sentence was repaired, and what was decided about two."""

    def reply(_question: str, call: int) -> str:
        first = [{"text": GOOD}, {"text": BAD}]
        said = first if call == 1 else [{"number": 1, "text": BETTER}]
        return json.dumps({"sentences": said}, ensure_ascii=False)

    model(reply)
    form, place = form_with(), tmp_path / "w.db"
    proposal = await draft("actual", form, sheet_of(form), HERE)
    with Workspace.open(place) as kept:
        number = kept.create(form, person="王芳")
        kept.propose(number, proposal, person="王芳")
        revision = 1
        for at, action in ((0, Action.ACCEPT), (1, Action.REJECT)):
            made = decide(proposal, at, action, person="李明", at=proposal.created)
            form = apply(form, proposal, [made])
            revision = kept.decide(number, made, form, revision)
    return place, proposal


async def test_the_record_of_a_draft_is_listed_whole(
    drafted: tuple[Path, Proposal], capsys: pytest.CaptureFixture[str]
) -> None:
    place, _ = drafted
    assert run(["audit", "1", "--drafts", "--workspace", str(place)]) == CLEAN
    out = capsys.readouterr().out
    prompt = prompt_for("actual")
    for told in (
        f"actual 第 {prompt.version} 版，校验值 {prompt.sha256}",
        "请求 asked-model（127.0.0.1:9），答复的是 m，共 2 次",
        "{r0.target}＝“不少于#只”",
        f'"text": "{BAD}"',
        f"{GOOD} —— 通过",
        f"{BAD} —— 不合格：",
        f"{BETTER} —— 通过",
        "1. 全年支出400万元，年中核减40万元。（模型拟）",
        "采用（李明",
        "2. 更换水表164只，比目标少36只。（模型拟）",
        "不用（李明",
    ):
        assert told in out
    assert out.index("模型第 1 次答复原文") < out.index("第 1 次核对") < out.index("第 2 次核对")


async def test_the_record_of_a_draft_is_exported_and_replays(
    drafted: tuple[Path, Proposal], tmp_path: Path
) -> None:
    place, proposal = drafted
    page, data = tmp_path / "记录.html", tmp_path / "记录.json"
    for file in (page, data):
        command = ["audit", "--drafts", "--export", str(file), "--workspace", str(place)]
        assert run(command) == CLEAN
    assert "不合格：" in page.read_text("utf-8")
    (kept,) = json.loads(data.read_text("utf-8"))["drafts"]
    again = Proposal.model_validate(kept["draft"])
    assert again == proposal
    assert [each["action"] for each in kept["decisions"]] == ["accept", "reject"]
    form = form_with()
    assert replay(again, form, sheet_of(form)) == proposal.sentences
    assert replay(again, form_with(project="另一个"), sheet_of(form)) is None


def test_of_a_workspace_without_drafts_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "w.db"
    with Workspace.open(place) as kept:
        kept.create(form_with(), person="王芳")
    assert run(["audit", "--drafts", "--workspace", str(place)]) == CLEAN
    assert "没有起草过" in capsys.readouterr().err
