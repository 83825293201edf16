"""All texts of a form for reading: lengths, verification, and what the texts cannot say."""

import re

from drafting_forms import form_with, sheet_of

from selfeval_assist.documents import read
from selfeval_assist.policies import policy_for
from selfeval_assist.reports.drafts import _state, draft_all, draft_pages, draft_text, verified
from selfeval_assist.resources import folder
from selfeval_assist.review import Origin
from selfeval_assist.scoring import score


def test_each_text_comes_with_its_length_and_its_verification() -> None:
    form = form_with()
    *pages, summary = draft_pages(form, sheet_of(form))
    titles = [page.partition("〕")[0].removeprefix("〔") for page in pages]
    assert titles[:3] == ["预期目标", "实际完成情况", "预算偏差说明"]
    assert titles[-3:] == ["评价结论", "存在问题", "改进措施"]  # those of the form's layout
    assert len(titles) == 8
    assert all("核对无误" in page for page in pages)
    assert "共 8 段文字，超长 0 段，核对有问题 0 段。" in summary
    assert "待填" in pages[-1]


def test_what_no_indicator_measures_is_pointed_out() -> None:
    form = form_with(goal={"planned": "水表更换数量不少于200只，建成智慧水务平台。"})
    *_, summary = draft_pages(form, sheet_of(form))
    assert "建成智慧水务平台" in summary


def test_a_text_is_verified_as_a_whole() -> None:
    form = form_with()
    for proposal in draft_all(form, sheet_of(form)):
        each = verified(form, sheet_of(form), proposal)
        assert each.violations == ()
        assert not each.too_long
    wrong = proposal.model_copy(
        update={"sentences": (proposal.sentences[0].model_copy(update={"text": "支出401万元。"}),)}
    )
    assert verified(form, sheet_of(form), wrong).violations


def test_words_that_nobody_can_check_are_left_to_a_person() -> None:
    form = form_with()
    sheet = sheet_of(form)
    for proposal in draft_all(form, sheet):
        assert "核对无误" in _state(verified(form, sheet, proposal))
    proposal = next(each for each in draft_all(form, sheet) if each.task == "actual")
    sentence = proposal.sentences[0]
    for added, named in (("，居民反响热烈", "居民反响热烈"), ("，经上级批准", "经上级批准")):
        own = sentence.model_copy(
            update={"text": sentence.text.rstrip("。") + added + "。", "origin": Origin.PERSON}
        )
        state = _state(verified(form, sheet, proposal.model_copy(update={"sentences": (own,)})))
        assert "核对无误" not in state
        assert re.search(rf"(?:文字请人工核：|请核实：.*)“{named}”", state)
    own = sentence.model_copy(update={"text": "年初预算为500万元。", "origin": Origin.PERSON})
    state = _state(verified(form, sheet, proposal.model_copy(update={"sentences": (own,)})))
    assert state.endswith("核对无误")


def test_the_cells_under_a_sentence_are_few_enough_to_read() -> None:
    for form in read(folder("examples") / "source" / "two-forms.txt"):
        sheet = score(form, policy_for(form))
        texts = [draft_text(form, each) for each in draft_all(form, sheet)]
        sources = [line for text in texts for line in text.splitlines() if "←" in line]
        assert sources
        assert all(line.count("年度指标值") <= 4 for line in sources)
