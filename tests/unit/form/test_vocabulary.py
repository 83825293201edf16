"""Level labels as places print them."""

import pytest

from selfeval_assist.form import Indicator
from selfeval_assist.form.vocabulary import level1_of, level2_of


@pytest.mark.parametrize(
    "label",
    ["产出指标", "产出", "一、产出指标", "（一）产出指标", "1.产出指标(50分)", "产 出 指 标",
     "①产出指标", "产出指标（50）等", "A、产出指标："],
)  # fmt: skip
def test_first_level_labels(label: str) -> None:
    assert level1_of(label) == "产出指标"
    assert level2_of(label) == ""


@pytest.mark.parametrize(
    "label",
    ["社会效益指标", "社会效益", "1. 社会效益指标", "(2)社会效益指标等", "2.1社会效益等指标",
     "二、社会效益目标"],
)  # fmt: skip
def test_second_level_labels(label: str) -> None:
    assert level2_of(label) == "社会效益指标"
    assert Indicator(level2=label).group == "效益指标"


@pytest.mark.parametrize(
    "text", ["", "一、", "1", "等", "指标", "第一产出", "产出值10", "产出" + "多" * 60]
)
def test_what_is_no_label(text: str) -> None:
    assert (level1_of(text), level2_of(text)) == ("", "")
