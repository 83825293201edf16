"""The budget in words: what was approved, what changed, what was spent and what is left."""

from selfeval_assist.drafting.composer.fitting import Part, whole
from selfeval_assist.drafting.composer.phrases import money, nothing
from selfeval_assist.facts import FactTable

_COSTS = (0, 12, 45)
_FIGURES, _LAST = 60, 72


def budget_parts(table: FactTable) -> list[Part]:
    """Return budget and execution as parts; every wording states a cut or a rise.

    A budget of zero is a gap in the form and no sentence.
    """
    if nothing(table, "funds.adjusted") or nothing(table, "funds.initial"):
        return []
    arranged = [_arranged(table, brief) for brief in range(3)]
    spent = [_spent(table, brief) for brief in range(3)]
    if "funds.change" in table:
        return [_part("预算安排", arranged), *([_part("预算执行", spent)] if spent[0] else [])]
    spent = [text.replace("全年支出", "支出") for text in spent] if arranged[0] else spent
    both = ["，".join(filter(None, pair)) for pair in zip(arranged, spent, strict=True)]
    return [_part("预算安排和执行", both)] if both[0] else []


def budget_figures(table: FactTable) -> list[Part]:
    """Return the same figures as the opening of a budget deviation, in words of its own."""
    if nothing(table, "funds.adjusted") or nothing(table, "funds.initial"):
        return []
    text = ""
    if "funds.change" in table:
        verb = "核减" if table["funds.change"].direction == "down" else "追加"
        text = f"年初批复预算{money(table, 'funds.initial')}，{verb}{money(table, 'funds.change')}"
        text += "（<funds.change_percent>）" if "funds.change_percent" in table else ""
        text += f"，调整后预算{money(table, 'funds.adjusted')}"
    elif "funds.adjusted" in table:
        text = f"调整后预算{money(table, 'funds.adjusted')}"
    brief = f"年中{verb}{money(table, 'funds.change')}" if "funds.change" in table else ""
    parts = [whole("预算安排", (0, text), (_COSTS[1], brief), (_FIGURES, ""))] if text else []
    if "funds.rate" in table:
        rate = "预算执行率<funds.rate>"
        text = f"实际支出{money(table, 'funds.executed')}，{rate}"
        if "funds.unspent" in table:
            text += f"，未支出{money(table, 'funds.unspent')}"
        parts.append(whole("预算执行", (0, text), (_COSTS[1], rate), (_FIGURES, "")))
    return parts


def _part(topic: str, texts: list[str]) -> Part:
    return whole(topic, *zip(_COSTS, texts, strict=True), (_LAST, ""))


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
