"""A form that holds all a reviewer wants has no error and no warning, under every policy."""

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import rule_cases
import yaml

from selfeval_assist.checks import check
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import available, load, policy_for

_FILE = Path(__file__).parents[2] / "data" / "clean" / "policies.yml"
_POLICIES = [policy.id for policy in available()]


@cache
def _cases() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return data


def _clean(policy: str) -> SelfEvaluation:
    cases = _cases()
    return rule_cases.patched(cases["common"] | cases["policies"][policy])


def test_every_policy_has_a_clean_form() -> None:
    assert sorted(_cases()["policies"]) == sorted(_POLICIES)


@pytest.mark.parametrize("policy", _POLICIES)
def test_no_error_and_no_warning(policy: str) -> None:
    found = check(_clean(policy), load(policy))
    assert [finding for finding in found if finding.severity != "I"] == []


@pytest.mark.parametrize("policy", _POLICIES)
def test_one_explained_loss(policy: str) -> None:
    form = _clean(policy)
    total = form.total.value
    assert total is not None
    assert total < Decimal(100)
    execution = form.funds.total
    losing = [row.deviation for row in form.indicators if row.score.value != row.weight.value]
    if execution.score.value != execution.weight.value:
        losing.append(form.funds.deviation)
    assert len(losing) == 1
    assert losing[0].text


@pytest.mark.parametrize("policy", _POLICIES)
def test_the_policy_is_the_forms_own(policy: str) -> None:
    if load(policy).match.places:
        assert policy_for(_clean(policy)).id == policy
