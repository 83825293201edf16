"""Sixty pieces of personal data in a form: none leaves by any door, and replies come back whole.

The pieces are data; how they are found is not imported here, so that both cannot err together.
"""

import asyncio
import json
import unicodedata
from pathlib import Path

import pytest
import yaml
from conversing import Talk
from drafting_forms import form_with, sheet_of
from faults.expected import PATIENT
from faults.modes import MODES
from faults.server import FaultServer
from faults.wire import Call, streamed
from pydantic import SecretStr

from selfeval_assist.checks import ask_about
from selfeval_assist.cli import UNUSABLE, run
from selfeval_assist.drafting import Endpoint, draft
from selfeval_assist.drafting.reader import reader
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.review import Origin

pytestmark = pytest.mark.many_examples
_FILE = Path(__file__).parents[1] / "data" / "personal" / "planted.yml"
PLANTED = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
PIECES = tuple(each["piece"] for each in PLANTED)
VALUES = ("73921", "60417", "51382.64", "47213.09", "39127.55", "82.65")
"""Figures of the form that no draft may send; none of them is part of a piece."""


def _planted() -> SelfEvaluation:
    text = "第二批水表到货晚于合同约定，" + "".join(each["said"] for each in PLANTED)
    rows = [
        {
            "level1": "产出指标", "level2": "数量指标", "name": f"{each['said']}水表更换数量",
            "target": f"≥{VALUES[0]}只", "actual": f"{VALUES[1]}只", "weight": "10",
            "score": VALUES[5],
            "deviation": {
                "category": "采购或合同", "cause": each["said"] + "到货晚",
                "text": f"第二批水表到货晚于合同约定，{each['said']}没有补上。",
            },
        }
        for each in PLANTED
    ]  # fmt: skip
    form = form_with(indicators=rows, goal={"planned": text, "actual": text}, notes=text)
    total = form.funds.total.model_dump() | {
        "initial": VALUES[2], "adjusted": VALUES[3], "executed": VALUES[4],
    }  # fmt: skip
    data = json.loads(form.model_dump_json())
    data["funds"] |= {"total": total, "deviation": {"cause": text, "measure": text}}
    data["people"] = {"manager": "钱某某", "filler": "冯一宁", "phone": "0771-5559876"}
    return SelfEvaluation.model_validate(data)


async def _echo(call: Call) -> None:
    """Answer with the reference, or quote to the reader what it was shown."""
    asked = call.body["messages"][-1]["content"]
    if "材料：\n" in "".join(message["content"] for message in call.body["messages"]):
        await call.send(*streamed(call.good))
        return
    quote = asked[asked.find("第二批水表") :].partition("］")
    quote = quote[0] + quote[1]
    found = [{"line": 1, "field": "reason", "quote": quote, "missing": ["措施"]}]
    await call.send(*streamed(json.dumps({"findings": found}, ensure_ascii=False)))


OWN = {"echo": _echo}


@pytest.fixture
def file(tmp_path: Path, elsewhere: FaultServer, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the form as a file, with the echo as the model of the environment."""
    monkeypatch.setitem(MODES, "echo", _echo)
    for name, value in (("OPENAI_BASE_URL", elsewhere.url("echo")), ("OPENAI_MODEL", "m")):
        monkeypatch.setenv(name, value)
    path = tmp_path / "表.json"
    path.write_text(_planted().model_dump_json(), encoding="utf-8")
    return str(path)


def _at(server: FaultServer) -> Endpoint:
    return Endpoint(
        base_url=server.url("echo"), model="m", api_key=SecretStr("sk-0123456789"), limits=PATIENT
    )


def _plain(text: str) -> str:
    """Return a text in one width without anything that may stand between two digits."""
    narrow = unicodedata.normalize("NFKC", text.replace("\\n", ""))
    return "".join(mark for mark in narrow if mark.isalnum() or mark == "@").lower()


def _leaks(server: FaultServer, *more: str) -> list[str]:
    sent = _plain(json.dumps([call.body for call in server.calls], ensure_ascii=False))
    assert server.calls
    people = ("冯一宁", "钱某某", "0771-5559876")
    return [piece for piece in (*PIECES, *people, *more) if _plain(piece) in sent]


async def test_a_draft_sends_none_and_no_value(server: FaultServer) -> None:
    assert len(PIECES) == len(set(PIECES)) == 60
    form = _planted()
    sheet = sheet_of(form)
    back = 0
    for row, piece in enumerate(PIECES):
        proposal = await draft("deviation", form, sheet, _at(server), row)
        worded = [each.text for each in proposal.sentences if each.origin is Origin.MODEL]
        assert all("［" not in each for each in worded)
        assert not worded or any(piece in each for each in worded), "the name of the row holds it"
        back += bool(worded)
    for task in ("planned", "actual", "budget"):
        await draft(task, form, sheet, _at(server))
    assert back >= 50, "the others are too long a sentence for a model"
    assert _leaks(server, *VALUES) == []


async def test_a_question_of_check_sends_none_and_its_quotes_stand(server: FaultServer) -> None:
    form = _planted()
    heard = await asyncio.to_thread(ask_about, form, reader(form, _at(server)))
    assert _leaks(server) == []
    assert heard.findings  # the quote holds a mask, and the form what stands behind it


async def test_a_conversation_sends_none_and_no_figure(server: FaultServer) -> None:
    talk = Talk(_planted(), "deviation", 3)
    for at in range(0, len(PIECES), 6):
        said = "语气更正式，" + "".join(each["said"] for each in PLANTED[at : at + 6])
        answer = await talk.say(f"{said}写到{VALUES[0]}只", _at(server), intent="change")
        assert answer.proposal is None or "［" not in talk.text
    assert _leaks(server, *VALUES) == []


def test_the_commands_send_none(
    file: str, elsewhere: FaultServer, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in (["draft", file, "--model"], ["check", file, "--model"]):
        assert run(command) != UNUSABLE
    printed = capsys.readouterr().out
    assert _leaks(elsewhere) == []
    assert "［人名" not in printed
    assert sum(piece in printed for piece in PIECES) == len(PIECES)


def test_a_form_that_was_sent_open_is_open_only_where_it_was_asked_about(
    file: str, elsewhere: FaultServer, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = f"{PLANTED[0]['said']}水表更换数量"
    assert run(["draft", file, "--model", "--send", asked]) != UNUSABLE
    assert _leaks(elsewhere) == [PIECES[0]]
    told = capsys.readouterr().err
    assert f"“{PIECES[1]}”是名称的一部分" in told
    assert f"“{PIECES[0]}”是名称的一部分" not in told
