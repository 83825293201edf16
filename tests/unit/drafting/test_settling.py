"""What a model is told of its reply, and what its second one takes the place of."""

import json
from dataclasses import replace

import every_form
from drafting_forms import sheet_of

from selfeval_assist.drafting.chain import parts_of
from selfeval_assist.drafting.settling import first, objections, second, wanted_of
from selfeval_assist.drafting.sheet import Part


def part(name: str) -> Part:
    form = every_form.forms()[name]
    (found,) = parts_of((("actual", None),), form, sheet_of(form))
    return found


def reply(*texts: str, cites: tuple[str, ...] = ()) -> str:
    told = [{"text": text, "cites": list(cites)} for text in texts]
    return json.dumps({"sentences": told}, ensure_ascii=False)


def test_a_reply_to_too_long_takes_the_place_of_the_text() -> None:
    short = replace(part("roads"), limit=30, musts=())
    outcomes = first(
        (short,), reply("修复桥梁{r1.actual}，达到目标。", "养护公路里程{r0.actual}，超过目标。")
    )
    assert outcomes[0].whole
    assert "全文超过字数" in objections(outcomes)
    assert "不要重写" not in wanted_of(outcomes)
    (again,) = second(outcomes, reply("修复桥梁{r1.actual}。"))
    assert [each.text for each in again.accepted] == ["修复桥梁{r1.actual}。"]
    assert not again.too_long


def test_what_is_asked_for_fits_what_is_wrong() -> None:
    outcomes = first(
        (part("roads"),), reply("修复桥梁{r1.actual}，达到目标。", "桥梁{r7.actual}。")
    )
    assert "逐句重写" in wanted_of(outcomes)
    assert "不要重写" in wanted_of(outcomes)
    assert "全部重写" not in wanted_of(outcomes)


def test_an_open_question_has_no_length_of_its_own() -> None:
    roads = part("roads")
    question = next(must.words for must in roads.musts if must.words)
    (outcome,) = first(
        (replace(roads, limit=len(question)),), reply(f"修复桥梁{{r1.actual}}，{question}。")
    )
    assert outcome.accepted
    assert not outcome.too_long


def test_a_number_of_a_text_that_is_an_amount_says_it() -> None:
    festival = part("festival")
    text = "{t2.1}月因压减一般性支出，市级财政拨款调减{t2.2}万元。"
    (outcome,) = first((festival,), reply(text, cites=("t2",)))
    missing = [festival.musts[at].label for at in outcome.missing]
    assert outcome.accepted
    assert "预算调整" not in missing


def test_what_a_refused_sentence_bears_is_asked_for_again() -> None:
    text = "全年执行{f.executed}，执行情况良好。"
    assert "改写后仍要写到：全年执行数" in objections(first((part("roads"),), reply(text)))
