"""The planned goal: what is done with the money, how much, how well, by when, for whom."""

import re
from collections.abc import Iterator
from decimal import Decimal

from selfeval_assist.drafting.composer.fitting import Part, fit, possible, whole
from selfeval_assist.drafting.composer.levels import SILENT, Told, heading, level_part, openings
from selfeval_assist.drafting.composer.phrases import (
    Phrase,
    alone,
    money,
    nothing,
    request,
    some,
    together,
    unmeasured,
)
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.facts import FactTable, for_goal
from selfeval_assist.facts.groups import grouped
from selfeval_assist.facts.levels import Level, levels_of
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.form.text import PENDING_MARK, is_nothing, strip_tags
from selfeval_assist.form.vocabulary import BENEFIT, COST, OUTPUT
from selfeval_assist.policies import Policy

_LONGEST_WORDS = 20
_VERB = re.compile(
    r"为(?!主)|保障|确保|保证|改造|改善|建设|建成|完成|落实|加强|提升|提高|实现|开展|解决|推进|推动|促进|维护|支持|"
    r"减少|减轻|降低|满足|提供|优化|完善|购置|采购|更新|资助|补助|救助|做好|健全|培养|扶持|鼓励|治理|修缮|修建"
)
# Entry systems fill the cell of a judgement with its scale, which is nothing to be reached.
_SCALE = re.compile(r"[优好][秀、/,，]*良[好、/,，]*中[、/,，]*[低差][、/,，差]*")
_SPENT = re.compile(r"(?:资金|经费|费用?|补[助贴]|支出|工资|薪酬|津贴|款)$")
"""What is spent and not carried out: 专项资金, 运行经费."""
_ASKED, _LAST = 58, 98
_OPENINGS = {COST: "成本上，", OUTPUT: "年内，", BENEFIT: "项目实施后，"}


def planned(form: SelfEvaluation, table: FactTable, policy: Policy) -> list[SentencePlan]:
    """Return the sentences of the planned goal; only targets and the opening budget are used.

    They have at most as many characters as the policy allows.
    """
    goals, limit = for_goal(table), policy.texts.goal[1]
    parts = _parts(form, goals, silent=False)
    if not possible(goals, parts, limit, SILENT):
        parts = _parts(form, goals, silent=True)
    return fit(goals, parts, limit)


def _parts(form: SelfEvaluation, goals: FactTable, *, silent: bool) -> list[Part]:
    said = "goal.purpose" in goals or _stands(form)
    asked = [] if said else [_request("用一句话说明本年度做什么、为谁做")]
    told = {level: _told(level, form, goals) for level in levels_of(form)}
    told = {level: rows for level, rows in told.items() if rows}
    begins = openings(told, _opening)
    parts = [*asked, *_project(goals)]
    for level, rows in told.items():
        many = len(level.rows) > 1
        count = Phrase(f"{level.label}共<{level.id}.total>", 1) if many else None
        begin = begins[level.group]
        parts.append(level_part(level, rows, "，如", opening=begin, count=count, silent=silent))
    if silent and "rows.total" in goals:
        parts.append(whole("绩效指标", (0, "三级指标共<rows.total>，指标值见指标表"), (_LAST, "")))
    return [*parts, *_open_targets(form, goals)]


def _stands(form: SelfEvaluation) -> bool:
    """Return whether a goal is typed, which is shortened and not asked for again."""
    goal = strip_tags(form.goal.planned).strip()
    return bool(goal) and PENDING_MARK not in goal and not is_nothing(goal)


def _opening(level: Level, several: bool) -> str:
    return _OPENINGS.get(level.group) or heading(level, group=several)


def _project(goals: FactTable) -> Iterator[Part]:
    """Yield who does what with how much money, and what for."""
    year = "<form.year>" if "form.year" in goals else ""
    project = ""
    if "form.project" in goals:
        spent = _SPENT.search(goals["form.project"].value)
        project = f"{'用于' if spent else '实施'}<form.project>"
    budget = ""
    if "funds.initial" in goals and not nothing(goals, "funds.initial"):
        budget = f"安排年初预算{money(goals, 'funds.initial')}"
    elif project.startswith("用于"):
        project = ""  # 用于 needs the money before it
    aim = ""
    if "goal.purpose" in goals:
        said = goals["goal.purpose"].value
        own = said.startswith(("用于", "目的", "主要"))
        aim = ("" if own else "目的是" if _VERB.match(said) else "主要内容为") + "<goal.purpose>"
    elif "goal.summary" in goals:
        aim = "<goal.summary>"
    texts = [
        _joined(
            f"{year}{budget}" if budget else f"{year}{project}", project if budget else "", aim
        ),
        _joined(f"{year}{budget}", aim),
        _joined(budget, aim),
        budget,
        "",
    ]
    if texts[0] and texts[0] != "<form.year>":
        costs = (0, 8, 60, 80, _LAST)
        chosen = dict(zip(reversed(texts), reversed(costs), strict=True))
        yield whole("项目与预算", *((cost, text) for text, cost in reversed(chosen.items())))


def _joined(*pieces: str) -> str:
    return "，".join(text for piece in pieces if (text := piece.strip("，")))


def _told(level: Level, form: SelfEvaluation, goals: FactTable) -> list[Told]:
    """Return the targets of a level, equal ones together, in form order."""
    found: list[Told] = []
    inside = set(level.rows)
    for rows in grouped(form, goals.facts, "target"):
        if rows[0] not in inside or _scale(goals, rows[0]) or _vague(form, goals, rows[0]):
            continue
        if len(rows) == 1:
            full = plain = alone(goals, rows[0], "target")
        else:
            full, plain = (together(goals, rows, "target", plain=each) for each in (False, True))
        weight = sum((form.indicators[row].weight.value or Decimal(0) for row in rows), Decimal(0))
        found.append(Told(full, plain, weight))
    return found


def _scale(goals: FactTable, row: int) -> bool:
    """Return whether a target only names the grades that can be given: ``优良中低差``."""
    return _SCALE.fullmatch(goals[f"row.{row}.target"].value.strip("“”")) is not None


def _vague(form: SelfEvaluation, goals: FactTable, row: int) -> bool:
    """Return whether a target is words that measure nothing, or a method in place of a value."""
    fact = goals[f"row.{row}.target"]
    prose = fact.kind == "words" and len(fact.value) > _LONGEST_WORDS
    return prose or unmeasured(form, fact)


def _open_targets(form: SelfEvaluation, goals: FactTable) -> Iterator[Part]:
    """Yield requests for targets that are missing or that cannot be measured."""
    vague, missing = [], []
    for index, row in enumerate(form.indicators):
        if f"row.{index}.target" not in goals:
            missing += [row.name.strip()] if row.name.strip() else []
        elif not _scale(goals, index) and _vague(form, goals, index):
            vague.append(goals[f"row.{index}.name"].value)
    if vague:
        yield _request(f"{some(vague)}可以衡量的年度指标值", "可以衡量的年度指标值")
    if missing:
        yield _request(f"{some(missing)}的年度指标值", "空白的年度指标值")


def _request(full: str, short: str = "") -> Part:
    texts = (request(full), request(short) if short else "", "")
    costs = (0, _ASKED if short else _LAST, _LAST)
    return whole("待填", *zip(costs, texts, strict=True))
