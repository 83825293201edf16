"""Trying out endpoints that work, that half work and that do not."""

import pytest
from faults.expected import KEY, PATIENT, STALLS, at
from faults.modes import STILL
from faults.server import FaultServer, fault_server

from selfeval_assist.drafting import Limits, errors
from selfeval_assist.drafting.connection.probe import Check, Probe, probe
from selfeval_assist.drafting.connection.trial import INVENTED
from selfeval_assist.resources import folder


def named(found: Probe) -> dict[str, Check]:
    return {check.name: check for check in found.checks}


async def test_a_server_that_works(server: FaultServer) -> None:
    found = await probe(at(server.url("ok")))
    assert found.usable
    assert (found.listed, found.streams, found.slots, found.thinks) == (True, True, True, False)
    assert "json_schema" in named(found)["结构化输出"].told
    assert found.first_token is not None
    assert 0 < found.first_token <= found.seconds
    assert found.server == "default"
    assert named(found)["服务类型"].standing == "note"


async def test_nothing_is_sent_but_the_invented_record(server: FaultServer) -> None:
    await probe(at(server.url("ok")))
    sent = [
        message["content"] for call in server.calls for message in call.body.get("messages", ())
    ]
    assert len([text for text in sent if INVENTED in text]) == 1
    # Besides it only what the prompt itself holds goes out: its rules and its example.
    example = (folder("prompts") / "trial.md").read_text(encoding="utf-8")
    told = [text for text in sent if "材料" in text]
    assert all(INVENTED in text or "JSON" in text or text in example for text in told)


@pytest.mark.parametrize(
    ("mode", "facts"),
    [
        ("think-then-good", {"thinks": True, "slots": True, "usable": True}),
        ("digits", {"slots": False, "usable": True}),
        ("refuses-extras", {"slots": True, "usable": True}),
    ],
)
async def test_a_server_with_limits(
    server: FaultServer, mode: str, facts: dict[str, object]
) -> None:
    found = await probe(at(server.url(mode)))
    assert {name: getattr(found, name) for name in facts} == facts
    assert all(check.advice for check in found.checks[1:] if check.standing == "fail")


async def test_a_server_without_structured_output(server: FaultServer) -> None:
    found = await probe(at(server.url("refuses-extras")))
    assert named(found)["结构化输出"].standing == "note"
    assert found.usable


async def test_a_model_that_the_server_does_not_list(server: FaultServer) -> None:
    found = await probe(at(server.url("ok")).model_copy(update={"model": "other"}))
    assert found.listed is False
    assert "m、n" in named(found)["模型列表"].told
    assert found.usable


FAILING = {
    "error-401": errors.AuthError,
    "error-500": errors.ServerError,
    "reasoning-only": errors.EmptyReplyError,
    "login-page": errors.NotAModelError,
    "rate-always": errors.RateLimitedError,
    "stall-headers": errors.ReplyTimeoutError,
    "reset-before": errors.ConnectError,
    "redirect": errors.NotAModelError,
}


@pytest.mark.parametrize("mode", FAILING)
async def test_a_failing_server_is_named_with_what_to_do(server: FaultServer, mode: str) -> None:
    found = await probe(at(server.url(mode), STALLS if mode == "stall-headers" else PATIENT))
    last = found.checks[-1]
    assert not found.usable
    assert last.standing == "fail"
    assert last.told.startswith(FAILING[mode].summary)
    assert last.advice == FAILING[mode].advice
    for secret in (KEY, "sk-leak", "secret page"):
        assert secret not in str(found)


async def test_a_probe_ends_at_its_deadline(server: FaultServer) -> None:
    slow = Limits(read=STILL, chunk=STILL, deadline=STILL, tries=1)
    found = await probe(at(server.url("drip"), slow), deadline=3)
    assert found.listed is True
    assert found.checks[-1].told == errors.ReplyTimeoutError.summary


async def test_nobody_listens() -> None:
    async with fault_server() as gone:
        url = gone.url("ok")
    found = await probe(at(url))
    assert (found.listed, found.slots) == (None, None)
    assert named(found)["连接"].standing == "fail"
