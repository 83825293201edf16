"""What stands beside and inside the blocks: parts of sources, notes, reasons, tables, two rows."""

from collections.abc import Mapping
from pathlib import Path

import docx
import pytest

from selfeval_assist.checks import check
from selfeval_assist.documents import read, read_text
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.form.fund_lines import money_of, sources_of

HEAD = "项目支出绩效自评表\n（2024年度）\n项目名称|路灯维护|主管部门|市城管局|实施单位|市路灯所"
MONEY = "资金（万元）||年初预算数|全年预算数|全年执行数|分值|执行率|得分"
TOTAL = "|年度资金总额|980|980|931|10|95%|9.5"
GOAL = "总体目标|预期目标|||实际完成情况\n|维护路灯300盏。|||已维护路灯300盏。"
TABLE = "|一级指标|二级指标|三级指标|指标值|完成值|分值|得分|偏差原因"
ROWS = "|产出指标|数量指标|路灯|300盏|300盏|50|50\n|效益指标|社会效益指标|亮灯率|98%|97%|40|39|缆断"
FOOT = "总分||||||100|98.5"


def form_of(**blocks: str) -> SelfEvaluation:
    """Return the form of the usual blocks, some of them others: ``|`` parts the cells."""
    usual = {
        "head": HEAD, "money": MONEY, "total": TOTAL, "lines": "", "between": "", "goal": GOAL,
        "more": "", "table": TABLE, "rows": ROWS, "foot": FOOT,
    }  # fmt: skip
    text = "\n".join(filter(None, (usual | blocks).values())).replace("|", "\t")
    (form,) = read_text(text, "表.txt")
    return form


def codes(form: SelfEvaluation) -> set[str]:
    return {each.code for each in check(form)}


@pytest.mark.parametrize(
    ("lines", "names", "parts"),
    [
        # A share of the source above, behind 其中.
        (
            "|其中：市级资金|500|500|451\n|区级资金|480|480|480\n|其中：专项债券|200|200|200",
            ["市级资金", "区级资金", "其中：专项债券"],
            [False, False, True],
        ),
        # All are sources, each printed behind 其中.
        (
            "|其中：补助收入|500|500|451\n|其中：自筹|480|480|480",
            ["补助收入", "自筹"],
            [False, False],
        ),
        # A run that adds up to the line above, whatever it is called.
        (
            "|补助收入|780|780|731\n|甲厅下达|500|500|500\n|乙局下达|280|280|231\n|自筹|200|200|200",
            ["补助收入", "甲厅下达", "乙局下达", "自筹"],
            [False, True, True, False],
        ),
    ],
)
def test_parts_of_a_source(lines: str, names: list[str], parts: list[bool]) -> None:
    form = form_of(lines=lines)
    assert [line.name for line in form.funds.sources] == names
    assert [part for _, _, part in sources_of(form)] == parts
    assert "FUND001" not in codes(form)


def test_a_slip_in_one_column_leaves_the_parts_as_they_are() -> None:
    lines = "|其中：市级资金|500|500|451\n|区级资金|480|480|470\n|其中：专项债券|200|200|200"
    form = form_of(lines=lines)
    assert [part for _, _, part in sources_of(form)] == [False, False, True]
    assert "FUND001" in codes(form)
    assert money_of(form).executed == 931


def test_a_first_line_of_money_that_has_another_name() -> None:
    form = form_of(
        total="|路灯经费|980|980|931||95%",
        lines="|市级财政|980|980|931\n|其中：专项债券|200|200|200",
    )
    assert form.funds.total.name == "路灯经费"
    assert [line.name for line in form.funds.sources] == ["市级财政", "其中：专项债券"]


@pytest.mark.parametrize(
    "between",
    [
        "注：经市财政局批复，年中追加预算80万元用于更换灯具。",
        "备注|经市财政局批复，年中追加预算80万元用于更换灯具。",
        "年中经市财政局批复，追加预算80万元用于更换灯具。",
    ],
)
@pytest.mark.parametrize("block", ["between", "more"])
def test_a_note_beside_a_block_is_no_line(between: str, block: str) -> None:
    form = form_of(**{"total": "|年度资金总额|900|980|931|10|95%|9.5", block: between})
    if block == "between" or not between.startswith("年中"):
        assert form.funds.sources == ()
        assert "追加预算80万元" in form.notes
        assert form.goal.actual == "已维护路灯300盏。"
        assert "FUND006" not in codes(form)


@pytest.mark.parametrize(
    "label",
    ["预算调整说明", "资金结余原因", "经费支出情况说明", "预算变动依据", "执行率偏低原因及措施"],
)
@pytest.mark.parametrize("block", ["between", "more", "foot"])
@pytest.mark.parametrize("mark", ["|", "："])
def test_the_reason_of_the_budget_behind_its_label(label: str, block: str, mark: str) -> None:
    told = "县财政年中追加80万元（财发〔2024〕9号）。"
    line = {"between": "", "more": "", "foot": f"{FOOT}\n"}[block] + f"{label}{mark}{told}"
    form = form_of(**{"total": "|年度资金总额|900|980|931|10|95%|9.5", block: line})
    assert form.funds.deviation.text == told
    assert "funds.deviation.text" in form.provenance.cells
    assert (form.funds.sources, form.notes, form.provenance.unread) == ((), "", ())
    assert "FUND006" not in codes(form)


def test_a_description_of_the_money_is_no_reason() -> None:
    assert form_of(between="资金管理办法|按专项资金办法。").funds.deviation.text == ""


def test_a_table_of_money_managed_and_one_of_tasks_are_texts() -> None:
    form = form_of(
        head=f"{HEAD}\n重点工作|事项|计划|完成情况\n|换灯|更换200盏|已更换180盏",
        between="资金管理||情况|问题与措施\n|分配|按路段分配|无\n|拨付|及时|年初偏慢",
        more="年度任务|任务|内容|完成情况\n|巡查|每周巡查2次|已巡查104次",
    )
    assert form.texts == {
        "重点工作": "事项：计划；完成情况\n换灯：更换200盏；已更换180盏",
        "资金管理": "情况：问题与措施\n分配：按路段分配；无\n拨付：及时；年初偏慢",
        "年度任务": "任务：内容；完成情况\n巡查：每周巡查2次；已巡查104次",
    }
    assert (form.goal.planned, form.goal.actual) == ("维护路灯300盏。", "已维护路灯300盏。")
    assert (form.funds.sources, form.provenance.unread) == ((), ())


def test_a_note_between_the_rows_does_not_end_them() -> None:
    first, second = ROWS.split("\n")
    form = form_of(rows=f"{first}\n注：灯具由厂家质保。\n{second}")
    assert [row.name for row in form.indicators] == ["路灯", "亮灯率"]
    assert (form.notes, form.total.raw) == ("灯具由厂家质保。", "98.5")


def test_remarks_are_the_reasons_of_a_table_without_a_column_for_them() -> None:
    form = form_of(table=TABLE.replace("偏差原因", "备注"))
    assert form.indicators[1].deviation.text == "缆断"
    assert any("“备注”" in note for note in form.provenance.notes)
    first, second = ROWS.split("\n")
    rows = f"{first}||厂家保修\n{second}"
    both = form_of(table=f"{TABLE}|备注", rows=rows)
    assert [row.deviation.text for row in both.indicators] == ["", "缆断"]
    assert (both.notes, both.provenance.unread) == ("路灯：厂家保修", ())


def test_measures_in_a_column_of_their_own_join_the_reason() -> None:
    form = form_of(table=f"{TABLE}|改进措施", rows=f"{ROWS}|下年换缆")
    assert form.indicators[1].deviation.text == "缆断\n下年换缆"
    only = form_of(table=TABLE.replace("偏差原因", "整改措施"))
    assert only.indicators[1].deviation.text == "缆断"


@pytest.mark.parametrize(
    "money",
    [
        "资金||预算数（万元）||支出（万元）||执行率|得分\n||年初|调整后|支出数|分值||（10分）",
        "资金||预算||执行||得分\n||年初数|调整后数|执行数|分值|执行率|（10分）",
    ],
)
def test_a_heading_of_money_in_two_rows(money: str) -> None:
    form = form_of(money=money, total="|资金合计|900|980|931|10|95%|9.5")
    line = form.funds.total
    assert (line.initial.raw, line.adjusted.raw, line.executed.raw) == ("900", "980", "931")
    assert (line.weight.raw, line.rate.raw, line.score.raw) == ("10", "95%", "9.5")
    assert form.provenance.unread == ()


def test_a_heading_of_rows_in_two_rows() -> None:
    table = "|一级指标|二级指标|三级指标|指标值||自评||偏差情况\n||||年初|调整后|得分|完成值|原因"
    rows = (
        "|产出指标|数量指标|路灯|9盏|9盏|50|9盏\n|效益指标|社会效益指标|亮灯率|98%|98%|39|97%|缆断"
    )
    form = form_of(table=table, rows=rows)
    row = form.indicators[1]
    assert (row.initial_target.raw, row.target.raw, row.actual.raw) == ("98%", "98%", "97%")
    assert (row.score.raw, row.deviation.text) == ("39", "缆断")


def test_goals_behind_their_labels_in_one_cell() -> None:
    form = form_of(goal="目标|预期目标：维护路灯300盏。|||实际完成情况：已维护路灯300盏。")
    assert (form.goal.planned, form.goal.actual) == ("维护路灯300盏。", "已维护路灯300盏。")
    assert form.provenance.unread == ()


def test_headings_of_parts_are_neither_money_nor_goal() -> None:
    form = form_of(
        money=f"一、资金情况\n{MONEY}", goal=f"二、目标\n{GOAL}", table=f"（三）指标完成\n{TABLE}"
    )
    assert form.funds.sources == ()
    assert form.goal.actual == "已维护路灯300盏。"
    assert len(form.indicators) == 2


@pytest.mark.parametrize(
    ("head", "project", "department"),
    [
        (
            "转移支付（项目）名称|困难群众补助\n中央主管部门|民政部\n地方主管部门|云南省民政厅",
            "困难群众补助",
            "云南省民政厅",
        ),
        (
            "省级主管部门（盖章）|省住建厅\n专项经费名称|老旧小区改造\n市县主管单位|县住建局",
            "老旧小区改造",
            "县住建局",
        ),
        ("被评价政策名称|购车补贴\n中央主管部门|商务部", "购车补贴", "商务部"),
    ],
)
def test_labels_with_qualifiers(head: str, project: str, department: str) -> None:
    form = form_of(head=f"转移支付绩效自评表\n（2024年度）\n{head}\n实施单位|各县")
    assert (form.project, form.department, form.unit) == (project, department, "各县")
    # Who distributes is not passed in silence.
    named = {text for each in form.provenance.unread for text in [each.text]}
    assert department in ("商务部",) or any("主管部门" in text for text in named)


def test_places_in_markdown_are_what_a_person_counts() -> None:
    lines: Mapping[int, str] = dict(enumerate(MARKDOWN.split("\n"), 1))
    (form,) = read_text(MARKDOWN, "表.md")
    for path, value in {"indicators.0.actual": "300盏", "indicators.1.score": "39"}.items():
        line, _, column = form.provenance.cells[path].removeprefix("第").partition("行第")
        cell = lines[int(line)].split("|")[int(column.removesuffix("列"))].strip()
        assert cell == value


MARKDOWN = """# 2024年度项目支出绩效自评表

| 项目名称 | 路灯维护 | 实施单位 | 市路灯所 |
| --- | --- | --- | --- |

**一、资金（万元）**

| 来源 | 年初预算 | 全年预算数 | 全年执行数 |
| --- | --- | --- | --- |
| 年度资金总额 | 980 | 980 | 931 |

| 序号 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 分值 | 得分 |
| --- | --- | --- | --- | --- | --- | --- | --- |
| 1 | 产出指标 | 数量指标 | 路灯 | 300盏 | 300盏 | 50 | 50 |
| 2 | 效益指标 | 社会效益指标 | 亮灯率 | 98% | 97% | 40 | 39 |
"""


def test_the_thumbnail_of_a_document_is_no_picture(tmp_path: Path) -> None:
    document = docx.Document()
    rows = [line.split("|") for line in f"{HEAD}\n{MONEY}\n{TOTAL}\n{ROWS}".split("\n")]
    table = document.add_table(len(rows), 9)
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(at, column).text = text
    document.save(str(tmp_path / "表.docx"))
    (form,) = read(tmp_path / "表.docx")
    assert not [each for each in form.provenance.unread if "图片" in each.text]


@pytest.mark.parametrize(
    "foot", ["合计||||||100|98.5|含资金9.5", "总计||||||100|98.5|表内89分加资金9.5分"]
)
def test_a_total_with_a_word_behind_its_points_is_no_indicator(foot: str) -> None:
    form = form_of(foot=foot)
    assert [row.name for row in form.indicators] == ["路灯", "亮灯率"]
    assert (form.total.raw, form.notes) == ("98.5", f"{foot[:2]}：{foot.split('|')[-1]}")


def test_a_subtotal_between_the_rows_is_no_indicator() -> None:
    first, second = ROWS.split("\n")
    form = form_of(rows=f"{first}\n||小计||||50|50\n{second}")
    assert [row.name for row in form.indicators] == ["路灯", "亮灯率"]
    assert form.total.raw == "98.5"


def test_a_total_below_running_numbers_of_markdown_is_no_indicator() -> None:
    text = (
        "# 路灯维护项目支出绩效自评表\n\n"
        "| 序号 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 分值 | 得分 | 备注 |\n"
        "|:-:|---|---|---|---|---|---|---|---|\n"
        "| 1 | 产出指标 | 数量指标 | 路灯 | 300盏 | 300盏 | 100 | 98 | |\n"
        "| 合计 | | | | | | 100 | 98 | 不含加分 |\n\n> 资金说明：灯杆招标节约，结余3万元。\n"
    )
    (form,) = read_text(text, "表.md")
    assert [row.name for row in form.indicators] == ["路灯"]
    assert form.total.raw == "98"
    assert form.funds.deviation.text == "灯杆招标节约，结余3万元。"


def test_what_a_remark_says_of_a_source_is_a_reason_of_the_budget() -> None:
    form = form_of(
        money=f"{MONEY}|备注",
        total="|资金总额|900|980|931|10|95%|9.5|",
        lines="|其中：市级资金|500|580|531||91.55%||七月追加灯具更换80\n|区级资金|400|400|400||100%||",
    )
    assert form.funds.deviation.text == "市级资金：七月追加灯具更换80"
    assert form.provenance.cells["funds.deviation.text"] == "第6行第9列"
    assert "FUND006" not in codes(form)


def test_notes_for_filling_in_are_notes() -> None:
    form = form_of(
        total="|资金总额|900|980|931|10|95%|9.5",
        foot=f"{FOOT}\n填表说明：预算追加80万元，系新增路段。",
    )
    assert form.notes == "预算追加80万元，系新增路段。"
    assert "FUND006" not in codes(form)


@pytest.mark.parametrize("line", ["填报单位：市城管局", "单位名称：市城管局　　金额单位：万元"])
def test_who_reports_is_not_who_carries_out(line: str) -> None:
    title, named = HEAD.rsplit("\n", 1)
    form = form_of(head=f"{title}\n{line}\n{named}")
    assert form.unit == "市路灯所"
    assert any(line[:4] in each.text for each in form.provenance.unread)
    assert form_of(head=f"{title}\n{line}\n项目名称|路灯维护").unit == "市城管局"


def test_columns_that_a_form_has_no_field_for_are_listed_once() -> None:
    first, second = (f"{at}|{row}" for at, row in enumerate(ROWS.split("\n"), 1))
    form = form_of(
        table=f"序号|绩效指标{TABLE.replace('|三级', '|二级权重|三级')}",
        rows="\n".join(row.replace("数量指标|", "数量指标|50|", 1) for row in (first,))
        + "\n"
        + second.replace("社会效益指标|", "社会效益指标|40|", 1),
        foot="总分||||||||100|98.5",
    )
    assert [row.name for row in form.indicators] == ["路灯", "亮灯率"]
    assert not any("哪一栏" in note for note in form.provenance.notes)
    (told,) = form.provenance.unread
    assert told.text == "二级权重：50（第9行第5列）、40（第10行第5列）"


def test_a_second_goal_and_the_causes_below_the_table_get_to_their_places() -> None:
    first, second = ROWS.replace("|缆断", "").split("\n")
    form = form_of(
        goal="年度目标1（50分）|维护路灯300盏。\n年度目标1完成情况|已维护300盏。",
        rows=f"{first}\n年度目标2|亮灯率98%以上。\n年度目标2完成情况|亮灯率为97%。\n{TABLE}\n{second}",
        foot=f"{FOOT}\n未完成原因分析|1.亮灯率：台风中电缆被挖断；2.第1行：灯杆到货晚；3.预算：尾款未付。",
    )
    assert [row.name for row in form.indicators] == ["路灯", "亮灯率"]
    assert form.goal.planned == "目标1：维护路灯300盏。\n目标2：亮灯率98%以上。"
    assert form.goal.actual == "目标1：已维护300盏。\n目标2：亮灯率为97%。"
    assert [row.deviation.text for row in form.indicators] == ["灯杆到货晚", "台风中电缆被挖断"]
    assert form.notes == "未完成原因：3.预算：尾款未付。"
    assert not form.provenance.unread


def test_goals_at_the_side_of_their_texts_stand_under_the_headings() -> None:
    form = form_of(goal=f"{GOAL.splitlines()[0]}\n年度目标1|装灯|||装好\n年度目标2|修灯|||修好")
    assert (form.goal.planned, form.goal.actual) == ("装灯\n修灯", "装好\n修好")


_TASKS = (
    "年度任务|名称|内容|全年预算数|全年执行数|备注\n|照明|更换灯具300盏|600|560|\n|抢修|随坏随修|380|371|已验收"
    "\n|合计||980|931|"
)


def test_tasks_with_amounts_of_their_own_are_no_sources() -> None:
    head = "部门（单位）整体支出绩效自评表\n（2024年度）\n部门（单位）名称|市城管局|||金额单位|元"
    form = form_of(
        head=head,
        money=MONEY.replace("（万元）", ""),
        lines="|其中：市级资金|500|500|451\n|区级资金|480|480|480",
        between=_TASKS,
        foot="总分||||||100|98.5|自评等级：优",
    )
    assert [line.name for line in form.funds.sources] == ["市级资金", "区级资金"]
    assert (form.money_unit, form.total.raw, form.grade) == ("元", "98.5", "优")
    told = [*form.texts.values(), *(each.text for each in form.provenance.unread)]
    assert any("更换灯具300盏" in text for text in told)
    assert not any("项目名称" in note or "实施单位" in note for note in form.provenance.notes)


def test_a_unit_in_the_name_with_a_number_before_it_is_one() -> None:
    form = form_of(
        goal="总体目标|预期目标|||实际完成情况\n|养护绿地45万平方米。|||养护绿地41.6万平方米。",
        rows="|产出指标|数量指标|绿地养护面积（万平方米）|≥45|41.6|90|83.2|旱死",
    )
    assert not {"GOAL006", "TGT003"} & codes(form)
