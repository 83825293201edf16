"""The chain over a mock transport: what is sent, what is accepted, what is recorded."""

import json
from collections.abc import Callable

import pytest
from drafting_forms import form_with, sheet_of
from fake_model import Answer, Recorder, faithful
from langchain_core.language_models import FakeListChatModel
from pydantic import SecretStr

from selfeval_assist.drafting import Endpoint, Leave, Limits, compose, draft, draft_texts, replay
from selfeval_assist.drafting.errors import NotAllowedError
from selfeval_assist.drafting.events import Chunk, Event, FellBack, Finished, Rejected, Repaired
from selfeval_assist.drafting.prompts import prompt_for
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.review import Origin, Proposal, Task

KEY = "sk-secret-0123456789abcdef"
QUICK = Limits(tries=1, backoff=0)


def endpoint(url: str = "http://127.0.0.1:9/v1", **more: object) -> Endpoint:
    values = {"base_url": url, "model": "m", "api_key": SecretStr(KEY), "limits": QUICK}
    return Endpoint.model_validate({**values, **more})


async def drafted(
    task: Task, form: SelfEvaluation, row: int | None = None, **more: object
) -> tuple[Proposal, list[Event]]:
    seen: list[Event] = []
    proposal = await draft(
        task, form, sheet_of(form), endpoint(**more), row, on_event=seen.append
    )  # fmt: skip
    return proposal, seen


def answering(*texts: str, cites: tuple[str, ...] = ()) -> str:
    """Return a reply with these sentences."""
    sentences = [{"text": text, "cites": list(cites)} for text in texts]
    return json.dumps({"sentences": sentences}, ensure_ascii=False)


MONEY = ("年初预算{f.initial}，年中核减{f.change}，全年支出{f.executed}。",)
ROWS = (
    "更换水表{r0.actual}，比目标少{r0.gap}。",
    "抽检合格率{r1.actual}，比目标低{r1.gap}。",
)


async def test_no_digit_of_a_value_or_of_a_text_is_sent(
    model: Callable[[Answer], Recorder],
) -> None:
    recorder = model(faithful)
    form = form_with()
    for task in ("planned", "actual", "budget"):
        await drafted(task, form)
    await drafted("deviation", form, 0)
    for value in ("500", "460", "400", "86.96", "200", "164", "98", "36.9", "2022"):
        assert value not in recorder.sent
    assert "水表更换数量" in recorder.sent
    assert "第二批水表到货晚于合同约定" in recorder.sent
    assert KEY not in recorder.sent


async def test_fluent_sentences_are_taken_with_their_values_and_one_call(
    model: Callable[[Answer], Recorder],
) -> None:
    asked = "【待填：第2行的偏差原因】"
    recorder = model(lambda _question, _call: answering(*ROWS, *MONEY, asked))
    proposal, seen = await drafted("actual", form_with())
    assert [each.text for each in proposal.sentences] == [
        "更换水表164只，比目标少36只。",
        "抽检合格率90%，比目标低8个百分点。",
        "年初预算500万元，年中核减40万元，全年支出400万元。",
        asked,
    ]
    assert all(each.origin is Origin.MODEL for each in proposal.sentences)
    assert len(recorder.bodies) == 1
    assert proposal.generation.fallback == ""
    assert isinstance(seen[-1], Finished)
    assert any(isinstance(event, Chunk) and event.passed for event in seen)


async def test_a_refused_sentence_is_repaired_once(model: Callable[[Answer], Recorder]) -> None:
    wrong = "更换水表{r1.actual}，比目标少{r0.gap}。"

    def answer(question: str, call: int) -> str:
        if call == 1:
            return answering(wrong, ROWS[1], *MONEY)
        assert "〔1〕" in question
        return json.dumps({"sentences": [{"number": 1, "text": ROWS[0]}]})

    recorder = model(answer)
    proposal, seen = await drafted("actual", form_with())
    assert proposal.sentences[0].text == "更换水表164只，比目标少36只。"
    assert len(recorder.bodies) == 2
    assert [event.text for event in seen if isinstance(event, Rejected)] == [wrong]
    assert Repaired(1) in seen
    checked = proposal.generation.checked
    assert checked[0].refused
    assert not any(each.refused for each in checked if each.attempt == 2)


async def test_what_still_fails_is_left_out_and_said_by_the_composer(
    model: Callable[[Answer], Recorder],
) -> None:
    invented = "经上级批准，更换水表{r0.actual}，受到群众好评。"
    model(lambda _question, _call: answering(invented, ROWS[1], *MONEY))
    proposal, seen = await drafted("actual", form_with())
    text = "".join(each.text for each in proposal.sentences)
    assert "批准" not in text
    assert "好评" not in text
    assert "164只" in text
    assert Origin.COMPOSER in {each.origin for each in proposal.sentences}
    assert any(isinstance(event, FellBack) for event in seen)


async def test_a_reply_of_which_less_than_half_holds_gives_way(
    model: Callable[[Answer], Recorder],
) -> None:
    form = form_with()
    bad = ("受到好评。", "经批准实施。", "成效显著。")
    model(lambda _question, _call: answering(*bad, ROWS[0]))
    proposal, _ = await drafted("actual", form)
    own = compose("actual", form, sheet_of(form))
    assert [each.text for each in proposal.sentences] == [each.text for each in own.sentences]
    assert "多数没有通过核对" in proposal.generation.fallback


async def test_a_deviation_without_a_cause_is_never_sent(
    model: Callable[[Answer], Recorder],
) -> None:
    recorder = model(faithful)
    proposal, _ = await drafted("deviation", form_with(), 1)
    assert not recorder.bodies
    assert all(each.origin is Origin.COMPOSER for each in proposal.sentences)
    assert proposal.generation.model == ""


async def test_a_draft_says_how_it_came_about_and_can_be_replayed(
    model: Callable[[Answer], Recorder],
) -> None:
    form = form_with()
    model(lambda _question, _call: answering("更换水表{r1.actual}。", *ROWS, *MONEY))
    proposal, _ = await drafted("actual", form)
    made, prompt = proposal.generation, prompt_for("actual")
    assert (made.model, made.endpoint) == ("m", "127.0.0.1:9")
    assert (made.prompt, made.prompt_sha256) == (prompt.id, prompt.sha256)
    assert made.sheet in made.requests[0].turns[-1][1]
    assert made.answered == "m"
    assert len(made.replies) == 2
    assert replay(proposal, form, sheet_of(form)) == proposal.sentences
    other = form_with(project="另一个项目")
    assert replay(proposal, other, sheet_of(other)) is None


async def test_texts_are_written_with_one_call_each_and_rows_together(
    model: Callable[[Answer], Recorder],
) -> None:
    recorder = model(faithful)
    form = form_with()
    first = form.indicators[0]
    rows = tuple(
        first.model_copy(update={"name": f"{name}更换数量"}) for name in ("水表", "阀门", "管网")
    )
    form = form.model_copy(update={"indicators": rows})
    jobs = [("planned", None), ("actual", None), *(("deviation", row) for row in range(3))]
    proposals = await draft_texts(jobs, form, sheet_of(form), endpoint())
    assert len(recorder.bodies) <= 2 * 3
    assert [each.task for each in proposals] == [job[0] for job in jobs]
    for row, name in enumerate(("水表", "阀门", "管网")):
        text = "".join(each.text for each in proposals[2 + row].sentences)
        assert f"{name}更换数量" in text


@pytest.mark.parametrize("form_of_reply", ["fence", "lines", "thinking", "comma", "bare list"])
async def test_replies_in_other_forms_are_read(
    model: Callable[[Answer], Recorder], form_of_reply: str
) -> None:
    sentences = (*ROWS, *MONEY)
    plain = answering(*sentences)
    replies = {
        "fence": f"```json\n{plain}\n```",
        "lines": "\n".join(f"{at}. {each}" for at, each in enumerate(sentences, start=1)),
        "thinking": f"<think>写三句。</think>{plain}",
        "comma": plain.replace("]}", ",]}"),
        "bare list": json.dumps(list(sentences), ensure_ascii=False),
    }
    model(lambda _question, _call: replies[form_of_reply])
    proposal, _ = await drafted("actual", form_with())
    written = [each.origin for each in proposal.sentences if not each.pending]
    assert written == [Origin.MODEL] * len(sentences)


async def test_any_chat_model_of_langchain_can_write_when_it_is_allowed() -> None:
    form, sheet = form_with(), sheet_of(form_with())
    own = FakeListChatModel(responses=[answering(*ROWS, *MONEY)])
    with pytest.raises(NotAllowedError):
        await draft("actual", form, sheet, model=own)
    proposal = await draft("actual", form, sheet, model=own, consent=lambda _outgoing: Leave())
    written = [each.origin for each in proposal.sentences if not each.pending]
    assert written == [Origin.MODEL] * 3
    assert proposal.generation.model == "FakeListChatModel"
