"""Small forms made up for the tests of facts and of verification."""

from typing import Any

from selfeval_assist.facts import FactTable, build_facts
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import policy_for
from selfeval_assist.scoring import score

_TRAINING = [
    ("产出指标", "质量指标", "取证率", "≥80%", "84.7%", "20", "19"),
    ("效益指标", "社会效益指标", "培训人次", "≥100人", "120人", "30", "28.5"),
    ("满意度指标", "服务对象满意度指标", "学员满意度", "≥90%", "95%", "10", "9.8"),
]
_KEYS = ("level1", "level2", "name", "target", "actual", "weight", "score")


def row(name: str, target: str, actual: str, **more: Any) -> dict[str, Any]:
    """Return the cells of a row of ten points that got all of them."""
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


def make(*rows: dict[str, Any], **more: Any) -> SelfEvaluation:
    """Return a form with these rows, whose budget was cut by 31.6万元 and spent."""
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


def platform() -> SelfEvaluation:
    """Return nine rows of every kind: one missed with its reason, one late, one in words."""
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


def training() -> SelfEvaluation:
    """Return two rates whose distances from their targets are each other's wrong answer."""
    return make(*(dict(zip(_KEYS, cells, strict=True)) for cells in _TRAINING))


def table_of(form: SelfEvaluation) -> FactTable:
    """Return the facts of a form."""
    return build_facts(form, score(form, policy_for(form)))
