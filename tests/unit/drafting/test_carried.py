"""What a request carries: shown before, recorded after, and without persons or figures."""

from collections.abc import Callable

import pytest
from drafting_forms import form_with, sheet_of
from fake_model import Answer, Recorder, faithful
from pydantic import SecretStr

from selfeval_assist.drafting import Endpoint, Limits, carried, draft, preview
from selfeval_assist.drafting.masking import FIGURE, figures
from selfeval_assist.drafting.personal import persons
from selfeval_assist.drafting.prompts import PROMPTS, prompt_for
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.review import Proposal

HERE = Endpoint(
    base_url="http://127.0.0.1:9/v1",
    model="m",
    api_key=SecretStr("sk-secret-0123456789"),
    limits=Limits(tries=1, backoff=0),
)


def on_the_wire(recorder: Recorder) -> tuple[tuple[tuple[str, str], ...], ...]:
    return tuple(
        tuple((message["role"], message["content"]) for message in body["messages"])
        for body in recorder.bodies
    )


async def test_what_is_recorded_is_what_went_out(model: Callable[[Answer], Recorder]) -> None:
    def stubborn(question: str, call: int) -> str:
        return faithful(question) if call > 1 else "预算500万元。"

    recorder = model(stubborn)
    form = form_with()
    proposal = await draft("actual", form, sheet_of(form), HERE)
    assert carried(proposal.generation) == on_the_wire(recorder)
    first, second = proposal.generation.requests
    assert (first.sentence, first.attempt, second.sentence, second.attempt) == (0, 1, 0, 2)
    assert first.at <= second.at
    # It survives being stored.
    assert Proposal.model_validate_json(proposal.model_dump_json()) == proposal


async def test_what_would_be_sent_can_be_seen_before(model: Callable[[Answer], Recorder]) -> None:
    recorder = model(faithful)
    form = form_with()
    shown = preview("actual", form, sheet_of(form), HERE)
    assert recorder.bodies == []
    await draft("actual", form, sheet_of(form), HERE)
    assert shown == on_the_wire(recorder)[:1]  # a repair is not known beforehand


@pytest.mark.parametrize("name", PROMPTS)
def test_messages_are_what_langchain_makes_of_the_prompt(name: str) -> None:
    prompt = prompt_for(name)
    values = {
        field: f"<F1>{{{{{{x}}}}}} & 值{number}" for number, field in enumerate(prompt.inputs)
    }
    roles = {"human": "user", "ai": "assistant"}
    made = prompt.template().invoke({**values, "repairs": []}).to_messages()
    assert prompt.messages(values) == tuple(
        (roles.get(each.type, each.type), each.content) for each in made
    )


def with_people() -> SelfEvaluation:
    form = paths.put(form_with(), "people.manager", "欧阳明")
    form = paths.put(form, "people.phone", "13912345678")
    return paths.put(form, "indicators.1.name", "欧阳明13912345678抽检合格率 a@b.cn")


async def test_persons_and_phones_in_a_label_stay_here(model: Callable[[Answer], Recorder]) -> None:
    recorder = model(faithful)
    form = with_people()
    proposal = await draft("actual", form, sheet_of(form), HERE)
    for text in ("欧阳明", "13912345678", "a@b.cn"):
        assert text not in recorder.sent
    assert "［人名A］［电话A］抽检合格率" in recorder.sent
    # A model that repeats the masks names the row: they are put back before anything is judged.
    named = [each for each in proposal.sentences if "抽检合格率" in each.text]
    assert named
    assert all("［" not in each.text for each in proposal.sentences)
    assert "欧阳明" in "".join(proposal.generation.replies)


def test_figures_of_a_request_are_masked_and_slots_are_not() -> None:
    text = "把<F1>写成86.96%，不要１２万元"
    assert figures(text) == f"把<F1>写成{FIGURE}，不要{FIGURE}万元"


def test_an_office_is_no_person() -> None:
    form = paths.put(with_people(), "people.filler", "设备科")
    assert persons(form) == ("欧阳明",)
