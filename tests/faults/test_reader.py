"""The language rules against a real server: what is sent, what is believed, what a failure says."""

import asyncio
import json

import pytest
from faults.expected import PATIENT, STALLS
from faults.server import FaultServer
from faults.wire import Call, streamed
from pydantic import SecretStr
from rule_cases import patched

from selfeval_assist.checks import ask_about
from selfeval_assist.drafting import Endpoint, Limits, Run
from selfeval_assist.drafting.errors import ClassifiedError, NotAllowedError, ReplyTimeoutError
from selfeval_assist.drafting.reader import reader

_CAUSE_ONLY = "8月至9月12张护理床因电机故障停用40天。"
_FORM = patched({"indicators.6.deviation.text": _CAUSE_ONLY})


async def _opinion(call: Call) -> None:
    """Answer what the rule on causes and measures asks for; nothing to the other rules."""
    asked = call.body["messages"][-1]["content"]
    found = []
    if "偏差原因和改进措施" in asked:
        quote = "因电机故障停用40天"
        found = [{"line": 7, "field": "reason", "quote": quote, "missing": ["措施"]}]
    await call.send(*streamed(json.dumps({"findings": found}, ensure_ascii=False)))


OWN = {"opinion": _opinion}


def _at(url: str, limits: Limits = PATIENT) -> Endpoint:
    return Endpoint(base_url=url, model="m", api_key=SecretStr("sk-0123456789"), limits=limits)


async def test_an_opinion_with_a_true_quote_becomes_a_finding(server: FaultServer) -> None:
    ask = reader(_FORM, _at(server.url("opinion")))
    (finding,) = (await asyncio.to_thread(ask_about, _FORM, ask)).findings
    assert (finding.code, finding.where) == ("DEV002", "indicators.6.deviation")
    assert "{" in server.calls[0].body["messages"][-1]["content"]


@pytest.mark.parametrize("mode", ["error-500", "stall-mid", "eof-without-done", "login-page"])
async def test_a_failure_is_told_and_finds_nothing(server: FaultServer, mode: str) -> None:
    told: list[str] = []
    limits = STALLS if mode == "stall-mid" else PATIENT
    ask = reader(_FORM, _at(server.url(mode), limits), tell=told.append)
    heard = await asyncio.to_thread(ask_about, _FORM, ask)
    assert heard.findings == ()
    assert heard.unanswered == {"DEV002", "IND009"}
    assert sum("没有得到答复" in line for line in told) == 1
    assert not any("sk-0123456789" in line for line in told)


def test_a_server_that_nobody_runs_is_told_once_and_in_chinese() -> None:
    told: list[str] = []
    ask = reader(_FORM, _at("http://127.0.0.1:9/v1"), tell=told.append)
    assert ask_about(_FORM, ask).unanswered == {"DEV002", "IND009"}
    (line,) = told
    assert "没有得到答复：连接不上模型服务" in line
    assert "Errno" not in line
    assert "Connect call" not in line


async def test_all_questions_have_one_deadline(server: FaultServer) -> None:
    """Time that is over for one form is over for the next; nobody is asked any more."""
    told: list[str] = []
    over = Run(seconds=0)
    for _ in range(2):
        ask = reader(_FORM, _at(server.url("opinion")), tell=told.append, run=over)
        heard = await asyncio.to_thread(ask_about, _FORM, ask)
        assert heard.unanswered == {"DEV002", "IND009"}
    assert server.calls == []
    assert sum(ReplyTimeoutError.summary in line for line in told) == 1


async def test_a_server_lost_at_one_form_is_not_asked_about_the_next(server: FaultServer) -> None:
    run = Run(seconds=100)
    for _ in range(2):
        ask = reader(_FORM, _at(server.url("error-401")), run=run)
        await asyncio.to_thread(ask_about, _FORM, ask)
    assert len(server.calls) == 1


def test_nothing_is_sent_without_leave_or_with_a_mark() -> None:
    with pytest.raises(NotAllowedError):
        reader(_FORM, _at("https://192.0.2.1/v1"))
    marked = patched({"title": "项目支出绩效自评表（秘密★1年）"})
    with pytest.raises(ClassifiedError):
        reader(marked, _at("http://127.0.0.1:1/v1"))
