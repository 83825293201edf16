"""What a person is told before a form goes out is what goes out: how many requests, which texts."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from drafting_forms import form_with
from listening import Heard, listening
from pydantic import SecretStr

from selfeval_assist.cli import run
from selfeval_assist.documents import read_json, write_json
from selfeval_assist.drafting import Endpoint, Outgoing, draft
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.policies import policy_for
from selfeval_assist.reports.drafts import jobs_for
from selfeval_assist.reports.outgoing import Shipment, contents, shipment, summary
from selfeval_assist.resources import folder
from selfeval_assist.scoring import score

FINISHED = read_json(folder("examples") / "finished.json")
FORMS = {
    "several rows": FINISHED,
    "few": form_with(),
    "a person": paths.put(
        FINISHED, "indicators.1.deviation.cause", "经办人王小明调离，13812345678"
    ),
    "two texts of a person": paths.put(
        paths.put(FINISHED, "indicators.1.deviation.cause", "经办人王小明调离"),
        "indicators.5.deviation.cause", "承办人李大海生病，与王小明交接",
    ),
}  # fmt: skip


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[Heard]:
    """A model of the environment at a port of this computer."""
    with listening() as heard:
        monkeypatch.setenv("OPENAI_BASE_URL", heard.url)
        monkeypatch.setenv("OPENAI_MODEL", "m")
        monkeypatch.setenv("OPENAI_API_KEY", "sk-0123456789")
        yield heard


def would_go(form: SelfEvaluation, heard: Heard, use: str, **how: object) -> Shipment:
    endpoint = Endpoint(base_url=heard.url, model="m", api_key=SecretStr("sk-0123456789"))
    policy = policy_for(form)
    return shipment(Outgoing(form, endpoint, use), score(form, policy), policy, **how)  # type: ignore[arg-type]


def went(heard: Heard) -> list[str]:
    """Return what the requests carried, without those that ask once more."""
    first = {turns[0]["content"]: None for turns in heard.messages}
    assert first
    asked: list[str] = []
    for turns in heard.messages:
        said = [each["content"] for each in turns if each["role"] == "user"]
        # What is asked again stands behind its question and the model's own reply.
        if not any(text in asked for text in said[:-1]):
            asked.append(turns[-1]["content"])
    return asked


def carried(found: Shipment) -> list[str]:
    return [text for _, requests in found.texts for text in requests]


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("text", ["", "实际完成情况", "偏差原因分析及改进措施"])
def test_a_command_sends_the_requests_that_it_names(
    name: str, text: str, model: Heard, tmp_path: Path
) -> None:
    form, file = FORMS[name], tmp_path / "表.json"
    write_json(form, file)
    batches = [jobs_for(form, score(form, policy_for(form)), text)] if text else None
    found = would_go(form, model, "draft", batches=batches)
    only = ["--text", text] if text else []
    run(["draft", str(file), "--model", *only])
    sent = went(model)
    assert Counter(sent) == Counter(carried(found))
    assert len(sent) == found.requests == found.now
    assert f"共 {len(sent)} 次请求" in "\n".join(summary(found))
    assert all(each in "\n".join(contents(found)) for each in sent)


@pytest.mark.parametrize("name", FORMS)
def test_reading_sends_the_requests_that_it_names(name: str, model: Heard, tmp_path: Path) -> None:
    file = tmp_path / "表.json"
    write_json(FORMS[name], file)
    found = would_go(FORMS[name], model, "read")
    run(["check", str(file), "--model"])
    assert len(model.messages) == found.requests == found.now
    for each, told in zip(model.last, carried(found), strict=True):
        assert each.endswith(told) or told in each


@pytest.mark.parametrize("name", FORMS)
async def test_a_text_drafted_alone_is_one_request_and_the_first_that_is_named(
    name: str, model: Heard
) -> None:
    form = FORMS[name]
    sheet = score(form, policy_for(form))
    endpoint = Endpoint(base_url=model.url, model="m", api_key=SecretStr("sk-0123456789"))
    for job in jobs_for(form, sheet):
        others = [(each,) for each in jobs_for(form, sheet) if each != job]
        found = would_go(form, model, "draft", batches=[(job,), *others])
        model.messages.clear()
        await draft(*job[:1], form, sheet, endpoint, row=job[1])
        if not found.now:
            assert model.messages == []
            continue
        assert went(model) == carried(found)[:1]
        if found.requests > 1:
            assert "现在发送 1 次请求" in "\n".join(summary(found))
