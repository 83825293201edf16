"""Which numbers of a text are values and which are only distances."""

import pytest

from selfeval_assist.checks.quantities import Role, claims, quantities


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("部署自助服务终端28台,比目标多8台", "value gap"),
        ("部署自助服务终端28台(超目标8台)", "value gap"),
        ("比年度指标值高2个百分点", "gap"),
        ("比目标20台少2台", "gap gap"),
        ("满意度92%,低于目标3个百分点", "value gap"),
        ("比计划提前12天完成28台", "gap value"),
        ("较计划少完成5场", "gap"),
        ("少培训40人次", "gap"),
        ("超额完成8台", "gap"),
        ("还差5场", "gap"),
        ("缺口8万元", "gap"),
        ("比上年同期增长5%", "change"),
        ("比2022年增加5人次", "change"),
        ("同比减少28户", "change"),
    ],
)
def test_a_difference_is_told_from_a_value(text: str, roles: str) -> None:
    assert [figure.role.value for figure in quantities(text)] == roles.split()


@pytest.mark.parametrize(
    "text",
    [
        "至少28台",
        "不少于28台",
        "超过28台",
        "多功能厅28间",
        "不低于目标28台",
        "按照年度目标28台",
        "少数民族村28个",
        "误差5%",
        "提高至95%",
        "增长率12%",
        "办结较多业务28件",
        "惠及最多28人",
    ],
)
def test_a_value_stays_a_value(text: str) -> None:
    assert [figure.role for figure in quantities(text)] == [Role.VALUE]


def test_percentage_points_are_no_count_of_things() -> None:
    assert [figure.unit for figure in quantities("高3个百分点,建成3个")] == ["个百分点", "个"]


def test_a_row_that_measures_a_difference_may_have_any_number() -> None:
    figures = list(quantities("成本比上年降低8%"))
    assert claims(figures, "成本降低率") == figures
    assert claims(figures, "成本满意率") == []
