from collections.abc import Callable
from typing import Any

import pytest

from selfeval_assist.facts import FactTable, build_facts
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import policy_for
from selfeval_assist.scoring import score


def row(name: str, target: str, actual: str, **more: Any) -> dict[str, Any]:
    return {
        "level1": "产出指标",
        "level2": "数量指标",
        "name": name,
        "target": target,
        "actual": actual,
        "weight": "10",
        "score": "10",
        **more,
    }


@pytest.fixture
def make() -> Callable[..., SelfEvaluation]:
    def build(*rows: dict[str, Any], **more: Any) -> SelfEvaluation:
        total = {
            "name": "年度资金总额",
            "initial": "14692992.00",
            "adjusted": "14376992.00",
            "executed": "14,376,992",
        }
        data: dict[str, Any] = {
            "year": 2021,
            "project": "政务平台整合项目",
            "department": "某市数据局",
            "unit": "某市数据中心",
            "money_unit": "元",
            "funds": {"total": total},
            "indicators": rows,
        }
        return SelfEvaluation.model_validate({**data, **more})

    return build


@pytest.fixture
def form(make: Callable[..., SelfEvaluation]) -> SelfEvaluation:
    stated = {"cause": "三家单位未按时交接", "category": "需求变化"}
    return make(
        row("整合业务系统", "≥12个", "9个", deviation=stated),
        row("故障处理及时率", "≥95%", "96.5%"),
        row("系统可用率", "=100%", "100%"),
        row("办件量", "≥100件", "140件"),
        row("平台上线时间", "2021年6月30日前", "2021年9月20日", level2="时效指标"),
        row("运行稳定性", "稳定", "稳定", level2="质量指标"),
        row("人员满意度", ">95%", ">95%", level2="服务对象满意度指标"),
        row("2021年平台完成率", "=100%", "100%"),
        row("一网通办事项", "=7项", "7项"),
    )


def table_of(form: SelfEvaluation) -> FactTable:
    return build_facts(form, score(form, policy_for(form)))


@pytest.fixture
def table(form: SelfEvaluation) -> FactTable:
    return table_of(form)
