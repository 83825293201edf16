"""Names as sentences give them, and the cell beside a sentence."""

import pytest
from rule_cases import patched

from selfeval_assist.checks import check
from selfeval_assist.checks.words import place_name, without_number
from selfeval_assist.form import paths


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("指标1：培训人数", "培训人数"),
        ("指标2:培训人数", "培训人数"),
        ("指标 12、培训人数", "培训人数"),
        ("★★指标1.培训人数", "培训人数"),
        ("3．培训人数", "培训人数"),
        ("4）培训人数", "培训人数"),
        ("3.5吨以上车辆数", "3.5吨以上车辆数"),
        ("12345热线办结率", "12345热线办结率"),
        ("2023年培训人数", "2023年培训人数"),
        ("指标完成率", "指标完成率"),
        ("指标1：", ""),
    ],
)
def test_printed_numbers_are_no_part_of_a_name(name: str, bare: str) -> None:
    assert without_number(name) == bare


def test_a_place_is_named_as_everywhere_but_for_the_number() -> None:
    form = patched({"indicators.2.name": "指标3：培训（初训）\n合格率", "indicators.3.name": ""})
    assert place_name(form, "indicators.2.score") == "第3行“培训（初训） 合格率”得分"
    for where in (
        "",
        "goal.actual",
        "funds.total.rate",
        "indicators.3.score",
        "indicators.99.name",
    ):
        assert place_name(form, where) == paths.label(form, where)


@pytest.mark.parametrize(
    ("cells", "cell"),
    [
        ({"indicators.6.name": "D19", "indicators.6.deviation.text": "I19"}, "I19"),
        ({"indicators.6.name": "D19", "indicators.6.score": "H19"}, "D19"),
        ({"indicators.5.name": "D18", "": "A1"}, "A1"),
        ({"indicators.5.name": "D18", "funds.total.rate": "H6"}, ""),
    ],
)
def test_a_missing_reason_has_a_name_and_a_cell(cells: dict[str, str], cell: str) -> None:
    form = patched({"indicators.6.deviation.text": "", "provenance.cells": cells})
    (found,) = (each for each in check(form) if each.code == "DEV001")
    assert found.message.startswith("第7行“设备年均使用率”未达到目标")
    assert found.cell == cell


def test_a_list_of_rows_has_no_cell_of_its_own() -> None:
    form = patched({"indicators.0.weight": "1", "provenance.cells": {"indicators.0.name": "D13"}})
    assert [each.cell for each in check(form) if each.where == "indicators"] == [""]
