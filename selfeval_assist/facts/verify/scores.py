"""What the points of a form imply: full points, points lost, sums by level and group, shares."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from selfeval_assist.facts import lexicon
from selfeval_assist.facts.model import Fact, FactTable
from selfeval_assist.facts.verify.worked import first_number, share, shown
from selfeval_assist.form.vocabulary import LEVEL1, LEVEL2


def points(table: FactTable) -> Iterator[Fact]:
    """Yield what the execution may score and lost, and what the whole form lost."""
    weights = [fact for fact in table if re.fullmatch(r"level\.\d+\.weight", fact.id)]
    known = [value for fact in weights if (value := first_number(fact)) is not None]
    hundred = Decimal(100)
    if "score.execution" in table and known and len(known) == len(weights):
        score = table["score.execution"]
        weight, got = hundred - sum(known), first_number(score)
        if 0 < weight <= 20:
            words = ("预算执行率分值", "预算执行", "预算执行率", "满分")
            most = shown(weight)
            yield replace(score, id="score.execution.weight", value=most, wordings=words)
            if got is not None and got < weight:
                less = shown(weight - got)
                yield replace(score, id="score.execution.lost", value=less, wordings=lexicon.LOST)
    elif "score.execution" in table and "funds.rate" in table:
        score = table["score.execution"]
        if table["funds.rate"].value == "100.00%":
            also = ("满分", *score.wordings)
            yield replace(score, id="score.execution.full", wordings=also)
    scored = [fact for fact in table if re.fullmatch(r"level\.\d+\.score", fact.id)]
    reached = [value for fact in scored if (value := first_number(fact)) is not None]
    if scored and len(reached) == len(scored) == len(known):
        gained, full = sum(reached, Decimal(0)), sum(known, Decimal(0))
        sources = tuple(source for fact in scored for source in fact.sources)
        for name, points, called in (
            ("score", gained, lexicon.INDICATORS),
            ("weight", full, lexicon.INDICATORS),
            ("lost", full - gained, lexicon.TOTAL_LOST),
        ):
            fact_id, label = f"score.indicators.{name}", "绩效指标合计"
            yield Fact(fact_id, label, shown(points), "points", sources, "", called)
        if full:
            rate = ("绩效指标得分率", "指标得分率")
            yield share("score.indicators.rate", "得分率", gained, full, sources, rate)
    if "score.total" in table:
        total = table["score.total"]
        yield replace(total, id="score.full", value="100分", wordings=("满分", "总分值"))
        got = first_number(total)
        if got is not None and got < hundred:
            less = shown(hundred - got)
            yield replace(total, id="score.total.lost", value=less, wordings=lexicon.TOTAL_LOST)


def levels(table: FactTable) -> Iterator[Fact]:
    """Yield what rows, second-level groups and first levels may score, scored and lost."""
    scored: dict[str, dict[str, Fact]] = {}
    for fact in table:
        prefix, _, name = fact.id.rpartition(".")
        if fact.kind == "points" and name in {"weight", "score"}:
            scored.setdefault(prefix, {})[name] = fact
    for prefix, pair in scored.items():
        if len(pair) < 2 or not prefix.startswith(("row.", "level.")):
            continue
        weight, score = first_number(pair["weight"]), first_number(pair["score"])
        if not weight or score is None:
            continue
        sources = (*pair["weight"].sources, *pair["score"].sources)
        rate = share(f"{prefix}.rate", "得分率", score, weight, sources, lexicon.SCORE_RATE)
        yield replace(rate, row=pair["score"].row, subjects=pair["score"].subjects)
        if score < weight and prefix.startswith("level."):
            lost = replace(pair["score"], id=f"{prefix}.lost", label="扣分合计")
            yield replace(lost, value=shown(weight - score), wordings=lexicon.LOST)
    kinds = [f for f in table if f.id.startswith("kind.") and f.id.endswith(".total")]
    for fact in kinds:
        yield from _kind(fact, scored)
    yield from _gathered(kinds, scored, table)


def _gathered(
    kinds: list[Fact], scored: dict[str, dict[str, Fact]], table: FactTable
) -> Iterator[Fact]:
    """Yield weights and scores of first levels that have empty rows, which score nothing."""
    rows: dict[str, list[str]] = {}
    for kind in kinds:
        label = kind.label.removesuffix("项数")
        level = LEVEL2[label].level1 if label in LEVEL2 else label
        of_kind = dict.fromkeys(source.split(".")[1] for source in kind.sources)
        rows.setdefault(level, []).extend(of_kind)
    told = {name for fact in table if fact.id.startswith("level.") for name in fact.subjects}
    for number, (level, members) in enumerate(rows.items()):
        if level in told or level not in LEVEL1:
            continue
        for name, words in (("weight", lexicon.WEIGHT), ("score", lexicon.SCORE)):
            facts = [scored.get(f"row.{row}", {}).get(name) for row in members]
            values = [
                v for fact in facts if fact is not None and (v := first_number(fact)) is not None
            ]
            if len(values) == len(members):
                yield Fact(
                    f"level.empty{number}.{name}", "分值合计" if name == "weight" else "得分合计",
                    shown(sum(values, Decimal(0))), "points",
                    tuple(f"indicators.{row}.{name}" for row in members), "", words,
                    subjects=(level, level.removesuffix("指标")),
                )  # fmt: skip


def _kind(total: Fact, scored: dict[str, dict[str, Fact]]) -> Iterator[Fact]:
    """Yield the sum of weights and scores of a second-level group."""
    rows = dict.fromkeys(source.split(".")[1] for source in total.sources)
    label = total.label.removesuffix("项数")
    for name, words in (("weight", lexicon.WEIGHT), ("score", lexicon.SCORE)):
        facts = [scored.get(f"row.{row}", {}).get(name) for row in rows]
        values = [first_number(fact) for fact in facts if fact is not None]
        known = [value for value in values if value is not None]
        if len(known) == len(rows):
            prefix = total.id.removesuffix(".total")
            yield Fact(
                f"{prefix}.{name}", f"{label}项数", shown(sum(known, Decimal(0))), "points",
                total.sources, "", (*words, "共", "合计"),
            )  # fmt: skip
