"""Forms of the same clerk that are not of a project: what is read, and what is not, is said."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from selfeval_assist.checks import check
from selfeval_assist.documents import DocumentError, read, read_text

_DEPARTMENT = """\
2024年度部门整体支出绩效自评表
预算部门名称\t山城县水务部
年度预算申请（万元）\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t90.00\t90.00\t81.00\t10\t90.0%\t9
\t按收入性质分：\t\t\t\t按支出性质分：
\t一般公共预算：90\t\t\t\t基本支出：20
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
\t产出指标\t数量指标\t清淤河道长度\t≥10公里\t11公里\t90\t90
"""
_TRANSFER = """\
山城县2024年度转移支付绩效自评表
指标名称\t指标解释\t记录\t未完成原因\t需提供的支撑材料
项目预算管理\t编制科学性\t符合要求\t\t测算材料
"""


def test_a_row_in_two_halves_is_no_line_of_money() -> None:
    (form,) = read_text(_DEPARTMENT, "x")
    assert form.department == "山城县水务部"
    assert form.funds.total.executed.raw == "81.00"
    assert not any(line.name.startswith("按") for line in form.funds.sources)
    seen = {each.text for each in form.provenance.unread}
    assert {"按支出性质分：", "基本支出：20"} <= seen
    assert not {"TXT005", "VAL002"} & {finding.code for finding in check(form)}


def test_another_table_is_named_by_its_headings(tmp_path: Path) -> None:
    book = Workbook()
    for line in _TRANSFER.splitlines():
        book.active.append(line.split("\t"))
    book.save(tmp_path / "x.xlsx")
    with pytest.raises(DocumentError, match="看到的表头是“指标名称、指标解释、记录"):
        read(tmp_path / "x.xlsx")
