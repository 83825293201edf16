"""Figures that places print in the head: the year, the total, the points of the execution."""

from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter

from selfeval_assist.documents import read, read_text
from selfeval_assist.documents.blanks.fill import fill_template
from selfeval_assist.form import FundLine, Funds, Number, SelfEvaluation

TITLE = "项目支出绩效自评表"
NAMES = "项目名称\t路灯维护\n主管部门\t市城管局\t实施单位\t市路灯所"
MONEY = "项目资金（万元）\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分"
LINE = "\t年度资金总额\t980\t980\t940.8\t10\t96%\t9.6"
GOAL = "年度总体目标\t预期目标\t实际完成情况\n\t维护路灯3万盏\t已维护路灯3万盏"
TABLE = "\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分"
ROW = "\t产出指标\t数量指标\t路灯\t30000盏\t30000盏\t90\t90"


def lines(head: str = "", money: str = MONEY, line: str = LINE, foot: str = "") -> list[str]:
    return [TITLE, NAMES, *filter(None, [head]), money, line, GOAL, TABLE, ROW, foot]


def form_of(rows: Sequence[str]) -> SelfEvaluation:
    (form,) = read_text("\n".join(rows), "表.txt")
    return form


@pytest.mark.parametrize(
    "head",
    [
        "年度\t2022", "预算年度\t2022年", "自评年度：2022年度", "年份\t２０２２",
        "年度\t2022\t联系电话\t0000-1", "项目年度：2022  联系电话：0000-1",
    ],
)  # fmt: skip
def test_the_year_beside_its_label(head: str) -> None:
    form = form_of(lines(head))
    assert form.year == 2022
    assert form.provenance.cells["year"].startswith("第4行")
    assert not any("年度" in note for note in form.provenance.notes)


@pytest.mark.parametrize("head", ["年度\t全年", "年度\t", "年度\t20222", "填报日期：2023年3月15日"])
def test_what_is_no_year_is_not_read_as_one(head: str) -> None:
    assert form_of(lines(head)).year is None


def test_the_day_of_filling_in_above_the_names_is_not_the_year() -> None:
    rows = ["单位：市路灯所  填报日期：2023年3月15日", *lines("年度\t2022")]
    assert form_of(rows).year == 2022


def test_the_year_of_the_title_counts_before_the_label() -> None:
    assert form_of(["（2021年度）", *lines("年度\t2022")]).year == 2021


@pytest.mark.parametrize(
    ("head", "total"),
    [
        ("自评总分\t９９．６", "９９．６"), ("自评总得分\t100", "100"), ("自评得分：98.5", "98.5"),
        ("总得分\t97 优", "97 优"), ("总分\t96分", "96分"), ("绩效自评总分\t95\t年度\t2022", "95"),
        ("总分\t100\t自评得分\t96", "96"), ("自评总分\t优秀", ""), ("自评总分\t", ""),
    ],
)  # fmt: skip
def test_the_total_above_the_funds(head: str, total: str) -> None:
    form = form_of(lines(head))
    assert form.total.raw == total
    assert not total or form.provenance.cells["total"].startswith("第4行")


def test_the_total_below_the_table_counts_before_that_of_the_head() -> None:
    form = form_of(lines("自评总分\t99", foot="总分\t\t\t\t\t\t100\t99.6"))
    assert form.total.raw == "99.6"
    assert any("第4行第2列" in note and "99.6" in note for note in form.provenance.notes)
    foot = "总分\t\t\t\t\t\t100\t99.6"
    same = form_of(lines("自评总分\t99.60", foot=foot))
    assert same.total.raw == "99.6"
    assert same.provenance.notes == form_of(lines(foot=foot)).provenance.notes


def test_a_row_of_the_total_left_free_keeps_that_of_the_head() -> None:
    form = form_of(lines("自评总分\t99", foot="总分\t\t\t\t\t\t\t"))
    assert (form.total.raw, form.provenance.cells["total"]) == ("99", "第4行第2列")


def test_the_total_in_the_foot() -> None:
    form = form_of(lines(foot="自评总得分\t99.6\t填报人\t张三"))
    assert (form.total.raw, form.people.filler) == ("99.6", "张三")
    assert not any("没有对应的栏目" in note for note in form.provenance.notes)


def test_a_value_that_looks_like_such_a_label_ends_no_table() -> None:
    rows = lines()
    rows[-1] = "\t\t时效指标\t完成时限\t年度\t年度\t5\t5\n\t\t质量指标\t合格率\t95%\t96%\t5\t5"
    assert len(form_of(rows).indicators) == 3


@pytest.mark.parametrize("word", ["实际支出", "全年执行", "累计支出", "全年支出额", "实际执行数"])
def test_headings_of_what_was_executed(word: str) -> None:
    form = form_of(lines(money=MONEY.replace("全年执行数", word)))
    assert form.funds.total.executed.raw == "940.8"


SHORT = "\t年度资金总额\t980\t940.8\t96%\t19.2"


@pytest.mark.parametrize(
    ("money", "points"),
    [
        ("项目资金（万元）\t\t预算数（A）\t执行数（B）\t执行率\t得分（20分*执行率）", "20"),
        ("项目资金（万元）\t\t预算数（A）\t执行数（B）\t执行率\t得分（执行率×20）", "20"),
        ("项目资金（万元）\t\t预算数（A）\t执行数（B）\t执行率（10分）\t得分", "10"),
        ("预算执行情况（万元）（20分）\t\t预算数\t执行数\t执行率\t得分", "20"),
        ("一、预算执行情况（20分）\n项目资金（万元）\t\t预算数\t执行数\t执行率\t得分", "20"),
        ("项目资金（万元）\t\t预算数（A）\t执行数（B）\t执行率\t得分", ""),
        ("项目资金（万元）\t\t预算数（A）\t执行数（B）\t执行率\t得分（满分100分）", ""),
    ],
)
def test_the_points_of_the_execution_in_a_heading(money: str, points: str) -> None:
    assert form_of(lines(money=money, line=SHORT)).funds.total.weight.raw == points


def test_a_column_of_points_counts_before_a_heading() -> None:
    money = MONEY.replace("得分", "得分（20分）")
    assert form_of(lines(money=money)).funds.total.weight.raw == "10"


@pytest.mark.parametrize(
    "side", ["年度绩效目标1（80分）", "绩效指标（90分）", "一、绩效指标", "年度目标二（40分）"]
)
def test_a_heading_of_a_section_is_no_doubt(side: str) -> None:
    rows = lines()
    rows[rows.index(TABLE)] = side + TABLE
    assert not any("不知属于" in note for note in form_of(rows).provenance.notes)


@pytest.mark.parametrize(
    "line", ["扫一扫在手机打开当前页", "【打印本页】", "上一篇：部门预算", "版权所有：某县", "打印"]
)
def test_a_line_of_the_web_page_below_is_no_doubt(line: str) -> None:
    assert form_of([*lines(), line]).provenance.notes == form_of(lines()).provenance.notes
    noted = form_of([*lines(), "注：单位万元", line])
    assert noted.notes == "单位万元"


def test_another_line_below_is_still_one() -> None:
    notes = form_of([*lines(), "本表经局务会审议"]).provenance.notes
    assert any("本表经局务会审议" in note for note in notes)


@pytest.mark.parametrize("place", ["自评总分\t", "自评总分：\t", "总得分：____  填报人：____\t"])
def test_a_blank_form_with_figures_in_its_head_is_filled_there(tmp_path: Path, place: str) -> None:
    blank, out = tmp_path / "空表.xlsx", tmp_path / "填好.xlsx"
    with xlsxwriter.Workbook(blank) as book:
        page = book.add_worksheet()
        for at, line in enumerate(
            [TITLE, "项目名称\t", "年度\t", place,
             "项目资金（万元）\t\t预算数（A）\t执行数（B）\t执行率\t得分（20分*执行率）",
             "\t年度资金总额\t\t\t\t", GOAL.partition("\n")[0], "\t\t", TABLE, "\t" * 7]
        ):  # fmt: skip
            for column, text in enumerate(line.split("\t")):
                page.write(at, column, text)
    total = FundLine(
        name="年度资金总额", adjusted=Number("980"), executed=Number("940.8"),
        weight=Number("20"), rate=Number("96%"), score=Number("19.2"),
    )  # fmt: skip
    form = SelfEvaluation(
        year=2022, project="路灯维护", total=Number("99"), funds=Funds(total=total)
    )
    left = fill_template(blank, form, out)
    assert not any("总分" in note for note in left)
    (got,) = read(out)
    assert (got.year, got.total, got.funds.total) == (2022, Number("99"), total)


@pytest.mark.parametrize(
    ("line", "unit", "why"),
    [
        ("\t年度资金总额\t387664.62\t387664.62\t387664.62\t10\t100%\t10", "元", "387664.62"),
        (LINE, "万元", "暂按"),
    ],
)
def test_a_table_without_a_money_unit_is_read_by_its_amounts(
    line: str, unit: str, why: str
) -> None:
    form = form_of(lines(money=MONEY.replace("（万元）", ""), line=line))
    assert form.money_unit == unit
    assert any("没有写明金额单位" in note and why in note for note in form.provenance.notes)
