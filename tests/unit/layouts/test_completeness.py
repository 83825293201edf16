"""What has to be filled: the cells of the document, or those that the layout prints."""

import pytest

from selfeval_assist.checks import check
from selfeval_assist.documents import read_json
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.layouts import load
from selfeval_assist.resources import folder

FINISHED = read_json(folder("examples") / "finished.json")


def asked(form: SelfEvaluation) -> set[str]:
    """Return where cells are asked to be filled."""
    return {finding.where for finding in check(form) if finding.code == "FILL001"}


@pytest.mark.parametrize(
    ("policy", "wanted"), [("mof-2020", {"goal.planned", "goal.actual"}), ("hubei-20", set())]
)
def test_a_goal_is_asked_for_where_the_layout_prints_one(policy: str, wanted: set[str]) -> None:
    form = paths.put(paths.put(FINISHED, "goal.planned", ""), "goal.actual", "")
    found = asked(paths.put(form, "policy", policy))
    assert {where for where in found if where.startswith("goal")} == wanted


def test_one_of_two_goal_texts_is_always_asked_for() -> None:
    form = paths.put(paths.put(FINISHED, "goal.planned", ""), "policy", "hubei-20")
    assert "goal.planned" in asked(form)


@pytest.mark.parametrize(
    ("layout", "path", "printed"),
    [
        ("central", "funds.total.initial", True),
        ("hubei", "funds.total.initial", False),
        ("hubei", "funds.sources.0.executed", True),
        ("hubei", "funds.sources.0.name", True),
        ("hubei", "indicators.3.weight", False),
        ("hubei", "goal.planned", False),
        ("yunnan", "people.manager", False),
        ("transition", "people.manager", True),
        ("hubei", "total", True),
    ],
)
def test_a_layout_knows_its_cells(layout: str, path: str, printed: bool) -> None:
    assert load(layout).prints(path) is printed
