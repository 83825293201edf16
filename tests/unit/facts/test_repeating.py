"""Reasons that only say again what happened are none."""

import pytest
from drafting_forms import form_with, sheet_of

from selfeval_assist.facts import build_facts


def kept(own: str, **changes: object) -> bool:
    form = form_with(**changes)
    return own in build_facts(form, sheet_of(form))


@pytest.mark.parametrize(
    ("cause", "told"),
    [
        ("年中核减40万元", False),
        ("全年预算数比年初预算数减少40万元", False),
        ("执行率94%", False),
        ("因任务减少，年中核减40万元", True),
        ("7月按某财预〔2021〕18号文压减40万元", True),
        ("资金未到位", True),
        ("上级追加40万元用于抢险", True),
    ],
)
def test_a_budget_is_not_explained_by_its_change(cause: str, told: bool) -> None:
    funds = {
        "total": {"initial": "500", "adjusted": "460", "executed": "400"},
        "deviation": {"cause": cause},
    }
    assert kept("funds.cause", funds=funds) is told


@pytest.mark.parametrize(
    ("cause", "told"),
    [
        ("实际更换164只，比目标少36只", False),
        ("水表更换数量未达到目标", False),
        ("任务增加", True),
        ("2022年3月底前完成", True),
        ("停工2个月", True),
        ("2个中标单位放弃", True),
    ],
)
def test_a_row_is_not_explained_by_its_result(cause: str, told: bool) -> None:
    row = {
        "level1": "产出指标", "level2": "数量指标", "name": "水表更换数量", "target": "≥200只",
        "actual": "164只", "weight": "45", "deviation": {"cause": cause},
    }  # fmt: skip
    assert kept("row.0.cause", indicators=[row]) is told
