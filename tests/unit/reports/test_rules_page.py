"""The page of rules is what the rules say now."""

from pathlib import Path

from selfeval_assist.checks import FAMILIES, RULES
from selfeval_assist.reports.rules_page import rules_page

PAGE = Path(__file__).parents[3] / "docs" / "rules.md"


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == rules_page(), "run: make docs"


def test_every_rule_is_on_it() -> None:
    page = rules_page()
    assert all(f"### {code} " in page for code in RULES)


def test_every_rule_has_a_family_and_every_family_a_rule() -> None:
    assert {code.rstrip("0123456789") for code in RULES} == FAMILIES.keys()
    assert len(set(FAMILIES.values())) == len(FAMILIES)
