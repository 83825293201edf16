"""A target that was changed in the year: both are kept, the adjusted one counts, both are shown."""

from decimal import Decimal
from pathlib import Path

import pytest

from selfeval_assist.documents import read, read_text
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import load
from selfeval_assist.reports.export import export_form
from selfeval_assist.scoring import score

_TEXT = """\
项目支出绩效自评表（2025年度）
项目名称\t路灯维护
主管部门\t某市城管局\t实施单位\t某市照明所
项目资金（万元）\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t100\t100\t100\t10\t100%\t10
年度总体目标\t预期目标\t\t\t\t实际完成情况
\t维护路灯1200盏。\t\t\t\t维护路灯1000盏。
绩效指标\t一级指标\t二级指标\t三级指标\t年初指标值\t调整后指标值\t实际完成值\t分值\t得分\t偏差原因分析及改进措施
\t产出指标\t数量指标\t路灯维护数量\t≥1200盏\t≥1000盏\t1000盏\t50\t50\t7月经财政局批复调整
\t\t质量指标\t亮灯率\t≥98%\t\t98.6%\t30\t30
\t满意度指标\t服务对象满意度指标\t市民满意度\t≥90%\t≥90%\t92%\t10\t10
总分\t\t\t\t\t\t\t100\t100
"""


@pytest.fixture(name="form")
def _form() -> SelfEvaluation:
    (form,) = read_text(_TEXT, "表")
    return form


def test_both_targets_are_kept(form: SelfEvaluation) -> None:
    assert [(row.initial_target.raw, row.target.raw) for row in form.indicators] == [
        ("≥1200盏", "≥1000盏"),
        ("", "≥98%"),
        ("≥90%", "≥90%"),
    ]
    assert form.provenance.cells["indicators.0.initial_target"] == "第9行第5列"
    assert form.provenance.cells["indicators.0.target"] == "第9行第6列"
    assert not form.provenance.unread


def test_the_adjusted_one_is_scored_and_both_are_shown(form: SelfEvaluation) -> None:
    row = score(form, load("mof-2020")).rows[0]
    assert row.points == Decimal(50)
    assert "≥1000盏" in row.note
    assert "≥1200盏" in row.note


@pytest.mark.parametrize("kind", [".xlsx", ".docx"])
def test_both_are_exported_and_read_back(form: SelfEvaluation, kind: str, tmp_path: Path) -> None:
    (made,) = export_form(form, tmp_path / f"表{kind}", overwrite=False, formats=[kind])
    (again,) = read(made)
    assert [(row.initial_target.raw, row.target.raw) for row in again.indicators] == [
        (row.initial_target.raw, row.target.raw) for row in form.indicators
    ]
