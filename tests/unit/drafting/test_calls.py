"""What a long form costs: how many calls, how many characters, how many at the same time."""

import asyncio
import json
from collections.abc import Callable
from functools import partial

import httpx2
import pytest
from drafting_forms import form_with, sheet_of
from fake_model import Answer, Recorder, faithful
from pydantic import SecretStr

from selfeval_assist.drafting import Endpoint, Limits, draft_texts
from selfeval_assist.drafting.chain import AT_ONCE
from selfeval_assist.drafting.connection import client
from selfeval_assist.form import SelfEvaluation

HERE = Endpoint(
    base_url="http://127.0.0.1:9/v1",
    model="m",
    api_key=SecretStr("sk-0123456789"),
    limits=Limits(tries=1, backoff=0),
)
_KINDS = ("数量指标", "质量指标", "社会效益指标", "可持续影响指标")
_THINGS = "水表阀门管网泵站路灯井盖护栏绿地站台标志课桌护床书架讲座广场步道桥梁水渠机井苗木"


def long_form() -> SelfEvaluation:
    """Return a form of 40 rows of which 20 missed their targets for stated causes."""
    rows = []
    for at in range(40):
        thing = _THINGS[2 * (at % 20) : 2 * (at % 20) + 2]
        row = {
            "level1": "产出指标" if at < 20 else "效益指标", "level2": _KINDS[at // 10],
            "name": f"{thing}{'更换' if at < 20 else '受益'}数量", "target": f"≥{200 + at}个",
            "actual": f"{150 + at if at < 20 else 300 + at}个", "weight": "2.25", "score": "2",
        }  # fmt: skip
        if at < 20:
            row["deviation"] = {
                "category": "采购或合同", "cause": f"第二批{thing}到货晚于合同约定，厂家停产检修",
                "measure": f"{thing}分批签收并在合同中设违约条款", "owner": "设备科",
                "deadline": "2022年3月底前",
            }  # fmt: skip
        rows.append(row)
    return form_with(indicators=rows, policy="")


def jobs() -> list[tuple[str, int | None]]:
    whole: list[tuple[str, int | None]] = [("planned", None), ("actual", None), ("budget", None)]
    return [*whole, *(("deviation", row) for row in range(20))]


async def test_a_long_form_takes_five_calls_without_a_repair(
    model: Callable[[Answer], Recorder],
) -> None:
    recorder = model(lambda question, _call: faithful(question))
    form = long_form()
    await draft_texts(jobs(), form, sheet_of(form), HERE)
    first = [body for body in recorder.bodies if len(body["messages"]) == 2]
    assert len(first) == 5
    sent = sum(len(message["content"]) for body in first for message in body["messages"])
    assert sent <= 25_000


async def test_texts_are_written_at_the_same_time_and_no_more_than_the_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    running = most = 0
    recorder = Recorder(lambda question, _call: faithful(question))

    async def answer(request: httpx2.Request) -> httpx2.Response:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.05)
        running -= 1
        return recorder(request)

    transport = httpx2.MockTransport(answer)
    monkeypatch.setattr(client, "open_model", partial(client.open_model, transport=transport))
    form = long_form()
    proposals = await draft_texts(jobs(), form, sheet_of(form), HERE)
    assert 1 < most <= AT_ONCE
    assert [each.where for each in proposals[3:]] == [
        f"indicators.{row}.deviation.text" for row in range(20)
    ]
    assert json.dumps(proposals[0].generation.model_dump(mode="json"))
