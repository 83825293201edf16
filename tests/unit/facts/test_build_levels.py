"""Counts by level, days ahead of a date, money beyond the budget, and documents as facts."""

from collections.abc import Callable

from selfeval_assist.facts import FactTable, build_facts, for_goal
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import policy_for
from selfeval_assist.scoring import score

Make = Callable[..., SelfEvaluation]


def table_of(form: SelfEvaluation) -> FactTable:
    return build_facts(form, score(form, policy_for(form)))


def row(level2: str, name: str, target: str, actual: str, document: str = "") -> dict[str, object]:
    given = {"level2": level2, "name": name, "target": target, "actual": actual}
    return {**given, "weight": "10", "score": "10", "evidence": {"document": document}}


def test_rows_are_counted_by_level_with_their_sources(make: Make) -> None:
    table = table_of(
        make(
            row("数量指标", "办件量", "≥100件", "120件"),
            row("数量指标", "培训人次", "≥100人次", "90人次"),
            row("质量指标", "合格率", "≥95%", "96%"),
        )
    )
    assert (table["kind.0.total"].value, table["kind.0.met"].value) == ("2项", "1项")
    assert table["kind.0.missed"].sources == ("indicators.1.target", "indicators.1.actual")


def test_days_ahead_and_money_beyond_are_shown_as_sums(make: Make) -> None:
    total = {"initial": "100", "adjusted": "100", "executed": "108.5"}
    given = row("时效指标", "完工时间", "2021年6月30日前", "2021年6月20日")
    table = table_of(make(given, funds={"total": total}, money_unit="万元"))
    assert table["row.0.early"].value == "10天"
    assert table["row.0.early"].work == "2021-06-30 − 2021-06-20 = 10天"
    assert table["funds.over"].value == "8.5万元"
    assert "funds.unspent" not in table


def test_a_ceiling_kept_by_far_is_below_its_target(make: Make) -> None:
    table = table_of(make(row("社会效益指标", "等候时间", "≤15分钟", "12分钟")))
    assert table["row.0.below"].value == "20%"
    assert "row.0.overshoot" not in table


def test_a_document_named_twice_is_one_fact(make: Make) -> None:
    table = table_of(
        make(
            row("数量指标", "办件量", "≥100件", "120件", "验收报告"),
            row("质量指标", "合格率", "≥95%", "96%", "验收报告"),
        )
    )
    assert table["evidence.0"].value == "验收报告"
    assert len(table["evidence.0"].sources) == 2
    assert "evidence.1" not in table


def test_a_goal_knows_how_many_rows_but_not_how_they_went(make: Make) -> None:
    goals = for_goal(table_of(make(row("数量指标", "办件量", "≥100件", "120件"))))
    assert "kind.0.total" in goals
    assert not [fact.id for fact in goals if fact.id.endswith((".met", ".actual", ".verdict"))]


def test_a_typed_goal_stands_clause_by_clause_without_year_and_notes(make: Make) -> None:
    goal = "2021年方便群众就近办事：接入系统12个,办件2万件。落实政策(年初绩效目标)"
    table = table_of(make(goal={"planned": goal}))
    assert [fact.value for fact in table if fact.id.startswith("goal.")] == [
        "方便群众就近办事", "接入系统12个", "办件2万件", "落实政策",
    ]  # fmt: skip


def test_a_completion_that_copies_the_goal_says_nothing_of_what_was_done(make: Make) -> None:
    goal = {"planned": "接入系统12个。", "actual": "<p>接入系统12个</p>"}
    table = table_of(make(goal=goal))
    assert not [fact for fact in table if fact.id.startswith("done.")]
