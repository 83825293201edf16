"""Every rule against its written cases: where it fires, on which facts, and where it is silent."""

import json
from functools import cache
from typing import Any

import pytest
from rule_cases import FOLDER, patched, written

from selfeval_assist.checks import RULES, ask_about, check, run_rules
from selfeval_assist.form import SelfEvaluation

_SECTIONS = ("## 检查什么", "## 为什么", "## 反例", "## 正例", "## 怎么改")


@cache
def cases(code: str) -> dict[str, list[dict[str, Any]]]:
    """Return the written cases of a rule."""
    data: dict[str, list[dict[str, Any]]] = written(FOLDER / f"{code}.yml")
    return data


def _written(kind: str) -> list[Any]:
    return [
        pytest.param(path.stem, case, id=f"{path.stem}-{number}")
        for path in sorted(FOLDER.glob("[A-Z]*.yml"))
        for number, case in enumerate(cases(path.stem)[kind])
    ]


def _found(code: str, case: dict[str, Any]) -> list[Any]:
    second: dict[str, SelfEvaluation] = {
        name: patched(case[name]) for name in ("declaration", "last_year") if name in case
    }
    form = patched(case.get("patch", {}))
    if RULES[code].kind == "language":
        answer = json.dumps({"findings": case["answer"]}, ensure_ascii=False)
        return [f for f in ask_about(form, lambda _: answer).findings if f.code == code]
    found = run_rules(form, **second).findings
    return [f for f in found if f.code == code]


@pytest.mark.parametrize(("code", "case"), _written("fire"))
def test_fires(code: str, case: dict[str, Any]) -> None:
    found = [f for f in _found(code, case) if f.where == case["where"]]
    assert len(found) == 1
    finding = found[0]
    facts = {key: str(value) for key, value in case.get("facts", {}).items()}
    assert facts.items() <= finding.facts.items()
    assert finding.severity.value == case.get("severity", RULES[code].severity.value)
    assert finding.message
    assert "{" not in finding.message


@pytest.mark.parametrize(("code", "case"), _written("silent"))
def test_silent(code: str, case: dict[str, Any]) -> None:
    assert _found(code, case) == []


def test_clean_form_is_silent() -> None:
    clean = patched({})
    assert check(clean) == ()
    assert check(clean, declaration=clean) == ()


@pytest.mark.parametrize("code", sorted(RULES))
def test_rule_is_complete(code: str) -> None:
    rule = RULES[code]
    places = [rule.explain.find(section) for section in _SECTIONS]
    assert -1 not in places
    assert places == sorted(places)
    assert rule.basis
    assert rule.standing in {"V", "M", "P"}
    assert len(cases(code)["fire"]) >= 2
    assert len(cases(code)["silent"]) >= 2


def test_no_cases_for_unknown_rules() -> None:
    assert {path.stem for path in FOLDER.glob("[A-Z]*.yml")} == set(RULES)


def test_superseded_rules_exist() -> None:
    assert {code for rule in RULES.values() for code in rule.supersedes} <= set(RULES)
