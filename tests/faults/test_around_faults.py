"""Deadlines, cancelling, connections that never come about, and secrets."""

import asyncio
import ssl
import subprocess
from pathlib import Path

import needs
import pytest
from drafting_forms import funds_only, sheet_of
from faults.expected import DRIPS, HURRIED, KEY, PATIENT, at, composer_text, money
from faults.modes import STILL
from faults.server import FaultServer, fault_server
from programs import PATIENCE

from selfeval_assist.drafting import Leave, Limits, Run, draft, errors
from selfeval_assist.drafting.events import Chunk, Event, FellBack, Finished, Waiting
from selfeval_assist.review import Origin


async def test_the_server_says_how_long_to_wait(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    sleep = asyncio.sleep

    async def noted(seconds: float) -> None:
        slept.append(seconds)
        await sleep(seconds)

    monkeypatch.setattr(asyncio, "sleep", noted)
    _proposal, seen = await money(at(server.url("rate-2-then-ok")))
    waits = [event for event in seen if isinstance(event, Waiting)]
    assert waits[0].seconds == 1.0
    assert waits[0].why == errors.RateLimitedError.summary
    assert 1.0 in slept, "it waits as long as it was told to"


async def test_no_wait_reaches_beyond_the_deadline(server: FaultServer) -> None:
    # It asks for 120 seconds, which would be granted if there were as many.
    limits = PATIENT.model_copy(update={"retry_after": 200})
    proposal, seen = await money(at(server.url("rate-120"), limits))
    assert server.hits["rate-120"] == 1
    assert not [event for event in seen if isinstance(event, Waiting)]
    assert errors.RateLimitedError.summary in proposal.generation.fallback


async def test_the_deadline_bounds_a_draft_whatever_the_other_limits(server: FaultServer) -> None:
    limits = Limits(read=STILL, chunk=STILL, deadline=STILL)
    form = funds_only()
    proposal = await draft(
        "actual", form, sheet_of(form), at(server.url("keep-alive"), limits), deadline=3
    )
    assert server.hits["keep-alive"] == 1
    assert errors.ReplyTimeoutError.summary in proposal.generation.fallback


@pytest.mark.parametrize("mode", ["error-401", "error-500", "login-page"])
async def test_a_lost_server_is_not_asked_again_in_a_run(server: FaultServer, mode: str) -> None:
    run, endpoint = Run(100), at(server.url(mode))
    first, _seen = await money(endpoint, run=run)
    asked = server.hits[mode]
    second, _seen = await money(endpoint, run=run)
    assert asked == first.generation.attempts > 0
    assert (server.hits[mode], second.generation.attempts) == (asked, 0)
    assert second.generation.fallback == first.generation.fallback
    assert tuple(each.text for each in second.sentences) == composer_text()


async def test_a_run_whose_time_is_over_asks_nothing(server: FaultServer) -> None:
    proposal, _seen = await money(at(server.url("ok")), run=Run(0))
    assert server.hits["ok"] == 0
    assert errors.ReplyTimeoutError.summary in proposal.generation.fallback
    assert tuple(each.text for each in proposal.sentences) == composer_text()


async def test_cancelling_closes_the_connection_and_leaves_nothing(server: FaultServer) -> None:
    limits = Limits(read=STILL, chunk=STILL, deadline=STILL)
    form = funds_only()
    seen: list[Event] = []
    arrived = asyncio.Event()

    def listen(event: Event) -> None:
        seen.append(event)
        if isinstance(event, Chunk):
            arrived.set()

    task = asyncio.create_task(
        draft(
            "actual", form, sheet_of(form), at(server.url("stall-mid"), limits),
            on_event=listen,
        )
    )  # fmt: skip
    await arrived.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not any(isinstance(event, Finished | FellBack) for event in seen)
    before = asyncio.all_tasks() - {asyncio.current_task()}
    assert all("draft" not in str(each.get_coro()) for each in before)


async def test_nobody_listens_at_the_port() -> None:
    async with fault_server() as server:
        url = server.url("ok")
    proposal, _seen = await money(at(url))
    assert errors.ConnectError.summary + "（" in proposal.generation.fallback
    assert proposal.generation.attempts == 1


async def test_tls_to_a_port_without_tls_ends(server: FaultServer) -> None:
    proposal, _seen = await money(at(server.url("ok", "https"), HURRIED))
    fallback = proposal.generation.fallback
    assert errors.ConnectError.summary in fallback or errors.ReplyTimeoutError.summary in fallback


async def test_a_host_that_does_not_exist_is_named() -> None:
    endpoint = at("https://nowhere.invalid/v1")
    proposal, _seen = await money(endpoint, consent=lambda _outgoing: Leave())
    assert "找不到这个主机名" in proposal.generation.fallback
    assert proposal.generation.attempts == 1


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a self-signed certificate and its key in one file."""
    openssl = needs.program("openssl", untested="连接使用自签名证书的模型服务")
    folder = tmp_path_factory.mktemp("tls")
    command = [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
               "-nodes", "-keyout", "key.pem", "-out", "cert.pem", "-days", "2",
               "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]  # fmt: skip
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=PATIENCE)
    return folder / "cert.pem"


async def test_a_certificate_that_nobody_vouches_for_is_refused_unless_it_is_named(
    certificate: Path,
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_name("key.pem"))
    async with fault_server(context) as secure:
        proposal, _seen = await money(at(secure.url("ok", "https")))
        assert "证书或加密连接有问题" in proposal.generation.fallback
        assert proposal.generation.attempts == 1
        assert secure.hits["ok"] == 0
        known = at(secure.url("ok", "https"), ca_file=certificate)
        proposal, _seen = await money(known)
    assert proposal.sentences[0].origin is Origin.MODEL


async def test_a_redirect_is_not_followed(server: FaultServer) -> None:
    await money(at(server.url("redirect")))
    assert server.hits["ok"] == 0


async def test_a_key_in_an_answer_is_masked_everywhere(server: FaultServer) -> None:
    proposal, seen = await money(at(server.url("echoes-key")))
    assert KEY not in proposal.model_dump_json() + "".join(map(str, seen))
    assert "***" in "".join(proposal.generation.rejected)


async def test_partial_text_is_kept_as_evidence_only(server: FaultServer) -> None:
    proposal, _seen = await money(at(server.url("eof-without-done")))
    assert set(proposal.generation.rejected) == {"全年预算数"}


async def test_what_came_before_the_deadline_is_evidence_too(server: FaultServer) -> None:
    proposal, _seen = await money(at(server.url("drip"), DRIPS))
    assert [set(text) for text in proposal.generation.rejected] == [{"数"}]
    assert tuple(each.text for each in proposal.sentences) == composer_text()


async def test_proxies_of_the_environment_are_ignored(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"):
        monkeypatch.setenv(name, "socks5://127.0.0.1:9")
    proposal, _seen = await money(at(server.url("ok")))
    assert proposal.sentences[0].origin is Origin.MODEL
