"""The goal block in words and shapes that nobody listed: both texts reach the goal."""

import pytest

from selfeval_assist.documents import read_text

BASE = """项目支出绩效自评表
（2023年度）
项目名称\t社区服务中心设备更新
项目资金（万元）\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t100\t100\t95\t10\t95%\t9.5
{goal}
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
\t产出指标\t数量指标\t更新设备数量\t≥30台\t30台\t90\t90
总分\t\t\t\t\t\t100\t99.5
"""
PLANNED, DONE = "更新设备30台，服务老人500人。", "购置设备30台并通过验收，服务老人520人。"


HEADS = "目标\t预期目标\t\t\t实际完成情况\n"
LIKE = "年度目标完成情况"


@pytest.mark.parametrize(
    ("goal", "planned", "actual"),
    [
        (f"目标\t年初设定目标\t\t\t{LIKE}综述\n\t{PLANNED}\t\t\t{DONE}", PLANNED, DONE),
        (f"目标\t预期目标\t\t\t任务实施结果说明\n\t{PLANNED}\t\t\t{DONE}", PLANNED, DONE),
        (f"{HEADS}\t{PLANNED}\t\t\t{LIKE}", PLANNED, LIKE),
        (f"{HEADS}\t年度目标\t\t\t{DONE}", "年度目标", DONE),
        (f"{HEADS}\t年度目标\t\t\t{LIKE}", "年度目标", LIKE),
        (f"目标\t预期目标\t{LIKE}\t实际完成情况\t{DONE}", LIKE, DONE),
        (f"目标\t预期目标\t{PLANNED}\n\t实际完成情况\t{DONE}", PLANNED, DONE),
        (f"{LIKE}\n{HEADS}\t{PLANNED}\t\t\t{DONE}", PLANNED, DONE),
    ],
)
def test_both_texts_reach_the_goal(goal: str, planned: str, actual: str) -> None:
    (form,) = read_text(BASE.format(goal=goal), "x.tsv")
    assert (form.goal.planned, form.goal.actual) == (planned, actual)
    assert form.provenance.unread == ()
    assert not [note for note in form.provenance.notes if "完成情况" in note]


def test_a_goal_that_nobody_recognises_is_listed() -> None:
    (form,) = read_text(BASE.format(goal=f"今年要做的事\t{PLANNED}\t做得怎样\t{DONE}"), "x.tsv")
    assert (form.goal.planned, form.goal.actual) == ("", "")
    assert [(each.place, each.text) for each in form.provenance.unread] == [
        ("第6行第1列", "今年要做的事"), ("第6行第2列", PLANNED),
        ("第6行第3列", "做得怎样"), ("第6行第4列", DONE),
    ]  # fmt: skip


def test_a_printed_weight_of_the_total_is_kept_where_it_is_not_the_sum() -> None:
    text = BASE.format(goal=f"目标\t预期目标\t{PLANNED}\t实际完成情况\t{DONE}")
    (form,) = read_text(text, "x.tsv")
    assert form.full.raw == ""
    (other,) = read_text(text.replace("\t100\t99.5", "\t110\t99.5"), "x.tsv")
    assert (other.full.raw, other.total.raw) == ("110", "99.5")
    assert other.provenance.cells["full"] == "第9行第7列"


def test_the_total_of_a_column_beside_the_table_is_not_that_of_the_form() -> None:
    text = BASE.format(goal="").replace("得分\n\t产出", "得分\t复核意见\n\t产出")
    (form,) = read_text(text.replace("\t100\t99.5", "\t100\t99.5\t88"), "x.tsv")
    assert form.total.raw == "99.5"
    assert any("88" in each.text for each in form.provenance.unread)
