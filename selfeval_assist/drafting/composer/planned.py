"""The planned goal: what is done with the money, how much, how well, by when, for whom."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from selfeval_assist.drafting.composer.fitting import Part, whole
from selfeval_assist.drafting.composer.levels import (
    Told,
    by_importance,
    fit_rows,
    is_managed,
    level_part,
    ordered,
    told_in,
)
from selfeval_assist.drafting.composer.phrases import money, nothing, together, unmeasured
from selfeval_assist.drafting.composer.remarks import (
    question,
    unmeasured_asked,
    untold_asked,
)
from selfeval_assist.drafting.composer.typed import Typed, of_another_year, typed, without
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.facts import FactTable, for_goal
from selfeval_assist.facts.doubts import remnant
from selfeval_assist.facts.groups import grouped
from selfeval_assist.facts.levels import Level
from selfeval_assist.facts.names import begins
from selfeval_assist.facts.totals import spent
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import Policy
from selfeval_assist.prose.mentions import mentions
from selfeval_assist.prose.width import narrowed

_LONGEST_WORDS, _LONGEST_TIERS = 20, 50
_LONGEST_TYPED = 140
"""Characters of a typed goal that stand before the targets."""
# How a clause begins that says what is done, how (通过平台运维，确保…), or what for; another is
# what the money is used for.
_VERB = re.compile(
    r"通过|依托|为(?!主)|将|对|让|使|用于|保障|确保|保证|改善|落实|加强|提升|提高|增加|实现|解决|推进|推动|促进|支持|减少|减轻|"
    r"降低|满足|优化|更新|申请|整合|全面|全年|免费|继续|做好|健全|培养|扶持|鼓励|安排|引进|打造|巩固"
)
# What a clause does with which it begins: 建设数据中台, 将…整合为…, 让企业群众少跑腿
_DOES = re.compile(
    r"(?:将|对|让|为.{2,}?提供|建设|建成|建立|完成|开展|实施|购置|采购|改造|提供|维护|整合|新建|修缮|维修"
    r"|举办|组织|培训|发放|落实|解决|养护|资助|救助|补助|支持|确保|保障)"
)
_GOES_ON = ("让", "使")
_ENOUGH = 40
"""Characters of clauses that say what is done from which on the others may go."""
# Entry systems fill the cell of a judgement with its scale, which is nothing to be reached.
_SCALE = re.compile(r"[优好][秀、/,，]*良[好、/,，]*中[、/,，]*[低差][、/,，差]*")
_LAST = 98


def planned(form: SelfEvaluation, table: FactTable, policy: Policy) -> list[SentencePlan]:
    """Return the sentences of the planned goal; only targets and the opening budget are used.

    They have at most as many characters as the policy allows.
    """
    goals, limit = for_goal(table), policy.texts.goal[1]
    told = typed(table, "goal")
    levels = [(level, _told(level, form, goals, told.rows)) for level in ordered(form)]
    rows = [level_part(level, said, goals) for level, said in levels if said]
    rest = "其余指标值见指标表"
    told = without(told, goals, told_in(goals, [*_opening(goals, ()), *rows]))
    said = _shortened(told, goals)
    before, after = _opening(goals, said), _asked(form, goals, said, rows)
    return fit_rows(goals, ([*before], rows, [*after]), rest, limit)


def _shortened(told: Typed, goals: FactTable) -> list[list[str]]:
    """Return the typed clauses; of too many those that say what is done and for whom."""
    kept = [each for one in told.sentences for each in one]
    if _size(kept, goals) > _LONGEST_TYPED:
        does = [each for each in kept if _DOES.match(goals[each].value)]
        kept = does if _size(does, goals) >= _ENOUGH else kept
    while len(kept) > 1 and _size(kept, goals) > _LONGEST_TYPED:
        kept.pop()
    left = ([*filter(kept.__contains__, one)] for one in told.sentences)
    return [*filter(None, left)]


def _size(clauses: Sequence[str], goals: FactTable) -> int:
    return sum(len(goals[each].value) + 1 for each in clauses)


def _opening(goals: FactTable, said: Sequence[Sequence[str]]) -> Iterator[Part]:
    """Yield who does what with how much money, and what for, in the person's words."""
    year = "<form.year>" if "form.year" in goals else ""
    budget = next((each for each in ("funds.initial", "funds.plan") if each in goals), "")
    if budget and nothing(goals, budget):
        budget = ""
    if budget and said and goals[budget].value in goals[said[0][0]].value:
        budget = ""  # the person's words say it
    label = "安排年初预算" if budget == "funds.initial" else "安排资金"
    start = f"{year}{label}{money(goals, budget)}" if budget else year
    work = _clauses(goals, said, start) or _by_name(goals, start)
    first, *others = work
    texts = dict.fromkeys((f"{start}{first}" if first else start, f"{start}" if budget else "", ""))
    if first or budget:
        yield whole("项目与预算", *zip((0, 80, _LAST), texts, strict=False))
    for other in others:
        yield whole("项目内容", (0, other), (60, ""))


def _clauses(goals: FactTable, said: Sequence[Sequence[str]], start: str) -> list[str]:
    """Return the typed sentences; the first one begins behind the money."""
    texts: list[str] = []
    for one in said:
        text, first = "，".join(f"<{each}>" for each in one), goals[one[0]].value
        verb = _VERB.match(first) or begins("deed", first)
        if texts and (not verb or first.startswith(_GOES_ON)):
            texts[-1] += f"，{text}"
        else:
            texts += [text] if texts or not start else _behind(start, text, verb=bool(verb))
    return texts


def _behind(start: str, text: str, *, verb: bool) -> list[str]:
    """Return the first typed sentence as it goes on behind the project, or its money."""
    if "funds" in start:  # the money is the whole form's, and no single task's
        return [f"，{text}"] if verb else ["", text]
    return [text if verb else f"，主要内容为{text}"]


def _by_name(goals: FactTable, start: str) -> list[str]:
    """Return what the project's name says that is done, where no goal is typed."""
    if "form.work" not in goals or goals.form is None:
        return [""]
    money_known, done = "funds" in start, _CARRIED_OUT in goals["form.work"].value
    if money_known and (done or spent(goals.form)):
        return ["，用于<form.work>"]  # 综合实施项目 names its verb itself
    if spent(goals.form):
        return [""]
    return [f"{'，' if money_known else ''}{'开展' if done else _CARRIED_OUT}<form.work>"]


_CARRIED_OUT = "实施"


def _told(level: Level, form: SelfEvaluation, goals: FactTable, left: frozenset[int]) -> list[Told]:
    """Return the targets of a level, equal ones together."""
    found: list[Told] = []
    every = grouped(form, goals.facts, "target")
    groups = (rows for rows in every if len(rows) > 1 or rows[0] not in left)
    for rows in by_importance(goals, level, groups, "target"):
        if not (
            _scale(goals, rows[0])
            or _vague(form, goals, rows[0])
            or is_managed(form, goals[f"row.{rows[0]}.target"])
        ):
            phrase = together(goals, rows, "target")
            weights = (form.indicators[row].weight.value or Decimal(0) for row in rows)
            found.append(Told(phrase, phrase, sum(weights, Decimal(0))))
    return found


def _scale(goals: FactTable, row: int) -> bool:
    """Return whether a target only names the grades that can be given: ``优良中低差``."""
    return _SCALE.fullmatch(goals[f"row.{row}.target"].value.strip("“”")) is not None


def _vague(form: SelfEvaluation, goals: FactTable, row: int) -> bool:
    """Return whether a target is words that measure nothing, or a method in place of a value."""
    fact = goals[f"row.{row}.target"]
    prose = fact.kind == "words" and len(fact.value) > _LONGEST_WORDS
    if (
        prose
        and len(fact.value) <= _LONGEST_TIERS
        and any(each.value.unit for each in mentions(narrowed(fact.value)))
    ):
        return False  # 县道7000元/公里，乡道3500元/公里
    return prose or unmeasured(form, fact)


def _asked(
    form: SelfEvaluation, goals: FactTable, said: Sequence[Sequence[str]], rows: Sequence[Part]
) -> Iterator[Part]:
    """Yield the questions that no cell answers."""
    told = [at for at in range(len(form.indicators)) if f"row.{at}.target" in goals]
    vague = [at for at in told if not _scale(goals, at) and _vague(form, goals, at)]
    # a level of which no row has a target is printed without them
    aimed = {form.indicators[at].level1 for at in told}
    missing = [
        at for at, row in enumerate(form.indicators)
        if at not in told and row.name.strip() and row.level1 in aimed
    ]  # fmt: skip
    if not (said or rows or "form.work" in goals):
        yield question("用一句话说明本年度做什么、为谁做")
    yield from unmeasured_asked(goals, vague, "target")
    if rows:
        yield from untold_asked(form, goals, missing, "target")
    if year := of_another_year(form.goal.planned, form.year):
        yield question(f"预期目标写的是{year}年，应是哪一年", "预期目标的年度")
    if left := remnant(form.goal.planned):
        yield question(f"预期目标中的“{left}”应是多少", f"预期目标中的“{left}”")
    if not form.indicators:
        yield question("绩效指标（表中没有指标）")
