"""Any text against the form: a true one passes, what is wrong in one is marked where it stands."""

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import small_forms
import yaml

from selfeval_assist.facts import FactTable, for_goal
from selfeval_assist.verify import Violation, verify_text

CASES = Path(__file__).parents[2] / "data" / "verify" / "cases"
FORMS = {"platform": small_forms.platform, "training": small_forms.training}
GROUPS: list[dict[str, Any]] = yaml.safe_load((CASES / "typed.yml").read_text(encoding="utf-8"))


@cache
def facts(form: str) -> FactTable:
    return small_forms.table_of(FORMS[form]())


def cases(kind: str) -> Iterator[Any]:
    for group in GROUPS:
        for case in group.get(kind, ()):
            text = case if isinstance(case, str) else case["text"]
            yield pytest.param(group["form"], case, id=text[:40] or "nothing")


def marked(case: dict[str, str], found: tuple[Violation, ...]) -> bool:
    """Return whether a mark touches the quote of a case, by its rule where it has one."""
    start = case["text"].rfind(case["quote"])
    return any(
        mark.start < start + len(case["quote"])
        and start < mark.start + len(mark.quote)
        and mark.rule == case.get("rule", mark.rule)
        for mark in found
    )


@pytest.mark.parametrize(("form", "text"), cases("right"))
def test_a_true_text_passes(form: str, text: str) -> None:
    assert verify_text(text, facts(form)) == ()


@pytest.mark.parametrize(("form", "text"), cases("grey"))
def test_a_true_text_that_is_not_understood_is_asked_about(form: str, text: str) -> None:
    assert {mark.grade for mark in verify_text(text, facts(form))} == {"grey"}


@pytest.mark.parametrize(("form", "case"), cases("wrong"))
def test_what_is_wrong_is_marked(form: str, case: dict[str, str]) -> None:
    found = verify_text(case["text"], facts(form))
    assert marked(case, found), found
    for mark in found:
        assert case["text"][mark.start : mark.start + len(mark.quote)] == mark.quote


@pytest.mark.parametrize(("form", "case"), cases("missed"))
def test_a_known_miss_is_one(form: str, case: dict[str, str]) -> None:
    """What should be marked and is not yet; one that is marked belongs to the wrong ones."""
    assert not marked(case, verify_text(case["text"], facts(form)))


@pytest.mark.parametrize(("form", "case"), cases("says"))
def test_a_message_says_what_the_form_holds(form: str, case: dict[str, str]) -> None:
    found = verify_text(case["text"], facts(form))
    assert any(case["part"] in mark.message for mark in found), found


def test_what_no_value_gives_is_red_and_a_value_in_another_place_grey(table: FactTable) -> None:
    (nowhere,) = verify_text("年初预算1469.2993万元。", table)
    (elsewhere,) = verify_text("年初预算1437.6992万元。", table)
    assert (nowhere.rule, nowhere.grade) == ("number", "red")
    assert (elsewhere.rule, elsewhere.grade) == ("elsewhere", "grey")


def test_a_goal_must_not_use_results(table: FactTable) -> None:
    text = "整合业务系统达到9个。"
    assert verify_text(text, table) == ()
    assert [mark.quote for mark in verify_text(text, for_goal(table))] == ["9个"]


def test_a_goal_may_say_that_targets_are_reached(table: FactTable) -> None:
    text = "故障处理及时率达到95%。"
    assert verify_text(text, for_goal(table)) == ()
    assert [mark.quote for mark in verify_text(text, table)] == ["95%"]


def test_a_new_cause_of_the_caller_counts(table: FactTable) -> None:
    text = "由于机房搬迁，整合业务系统完成9个。"
    assert [mark.rule for mark in verify_text(text, table)] == ["causal"]
    assert verify_text(text, table, causes=["机房搬迁"]) == ()


def test_the_work_for_a_text_grows_with_its_square_at_most(table: FactTable) -> None:
    """Work is counted in calls, which are the same on every machine, and not in seconds."""

    def calls(times: int) -> int:
        done = 0

        def count(*_: object) -> None:
            nonlocal done
            done += 1

        text = "整合业务系统完成9个，约一千万元，由于某某，" * times
        sys.setprofile(count)
        try:
            verify_text(text, table)
        finally:
            sys.setprofile(None)
        return done

    calls(1)  # fills what is kept from one text to the next
    assert calls(100) < 4.1 * calls(50)


def test_a_target_in_words_that_is_quoted_judges_nothing() -> None:
    missed = small_forms.row("系统数量", "0%", "1%", weight="", score="")
    namesake = small_forms.row("系统数量", "完成", "0%", weight="5", score="3.5")
    part = small_forms.row("其中", "完成", "0%", weight="", score="")
    form = small_forms.make(part, missed, namesake, policy="city-cap")
    table = small_forms.table_of(form)
    assert verify_text("数量指标中系统数量目标为完成，实际为0%，自评扣1.5分。", table) == ()
