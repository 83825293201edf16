"""Layouts as data: the shipped ones, the choice, a user's own file, and what a wrong one says."""

from pathlib import Path

import pytest

from selfeval_assist.documents.writers.content import layout_of
from selfeval_assist.form import Indicator, SelfEvaluation
from selfeval_assist.layouts import LayoutError, available, load

COST = Indicator(level1="成本指标（20分）", level2="经济成本指标", name="丙")


def test_every_layout_says_where_it_comes_from() -> None:
    for layout in available():
        assert layout.source
        assert layout.standing in {"V", "M", "P"}


@pytest.mark.parametrize(
    ("form", "layout"),
    [
        (SelfEvaluation(), "central"),
        (SelfEvaluation(title="财政项目支出绩效自评表"), "shanghai"),
        (SelfEvaluation(money_unit="元"), "shanghai"),
        (SelfEvaluation(unit="上海市普陀区体育局"), "shanghai"),
        (SelfEvaluation(indicators=(COST,)), "cost"),
        (SelfEvaluation(indicators=(Indicator(level1="产出指标"), COST)), "central"),
        (SelfEvaluation(unit="南宁市交通运输局"), "central"),
        (SelfEvaluation(policy="mof-2021-cost"), "cost"),
        (SelfEvaluation(unit="三亚市水务局", money_unit="元"), "central"),
        (SelfEvaluation(unit="成都市郫都区民政局"), "sichuan"),
        (SelfEvaluation(unit="恩施州水利局"), "hubei"),
        (SelfEvaluation(unit="永德县教育体育局", money_unit="元"), "yunnan"),
        (SelfEvaluation(unit="萧县农业农村局", project="2023年衔接资金产业项目"), "transition"),
        (SelfEvaluation(unit="仁寿县乡村振兴局", project="财政衔接推进乡村振兴补助"), "transition"),
        (SelfEvaluation(unit="武汉市民政局", policy="mof-2021-cost"), "cost"),
    ],
)
def test_the_layout_follows_policy_place_and_form(form: SelfEvaluation, layout: str) -> None:
    assert layout_of(form).id == layout


def test_an_unknown_layout_names_those_there_are() -> None:
    with pytest.raises(LayoutError, match=r"没有名为“不在”的表样.*central"):
        load("不在")


def own(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "own.toml"
    head = 'id = "own"\nname = "本单位"\nsource = "本单位的表样"\nstanding = "P"\n'
    path.write_text(f'{head}based_on = "central"\n{text}', encoding="utf-8")
    return path


def test_a_layout_of_ones_own_takes_over_what_it_leaves_out(tmp_path: Path) -> None:
    layout = load(str(own(tmp_path, '[goal]\nplanned = "年初目标"\n')))
    assert layout.goal.planned == "年初目标"
    assert layout.goal.actual == load("central").goal.actual
    assert layout.match == load(str(own(tmp_path, ""))).match


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[goal]\nplaned = "x"\n', "goal.planed：没有这一项"),
        ('[goal]\nhalves = ["<target", "money"]\n', "有 1 处不对：没有名为“money”"),
        ("[widths]\nname = { least = 0, most = 1, screen = 1 }\n", "widths.name.least：应大于 0"),
        ('[indicators]\ncolumns = [{ field = "target" }]\n', "没有三级指标"),
        ('[indicators]\ncolumns = [{ field = "cost" }]\n', "只能是"),
        ("[goal\n", "不是正确的 TOML"),
    ],
)
def test_a_wrong_layout_names_file_and_key(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(LayoutError, match=words) as error:
        load(str(own(tmp_path, text)))
    assert "own.toml" in str(error.value)


def test_a_loose_line_stands_at_an_edge(tmp_path: Path) -> None:
    loose = '{ loose = true, pairs = [{ label = "填报人", field = "people.filler" }] }'
    framed = '{ pairs = [{ label = "项目名称", field = "project" }] }'
    load(str(own(tmp_path, f"head = [{loose}, {framed}]\n")))
    with pytest.raises(LayoutError, match="表格中间"):
        load(str(own(tmp_path, f"head = [{framed}, {loose}]\n")))
    with pytest.raises(LayoutError, match="表格中间"):
        load(str(own(tmp_path, f"middle = [{loose}]\n")))
