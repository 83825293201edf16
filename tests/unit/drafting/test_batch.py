"""A batch file: written for several forms, answered, read back; what cannot be used is named."""

import json

import pytest
from drafting_forms import form_with, sheet_of
from fake_model import faithful
from pydantic import SecretStr

from selfeval_assist.drafting import Endpoint
from selfeval_assist.drafting.batch import Wanted, batch_lines, read_answers
from selfeval_assist.drafting.errors import NotAllowedError
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.review import Origin

HERE = Endpoint(base_url="http://127.0.0.1:9/v1", model="m", api_key=SecretStr("sk-0123456789"))
JOBS = (("planned", None), ("actual", None), ("deviation", 0))


def wanted(*forms: SelfEvaluation) -> list[Wanted]:
    return [Wanted(f"表{at}", form, sheet_of(form), JOBS) for at, form in enumerate(forms)]


def answer(line: str, **more: object) -> str:
    call = json.loads(line)
    text = faithful(call["body"]["messages"][-1]["content"])
    choice = {"message": {"content": text}, "finish_reason": "stop", **more}
    response = {"body": {"choices": [choice]}}
    return json.dumps({"custom_id": call["custom_id"], "response": response})


def test_a_batch_is_written_and_its_answers_read_back() -> None:
    forms = (form_with(), form_with(project="另一个项目"))
    lines = list(batch_lines(wanted(*forms), HERE))
    assert len(lines) == 6
    assert len({json.loads(line)["custom_id"] for line in lines}) == 6
    assert "164" not in json.dumps([json.loads(line)["body"] for line in lines])
    found = read_answers(map(answer, lines), wanted(*forms), HERE)
    assert found.problems == []
    assert {name: len(each) for name, each in found.proposals.items()} == {"表0": 3, "表1": 3}
    for proposals in found.proposals.values():
        for each in proposals:
            assert any(one.origin is Origin.MODEL for one in each.sentences)


def test_what_cannot_be_used_is_named_and_the_rest_taken() -> None:
    form = form_with()
    lines = list(batch_lines(wanted(form), HERE))
    changed = paths.put(form, "indicators.0.name", "阀门更换数量")
    answers = [answer(line) for line in lines]
    stranger = json.dumps({**json.loads(answers[0]), "custom_id": "别的表/actual/0"})
    cut = answer(lines[0], finish_reason="length")
    rows = [answers[0], answers[0], stranger, cut, answers[1][:40], "", "[]"]
    found = read_answers(rows, wanted(form), HERE)
    assert len(found.proposals["表0"]) == 1
    told = "".join(found.problems)
    for words in ("重复", "不是这批", "没有写完", "读不出来", "没有答复（actual）"):
        assert words in told
    found = read_answers(answers, wanted(changed), HERE)
    assert found.proposals == {}
    assert "改过" in "".join(found.problems)


def test_nothing_is_written_for_an_endpoint_that_nobody_allowed() -> None:
    elsewhere = Endpoint(base_url="https://example.com/v1", model="m")
    with pytest.raises(NotAllowedError):
        list(batch_lines(wanted(form_with()), elsewhere))
