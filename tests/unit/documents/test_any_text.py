"""Whatever stands in a text, it is a form or a named error, and no printed cell is made up."""

from hypothesis import given, settings
from hypothesis import strategies as st

from selfeval_assist.documents import DocumentError, read_text
from selfeval_assist.form.text import clean

CELL = st.one_of(
    st.sampled_from(
        [
            "", "", "", "项目支出绩效自评表", "（2023年度）", "项目名称", "主管部门", "实施单位",
            "项目资金（元）", "年初预算数", "全年预算数", "全年执行数", "执行率", "年度资金总额",
            "其中：当年财政拨款", "其他资金", "年度总体目标", "预期目标", "实际完成情况",
            "绩效指标",
            "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "指标性质", "度量单位",
            "分值", "得分", "偏差原因分析及改进措施", "产出指标", "数量指标", "质量指标",
            "成本指标",
            "经济成本指标", "效益指标", "社会效益指标", "满意度指标", "总分", "注：说明", "备注",
            "填报人：张三  电话：1", "其中：甲", "10", "100", "95%", "≥95%", "—", "稳定", "96 优",
        ]
    ),
    st.text(max_size=8),
)  # fmt: skip
TABLE = st.lists(st.lists(CELL, max_size=10), max_size=25)


@settings(max_examples=150, deadline=None)
@given(table=TABLE)
def test_any_table_is_read_or_refused(table: list[list[str]]) -> None:
    text = "\n".join("\t".join(row) for row in table)
    try:
        forms = read_text(text, "x")
    except DocumentError as error:
        assert "没有找到自评表" in str(error)  # noqa: PT017
        return
    printed = str(clean(text)).replace('""', '"')
    for form in forms:
        for row in form.indicators:
            for value in (row.target.raw, row.actual.raw, row.weight.raw, row.score.raw):
                assert value.strip() in printed
            assert row.parent is None or row.parent < len(form.indicators)
        assert form.total.raw in printed
