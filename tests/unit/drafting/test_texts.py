"""The table of texts: those that ship, and one more by one module and one line of a policy."""

import json
from collections.abc import Callable
from pathlib import Path

import every_form
import every_text
import pytest
from adding import Add
from drafting_forms import form_with, sheet_of
from fake_model import Answer, Recorder
from pydantic import SecretStr

from selfeval_assist.documents import read
from selfeval_assist.documents.json_file import write_json
from selfeval_assist.documents.writers.markdown import write_md
from selfeval_assist.drafting import Endpoint, Limits, compose, draft
from selfeval_assist.drafting.chain import parts_of
from selfeval_assist.drafting.reply import Written
from selfeval_assist.drafting.settling import judge
from selfeval_assist.drafting.texts import report
from selfeval_assist.facts import build_facts
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.layouts import load
from selfeval_assist.policies import policy_for
from selfeval_assist.reports.drafts import jobs_for
from selfeval_assist.reports.export import export_form
from selfeval_assist.resources import folder
from selfeval_assist.review import Action, Proposal, apply, decide
from selfeval_assist.review.kept import remarks, sentences_of
from selfeval_assist.review.supported import ground

HERE = Endpoint(
    base_url="http://127.0.0.1:9/v1",
    model="m",
    api_key=SecretStr("sk-0123456789"),
    limits=Limits(tries=1, backoff=0),
)
FURTHER = ("评价结论", "存在问题", "改进措施", "自评报告")


@pytest.mark.parametrize("name", FURTHER)
def test_the_composer_writes_every_further_text(name: str) -> None:
    (form,) = read(folder("examples") / "finished.json")
    proposal = compose(name, form, sheet_of(form))
    assert proposal.where == f"texts.{name}"
    assert proposal.sentences
    assert [each.violations for each in proposal.sentences if each.violations] == []


@pytest.mark.parametrize("name", list(every_form.forms()))
def test_no_further_text_of_any_form_says_what_the_form_does_not(name: str) -> None:
    form = every_form.forms()[name]
    for text in FURTHER:
        found = compose(text, form, sheet_of(form)).sentences
        assert [each.violations for each in found if each.violations] == []


@pytest.mark.parametrize(
    ("name", "text", "cites"),
    [
        ("自评报告", "一、项目概况。", ()),
        ("自评报告", "（二）预算执行和目标完成情况。", ()),
        ("自评报告", "项目由云岭市政务服务中心实施，主管部门为云岭市行政审批服务局。", ()),
        ("评价结论", "自评总分{p.total}，评价等级为“{p.grade}”，年中核减{f.change}。", ()),
        ("存在问题", "二是项目于{r5.actual}完工，比计划晚{r5.late}。", ()),
        ("改进措施", "窗口人员培训：{t9.1}年第一季度补办两期培训，由综合科负责。", ("t9",)),
    ],
)
def test_what_a_prompt_asks_for_is_accepted(name: str, text: str, cites: tuple[str, ...]) -> None:
    (form,) = read(folder("examples") / "finished.json")
    (part,) = parts_of(((name, None),), form, sheet_of(form))
    assert judge(Written(text, cites), part) == ()


def test_another_unit_does_not_carry_the_project_out() -> None:
    (form,) = read(folder("examples") / "finished.json")
    (part,) = parts_of((("自评报告", None),), form, sheet_of(form))
    assert judge(Written("项目由云岭市财政局实施。"), part)


def accepted(form: SelfEvaluation, proposal: Proposal) -> SelfEvaluation:
    decisions = [
        decide(proposal, at, Action.ACCEPT, person="李明", at=proposal.created)
        for at in range(len(proposal.sentences))
    ]
    return apply(form, proposal, decisions)


async def test_a_further_kind_needs_one_module_and_one_line(
    one_more: Path, tmp_path: Path, model: Callable[[Answer], Recorder], add_layout: Add
) -> None:
    form = form_with(policy=str(one_more))
    sheet = sheet_of(form)
    assert ("下一步安排", None) in jobs_for(form, sheet)
    reply = {"sentences": [{"text": "全年支出{f.executed}，执行率{f.rate}。"}]}
    model(lambda _question, _call: json.dumps(reply, ensure_ascii=False))
    proposal = await draft("下一步安排", form, sheet, HERE)
    assert [each.text for each in proposal.sentences] == ["全年支出400万元，执行率86.96%。"]
    taken = accepted(form, proposal)
    assert paths.text(taken, "texts.下一步安排") == "全年支出400万元，执行率86.96%。"
    write_json(taken, tmp_path / "form.json")
    (again,) = read(tmp_path / "form.json")
    assert again.texts == taken.texts
    assert again.kept == taken.kept
    write_md(taken, tmp_path / "form.md")
    printed = (tmp_path / "form.md").read_text(encoding="utf-8")
    assert "## 下一步安排\n\n全年支出400万元" in printed
    (again,) = read(tmp_path / "form.md")
    assert again.texts == taken.texts
    add_layout(every_text.layout())
    for suffix in (".xlsx", ".docx"):
        export_form(taken, tmp_path / f"form{suffix}", overwrite=False, layout=load("every"))
        (again,) = read(tmp_path / f"form{suffix}")
        assert again.texts == taken.texts
    assert policy_for(taken).texts.also == {"下一步安排": (10, 60)}


async def test_the_headings_of_a_report_are_no_claims(
    model: Callable[[Answer], Recorder],
) -> None:
    form = form_with()
    headings = tuple(
        f"{numeral}、{name}。"
        for numeral, name in zip(report.NUMERALS, report.SECTIONS, strict=True)
    )
    said = "全年支出{f.executed}，年中核减{f.change}。"
    reply = {"sentences": [{"text": each} for each in (*headings[:2], said, *headings[2:])]}
    model(lambda _question, _call: json.dumps(reply, ensure_ascii=False))
    drafted = await draft("自评报告", form, sheet_of(form), HERE)
    assert {each.text for each in drafted.sentences} >= set(headings)
    text = "".join(each.text for each in drafted.sentences)
    assert "全年支出400万元" in report.sections(text)[report.MONEY]
    invented = json.dumps({"sentences": [{"text": "二、经上级同意。"}]}, ensure_ascii=False)
    model(lambda _question, _call: invented)
    again = await draft("自评报告", form, sheet_of(form), HERE)
    assert not any("上级" in each.text for each in again.sentences)


async def test_what_was_accepted_is_judged_by_its_references(
    model: Callable[[Answer], Recorder],
) -> None:
    form = form_with()
    words = (
        "更换水表{r0.actual}，比目标少{r0.gap}。",
        "全年支出{f.executed}，年中核减{f.change}。",
    )
    reply = {"sentences": [{"text": each} for each in words]}
    model(lambda _question, _call: json.dumps(reply, ensure_ascii=False))
    taken = accepted(form, await draft("actual", form, sheet_of(form), HERE))

    def found(of: SelfEvaluation) -> list[str]:
        on = ground("actual", build_facts(of, sheet_of(of)))
        return [each.message for each in remarks(of, "goal.actual", on)]

    assert found(taken) == []
    assert all(each.referenced for each in list(sentences_of(taken, "goal.actual"))[:2])
    assert any("164只" in each for each in found(paths.put(taken, "indicators.0.actual", "170只")))
    assert any("400万元" in each for each in found(paths.put(taken, "funds.total.executed", "410")))
    # Words that somebody changed are read as free text, and their references go with them.
    edited = paths.put(taken, "goal.actual", taken.goal.actual.replace("164只", "165只"))
    first, *_rest = sentences_of(edited, "goal.actual")
    assert not first.referenced
