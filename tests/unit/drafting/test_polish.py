"""A stated cause in smoother words: the same statement, or not taken at all."""

import asyncio
import json
from collections.abc import Callable

import pytest
from drafting_forms import sheet_of
from fake_model import Answer, Recorder

from selfeval_assist.drafting import Endpoint, polish
from selfeval_assist.drafting.cause.polish import altered
from selfeval_assist.drafting.errors import ClassifiedError, NotAllowedError
from selfeval_assist.facts import build_facts
from selfeval_assist.facts.references import known_of
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.reports.draft_record import draft_parts
from selfeval_assist.review import Action, Origin, apply, decide

WHERE = "indicators.1.deviation.cause"
HERE = Endpoint(base_url="http://127.0.0.1:9/v1", model="m")
STATED = "因为供货商那边6月就停产了，40台设备后来只到了25台（张伟7月2日来函）"
SMOOTH = "因供货商{t1.1}月停产，{t1.2}台设备只到{t1.3}台（［人名A］{t1.4}月{t1.5}日来函）。"


def stated(form: SelfEvaluation, text: str = STATED) -> SelfEvaluation:
    form = paths.put(form, "people.manager", "张伟")
    return paths.put(form, WHERE, text)


def reply(text: str) -> str:
    return json.dumps({"sentences": [{"text": text, "cites": ["t1"]}]}, ensure_ascii=False)


def test_a_cause_is_polished_and_recorded(
    form: SelfEvaluation, model: Callable[[Answer], Recorder]
) -> None:
    recorder = model(lambda _question, _call: reply(SMOOTH))
    form = stated(form)
    found = asyncio.run(polish(WHERE, form, sheet_of(form), HERE))
    (sentence,) = found.sentences
    assert sentence.text == "因供货商6月停产，40台设备只到25台（张伟7月2日来函）"
    assert sentence.origin is Origin.MODEL
    assert found.where == WHERE
    assert "张伟" not in recorder.sent
    for figure in ("40", "25"):
        assert figure not in recorder.sent
    at = found.created
    made = decide(found, 0, Action.ACCEPT, person="李明", at=at)
    assert paths.text(apply(form, found, [made]), WHERE) == sentence.text
    record = dict(draft_parts(found, [made]))
    assert record["文字"].startswith("润色")
    assert "{t1.2}台设备" in record["交给模型的材料"]
    assert "采用（李明" in record["定稿与取舍"]


def test_what_the_model_changes_is_refused_with_a_line(
    form: SelfEvaluation, model: Callable[[Answer], Recorder]
) -> None:
    swapped = SMOOTH.replace("{t1.2}", "{t1.0}").replace("{t1.3}", "{t1.2}")
    recorder = model(lambda _question, _call: reply(swapped.replace("{t1.0}", "{t1.3}")))
    form = stated(form)
    found = asyncio.run(polish(WHERE, form, sheet_of(form), HERE))
    assert found.sentences == ()
    assert "与您说的不一致" in found.generation.fallback
    assert "上一次写的不合要求" in recorder.sent, "it is asked once more"
    assert found.generation.attempts == len(recorder.bodies) <= 4


def test_what_is_lost_is_asked_for_again(
    form: SelfEvaluation, model: Callable[[Answer], Recorder]
) -> None:
    form = stated(form, "省水利厅3月才批复方案，施工晚了")
    replies = ["{t1.1}月才批复方案，施工晚了。", "省水利厅{t1.1}月才批复方案，因此施工晚了。"]
    model(lambda question, _call: reply(replies["少了“省水利厅”" in question]))
    found = asyncio.run(polish(WHERE, form, sheet_of(form), HERE))
    assert [each.text for each in found.sentences] == ["省水利厅3月才批复方案，因此施工晚了"]


def test_it_goes_through_the_gate(form: SelfEvaluation) -> None:
    elsewhere = Endpoint(base_url="https://model.invalid/v1", model="m")
    form = stated(form)
    with pytest.raises(NotAllowedError):
        asyncio.run(polish(WHERE, form, sheet_of(form), elsewhere))
    marked = paths.put(form, "notes", "机密★5年")
    with pytest.raises(ClassifiedError):
        asyncio.run(polish(WHERE, marked, sheet_of(marked), HERE))


SAME = (
    ("首次招标没人投，流标了，8月又重新招标", "首次招标没人投而流标，8月重新招标。"),
    ("群众反映窗口少，我们没有及时增开窗口", "群众反映窗口少，没有及时增开窗口。"),
    ("服务的街道3月区划调整后由12个变成了9个", "3月区划调整后，服务的街道由12个变成9个。"),
    ("不影响使用，旧设备先顶着用到次年3月", "不影响使用，旧设备先顶用到次年3月。"),
)
OTHER = (
    ("供货商停产，40台设备只到了25台", "供货商停产，25台设备只到了40台"),
    ("供货商停产，40台设备只到了25台", "供货商停产，设备只到了25台"),
    ("供货商停产，40台设备只到了25台", "供货商停产，40套设备只到了25套"),
    ("我们没有及时增开窗口", "及时增开窗口"),
    ("及时增开窗口", "没有及时增开窗口"),
    ("省水利厅3月才批复方案", "省财政厅3月才批复方案"),
    ("施工队上半年没进场", "施工队下半年没进场"),
    ("原定第四季度的两期培训停办", "原定第三季度的两期培训停办"),
    ("原定第四季度的两期培训停办", "原定第四季度的三期培训停办"),
    ("见《停工通知》，7月停工", "7月停工"),
    ("张伟住院，合同没人签", "有人住院，合同没人签"),
    ("设备到货晚", "受疫情影响设备到货晚"),
    ("首次招标流标", "首次招标流标，经上级批准重新招标"),
    ("预算追加20万元，用于二期", "预算核减20万元，用于二期"),
    ("窗口人员培训停办", "窗口人员培训人次停办"),
)


@pytest.mark.parametrize(("old", "new"), SAME)
def test_other_order_and_joining_words_say_the_same(
    form: SelfEvaluation, old: str, new: str
) -> None:
    known = known_of(build_facts(form, sheet_of(form)), ())
    assert altered(old, new, known) == ""


@pytest.mark.parametrize(("old", "new"), OTHER)
def test_another_number_name_date_or_denial_does_not(
    form: SelfEvaluation, old: str, new: str
) -> None:
    known = known_of(build_facts(form, sheet_of(form)), ())
    assert altered(old, new, known)
