"""The two sample forms: the findings that a careful reader counts by hand, and no others."""

from collections import Counter
from pathlib import Path

import pytest

from selfeval_assist.checks import Finding, State, check, consistency
from selfeval_assist.documents import read
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import policy_for
from selfeval_assist.scoring import score

_SOURCE = Path(__file__).parents[3] / "examples" / "source" / "two-forms.txt"
_COUNTS = {
    "FUND007": (1, 1),
    "FUND009": (1, 1),
    "ACT002": (1, 1),
    "ACT003": (0, 3),
    "TGT001": (3, 9),
    "TGT002": (0, 1),
    "IND004": (1, 1),
    "IND006": (2, 0),
    "IND012": (1, 0),
    "GOAL001": (1, 1),
    "GOAL002": (1, 1),
    "SCR005": (1, 1),
    "TXT001": (2, 0),
    "FUND001": (0, 0),
    "FUND002": (0, 0),
    "FUND003": (0, 0),
    "WGT001": (0, 0),
    "SCR002": (0, 0),
    "SCR004": (0, 0),
    "DEV001": (0, 0),
}


@pytest.fixture(scope="module")
def forms() -> tuple[SelfEvaluation, ...]:
    return read(_SOURCE)


@pytest.fixture(scope="module")
def findings(forms: tuple[SelfEvaluation, ...]) -> list[tuple[Finding, ...]]:
    return [check(form) for form in forms]


@pytest.mark.parametrize("code", sorted(_COUNTS))
def test_counts(code: str, findings: list[tuple[Finding, ...]]) -> None:
    counted = tuple(Counter(f.code for f in found)[code] for found in findings)
    assert counted == _COUNTS[code]


def test_copied_rows_are_listed(findings: list[tuple[Finding, ...]]) -> None:
    facts = [next(f.facts for f in found if f.code == "ACT002") for found in findings]
    assert [(f["copied"], f["count"]) for f in facts] == [("12", "12"), ("26", "27")]


def test_vague_targets_are_those_without_any_scale(findings: list[tuple[Finding, ...]]) -> None:
    vague = [Counter(f.facts["target"] for f in found if f.code == "TGT001") for found in findings]
    words = {"稳定": 6, "完成": 1, "年度计划": 1, "纵向比较": 1}
    assert vague == [{"完成": 1, "提高": 2}, words]


def test_the_cost_rule_says_which_kind_of_fault(findings: list[tuple[Finding, ...]]) -> None:
    where = [next(f.where for f in found if f.code == "IND004") for found in findings]
    assert where == ["indicators", "indicators.20.name"]


def test_copied_goals_are_copied_in_the_table(forms: tuple[SelfEvaluation, ...]) -> None:
    for form in forms:
        links = consistency(form, score(form, policy_for(form)))
        assert links
        assert {link.state for link in links} == {State.COPIED}
