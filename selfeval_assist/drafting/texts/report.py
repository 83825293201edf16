"""The report that goes with the form, from the same facts."""

import re
from collections.abc import Iterator, Mapping

from selfeval_assist.drafting.composer.actual import actual
from selfeval_assist.drafting.composer.deviation import budget
from selfeval_assist.drafting.composer.fitting import fit
from selfeval_assist.drafting.composer.money import budget_parts, carried
from selfeval_assist.drafting.composer.phrases import sentence
from selfeval_assist.drafting.composer.planned import planned
from selfeval_assist.drafting.composer.remarks import asked
from selfeval_assist.drafting.composer.summaries import conclusion, measures, problems
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.drafting.texts.kind import (
    MONEY as MONEY_MUSTS,
)
from selfeval_assist.drafting.texts.kind import (
    STATED,
    Material,
    TextKind,
    further,
    rows_must,
)
from selfeval_assist.facts.deviating import budget_deviates

NAME = "自评报告"
PROJECT, MONEY, RESULTS, PROBLEMS, MEASURES = (
    "项目概况", "预算执行情况", "目标完成情况", "主要问题", "改进措施",
)  # fmt: skip
SECTIONS = (PROJECT, MONEY, RESULTS, PROBLEMS, MEASURES)
NUMERALS = "一二三四五"
_SECTION = 1000
"""Characters of one section."""
_HEADING = re.compile(
    rf"(?:^|(?<=[。；！？】\n]))\s*[{NUMERALS}]、\s*({'|'.join(SECTIONS)})\s*(?:[。：:]|\n|$)"
)


def sections(text: str) -> dict[str, str]:
    """Return a report's text by its sections; what stands above the first heading is the first's.

    Nothing of the text is lost: of a heading that comes twice, both parts are kept.
    """
    above, *parts = _HEADING.split(text)
    found = {PROJECT: above.strip()} if above.strip() else {}
    for name, said in zip(parts[::2], parts[1::2], strict=True):
        found[name] = "\n".join(filter(None, (found.get(name, ""), said.strip())))
    return found


def planned_sections(each: Material) -> Mapping[str, list[SentencePlan]]:
    """Return what the composer says in each section; nothing where it knows nothing."""
    fell_short = problems(each.sheet, each.table, each.deviating, each.policy, _SECTION)
    return {
        # of the goal what the project is; its targets stand beside the results
        PROJECT: [
            plan
            for plan in planned(each.form, each.table, each.policy)
            if _only(plan, "form.", "funds.", "goal.")
        ],
        MONEY: _money(each),
        RESULTS: [plan for plan in _results(each) if plan not in fell_short],
        PROBLEMS: fell_short,
        MEASURES: measures(each.sheet, each.table, each.deviating, each.policy, _SECTION),
    }


def _only(plan: SentencePlan, *starts: str) -> bool:
    """Return whether a sentence states something, and only facts of some kinds."""
    return bool(plan.slots) and all(fact.id.startswith(starts) for fact in plan.slots.values())


def _money(each: Material) -> list[SentencePlan]:
    plans = fit(each.table, budget_parts(each.table, carried(each.table, _SECTION)), _SECTION)
    typed = each.form.funds.deviation.text.strip()
    if not typed and budget_deviates(each.form, each.sheet, each.policy):
        said = budget(each.sheet, each.table, each.policy)
        plans += (plan for plan in said if plan.pending or not _only_figures(plan))
    return plans


def _only_figures(plan: SentencePlan) -> bool:
    """Return whether a sentence states no words of a person: its figures stand there already."""
    return all(fact.kind not in {"cause", "words"} for fact in plan.slots.values())


def _results(each: Material) -> Iterator[SentencePlan]:
    """Yield points, counts and results; money and what fell short have sections of their own."""
    counts = ("score.", "tally.")
    yield from (plan for plan in conclusion(each.table, _SECTION) if _only(plan, *counts))
    wide = each.policy.texts.model_copy(update={"result": (0, _SECTION)})
    policy = each.policy.model_copy(update={"texts": wide})
    for plan in actual(each.form, each.sheet, each.table, policy):
        if plan.slots and not _only(plan, "funds.") and not _only(plan, "tally."):
            yield plan
    yield from fit(each.table, [*asked(each.form, each.sheet, each.table)], _SECTION)


def _plans(each: Material) -> list[SentencePlan]:
    plans: list[SentencePlan] = []
    for numeral, (name, content) in zip(NUMERALS, planned_sections(each).items(), strict=True):
        if content:
            plans += [sentence(each.table, name, f"{numeral}、{name}。"), *content]
    return plans


TEXT = TextKind(
    id=NAME,
    title=NAME,
    where=f"texts.{NAME}",
    limits=further(NAME, (600, 3000)),
    compose=_plans,
    sources=("goal", "done", "told", *STATED),
    must=(*MONEY_MUSTS, rows_must),
    brief=(
        f"分{len(SECTIONS)}段写，每段开头单独一句写小标题："
        + "".join(f"“{n}、{name}。”" for n, name in zip(NUMERALS, SECTIONS, strict=True))
        + "目标完成情况写总分、做到了多少和各项结果，没有做到的写在主要问题里；"
        "表格另附，正文不逐格照抄。"
    ),
)
