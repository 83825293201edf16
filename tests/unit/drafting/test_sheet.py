"""The sheet: what a model is told of values, names, texts and of what it has to say."""

import re

import pytest
from drafting_forms import form_with, sheet_of

from selfeval_assist.drafting.chain import parts_of
from selfeval_assist.drafting.settling import first, objections
from selfeval_assist.drafting.sheet import Part
from selfeval_assist.drafting.sheet import sheet_of as sheet_for
from selfeval_assist.facts.references import REF
from selfeval_assist.form import SelfEvaluation, paths


def part(form: SelfEvaluation, task: str = "actual", row: int | None = None) -> Part:
    (found,) = parts_of(((task, row),), form, sheet_of(form))
    return found


def told(form: SelfEvaluation, task: str = "actual", row: int | None = None) -> str:
    return sheet_for((part(form, task, row),))


def test_equal_values_are_seen_to_be_equal() -> None:
    form = paths.put(form_with(), "indicators.1.actual", "98%")
    form = paths.put(form, "goal.planned", "2021年投入500万元，更换水表200只，8月5日前完工。")
    sheet = told(form)
    assert "{r1.actual}＝{r1.plan}" in sheet
    assert "{t1.1}年＝{y.year}，{t1.2}万元＝{f.initial}，{t1.3}只＝{r0.plan}）" in sheet
    same = paths.put(form, "indicators.0.name", "验收合格率")
    same = paths.put(same, "indicators.0.target", "≥98%")
    same = paths.put(same, "indicators.0.actual", "99%")
    assert "目标相同的：r0、r1" in told(same)


def test_a_date_in_a_text_is_the_date_of_a_row() -> None:
    form = paths.put(form_with(), "indicators.1.target", "2021年9月30日前")
    form = paths.put(form, "goal.planned", "2021年9月30日前完成老旧小区供水改造。")
    assert "{t1.1}年{t1.2}月{t1.3}日前＝{r1.target}" in told(form)


def test_every_role_on_a_sheet_is_explained_and_no_other() -> None:
    sheet = told(form_with())
    legend = next(line for line in sheet.splitlines() if line.startswith("指标的引用："))
    used = {ref.partition(".")[2] for ref in REF.findall(sheet) if ref[0] == "r"}
    assert used == set(re.findall(r"[a-z]+", legend))


@pytest.mark.parametrize(
    ("target", "actual", "shown"),
    [
        ("200", "164", "＝“#”（没有写单位），"),
        ("≤200只", "164只", "达到目标（控制在上限以内）"),
        ("开放数据发布的规范程度，" * 4, "规范", f"＝“{'开放数据发布的规范程度，' * 4}”"),
    ],
)
def test_a_target_says_what_it_leaves_open(target: str, actual: str, shown: str) -> None:
    form = paths.put(form_with(), "indicators.0.target", target)
    form = paths.put(form, "indicators.0.actual", actual)
    if target.startswith("≤"):  # a ceiling on a work that is to be done is asked about
        form = paths.put(form, "indicators.0.name", "水表损坏数")
    assert shown.replace("，”", "”") in told(form)


def test_a_ceiling_without_a_sign_is_called_one() -> None:
    form = paths.put(form_with(), "indicators.0.name", "预算调整率")
    form = paths.put(form, "indicators.0.target", "5%")
    form = paths.put(form, "indicators.0.actual", "3%")
    sheet = told(form)
    assert "{r0.target}＝“#%”（上限）" in sheet
    assert "预算调整率：达到目标（控制在上限以内）" in sheet


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("救助标准——一户年最高5300元", "救助标准"),
        ("慰问伤残军人50人", "慰问伤残军人#人"),
        ("水表更换数量(≥5只)", "水表更换数量"),
        ("奖补(2023年)项目数量", "奖补项目数量"),
        ("2021-2023年设备-2型数量", "#-#年设备-#型数量"),
    ],
)
def test_figures_in_a_name_stay_here(name: str, spoken: str) -> None:
    """Also in the question about it, which comes back from the model as it was put."""
    form = paths.put(form_with(), "indicators.1.name", name)
    own = part(form, "deviation", 1)
    sheet = sheet_for((own,))
    assert f"〕{spoken}：" in sheet
    assert not re.search(r"\d", re.sub(r"[rt]\d+", "", REF.sub("", sheet)))
    questions = re.findall(r"【待填[^】]*】", sheet)
    printed = [must.words for must in own.musts if must.words]
    # of a row whose values are at odds with its name nothing is told or asked here
    assert printed or not own.plans
    (outcome,) = first((own,), "\n".join(questions))
    assert [each.text for each in outcome.accepted] == printed


def test_codes_before_the_name_of_a_unit_are_left_out() -> None:
    form = paths.put(form_with(), "unit", "203045-某区供水管理所")
    form = paths.put(form, "department", "[155]某区水务局")
    assert "单位：某区供水管理所；主管部门：某区水务局" in told(form)


def test_a_text_that_stands_twice_is_given_once() -> None:
    form = paths.put(form_with(), "funds.deviation.cause", "第二批水表到货晚于合同约定")
    sheet = told(form)
    assert sheet.count("第二批水表到货晚于合同约定") == 1
    assert re.search(r"^t\d（已查明的原因，资金）、t\d（已查明的原因，r0）：", sheet, re.MULTILINE)


def test_a_long_text_is_cut_at_a_stop_and_says_so() -> None:
    form = paths.put(form_with(), "goal.planned", "更换水表200只，改造管网5公里，" * 60)
    line = next(each for each in told(form).splitlines() if each.startswith("t1（"))
    assert "公里……" in line or "只……" in line


def test_an_objection_holds_no_figure_of_the_form() -> None:
    form = paths.put(form_with(), "indicators.0.target", "约200只")
    form = paths.put(form, "indicators.1.name", "救助标准每户5300元")
    outcomes = first((part(form),), "水表更换数量目标约{r0.target}，3月更换水表{r1.actual}。")
    why = re.sub(r"[rt]\d+", "", REF.sub("", objections(outcomes)))
    assert "不合格" in why
    assert set(re.findall(r"\d+", why)) <= {"1", "3"}  # the number of the sentence, and its own
