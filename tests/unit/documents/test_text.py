"""Both sample forms out of one text dump, and other layouts."""

import csv
import io
import re
from decimal import Decimal
from pathlib import Path

import pytest

from selfeval_assist.documents import DocumentError, read, read_text
from selfeval_assist.form import SelfEvaluation

ROWS = {
    0: """\
        产出指标 数量指标 项目实施计划 =100% =100% 10 10
        产出指标 数量指标 整合涵盖范围 =100% =100% 10 10
        产出指标 数量指标 专款专用率 =100% =100% 5 5
        产出指标 质量指标 上海人社政务信息系统整合项目 完成 完成 5 5
        产出指标 质量指标 重点事故发生数 =0 =0 5 5
        产出指标 时效指标 项目时效 =2021年 =2021年 5 5
        产出指标 时效指标 设备采购计划完成及时性 =100% =100% 5 5
        产出指标 时效指标 故障处理响应及时性 =100% =100% 5 5
        效益指标 社会效益指标 系统整合能力 提高 提高 15 15
        效益指标 社会效益指标 系统管理能力 提高 提高 15 15
        满意度指标 服务对象满意度指标 系统稳定运行 =100% =100% 5 5
        满意度指标 服务对象满意度指标 投诉发生故障处理响应及时性 =100% =100% 5 5""",
    1: """\
        产出指标 数量指标 开发维护工作完成率 =100% =100% 3 3
        产出指标 数量指标 系统维护工作完成率 =100% =100% 3 3
        产出指标 数量指标 网络维护工作完成率 =100% =100% 3 3
        产出指标 数量指标 安全维护工作完成率 =100% =100% 3 3
        产出指标 数量指标 机房维护工作完成率 =100% =100% 3 3
        产出指标 数量指标 外围设备维护工作完成率 =100% =100% 3 3
        产出指标 数量指标 运维工单处理率 =100% =100% 3 3
        产出指标 数量指标 服务可用时间 =365天 =365天 2 2
        产出指标 数量指标 基础设施可用时间 =365天 =365天 2 2
        产出指标 质量指标 开发软件运行稳定性 稳定 稳定 3 3
        产出指标 质量指标 系统运行稳定性 稳定 稳定 3 3
        产出指标 质量指标 网络运行稳定性 稳定 稳定 3 3
        产出指标 质量指标 安全运行稳定性 稳定 稳定 3 3
        产出指标 质量指标 机房运行稳定性 稳定 稳定 3 3
        产出指标 质量指标 外网设备维运行稳定性 稳定 稳定 3 3
        产出指标 质量指标 数据归集成效(数据有效入湖率) =100% =100% 2 2
        产出指标 质量指标 开放数据的规范性 LONG 规范 1 1
        产出指标 时效指标 维护工作完成及时率 =100% =100% 1 1
        产出指标 时效指标 故障处理及时率 =100% =100% 1 1
        产出指标 时效指标 采购及时率 年度计划 年度计划 1 1
        产出指标 成本指标 运维资金使用合规度 =100% =100% 1 1
        效益指标 社会效益指标 LONG =100% =100% 10 10
        效益指标 社会效益指标 完成“一网通办”“一网统管”事项 完成 完成 10 10
        效益指标 社会效益指标 能耗节约率 纵向比较 纵向比较 5 5
        效益指标 社会效益指标 网上业务办件量 >1亿 >1亿 5 5
        满意度指标 服务对象满意度指标 工作人员满意度 >95% >95% 5 5
        满意度指标 服务对象满意度指标 企业用户满意度 >95% >95% 5 5""",
}


def rows(form: SelfEvaluation) -> list[tuple[str, ...]]:
    return [
        (
            row.level1,
            row.level2,
            row.name,
            row.target.raw,
            row.actual.raw,
            row.weight.raw,
            row.score.raw,
        )
        for row in form.indicators
    ]


@pytest.mark.parametrize(("number", "count"), [(0, 12), (1, 27)])
def test_every_cell_of_every_indicator_row(sample: str, number: int, count: int) -> None:
    form = read_text(sample, "two-forms.txt")[number]
    assert len(form.indicators) == count
    expected = [tuple(line.split()) for line in ROWS[number].splitlines()]
    found = [tuple("LONG" if len(cell) > 30 else cell for cell in row) for row in rows(form)]
    assert found == expected
    assert all(not row.deviation.text for row in form.indicators)


def test_head_funds_goal_and_total(sample: str) -> None:
    first, second = read_text(sample, "two-forms.txt")
    assert (first.title, first.year, first.money_unit) == ("财政项目支出绩效自评表", 2021, "元")
    assert first.project == "上海人社政务信息系统整合项目"
    assert first.department == "上海市人力资源和社会保障局"
    assert first.unit == "上海市人力资源和社会保障局信息中心"
    assert second.project == "劳动保障管理信息系统(运维)"
    assert first.funds.total.initial.raw == "14692992.00"
    assert first.funds.total.executed.raw == "14,376,992"
    assert first.funds.total.executed.value == Decimal(14376992)
    assert [line.name for line in first.funds.sources] == [
        "当年财政拨款",
        "上年结转资金",
        "其他资金",
    ]
    assert [line.weight.raw for line in first.funds.sources] == ["—"] * 3
    assert all(line.executed.raw == "" for line in first.funds.sources)
    assert first.goal.planned.startswith("<p>")
    assert first.goal.planned == first.goal.actual
    assert (len(first.goal.planned), len(second.goal.planned)) == (336, 134)
    assert (first.total.raw, second.total.raw) == ("100", "100")


def test_every_cell_names_its_place_and_slipped_rows_are_told(sample: str) -> None:
    form = read_text(sample, "two-forms.txt")[0]
    cells = form.provenance.cells
    assert cells["funds.total.executed"] == "第8行第5列"
    assert cells["funds.sources.0.executed"] == "第9行第5列"
    assert cells["indicators.4.actual"] == "第20行第5列"
    assert cells["indicators.4.level2"] == "第18行第2列"
    lines = sample.splitlines()
    for path, cell in cells.items():
        if path.startswith("indicators.") and path.endswith(("name", "target", "actual")):
            line, column = map(int, re.findall(r"\d+", cell))
            part = form.indicators[int(path.split(".")[1])]
            assert lines[line - 1].split("\t")[column - 1] == str(getattr(part, path.split(".")[2]))
    assert any("第5、6、7、8行" in note for note in form.provenance.notes)


WEIGHT_FIRST = """\
项目绩效目标自评表
（2023年度）
项目名称\t特色种养补贴项目
主管部门\t县农业农村局\t\t实施单位\t镇人民政府
项目资金（万元）\t\t全年预算数(A)\t全年执行数(B)\t分值\t执行率(B/A)\t得分
\t年度资金总额\t9.48\t9.48\t10\t100%\t10
\t其中：本年财政拨款\t9.48\t9.48\t10\t100%\t10
\t其他资金\t-\t-
年度总体目标\t年初设定目标\t\t\t全年实际完成情况
\t补助39户\t\t\t补助39户
绩效指标\t一级指标\t二级指标\t三级指标\t分值\t年度指标值\t全年实际值\t得分\t未完成原因和改进措施
\t产出指标(50分)\t数量指标\t★补助家畜数量\t10\t192\t190\t9\t雨季较长，2024年5月前补齐
\t\t\t其中羊养殖数量\t\t180只\t178只\t\t
\t\t\t其中猪养殖数量\t\t12头\t12头\t\t
\t\t质量指标\t成活率\t5\t95%\t100%\t5\t
\t效益指标(30分)\t经济效益指标\t\t\t\t\t\t
\t\t社会效益指标\t受益人口数量\t10\t90\t90\t10\t
总分\t\t\t\t100\t\t\t99
注：其他资金包括和财政资金共同投入的资金。
填报人：王芳  联系电话：0557-1234567
"""


def test_weight_before_target_sub_rows_and_foot() -> None:
    (form,) = read_text(WEIGHT_FIRST, "x")
    assert rows(form)[0] == (
        "产出指标(50分)",
        "数量指标",
        "★补助家畜数量",
        "192",
        "190",
        "10",
        "9",
    )
    assert form.indicators[0].deviation.text == "雨季较长，2024年5月前补齐"
    assert [row.parent for row in form.indicators] == [None, 0, 0, None, None, None]
    assert form.indicators[2].actual.raw == "12头"
    assert form.indicators[4].empty
    assert form.indicators[4].level2 == "经济效益指标"
    assert rows(form)[5][0] == "效益指标(30分)"
    assert form.funds.total.initial.raw == ""
    assert form.funds.total.adjusted.raw == "9.48"
    assert form.total.raw == "99"
    assert form.notes == "其他资金包括和财政资金共同投入的资金。"
    assert (form.people.filler, form.people.phone) == ("王芳", "0557-1234567")
    assert form.money_unit == "万元"


SPLIT_TARGET = """\
部门预算项目支出绩效自评表\t\t\t\t\t\t\t\t\t\t
2022年度\t\t\t\t\t\t\t金额单位：元
项目名称\t学前教育补助
主管部门\t县教育局\t实施单位\t县幼儿园
项目资金\t\t年初预算\t调整后预算数\t预算执行数\t预算执行率\t权重\t得分\t原因
\t总额\t1,000.00\t900.00\t800.00\t88.89%\t10\t8.89\t款项跨年支付
\t财政资金\t1,000.00\t900.00\t800.00
项目年度目标\t改善办园条件\t年度目标完成情况\t已改善2所
绩效指标\t\t\t年度指标值\t\t\t完成值\t权重\t得分\t未完成原因分析
一级指标\t二级指标\t三级指标\t指标性质\t指标值\t度量单位
产出指标\t数量指标\t改造幼儿园\t≥\t3\t所\t2\t40\t26.67\t一所未完工
\t时效指标\t完工时间\t定性\t12月底前\t\t12月20日\t20\t20\t
成本指标\t经济成本指标\t改造成本\t≤\t450\t元/平方米\t440\t20\t20\t
合计\t\t\t\t\t\t\t80\t86.67 良
存在问题\t一所幼儿园未完工
改进措施\t2023年6月前完工
项目负责人：李强    财务负责人：赵云
"""


def test_split_target_two_heading_rows_goal_beside_its_label_and_budget_reason() -> None:
    (form,) = read_text(SPLIT_TARGET, "x")
    first, second, third = form.indicators
    assert (first.nature, first.target.raw, first.unit, first.actual.raw) == ("≥", "3", "所", "2")
    assert (first.weight.raw, first.score.raw) == ("40", "26.67")
    assert first.deviation.text == "一所未完工"
    assert second.nature == "定性"
    assert second.level1 == "产出指标"
    assert (third.level1, third.level2) == ("成本指标", "经济成本指标")
    assert (form.goal.planned, form.goal.actual) == ("改善办园条件", "已改善2所")
    assert form.funds.deviation.text == "款项跨年支付"
    assert form.funds.total.adjusted.value == 900
    assert (form.year, form.money_unit) == (2022, "元")
    assert (form.total.raw, form.total.grade) == ("86.67 良", "良")
    assert form.people.manager == "李强"
    assert dict(form.texts) == {"存在问题": "一所幼儿园未完工", "改进措施": "2023年6月前完工"}


def test_a_row_without_headings_is_anchored_on_its_last_two_numbers() -> None:
    text = "\n".join(
        line
        for line in WEIGHT_FIRST.splitlines()
        if "三级指标" not in line and "其中羊" not in line and "其中猪" not in line
    ).replace("\t10\t192\t190\t9\t", "\t≥192只\t190只\t10\t9\t")
    (form,) = read_text(text, "x")
    assert rows(form)[0][2:] == ("★补助家畜数量", "≥192只", "190只", "10", "9")


def test_a_cell_pasted_with_line_breaks_and_quotes() -> None:
    text = WEIGHT_FIRST.replace("补助39户\t\t\t", '"第一行\n第二行说""好"""\t\t\t')
    (form,) = read_text(text, "x")
    assert form.goal.planned == '第一行\n第二行说"好"'
    assert form.provenance.cells["indicators.0.name"] == "第13行第4列"


def test_a_lone_quote_is_text() -> None:
    (form,) = read_text(WEIGHT_FIRST.replace("特色种养补贴项目", '"特色种养补贴项目'), "x")
    assert form.project == '"特色种养补贴项目'


@pytest.mark.parametrize("text", ["你好", "a\tb\n1\t2\n", "项目名称\t道路养护\n"])
def test_text_without_a_form_says_what_was_looked_for(text: str) -> None:
    with pytest.raises(DocumentError) as error:
        read_text(text, "便条.txt")
    assert "便条.txt" in str(error.value)
    assert "年初预算数" in str(error.value)
    assert "三级指标" in str(error.value)


def test_a_table_with_commas_and_quoted_cells() -> None:
    out = io.StringIO()
    lines = [line.split("\t") for line in WEIGHT_FIRST.splitlines()]
    csv.writer(out).writerows([*line, *[""] * (9 - len(line))] for line in lines)
    text = out.getvalue().replace("特色种养补贴项目", '"特色种养,\n补贴项目"')
    (form,) = read_text(text, "x")
    (same,) = read_text(WEIGHT_FIRST, "x")
    assert form.project == "特色种养,\n补贴项目"
    assert form.indicators == same.indicators
    assert form.provenance.cells["indicators.0.name"] == "第13行第4列"


def test_who_gave_a_file_is_told_something_else_than_who_pasted(tmp_path: Path) -> None:
    letter = "关于报送材料的通知\n各单位："
    with pytest.raises(DocumentError, match=r"既没有资金表头.*，也没有指标表头") as pasted:
        read_text(letter, "粘贴的表格")
    assert "复制后粘贴" in str(pasted.value)
    path = tmp_path / "通知.txt"
    path.write_text(letter, encoding="utf-8")
    with pytest.raises(DocumentError, match=r"既没有资金表头.*，也没有指标表头") as chosen:
        read(path)
    assert "粘贴" not in str(chosen.value)
    assert "请确认选对了文件" in str(chosen.value)


_PIPES = """\
项目支出绩效自评表（2023年度）

| 项目名称 | 设备更新 |
| 主管部门 | 某市民政局 | 实施单位 | 某市社会福利院 |
| 项目资金（万元） |  | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
|  | 年度资金总额 | 100 | 100 | 95 | 10 | 95% | 9.5 |
|:---|---|:---:|
| 年度总体目标 | 预期目标 |  |  | 实际完成情况 |
|  | 更新设备30台<br>服务老人500人。 |  |  | 更新设备30台。 |
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
|  | 产出指标 | 数量指标 | 设备\\|器材 | ≥30台 | 30台 | 50 | 50 |
|  | 效益指标 | 社会效益指标 | 服务人数 | ≥500人 | 520人 | 40 | 40 |
| 总分 |  |  |  |  |  | 100 | 99.5 |
"""


def test_a_table_between_pipes_is_read() -> None:
    (form,) = read_text(_PIPES, "粘贴")
    assert (form.year, form.project, form.unit) == (2023, "设备更新", "某市社会福利院")
    assert form.funds.total.executed.raw == "95"
    assert form.goal.planned == "更新设备30台\n服务老人500人。"
    assert [(row.name, row.target.raw, row.score.raw) for row in form.indicators] == [
        ("设备|器材", "≥30台", "50"),
        ("服务人数", "≥500人", "40"),
    ]
    assert form.total.raw == "99.5"
    assert form.provenance.cells["indicators.0.target"] == "第11行第5列"


@pytest.mark.parametrize("between", ["  ", "\n"])
def test_cells_that_cannot_be_told_apart_are_said(between: str) -> None:
    text = "\n".join(
        between.join(cell.strip() for cell in line.strip("|").split("|") if cell.strip())
        for line in _PIPES.splitlines()
        if "---" not in line
    )
    with pytest.raises(DocumentError, match="竖线"):
        read_text(text, "粘贴")
