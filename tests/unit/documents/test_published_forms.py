"""Rows of forms that public bodies published, laid out as dumps of the tables they came from."""

import json
from pathlib import Path
from typing import Any

import pytest

from selfeval_assist.documents import read_text

FORMS = sorted((Path(__file__).parents[2] / "data" / "forms").glob("[0-9]*.json"))
HEADINGS = {
    "initial": "年初预算数",
    "adjusted": "全年预算数(A)",
    "executed": "全年执行数(B)",
    "rate": "执行率(B/A)",
    "target": "年度指标值",
    "actual": "实际完成值",
    "weight": "分值",
    "score": "得分",
    "deviation": "偏差原因分析及改进措施",
}
FUNDS = ("initial", "adjusted", "executed", "weight", "rate", "score")
CENTRAL = ("target", "actual", "weight", "score", "deviation")
WEIGHT_FIRST = ("weight", "target", "actual", "score", "deviation")


def dump(form: dict[str, Any], order: tuple[str, ...], slipped: range) -> str:
    """Return a form as a tab-separated dump; some indicator rows have slipped one cell left."""
    lines = [
        ["项目支出绩效自评表"],
        [f"({form['year']}年度)"],
        ["项目名称", form["project"]],
        ["主管部门", form["department"], "", "", "实施单位", form["unit"]],
        ["项目资金(万元)", "", *(HEADINGS[key] for key in FUNDS)],
        *(
            ["", ("其中：" if at == 1 else "") + line["line"], *(line[key] for key in FUNDS)]
            for at, line in enumerate(form["funds"])
        ),
        ["年度总体目标", "预期目标", "", "", "实际完成情况"],
        ["", form["goal"], "", "", form["actual"]],
        ["绩效指标", "一级指标", "二级指标", "三级指标", *(HEADINGS[key] for key in order)],
    ]
    above: tuple[str, str] = ("", "")
    for at, row in enumerate(form["indicators"]):
        levels = (row["l1"], row["l2"])
        first = row["l1"] if row["l1"] != above[0] else ""
        second = row["l2"] if levels != above else ""
        cells = ["", first, second, row["l3"], *(row[key] for key in order)]
        lines.append([*cells[1:], ""] if at in slipped else cells)
        above = levels
    totals = {"weight": "100", "score": form["total"]}
    lines.append(["总分", "", "", "", *(totals.get(key, "") for key in order)])
    return "\n".join("\t".join(line) for line in lines)


@pytest.mark.parametrize("order", [CENTRAL, WEIGHT_FIRST])
@pytest.mark.parametrize("slipped", [range(0), range(3, 6)])
@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_every_row_comes_back(path: Path, order: tuple[str, ...], slipped: range) -> None:
    source = json.loads(path.read_text(encoding="utf-8"))
    (form,) = read_text(dump(source, order, slipped), path.name)
    assert [
        (
            row.level1, row.level2, row.name, row.target.raw, row.actual.raw,
            row.weight.raw, row.score.raw, row.deviation.text,
        )
        for row in form.indicators
    ] == [
        (
            row["l1"], row["l2"], row["l3"], row["target"], row["actual"],
            row["weight"], row["score"], row["deviation"],
        )
        for row in source["indicators"]
    ]  # fmt: skip
    assert form.total.raw == source["total"]
    assert (form.goal.planned, form.goal.actual) == (source["goal"], source["actual"])
    assert (form.project, form.department, form.unit) == (
        source["project"],
        source["department"],
        source["unit"],
    )
    lines = [line for line in (form.funds.total, *form.funds.sources) if line.name]
    read = [tuple(getattr(line, key).raw for key in FUNDS) for line in lines]
    printed = [tuple(line[key] for key in FUNDS) for line in source["funds"]]
    assert [line for line in read if any(line)] == [line for line in printed if any(line)]
