"""Columns that some places print beside the usual ones: taken, or listed whole under their name."""

from layouts.files import as_grid
from layouts.sheets import Sheet

from selfeval_assist.documents.recognise import recognise
from selfeval_assist.form import SelfEvaluation

TABLE = """
项目支出绩效自评表
（2024年度）
项目名称||某项目
主管部门||甲局||实施单位|乙所
项目资金（万元）|||年初预算数|全年预算数|全年执行数|分值|执行率|得分
|年度资金总额||100|100|90|10|90%|9
年度总体目标|预期目标||||实际完成情况
|采购20台||||采购18台
绩效指标|一级指标|二级指标|三级指标|指标方向|年度指标值|计量单位|实际完成值|完成率|指标分值|自评得分|复核得分|专家说法|原因
|产出指标|数量指标|设备数|正向|20|台|18|90%|20|18|17|核减|晚
|产出指标|质量指标|合格率|正向|100|%|100|100%|30|30|30
|效益指标|社会效益指标|投诉数|反向|5|次|4|80%|30|30|28|缺
|满意度指标|服务对象满意度指标|满意度|正向|90|%|95|105%|10|10|9
总分|||||||||100|97|84
"""


def form() -> SelfEvaluation:
    sheet = Sheet()
    for line in TABLE.strip().split("\n"):
        for column, text in enumerate(line.split("|")):
            if text:
                sheet.add(column, text)
        sheet.height += 1
    (found,) = recognise(as_grid(sheet))
    return found


def test_the_column_of_the_direction_is_the_sign() -> None:
    rows = form().indicators
    assert [row.nature for row in rows] == ["正向", "正向", "反向", "正向"]
    assert (rows[0].target.raw, rows[0].unit) == ("20", "台")


def test_a_reviewers_column_is_neither_the_score_nor_the_total() -> None:
    found = form()
    assert [row.score.raw for row in found.indicators] == ["18", "30", "30", "10"]
    assert (found.total.raw, found.full.raw) == ("97", "")


def test_a_column_without_a_field_is_listed_under_its_heading() -> None:
    found = form()
    assert any("84" in each.text for each in found.returned)  # a reviewer's total is a remark
    listed = [each.text for each in found.provenance.unread]
    assert listed == [
        "完成率：90%（10:9）、100%（11:9）、80%（12:9）、105%（13:9）",
        "复核得分：17（10:12）、28（12:12）、9（13:12）",
        "专家说法：核减（10:13）、缺（12:13）",
    ]


def test_a_row_called_like_a_level_does_not_slide() -> None:
    row = form().indicators[3]
    assert (row.level1, row.level2, row.name) == ("满意度指标", "服务对象满意度指标", "满意度")
    assert row.actual.raw == "95"
    assert form().provenance.notes == ()
