"""The actual completion: money, results level by level, what fell short, and what is missing."""

from collections.abc import Iterator
from decimal import Decimal

from selfeval_assist.drafting.composer.fitting import Part, fit, possible
from selfeval_assist.drafting.composer.levels import SILENT, Told, heading, level_part, openings
from selfeval_assist.drafting.composer.money import budget_parts, carried
from selfeval_assist.drafting.composer.phrases import Phrase, alone, together, unmeasured
from selfeval_assist.drafting.composer.remarks import asked, counted, explained, proof
from selfeval_assist.drafting.composer.shortfalls import SHORT, shortfalls
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.facts import FactTable
from selfeval_assist.facts.groups import grouped
from selfeval_assist.facts.levels import Level, levels_of
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import Policy
from selfeval_assist.scoring import ScoreSheet, Verdict

_LONGEST_WORDS = 40
"""Characters of a quoted result from which on the text points to the table instead."""


def actual(
    form: SelfEvaluation, sheet: ScoreSheet, table: FactTable, policy: Policy
) -> list[SentencePlan]:
    """Return the sentences of the actual completion, in the order of the form.

    They have at most as many characters as the policy allows: levels that meet their targets are
    told by fewer rows, then by their counts, and in a very short field only all together. What is
    missed or late is told to the last.
    """
    limit = policy.texts.result[1]
    parts = _parts(form, sheet, table, policy, brief=False)
    if not possible(table, parts, limit, SILENT):
        parts = _parts(form, sheet, table, policy, brief=True)
    return fit(table, parts, limit)


def _parts(
    form: SelfEvaluation, sheet: ScoreSheet, table: FactTable, policy: Policy, *, brief: bool
) -> list[Part]:
    return [
        *_results(form, sheet, table, policy, brief=brief),
        *counted(form, table, kept=brief),
        *shortfalls(sheet, table),
        *budget_parts(table, carried(table, policy.texts.result[1])),
        *explained(form, sheet, table),
        *proof(table),
        *asked(form, table),
    ]


def _results(
    form: SelfEvaluation, sheet: ScoreSheet, table: FactTable, policy: Policy, *, brief: bool
) -> Iterator[Part]:
    """Yield one part for each level; rows that fell short are left to their own sentences."""
    told = {level: _told(level, form, sheet, table, policy) for level in levels_of(form)}
    told = {level: rows for level, rows in told.items() if rows}
    begins = openings(told, _opening)
    for level, rows in told.items():
        yield level_part(
            level,
            rows,
            "，如",
            opening=begins[level.group],
            count=_count(level, table),
            silent=brief,
        )


def _opening(level: Level, several: bool) -> str:
    return heading(level, group=several)


def _told(
    level: Level, form: SelfEvaluation, sheet: ScoreSheet, table: FactTable, policy: Policy
) -> list[Told]:
    """Return what the rows of a level say, equal ones together, in form order."""
    found: list[Told] = []
    inside = set(level.rows)
    for rows in grouped(form, table.facts, "actual"):
        fact = table[f"row.{rows[0]}.actual"]
        if rows[0] not in inside or unmeasured(form, fact):
            continue
        if sheet.rows[rows[0]].verdict in SHORT:
            continue
        if fact.kind == "words" and len(fact.value) > _LONGEST_WORDS:
            named = {table[f"row.{row}.name"].value: f"<row.{row}.name>" for row in rows}
            phrase = Phrase(f"{'、'.join(named.values())}的完成情况见指标表", len(named))
            found.append(Told(phrase, phrase, _weight(sheet, rows)))
        elif len(rows) > 1 and not _far(sheet, rows[0], policy):
            full, plain = (together(table, rows, "actual", plain=each) for each in (False, True))
            found.append(Told(full, plain, _weight(sheet, rows)))
        else:
            for row in rows:
                found.append(_single(sheet, table, row, policy, plain=bool(found)))
    return found


def _single(sheet: ScoreSheet, table: FactTable, row: int, policy: Policy, *, plain: bool) -> Told:
    """Return one row; what goes far beyond its target is set against it."""
    own, base = f"row.{row}", alone(table, row, "actual", plain=plain)
    full = short = base
    gap = f"{own}.gap"
    if _far(sheet, row, policy) and gap in table:
        less = f"{own}.below" in table
        point = table[gap].value.endswith("百分点")
        word = f"比目标{'低' if point else '少'}" if less else f"比目标{'高' if point else '多'}"
        full = short = Phrase(f"{base.text}，{word}<{gap}>", base.facts + 1)
        share = f"{own}.below" if less else f"{own}.overshoot"
        if share in table and not point:
            full = Phrase(f"{short.text}（<{share}>）", short.facts + 1)
    elif f"{own}.early" in table:
        full = Phrase(f"{base.text}，提前<{own}.early>", base.facts + 1)
    elif f"{own}.survey" in table:
        full = Phrase(f"{base.text}（有效问卷<{own}.survey>）", base.facts + 1)
    return Told(full, short, _weight(sheet, (row,)))


def _far(sheet: ScoreSheet, row: int, policy: Policy) -> bool:
    score = sheet.rows[row]
    limit = policy.overshoot.warn_at - 100
    exceeded = score.verdict is Verdict.EXCEEDED and score.overshoot is not None
    return exceeded and score.overshoot is not None and score.overshoot >= limit


def _weight(sheet: ScoreSheet, rows: tuple[int, ...]) -> Decimal:
    return sum((sheet.rows[row].weight or Decimal(0) for row in rows), Decimal(0))


def _count(level: Level, table: FactTable) -> Phrase | None:
    """Return a level told by its count; None for so few rows that they are told as shortly."""
    if len(level.rows) < 2:
        return None
    total, met = f"{level.id}.total", f"{level.id}.met"
    if f"{level.id}.verdict" in table:
        return Phrase(f"{level.label}<{met}><{level.id}.verdict>", 2)
    if met in table:
        return Phrase(f"{level.label}共<{total}>，达到年度指标值的<{met}>", 2)
    return Phrase(f"{level.label}共<{total}>，自评结果见指标表", 1)
