"""The rows of a form as parts of a text: what was made before how well, and what came of it.

All of them are told where there is room; where there is none, those with the most points.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from selfeval_assist.drafting.composer.fitting import Part, Wording, fit, whole
from selfeval_assist.drafting.composer.phrases import Phrase
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.facts import SLOT, Fact, FactTable, render
from selfeval_assist.facts.levels import Level, levels_of
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.form.vocabulary import BENEFIT, COST, OUTPUT, SATISFACTION
from selfeval_assist.prose.words import holds

_GROUPS = (OUTPUT, COST, BENEFIT, SATISFACTION)
_BLOCKS = {OUTPUT: "产出", COST: "产出", BENEFIT: "成效", SATISFACTION: "成效"}
"""First levels whose rows share sentences: what was made at what cost, and what came of it."""
_KINDS = ("数量指标", "质量指标", "时效指标", "成本指标")
_COUNTED = frozenset({"count", "quantity", "amount"})

# What the reader loses, from the first thing to go to the last.
_DETAIL, _NOTICE, _SILENT = 10, 57, 48
_NAMED = {8: 16, 6: 18, 5: 19, 4: 20, 3: 22, 2: 28, 1: 30}
"""How many rows are told where not all can be, and what is lost by telling so few."""
_COUNTS, _OTHERS = 6, -6
"""What counts of output are worth more than other rows, and rows of management less."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is said about rows with a common value.

    ``plain`` is said with fewer words and figures; the weight (points) ranks what is told.
    """

    full: Phrase
    plain: Phrase
    weight: Decimal


def ordered(form: SelfEvaluation) -> list[Level]:
    """Return the levels in the order in which they are told; those of no known kind come last."""

    def rank(level: Level) -> tuple[int, int]:
        group = _GROUPS.index(level.group) if level.group in _GROUPS else len(_GROUPS)
        return group, _KINDS.index(level.kind) if level.kind in _KINDS else len(_KINDS)

    return sorted(levels_of(form), key=rank)


def is_managed(form: SelfEvaluation, fact: Fact) -> bool:
    """Return whether a value is a judgement on how the project is run: 立项依据充分.

    A text tells results; how they were managed stands in the table.
    """
    if fact.kind != "words" or fact.row is None:
        return False
    row = form.indicators[fact.row]
    return not row.group and holds(row.level1, _MANAGED)


_MANAGED = ("投入", "过程", "管理", "决策")
"""What levels are called that say how a project is run."""


def told_in(table: FactTable, parts: Iterable[Part]) -> str:
    """Return what parts say at their fullest."""
    phrases = (phrase for part in parts for phrase in part.wordings[0].phrases)
    return "。".join(render(phrase.text, table) for phrase in phrases)


def fit_rows(
    table: FactTable,
    parts: tuple[Sequence[Part], Sequence[Part], Sequence[Part]],
    rest: str,
    limit: int,
) -> list[SentencePlan]:
    """Return the sentences of a text in which rows that are left out are pointed to.

    Args:
        table: the facts.
        parts: what stands before the rows, the rows, and what stands behind them.
        rest: what is said where not all of the rows can be told.
        limit: the most characters.
    """
    before, rows, after = parts
    plans = fit(table, [*before, *rows, *after], limit)
    told = {fact.id for plan in plans for fact in plan.slots.values()}
    every = {
        slot
        for part in rows
        for phrase in part.wordings[0].phrases
        for slot in SLOT.findall(phrase.text)
        if slot.endswith(_VALUES)
    }
    if every <= told or any("见指标表" in plan.template for plan in plans):
        return plans
    notice = whole("其余指标", (0, rest), (_NOTICE, ""))
    return fit(table, [*before, *rows, notice, *after], limit)


_VALUES = (".actual", ".target")


def by_importance(
    table: FactTable, level: Level, groups: Iterable[tuple[int, ...]], role: str
) -> list[tuple[int, ...]]:
    """Return the groups of rows of a level; where its kind is not known, counts come first."""
    inside = set(level.rows)
    own = [rows for rows in groups if rows[0] in inside]
    if level.kind:
        return own
    kinds = {rows: table[f"row.{rows[0]}.{role}"].kind for rows in own}
    return sorted(own, key=lambda rows: (kinds[rows] not in _COUNTED, kinds[rows] == "words"))


def _alike(told: Told, table: FactTable) -> str:
    """Return what is read of a phrase: two rows of one name and value are told once."""
    return render(told.full.text, table)


def level_part(level: Level, told: Sequence[Told], table: FactTable) -> Part:
    """Return one level as a part; parts of what belongs together share their sentences."""
    told = [*{_alike(each, table): each for each in reversed(told)}.values()][::-1]
    wordings = [Wording(tuple(each.full for each in told))]
    if (plain := tuple(each.plain for each in told)) != wordings[0].phrases:
        wordings.append(Wording(plain, _DETAIL))
    more = _COUNTS if level.kind == _KINDS[0] else 0 if level.group else _OTHERS
    own = [each for each in told if each.plain.whole is None]  # 其中 goes whole, and first
    for most, cost in _NAMED.items():
        if len(told) > most:
            chosen = tuple(each.plain for each in _weightiest(own, most))
            wordings.append(Wording(chosen, cost + more))
    wordings.append(Wording((), _SILENT + more))
    return Part(level.label, tuple(wordings), _BLOCKS.get(level.group, "其他"))


def _weightiest(told: Sequence[Told], most: int) -> list[Told]:
    """Return the rows with the most points, in form order."""
    ranked = sorted(range(len(told)), key=lambda at: (-told[at].weight, at))[:most]
    return [told[at] for at in sorted(ranked)]
