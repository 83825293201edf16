"""The composer's further texts: conclusion, problems and measures."""

from collections.abc import Iterator, Sequence

from selfeval_assist.drafting.composer.deviation import charged
from selfeval_assist.drafting.composer.fitting import Part, fit, whole
from selfeval_assist.drafting.composer.money import at_odds, budget_parts, contradicted
from selfeval_assist.drafting.composer.remarks import question, quoted, repeats_money
from selfeval_assist.drafting.composer.shortfalls import (
    explained_by,
    is_short,
    led,
    missed,
    reached,
    reasons,
    shortfalls,
)
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.facts import FactTable
from selfeval_assist.facts.deviating import exceeds
from selfeval_assist.facts.rows import told_of
from selfeval_assist.policies import Policy
from selfeval_assist.prose.causes import tells_measure
from selfeval_assist.scoring import ScoreSheet

_LAST = 99


def conclusion(table: FactTable, limit: int) -> list[SentencePlan]:
    """Return what was reached on the whole: points, grade, counts, and the money."""
    parts: list[Part] = []
    if "score.total" in table:
        grade = "，评价等级为<score.grade>" if "score.grade" in table else ""
        parts.append(whole("总分", (0, f"自评总分<score.total>{grade}"), (_LAST, "")))
    if text := reached(table):
        parts.append(whole("指标", (0, text), (_LAST, "")))
    return fit(table, [*parts, *budget_parts(table)], limit)


def problems(
    sheet: ScoreSheet, table: FactTable, rows: tuple[int, ...], policy: Policy, limit: int
) -> list[SentencePlan]:
    """Return what fell short, and why as persons stated it, each cause once."""
    short = list(shortfalls(sheet, table, point=False)) if "tally.short" in table else []
    told = reasons(table, [row for row in rows if is_short(sheet.rows[row], table)])
    left = tuple(row for row in rows if row not in told)
    owed = _owing(sheet, table, left, policy)
    asked = list(_stated(table, left, ("cause", "text"), "原因", owed))
    parts = [*short, *(part for part in asked if part.topic == "原因")]
    rate = sheet.execution.rate
    if rate is not None and rate < policy.execution.explain_below:
        parts += budget_parts(table, deviation=True)
        if "funds.cause" in table and not contradicted(table):
            cause = table["funds.cause"].value
            parts.append(
                whole(
                    "原因",
                    (0, f"{led(table, 'funds.cause')}<funds.cause>"),
                    (_LAST, ""),
                    cause=cause,
                )
            )
    return fit(table, [*parts, *(part for part in asked if part.topic != "原因")], limit)


def _owing(
    sheet: ScoreSheet, table: FactTable, rows: Sequence[int], policy: Policy
) -> frozenset[int]:
    """Return the rows that owe a reason and a measure of their own."""
    return frozenset(
        row
        for row in rows
        if table.form is not None
        and not exceeds(sheet.rows[row], table.form.indicators[row], policy)
        and told_of(sheet.rows[row], table)
        and not repeats_money(table.form, row)
        and explained_by(sheet, table, row) is None
    )


def measures(
    sheet: ScoreSheet, table: FactTable, rows: tuple[int, ...], policy: Policy, limit: int
) -> list[SentencePlan]:
    """Return what is to be done about every row that departs from its target, and the budget."""
    owed = _owing(sheet, table, rows, policy)
    parts = list(_stated(table, rows, ("measure",), "改进措施", owed))
    if "funds.measure" in table:
        text = f"针对预算执行，<funds.measure>{charged(table, 'funds')}"
        parts.insert(0, whole("改进措施", (0, text), (_LAST, "")))
    return fit(table, parts, limit)


def _stated(
    table: FactTable, rows: tuple[int, ...], roles: tuple[str, ...], label: str,
    owed: frozenset[int],
) -> Iterator[Part]:  # fmt: skip
    """Yield what a person stated about each row, and ask once for what is owed."""
    named = [row for row in rows if f"row.{row}.name" in table]
    found = {row: _said_of(table, row, roles) for row in named}
    for row, fact in found.items():
        if fact and label == "原因":
            said = f"{missed(table, row, full=False).text}，{led(table, fact)}<{fact}>"
            yield whole(label, (0, said), (_LAST, ""), cause=table[fact].value)
        elif fact:
            said = f"针对<row.{row}.name>，<{fact}>{charged(table, f'row.{row}')}"
            yield whole(label, (0, said), (_LAST, ""), cause=table[fact].value)
    if missing := [row for row, fact in found.items() if not fact and row in owed]:
        what = "未达到目标或扣分的原因" if label == "原因" else f"的{label}"
        yield question(f"{quoted(table, missing)}{what}", label)


def _said_of(table: FactTable, row: int, roles: tuple[str, ...]) -> str:
    """Return the fact in which a person stated something about a row; "" for none.

    A measure may stand in the text of an imported form; behind its reason it is told alone.
    """
    doing = f"row.{row}.doing"
    if "measure" in roles and f"row.{row}.measure" not in table and doing in table:
        return doing if tells_measure(table[doing].value) else ""
    for fact in (f"row.{row}.{role}" for role in (*roles, "text")):
        if fact not in table or at_odds(table, table[fact].value):
            continue
        if not fact.endswith("text") or "text" in roles or tells_measure(table[fact].value):
            return fact
    return ""
