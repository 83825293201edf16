"""The budget in words: what was approved, what changed, what was spent and what is left."""

import re
from collections.abc import Sequence

from selfeval_assist.drafting.composer.fitting import Part, whole
from selfeval_assist.drafting.composer.phrases import money, nothing
from selfeval_assist.facts import SLOT, Fact, FactTable
from selfeval_assist.facts.standing import WHY, explained

_COSTS = (0, 12, 45)
_FIGURES, _LAST = 60, 72
_WHY = 90
"""A person's reason goes after all figures of the budget."""


def carried(table: FactTable, limit: int) -> list[Fact]:
    """Return the causes of the budget that already stand in the form and that a text can hold.

    Args:
        table: the facts.
        limit: characters of the text; half of them are for its other sentences.
    """
    found = [fact for fact in table if fact.id.startswith(WHY)]
    return found if sum(len(fact.value) for fact in found) <= limit // 2 else []


def budget_parts(table: FactTable, causes: Sequence[Fact] = ()) -> list[Part]:
    """Return budget and execution as parts; every wording states a cut or a rise.

    A budget of zero is a gap in the form and no sentence.

    Args:
        table: the facts.
        causes: what the text carries over, from ``carried``; no figure in it is told again.
    """
    changes = [cause for cause in causes if "change" in explained([cause])]
    rates = [cause for cause in causes if "rate" in explained([cause])]
    others = [cause for cause in rates if cause not in changes]
    if nothing(table, "funds.adjusted") or nothing(table, "funds.initial"):
        return list(map(_said, causes))
    arranged = [_untold(_arranged(table, brief), table, changes) for brief in range(3)]
    spent = [_untold(_spent(table, brief), table, rates) for brief in range(3)]
    if "funds.change" in table:
        return [
            *([_part("预算安排", arranged)] if arranged[0] else []),
            *map(_said, changes),
            *([_part("预算执行", spent)] if spent[0] else []),
            *map(_said, others),
        ]
    spent = [text.replace("全年支出", "支出") for text in spent] if arranged[0] else spent
    both = ["，".join(filter(None, pair)) for pair in zip(arranged, spent, strict=True)]
    return [*([_part("预算安排和执行", both)] if both[0] else []), *map(_said, others)]


def budget_figures(table: FactTable, causes: Sequence[Fact] = ()) -> list[Part]:
    """Return the same figures as the opening of a budget deviation, and the causes behind them."""
    if nothing(table, "funds.adjusted") or nothing(table, "funds.initial"):
        return list(map(_said, causes))
    text = ""
    if "funds.change" in table:
        verb = "核减" if table["funds.change"].direction == "down" else "追加"
        text = f"年初批复预算{money(table, 'funds.initial')}，{verb}{money(table, 'funds.change')}"
        text += "（<funds.change_percent>）" if "funds.change_percent" in table else ""
        text += f"，调整后预算{money(table, 'funds.adjusted')}"
    elif "funds.adjusted" in table:
        text = f"调整后预算{money(table, 'funds.adjusted')}"
    brief = f"年中{verb}{money(table, 'funds.change')}" if "funds.change" in table else ""
    text, brief = (_untold(each, table, causes) for each in (text, brief))
    parts = [whole("预算安排", (0, text), (_COSTS[1], brief), (_FIGURES, ""))] if text else []
    if "funds.rate" in table:
        rate = "预算执行率<funds.rate>"
        text = f"实际支出{money(table, 'funds.executed')}，{rate}"
        if "funds.unspent" in table:
            text += f"，未支出{money(table, 'funds.unspent')}"
        text = _untold(text, table, causes)
        parts.append(whole("预算执行", (0, text), (_COSTS[1], rate), (_FIGURES, "")))
    return [*parts, *map(_said, causes)]


def _said(cause: Fact) -> Part:
    """Return a cause that stands in the form as a part, in its own words."""
    return whole(cause.label, (0, f"{cause.label}：<{cause.id}>"), (_WHY, ""), cause=cause.value)


def _part(topic: str, texts: list[str]) -> Part:
    return whole(topic, *zip(_COSTS, texts, strict=True), (_LAST, ""))


def _untold(text: str, table: FactTable, causes: Sequence[Fact]) -> str:
    """Return a text without the clauses whose figure stands in a cause."""

    def told(clause: str) -> bool:
        slot = SLOT.search(clause)
        facts = [table[each] for each in {slot[1], slot[1].removesuffix(".wan")}] if slot else []
        values = "|".join(
            re.escape(value) for fact in facts for value in (fact.value, *fact.variants)
        )
        figure = re.compile(rf"(?<![\d.,])(?:{values})") if values else None
        return figure is not None and any(figure.search(cause.value) for cause in causes)

    return "，".join(clause for clause in text.split("，") if not told(clause))


def _arranged(table: FactTable, brief: int) -> str:
    initial, adjusted = money(table, "funds.initial"), money(table, "funds.adjusted")
    start = "" if brief > 1 else "项目"
    if "funds.change" in table:
        verb = "核减" if table["funds.change"].direction == "down" else "追加"
        text = f"项目年初预算{initial}，" if brief < 2 else ""
        text += f"年中{verb}{money(table, 'funds.change')}"
        if not brief and "funds.change_percent" in table:
            text += "（<funds.change_percent>）"
        return f"{text}，全年预算{adjusted}"
    if "funds.adjusted" not in table:
        return f"{start}年初预算{initial}" if "funds.initial" in table else ""
    unchanged = "，年中未作调整" if "funds.initial" in table and not brief else ""
    return f"{start}全年预算{adjusted}{unchanged}"


def _spent(table: FactTable, brief: int) -> str:
    if "funds.executed" not in table:
        return ""
    text = f"全年支出{money(table, 'funds.executed')}"
    if "funds.rate" in table:
        text += "，执行率<funds.rate>"
    if not brief and _differs(table, "funds.initial_rate", "funds.rate"):
        text += "，相当于年初预算的<funds.initial_rate>"
    if "funds.unspent" in table and brief < 2:
        text += f"，未执行{money(table, 'funds.unspent')}"
    if "funds.over" in table and brief < 2:
        text += f"，超支{money(table, 'funds.over')}"
    return text


def _differs(table: FactTable, first: str, second: str) -> bool:
    both = first in table and second in table
    return both and table[first].value != table[second].value
