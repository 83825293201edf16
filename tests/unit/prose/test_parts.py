"""A whole and the parts that a sentence names of it."""

from decimal import Decimal

import pytest

from selfeval_assist.prose.parts import wholes


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("培训100人次，其中护士60人次、护工40人次。", "0"),
        ("培训100人次，其中护士60人次、护工50人次。", "10"),
        ("培训100人次：护士60人次、护工30人次。", "10"),
        ("培训100人次，其中护士60人次、护工30人次。", "0"),  # a choice may be less
        ("完成23亩（露天20亩、大棚3亩）。", "0"),
        ("种果蔬29.5亩，其中桃树1.5亩，其中苹果树5亩，其中露天20亩，其中大棚3亩，鱼塘3亩。", "0"),
        ("种果蔬29.5亩，其中桃树1.5亩，其中苹果树8亩，其中露天20亩，其中大棚3亩，鱼塘3亩。", "3.0"),
        ("三项合计10.0万元：甲3.3万元、乙3.3万元、丙3.3万元。", "0"),  # rounding
    ],
)
def test_parts_add_up_to_the_whole(text: str, gap: str) -> None:
    assert [each.gap for each in wholes(text)] == [Decimal(gap)]


@pytest.mark.parametrize(
    "text",
    [
        "培训100人次，比目标多20人次，其中护士60人次。",
        "培训100人次，主要是护士60人次、护工30人次。",
        "培训100人次：护士60人次、护工30人次等。",
        "培训100人次，发放补贴：护士3万元、护工2万元。",
    ],
)
def test_what_is_no_list_of_parts(text: str) -> None:
    assert list(wholes(text)) == []
