"""The door: order, cells, supersession, waivers and what stays unchecked."""

from decimal import Decimal

import pytest
from rule_cases import patched

from selfeval_assist.checks import RULES, check, explain, unchecked
from selfeval_assist.policies import policy_for
from selfeval_assist.scoring import score

_WAIVER = {"code": "ACT003", "reason": "系统自动加符号", "by": "李明", "date": "2024-01-20"}


def test_findings_come_in_order_of_codes_and_then_of_the_form() -> None:
    form = patched(
        {"indicators.7.actual": ">95%", "indicators.0.actual": ">52张", "funds.total.rate": "90%"}
    )
    found = [(finding.code, finding.where) for finding in check(form)]
    assert found == [
        ("ACT003", "indicators.0.actual"),
        ("ACT003", "indicators.7.actual"),
        ("FUND002", "funds.total.rate"),
        ("GOAL006", "goal.actual"),
    ]


def test_policy_and_sheet_are_made_when_they_are_not_given() -> None:
    form = patched({"indicators.0.score": "7"})
    policy = policy_for(form)
    assert check(form) == check(form, policy) == check(form, policy, score(form, policy))


def test_the_cell_is_that_of_the_place_or_of_the_part_around_it() -> None:
    cells = {"indicators.7.actual": "E21", "indicators.0": "C14"}
    form = patched(
        {
            "indicators.7.actual": ">95%",
            "indicators.0.actual": ">52张",
            "funds.total.rate": "90%",
            "provenance.cells": cells,
        }
    )
    assert [finding.cell for finding in check(form)] == ["C14", "E21", "", ""]


def test_facts_are_decimal_strings_and_messages_name_the_place() -> None:
    form = patched({"funds.total.executed": "1,176,000元", "funds.total.rate": "98.50%"})
    (finding,) = check(form)
    assert finding.facts["executed"] == "117.6"
    assert Decimal(finding.facts["budget"]) == 120
    assert finding.message == (
        "表中执行率 98.50%，按 117.6万元 ÷ 120万元 计算应为 98.00%，提请核实。"
    )


def test_large_amounts_are_grouped_in_the_message_only() -> None:
    form = patched({"funds.total.adjusted": "14376992", "funds.sources.0.adjusted": "14376971"})
    finding = next(f for f in check(form) if f.code == "FUND001")
    assert finding.facts["total"] == "14376992"
    assert "14,376,992万元" in finding.message


def test_one_fact_gives_one_finding() -> None:
    wrong_way = patched({"indicators.6.score": "15"})
    assert [f.code for f in check(wrong_way)] == ["SCR004", "SCR006"]
    far_above = patched({"indicators.5.actual": "420人", "goal.actual": "护理床52张"})
    assert [f.code for f in check(far_above)] == ["DEV001", "GOAL009"]


def test_a_finding_elsewhere_is_not_superseded() -> None:
    form = patched({"indicators.6.score": "15", "indicators.0.score": "13"})
    codes = {(f.code, f.where) for f in check(form)}
    assert ("SCR006", "indicators.6.score") in codes
    assert ("SCR001", "indicators.0.score") in codes
    assert ("SCR002", "indicators.0.score") not in codes


@pytest.mark.parametrize("where", ["", "indicators.7", "indicators.7.actual"])
def test_a_waiver_marks_the_findings_inside_its_place(where: str) -> None:
    form = patched(
        {
            "indicators.7.actual": ">95%",
            "indicators.0.actual": ">52张",
            "waivers": [{**_WAIVER, "where": where}],
        }
    )
    waived = {f.where: f.waived for f in check(form) if f.code == "ACT003"}
    assert waived == {"indicators.0.actual": where == "", "indicators.7.actual": True}


def test_a_waiver_does_not_reach_a_place_with_a_longer_number() -> None:
    rows = [patched({}).indicators[0].model_dump() for _ in range(11)]
    rows[10]["actual"] = ">52张"
    form = patched({"indicators": rows, "waivers": [{**_WAIVER, "where": "indicators.1"}]})
    found = [f for f in check(form) if f.code in {"ACT003", "WVR001"}]
    assert [(f.code, f.waived) for f in found] == [("ACT003", False), ("WVR001", False)]


def test_rules_without_their_second_document_are_listed() -> None:
    form = patched({})
    late, approved = {"ACT011", "FUND010", "TXT002"}, {"WGT002", "WGT005"}
    language = {"DEV002", "EVD001", "IND009"}
    assert {rule.code for rule in unchecked()} == late | approved | language
    assert {rule.code for rule in unchecked(declaration=form)} == late | language
    assert {rule.code for rule in unchecked(last_year=form, asked=True)} == approved
    assert unchecked(form, form, asked=True) == ()
    (left,) = unchecked(form, form, asked=True, unanswered={"EVD001"})
    assert left.code == "EVD001"


def test_explain() -> None:
    assert explain("fund001 ") == RULES["FUND001"].explain
    with pytest.raises(KeyError):
        explain("FUND999")


def test_text_of_the_form_is_data_in_messages() -> None:
    form = patched({"indicators.0.actual": "≥{place}52张", "indicators.1.target": "{0.__class__}"})
    assert all(isinstance(finding.message, str) for finding in check(form))


def test_rules_are_in_order_of_codes() -> None:
    assert list(RULES) == sorted(RULES)
