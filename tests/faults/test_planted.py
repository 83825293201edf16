"""Sixty pieces of personal data in a form: none leaves by any door, and replies come back whole."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from conversing import Talk
from drafting_forms import form_with, sheet_of
from faults.expected import PATIENT
from faults.modes import MODES
from faults.server import FaultServer, fault_server
from faults.wire import Call, streamed
from pydantic import SecretStr

from selfeval_assist.checks import ask_about
from selfeval_assist.drafting import Endpoint, draft
from selfeval_assist.drafting.reader import reader
from selfeval_assist.form import SelfEvaluation

_FAMILY = "王李张刘陈杨赵吴周徐"
_WIDE = {code: code + 0xFEE0 for code in (45, *range(48, 58))}
_PLANTED = (
    *(f"138{at:04d}{5678 + at}" for at in range(8)),
    *(f"139-{at:04d}-{2345 + at}".translate(_WIDE) for at in range(4)),
    *(f"0771-{5551000 + at}" for at in range(4)),
    *(f"11010519{49 + at}1231{100 + at}X" for at in range(8)),
    *(f"110105 19{60 + at}0704 00{at}1" for at in range(4)),
    *("6222021234567890128", "4111 1111 1111 1111", "5500000000000004", "6011-1111-1111-1117"),
    *(f"li.ming{at}@mail{at}.gov.cn" for at in range(8)),
    *(f"粤B·D{at}345" for at in range(4)),
    *(f"E1234567{at}" for at in range(4)),
    *(f"青山区建设路{12 + at}号3栋20{at}室" for at in range(2)),
    *(f"{family}晓明" for family in _FAMILY),
)  # fmt: skip


def _said(piece: str) -> str:
    """Return a piece as a form would hold it: a name beside its role."""
    return f"联系人：{piece}，" if piece[0] in _FAMILY else f"联系{piece}，"


def _planted() -> SelfEvaluation:
    text = "第二批水表到货晚于合同约定，" + "".join(map(_said, _PLANTED))
    rows = [
        {
            "level1": "产出指标", "level2": "数量指标", "name": f"{_said(piece)}水表更换数量",
            "target": "≥200只", "actual": "164只", "weight": "10", "score": "8",
            "deviation": {"category": "采购或合同", "cause": _said(piece) + "到货晚", "text": text},
        }
        for piece in _PLANTED
    ]  # fmt: skip
    return form_with(indicators=rows, goal={"planned": text, "actual": text}, notes=text)


async def _echo(call: Call) -> None:
    """Answer with the reference, or quote to the reader what it was shown."""
    asked = call.body["messages"][-1]["content"]
    if "材料：\n" in "".join(message["content"] for message in call.body["messages"]):
        await call.send(*streamed(call.good))
        return
    quote = asked[asked.find("第二批水表") :][:40]
    found = [{"line": 1, "field": "reason", "quote": quote, "missing": ["措施"]}]
    await call.send(*streamed(json.dumps({"findings": found}, ensure_ascii=False)))


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FaultServer]:
    monkeypatch.setitem(MODES, "echo", _echo)
    async with fault_server() as running:
        yield running


def _at(server: FaultServer) -> Endpoint:
    return Endpoint(
        base_url=server.url("echo"), model="m", api_key=SecretStr("sk-0123456789"), limits=PATIENT
    )


def _leaks(server: FaultServer) -> list[str]:
    sent = json.dumps([call.body for call in server.calls], ensure_ascii=False)
    assert server.calls
    return [piece for piece in _PLANTED if piece in sent or piece.replace(" ", "") in sent]


async def test_a_draft_sends_none(server: FaultServer) -> None:
    assert len(_PLANTED) == 60
    form = _planted()
    sheet = sheet_of(form)
    for row in range(0, len(_PLANTED), 4):
        proposal = await draft("deviation", form, sheet, _at(server), row)
        assert all("［" not in each.text for each in proposal.sentences)
    await draft("actual", form, sheet, _at(server))
    assert _leaks(server) == []


async def test_a_question_of_check_sends_none_and_its_quotes_stand(server: FaultServer) -> None:
    form = _planted()
    heard = await asyncio.to_thread(ask_about, form, reader(form, _at(server)))
    assert _leaks(server) == []
    assert heard.findings  # the quote holds a mask, and the form what stands behind it


async def test_a_conversation_sends_none(server: FaultServer) -> None:
    talk = Talk(form_with())
    for at in range(0, len(_PLANTED), 6):
        said = "语气更正式，" + "".join(map(_said, _PLANTED[at : at + 6]))
        await talk.say(said, _at(server), intent="change")
    assert _leaks(server) == []
