"""Small forms for the tests of drafting."""

from typing import Any

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import policy_for
from selfeval_assist.scoring import ScoreSheet, score


def form_with(**changes: Any) -> SelfEvaluation:
    """Return a form with a budget cut, one missed target with a cause and one without."""
    indicator = {
        "level1": "产出指标", "level2": "数量指标", "name": "水表更换数量", "target": "≥200只",
        "actual": "164只", "weight": "45", "score": "36.90",
        "deviation": {
            "category": "采购或合同", "cause": "第二批水表到货晚于合同约定",
            "measure": "分批签收并设违约条款", "owner": "设备科", "deadline": "2022年3月底前",
        },
    }  # fmt: skip
    late = {
        "level1": "产出指标", "level2": "质量指标", "name": "抽检合格率", "target": "≥98%",
        "actual": "90%", "weight": "45", "score": "41.33",
    }  # fmt: skip
    form = {
        "year": 2021,
        "project": "老旧小区供水改造",
        "department": "某区水务局",
        "unit": "某区供水管理所",
        "policy": "sichuan",  # has a column for the budget text, so that it stands by itself
        "money_unit": "万元",
        "funds": {
            "total": {
                "name": "年度资金总额",
                "initial": "500",
                "adjusted": "460",
                "executed": "400",
                "weight": "10",
                "rate": "86.96%",
                "score": "8.70",
            }
        },
        "indicators": [indicator, late],
    }  # fmt: skip
    return SelfEvaluation.model_validate({**form, **changes})


def sheet_of(form: SelfEvaluation) -> ScoreSheet:
    """Return the score sheet of a form."""
    return score(form, policy_for(form))


def funds_only() -> SelfEvaluation:
    """Return a form whose completion text is two sentences about money."""
    return form_with(indicators=[])
