"""The actual completion: what was done, results, what fell short and why, money, questions."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import islice

from selfeval_assist.drafting.composer.fitting import Part, whole, yielding
from selfeval_assist.drafting.composer.levels import (
    Told,
    by_importance,
    fit_rows,
    is_managed,
    level_part,
    ordered,
    told_in,
)
from selfeval_assist.drafting.composer.money import budget_parts, carried
from selfeval_assist.drafting.composer.phrases import Phrase, alone, together, unmeasured
from selfeval_assist.drafting.composer.remarks import (
    asked,
    in_time_all_the_same,
    proof,
    repeats_money,
)
from selfeval_assist.drafting.composer.shortfalls import (
    apart,
    in_brackets,
    is_short,
    short_parts,
    shortfalls,
    verdict_words,
)
from selfeval_assist.drafting.composer.typed import Typed, typed, without
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.facts import FactTable, render
from selfeval_assist.facts.groups import grouped
from selfeval_assist.facts.levels import Level
from selfeval_assist.facts.totals import tallied
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import Policy
from selfeval_assist.scoring import ScoreSheet, Verdict

_LONGEST_WORDS = 40
"""Characters of a quoted result from which on the text points to the table instead."""
_BRIEF = 150
"""Characters of a text in which results go before counts and budget."""
_WORK, _LONG_WORK = 73, 46
"""What is lost without what a person reported as done; nothing else says it."""


def actual(
    form: SelfEvaluation, sheet: ScoreSheet, table: FactTable, policy: Policy
) -> list[SentencePlan]:
    """Return the sentences of the actual completion.

    They have at most as many characters as the policy allows: rows that meet their targets are
    left to the table first, what is missed or late last. Where the first row fell short, that is
    told first.
    """
    limit = policy.texts.result[1]
    apart = [row.index for row in sheet.rows if is_short(row, table)]
    done = typed(table, "done", frozenset(apart).intersection(tallied(form, sheet)))
    levels = [
        (level, _told(level, form, sheet, table, policy, done.rows)) for level in ordered(form)
    ]
    rows = [level_part(level, said, table) for level, said in levels if said]
    brief = limit <= _BRIEF
    short = list(shortfalls(sheet, table, brief=brief))
    told = (row for level, _ in levels for row in level.rows if not repeats_money(form, row))
    worst = any(is_short(sheet.rows[first], table) for first in islice(told, 1))
    results = [*short, *rows] if worst else [*rows, *short]
    others = [*_budget(table, limit, brief=brief), *proof(table)]
    work = _work(without(done, table, told_in(table, [*results, *others])), table, limit)
    parts = work, results, [*others, *asked(form, sheet, table)]
    return fit_rows(table, parts, "其余指标完成情况见指标表", limit)


def _work(done: Typed, table: FactTable, limit: int) -> list[Part]:
    """Return what was done, which stays where it does not take half of the text."""
    work = ["，".join(f"<{each}>" for each in one) for one in done.sentences]
    cost = _WORK if sum(len(render(each, table)) for each in work) * 2 <= limit else _LONG_WORK
    return [whole("已做的事", (0, each), (cost, "")) for each in work]


def _budget(table: FactTable, limit: int, *, brief: bool) -> list[Part]:
    """Return budget and execution; in a brief text the figures give way before the rows do."""
    parts = budget_parts(table, carried(table, limit))
    return [yielding(each) if brief and not each.cause else each for each in parts]


def _told(
    level: Level, form: SelfEvaluation, sheet: ScoreSheet, table: FactTable, policy: Policy,
    left: frozenset[int],
) -> list[Told]:  # fmt: skip
    """Return what the rows of a level say, equal ones together."""
    found: list[Told] = []
    short = {row.index for row in sheet.rows if is_short(row, table)} & {*tallied(form, sheet)}
    elsewhere = short.union(*(short_parts(sheet, table, row) for row in short))
    elsewhere |= {*in_time_all_the_same(form, sheet, table)}
    for rows in by_importance(table, level, grouped(form, table.facts, "actual"), "actual"):
        fact = table[f"row.{rows[0]}.actual"]
        money = "funds.rate" in table and repeats_money(form, rows[0])
        if rows[0] in elsewhere or money or unmeasured(form, fact) or is_managed(form, fact):
            continue
        if phrase := _common(sheet, table, rows, policy):
            found.append(Told(phrase, phrase, _weight(sheet, rows)))
        else:
            found += [_single(sheet, table, row, policy) for row in rows if row not in left]
    return found


def _common(
    sheet: ScoreSheet, table: FactTable, rows: tuple[int, ...], policy: Policy
) -> Phrase | None:
    """Return what is said of rows with a common value at once; None where each has its own."""
    fact = table[f"row.{rows[0]}.actual"]
    if fact.kind == "words" and len(fact.value) > _LONGEST_WORDS:
        names = "、".join(f"<row.{row}.name>" for row in rows)
        return Phrase(f"{names}的完成情况见指标表", len(rows))
    if len(rows) > 1 and not _far(sheet, rows[0], policy):
        return together(table, rows, "actual")
    return None


def _single(sheet: ScoreSheet, table: FactTable, row: int, policy: Policy) -> Told:
    """Return one row; what goes far beyond its target is set against it."""
    own, base = f"row.{row}", alone(table, row, "actual")
    full = base
    gap = f"{own}.gap"
    if _far(sheet, row, policy) and gap in table:
        full = Phrase(f"{base.text}，{apart(table, row)}<{gap}>", base.facts + 1)
    elif is_short(sheet.rows[row], table):
        # a part of a row that fell short is not among those that are counted
        full = base = in_brackets(table, row, verdict_words(sheet.rows[row]))
    elif f"{own}.early" in table:
        full = Phrase(f"{base.text}，提前<{own}.early>", base.facts + 1)
    elif f"{own}.survey" in table:
        full = Phrase(f"{base.text}（有效问卷<{own}.survey>）", base.facts + 1)
    return Told(full, base, _weight(sheet, (row,)))


def _far(sheet: ScoreSheet, row: int, policy: Policy) -> bool:
    score = sheet.rows[row]
    limit = policy.overshoot.warn_at - 100
    exceeded = score.verdict is Verdict.EXCEEDED and score.overshoot is not None
    return exceeded and score.overshoot is not None and score.overshoot >= limit


def _weight(sheet: ScoreSheet, rows: Sequence[int]) -> Decimal:
    return sum((sheet.rows[row].weight or Decimal(0) for row in rows), Decimal(0))
