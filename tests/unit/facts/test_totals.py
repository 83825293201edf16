"""Sums over the rows of a level, and what a row left blank does to them."""

from collections.abc import Callable
from typing import Any

import pytest
import real_forms

from selfeval_assist.documents import read
from selfeval_assist.facts import FactTable, build_facts
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import policy_for
from selfeval_assist.resources import folder
from selfeval_assist.scoring import score
from selfeval_assist.verify.text import verify_text

LAST: dict[str, Any] = {"name": "管道改造长度", "target": "≥9千米", "actual": "6千米"}


@pytest.fixture
def table(make: Callable[..., SelfEvaluation]) -> Callable[..., FactTable]:
    """Return the facts of three rows of one level, of which the last has these cells."""

    def build(**last: Any) -> FactTable:
        given = {"level1": "产出指标", "level2": "数量指标", "weight": "20", "score": "20"}
        rows: list[dict[str, Any]] = [
            {"name": "水表更换数量", "target": "≥200只", "actual": "200只"},
            {"name": "阀门更换数量", "target": "≥30只", "actual": "30只"},
            {**LAST, "weight": "30", "score": "10", **last},
        ]
        form = make(*({**given, **row} for row in rows))
        return build_facts(form, score(form, policy_for(form)))

    return build


def test_a_level_is_summed_up(table: Callable[..., FactTable]) -> None:
    facts = table()
    assert facts["level.0.weight"].work == "20 + 20 + 30 = 70"
    assert facts["level.0.score"].work == "20 + 20 + 10 = 50"


@pytest.mark.parametrize("cell", ["target", "actual", "weight", "score"])
def test_with_a_blank_cell_the_level_has_no_sum_of_scores(
    table: Callable[..., FactTable], cell: str
) -> None:
    facts = table(**{cell: ""})
    assert "level.0.score" not in facts
    assert ("level.0.weight" in facts) is (cell != "weight")


def test_a_part_of_another_row_has_no_points_of_its_own(table: Callable[..., FactTable]) -> None:
    facts = table(name="其中：阀门", parent=1, weight="", score="")
    assert facts["level.0.weight"].value == facts["level.0.score"].value == "40分"


def test_the_sum_of_weights_is_not_taken_for_that_of_scores(
    table: Callable[..., FactTable],
) -> None:
    facts = table()
    assert verify_text("产出指标分值合计70分，得分合计50分。", facts) == ()
    assert verify_text("产出指标得分合计70分。", facts)
    assert verify_text("产出指标分值合计50分。", facts)
    assert verify_text("产出指标得分合计40分。", table(weight="", score=""))


def test_the_sum_of_all_scores_may_be_called_so() -> None:
    (form,) = read(folder("examples") / "finished.json")
    facts = build_facts(form, score(form, policy_for(form)))
    assert verify_text("各项得分合计96.66分。", facts) == ()
    assert verify_text("各项得分合计90分。", facts)


@pytest.mark.parametrize("name", real_forms.names())
def test_every_published_sum_names_rows_without_a_blank(name: str) -> None:
    form = real_forms.form(name)
    for fact in build_facts(form, score(form, policy_for(form))):
        if fact.id.startswith("level.") and fact.id.endswith(".score"):
            rows = [form.indicators[int(source.split(".")[1])] for source in fact.sources]
            assert not any(row.target.blank or row.actual.blank or row.weight.blank for row in rows)
