"""Field paths: reading, replacing, naming and listing the places of a form."""

import pytest
from pydantic import ValidationError

from selfeval_assist.form import Indicator, Measure, SelfEvaluation, Waiver, paths, rows


@pytest.fixture
def form() -> SelfEvaluation:
    names = ("甲", "乙", "丙")
    return SelfEvaluation(
        project="示例项目",
        indicators=tuple(Indicator(name=name, target=Measure("≥1")) for name in names),
        waivers=(
            Waiver(code="ACT002", where="indicators.1", reason="r", by="b", date="2026-01-05"),
        ),
        provenance={"cells": {"indicators.2.target": "D15", "project": "B3"}},
    )


def test_get_and_put_leave_the_old_form_alone(form: SelfEvaluation) -> None:
    new = paths.put(form, "indicators.1.actual", ">95%")
    assert paths.text(new, "indicators.1.actual") == ">95%"
    assert paths.text(form, "indicators.1.actual") == ""
    assert new.indicators[0] is form.indicators[0]


def test_put_forgets_what_was_derived(form: SelfEvaluation) -> None:
    assert form.indicators[0].kind == ""
    new = paths.put(form, "indicators.0.level2", "数量指标")
    assert new.indicators[0].kind == "数量指标"
    assert new.indicators[0].group == "产出指标"


@pytest.mark.parametrize(
    "path", ["nothing", "indicators.3.actual", "project.x", "indicators.x", "funds.totals"]
)
def test_unknown_paths(form: SelfEvaluation, path: str) -> None:
    with pytest.raises(KeyError):
        paths.get(form, path)
    with pytest.raises(KeyError):
        paths.put(form, path, "x")


def test_put_keeps_the_rules_of_a_field(form: SelfEvaluation) -> None:
    with pytest.raises(ValidationError):
        paths.put(form, "year", 21)
    with pytest.raises(ValidationError):
        paths.put(form, "indicators.0.deviation.category", "没有这一类")
    assert paths.put(form, "year", "2021").year == 2021


def test_every_leaf_can_be_read_and_replaced(form: SelfEvaluation) -> None:
    leaves = list(paths.leaves(form))
    assert "funds.total.executed" in leaves
    assert "indicators.2.deviation.measure" in leaves
    for path in leaves:
        paths.put(form, path, paths.get(form, path))


def test_labels_name_the_place(form: SelfEvaluation) -> None:
    assert paths.label(form, "indicators.1.actual") == "第2行“乙”实际完成值"
    assert paths.label(form, "funds.total.executed") == "年度资金总额全年执行数"
    assert paths.label(form, "goal.actual") == "实际完成情况"
    assert paths.label(form, "indicators.99.actual") == "第100行"
    assert paths.label(form, "") == "整表"


def test_rows_move_with_their_waivers_and_cells(form: SelfEvaluation) -> None:
    moved = rows.move(form, 2, 0)
    assert [row.name for row in moved.indicators] == ["丙", "甲", "乙"]
    assert moved.waivers[0].where == "indicators.2"
    assert moved.provenance.cells == {"indicators.0.target": "D15", "project": "B3"}


def test_a_removed_row_takes_its_waivers_along(form: SelfEvaluation) -> None:
    left = rows.remove(form, 1)
    assert [row.name for row in left.indicators] == ["甲", "丙"]
    assert left.waivers == ()
    assert left.provenance.cells["indicators.1.target"] == "D15"


def test_an_inserted_row_pushes_the_others(form: SelfEvaluation) -> None:
    more = rows.insert(form, 0, Indicator(name="新"))
    assert [row.name for row in more.indicators] == ["新", "甲", "乙", "丙"]
    assert more.waivers[0].where == "indicators.2"
    assert rows.remove(more, 0).indicators == form.indicators


def test_sub_rows_keep_their_parent() -> None:
    form = SelfEvaluation(indicators=(Indicator(name="总"), Indicator(name="其中甲", parent=0)))
    assert rows.insert(form, 0, Indicator(name="新")).indicators[2].parent == 1
    assert rows.remove(form, 0).indicators[0].parent is None
