"""A plan read through the same door, and batches that outlive their files."""

import os
import signal
from pathlib import Path

import pytest
from hostile.containers import workbook, zipped
from hostile.corpus import REFUSED
from programs import PATIENCE

from selfeval_assist.checks import check
from selfeval_assist.documents import doubts, read, read_all, read_text
from selfeval_assist.documents.apart import Child
from selfeval_assist.documents.batch import read_apart
from selfeval_assist.documents.errors import DocumentError

DECLARATION = """\
项目支出绩效目标申报表
（2023年度）
项目名称\t道路养护
主管部门及代码\t区交通局\t\t实施单位\t区公路站
项目属性\t延续项目\t\t项目期\t1年
项目资金（万元）\t中期资金总额：\t\t3,000
\t年度资金总额：\t\t1,200.50
\t其中：财政拨款\t\t1,000.50
\t其他资金\t\t200
总体目标\t年度目标
\t养护道路120公里。
绩效指标\t一级指标\t二级指标\t三级指标\t指标值\t分值
\t产出指标\t数量指标\t养护里程\t≥120公里\t50
\t效益指标\t社会效益指标\t事故下降率\t≥5%\t30
\t满意度指标\t服务对象满意度指标\t司机满意度\t≥90%\t10
"""


def test_a_declaration_is_a_form_with_targets_and_weights_only() -> None:
    (plan,) = read_text(DECLARATION, "申报表")
    assert (plan.title, plan.money_unit) == ("项目支出绩效目标申报表", "万元")
    assert plan.funds.total.initial.raw == "1,200.50"
    assert [(line.name, line.initial.raw) for line in plan.funds.sources] == [
        ("财政拨款", "1,000.50"),
        ("其他资金", "200"),
    ]
    assert plan.goal.planned == "养护道路120公里。"
    assert [(row.name, row.target.raw, row.weight.raw) for row in plan.indicators] == [
        ("养护里程", "≥120公里", "50"),
        ("事故下降率", "≥5%", "30"),
        ("司机满意度", "≥90%", "10"),
    ]
    assert all(row.actual.blank and row.score.blank for row in plan.indicators)
    assert any("绩效目标申报表" in doubt.sentence for doubt in doubts(plan))


def test_a_changed_target_is_found_against_the_declaration() -> None:
    (plan,) = read_text(DECLARATION, "申报表")
    rows = tuple(
        row.model_copy(update={"actual": row.target, "score": row.weight})
        for row in plan.indicators
    )
    lowered = rows[0].model_copy(update={"target": type(rows[0].target)("≥100公里")})
    form = plan.model_copy(update={"indicators": (lowered, *rows[1:])})
    found = {finding.code for finding in check(form, declaration=plan)}
    assert "WGT005" in found
    same = {finding.code for finding in check(plan, declaration=plan)}
    assert "WGT005" not in same


def test_a_batch_outlives_a_file_that_kills_its_child(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.xlsx", tmp_path / "drawings of drawings.pdf"
    good.write_bytes(zipped(workbook()))
    bad.write_bytes(REFUSED[bad.name][0]())
    found = list(read_all([good, bad, tmp_path / "none.xlsx", good], seconds=PATIENCE))
    assert [len(one.forms) for one in found] == [1, 0, 0, 1]
    assert found[0].forms == read(good)
    assert bad.name in str(found[1].error)
    assert "中止" in str(found[1].error) or "内存" in str(found[1].error)
    assert "不存在" in str(found[2].error)


def test_a_child_that_is_ended_from_outside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = tmp_path / "good.xlsx"
    good.write_bytes(zipped(workbook()))
    begin = Child.__init__
    ended: list[int] = []

    def begin_and_end(child: Child, module: str) -> None:
        begin(child, module)
        if not ended:
            ended.append(child.pid)
            os.kill(child.pid, signal.SIGKILL)

    monkeypatch.setattr(Child, "__init__", begin_and_end)
    found = list(read_all([good, good]))
    assert [len(one.forms) for one in found] == [0, 1]
    assert "中止" in str(found[0].error)


def test_a_file_that_takes_too_long(tmp_path: Path) -> None:
    good = tmp_path / "good.xlsx"
    good.write_bytes(zipped(workbook()))
    with pytest.raises(DocumentError, match="已停止"):
        read_apart(good, seconds=0.001)
