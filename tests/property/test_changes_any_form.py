"""Whatever is asked for, a changed text of any form still says only what the form holds."""

import asyncio
import datetime

import every_form
import pytest
import real_forms

from selfeval_assist.drafting import compose, converse
from selfeval_assist.facts import build_facts
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import policy_for
from selfeval_assist.review import Task
from selfeval_assist.review.thread import Statement, begin
from selfeval_assist.scoring import Verdict, score
from selfeval_assist.verify.text import verify_text

pytestmark = pytest.mark.every_form

_NAMES = ("finished", "shanghai-integration", "shanghai-maintenance", *real_forms.names())
FORMS = {name: every_form.forms()[name] for name in _NAMES}
NOW = datetime.datetime(2026, 1, 5, tzinfo=datetime.UTC)
TASKS: tuple[Task, ...] = ("planned", "actual")


def wishes(form: SelfEvaluation) -> list[str]:
    names = [row.name.strip()[:8] for row in form.indicators if row.name.strip()]
    return [
        "更简短",
        *(f"突出{name}" for name in names[1:4]),
        *(f"去掉{name}" for name in names[::5]),
        "补充预算执行情况",
        "补充验收情况",
        "补充：按期召开评审会，出处：《会议纪要》第12号",
        "再短一点",
        "去掉资金",
        "突出满意度",
        "只写产出",
        "不超过一百字",
        "撤销上一步",
        "把第2句放到最后",
        "把95%改成100%，原因写成天气原因",
        "重新起草",
        "去掉第1句",
    ]


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("name", FORMS)
def test_no_change_makes_a_text_say_more(name: str, task: Task) -> None:
    form = FORMS[name]
    sheet = score(form, policy_for(form))
    table = build_facts(form, sheet)
    thread = begin(compose(task, form, sheet), form)
    stored: list[Statement] = []
    texts = [thread.proposal]
    for said in wishes(form):
        answer = asyncio.run(
            converse(thread, said, form, sheet, person="李明", at=NOW, keep=stored.append,
                     statements=tuple(stored), texts=tuple(texts))
        )  # fmt: skip
        thread = answer.thread
        texts += [answer.proposal] if answer.proposal else []
        assert answer.turn.answer
        assert "“”" not in answer.turn.answer
        for each in thread.proposal.sentences:
            assert each.violations == ()
            assert "<" not in each.text.replace("<p>", "")
            if "评审会" not in each.text and task == "actual":
                # What only the typed completion says has no cell: a person may be asked.
                assert [v for v in verify_text(each.text, table) if v.grade == "red"] == []
        sentences = [each.text for each in thread.proposal.sentences]
        assert len(set(sentences)) == len(sentences)
    assert len(stored) == 1


@pytest.mark.parametrize("name", FORMS)
def test_shortening_hides_nothing_that_was_missed(name: str) -> None:
    form = FORMS[name]
    sheet = score(form, policy_for(form))
    thread = begin(compose("actual", form, sheet), form)
    missed = {row.index for row in sheet.rows if row.verdict in {Verdict.MISSED, Verdict.LATE}}

    def told() -> set[int]:
        facts = [basis.fact.split(".") for s in thread.proposal.sentences for basis in s.basis]
        return {int(part[1]) for part in facts if part[0] == "row" and int(part[1]) in missed}

    before, length = told(), sum(len(each.text) for each in thread.proposal.sentences)
    for _ in range(3):
        answer = asyncio.run(
            converse(thread, "更简短", form, sheet, person="李明", at=NOW, keep=lambda _each: None)
        )
        thread = answer.thread
    assert told() == before
    assert sum(len(each.text) for each in thread.proposal.sentences) <= length
