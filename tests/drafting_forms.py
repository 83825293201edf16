"""Small forms for the tests of drafting."""

from typing import Any

from selfeval_assist.drafting.composing import compose
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import policy_for
from selfeval_assist.review import Task
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


def row(name: str, target: str, actual: str, **more: Any) -> dict[str, Any]:
    """Return a row of outputs as a dictionary."""
    place = {"level1": "产出指标", "level2": "数量指标", "weight": "10"}
    return {**place, "name": name, "target": target, "actual": actual, **more}


def text(task: Task, form: SelfEvaluation, at: int | None = None) -> str:
    """Return what the composer writes, of which nothing is marked."""
    sentences = compose(task, form, sheet_of(form), row=at).sentences
    assert [each.violations for each in sentences if each.violations] == []
    return "".join(each.text for each in sentences)


def sheet_of(form: SelfEvaluation) -> ScoreSheet:
    """Return the score sheet of a form."""
    return score(form, policy_for(form))


def funds_only() -> SelfEvaluation:
    """Return a form whose completion text is two sentences about money."""
    return form_with(indicators=[])


_KINDS = ("数量指标", "质量指标", "社会效益指标", "可持续影响指标")
_THINGS = "水表阀门管网泵站路灯井盖护栏绿地站台标志课桌护床书架讲座广场步道桥梁水渠机井苗木"


def long_form() -> SelfEvaluation:
    """Return a form of 40 rows of which 20 missed their targets for stated causes."""
    rows = []
    for at in range(40):
        thing = _THINGS[2 * (at % 20) : 2 * (at % 20) + 2]
        row = {
            "level1": "产出指标" if at < 20 else "效益指标", "level2": _KINDS[at // 10],
            "name": f"{thing}{'更换' if at < 20 else '受益'}数量", "target": f"≥{200 + at}个",
            "actual": f"{150 + at if at < 20 else 200 + at}个", "weight": "2.25",
            "score": "2" if at < 20 else "2.25",
        }  # fmt: skip
        if at < 20:
            row["deviation"] = {
                "category": "采购或合同", "cause": f"第二批{thing}到货晚于合同约定，厂家停产检修",
                "measure": f"{thing}分批签收并在合同中设违约条款", "owner": "设备科",
                "deadline": "2022年3月底前",
            }  # fmt: skip
        rows.append(row)
    return form_with(indicators=rows, policy="")


def long_jobs() -> list[tuple[str, int | None]]:
    """Return the texts of the long form: four kinds, 20 rows among them."""
    whole: list[tuple[str, int | None]] = [("planned", None), ("actual", None), ("budget", None)]
    return [*whole, *(("deviation", row) for row in range(20))]
