"""What was done is asked once, kept in the form, and may be told; a Word file does not hold it."""

import json
from collections.abc import Callable
from pathlib import Path

from drafting_forms import form_with, sheet_of
from fake_model import Answer, Recorder
from pydantic import SecretStr

from selfeval_assist.documents import read
from selfeval_assist.documents.json_file import write_json
from selfeval_assist.drafting import Endpoint, Limits, draft
from selfeval_assist.drafting.interview import questions, with_answer
from selfeval_assist.form import paths

HERE = Endpoint(
    base_url="http://127.0.0.1:9/v1",
    model="m",
    api_key=SecretStr("sk-0123456789"),
    limits=Limits(tries=1, backoff=0),
)


def test_only_what_the_form_does_not_say_is_asked() -> None:
    form = form_with()
    assert [each.label for each in questions("planned", form)] == ["要做什么", "为谁做"]
    typed = paths.put(form, "goal.planned", "更换老旧水表。")
    assert [each.label for each in questions("planned", typed)] == ["为谁做"]
    asked = questions("actual", form)
    assert [each.label for each in asked] == ["做了什么", "为谁做", "怎样做"]
    told = with_answer(form, asked[0], "分12个片区更换水表", "李明")
    assert asked[0] not in questions("actual", told)
    assert with_answer(told, asked[1], "  ", "李明") == told
    assert questions("budget", form) == ()


async def test_an_answer_is_a_source_with_its_digits_masked(
    model: Callable[[Answer], Recorder], tmp_path: Path
) -> None:
    form = form_with(policy="")
    form = with_answer(form, questions("actual", form)[0], "分12个片区逐户更换水表", "李明")
    write_json(form, tmp_path / "form.json")
    (form,) = read(tmp_path / "form.json")
    assert form.sources[0].text == "分12个片区逐户更换水表"

    def answer(question: str, _call: int) -> str:
        assert "分{t3.1}个片区逐户更换水表" in question
        text = "全年分{t3.1}个片区逐户更换水表{r0.actual}，比目标少{r0.gap}。"
        return json.dumps({"sentences": [{"text": text, "cites": ["t3"]}]}, ensure_ascii=False)

    recorder = model(answer)
    proposal = await draft("actual", form, sheet_of(form), HERE)
    assert proposal.sentences[0].text == "全年分12个片区逐户更换水表164只，比目标少36只。"
    assert proposal.sentences[0].cites[0].value == "分12个片区逐户更换水表"
    assert "12个片区" not in recorder.sent
