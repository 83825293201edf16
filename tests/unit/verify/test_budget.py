"""What is told of the budget, held against the funds block: one answer at every door."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from drafting_forms import form_with, sheet_of

from selfeval_assist.checks import check
from selfeval_assist.drafting import compose
from selfeval_assist.facts import build_facts
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.verify import verify_text
from selfeval_assist.verify.budget import against_budget

_FILE = Path(__file__).parents[2] / "data" / "verify" / "cases" / "budget.yml"
CASES: list[dict[str, Any]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))


def form(reason: str = "", completion: str = "") -> SelfEvaluation:
    total = {"name": "年度资金总额", "initial": "860", "adjusted": "912.5", "executed": "900"}
    funds = {"total": total, "deviation": {"text": reason}}
    return form_with(indicators=[], funds=funds, goal={"planned": "", "actual": completion})


def quotes(some: SelfEvaluation) -> list[str]:
    return [f.facts["quote"] for f in check(some) if f.code == "FUND014"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["text"]))
def test_every_door_gives_one_answer(case: dict[str, Any]) -> None:
    text, quote = case["text"], case["quote"]
    told = form(reason=text)
    assert quotes(told)[:1] == ([quote] if quote else [])
    draft = "".join(each.text for each in compose("budget", told, sheet_of(told)).sentences)
    assert (f"“{quote}”，与资金栏不一致" in draft) == bool(quote)
    if not case.get("reason"):
        told = form(completion=text)
        found = [f.facts["quote"] for f in check(told) if f.code in {"FUND014", "GOAL005"}]
        marks = verify_text(text, build_facts(told, sheet_of(told)))
        for said in (found, [mark.quote for mark in marks if mark.grade == "red"]):
            assert any(each in quote for each in said) == bool(quote)


def test_a_source_may_be_told_as_changed_to_its_own_amount() -> None:
    text = "县级资金由360万元调减为300万元。"
    source = {"name": "县级资金", "initial": "360", "adjusted": "300", "executed": "300"}
    plain = form()
    funds = plain.funds.model_dump() | {"sources": [source]}
    with_source = form_with(indicators=[], funds=funds)
    assert [each.quote for each in against_budget(text, plain)] == ["调减为300万元"]
    assert not against_budget(text, with_source)
