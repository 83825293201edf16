"""The budget in words: what was approved, what changed, what was spent and what is left."""

import re
from collections.abc import Sequence

from selfeval_assist.drafting.composer.fitting import Part, whole
from selfeval_assist.drafting.composer.phrases import money, nothing
from selfeval_assist.facts import SLOT, Fact, FactTable
from selfeval_assist.facts.deviating import changed
from selfeval_assist.facts.standing import WHY, explained
from selfeval_assist.verify.budget import against_budget

_COSTS, _FIGURES, _LAST = (0, 12, 45, 46), 60, 72
"""What is lost with what is left, the opening budget, and what it was changed by."""
_WHY = 90
"""A person's reason goes after all figures of the budget."""


def carried(table: FactTable, limit: int) -> list[Fact]:
    """Return the causes of the budget that already stand in the form and that a text can hold.

    Args:
        table: the facts.
        limit: characters of the text; half of them are for its other sentences.
    """
    found = [fact for fact in table if fact.id.startswith(WHY) and not _of_row(fact)]
    return found if sum(len(fact.value) for fact in found) <= limit // 2 else []


def contradicted(table: FactTable) -> str:
    """Return what of the stated reason of the budget contradicts the funds block, or ""."""
    form = table.form
    if form is None:
        return ""
    # as typed: a text that gives no reason is no fact, and may be wrong all the same
    told = (form.funds.deviation.cause, form.funds.deviation.text)
    found = (each for text in told for each in against_budget(text, form, reason=True))
    return next((each.quote for each in found), "")


# 资金不足; 中央资金未及时下达
_LACKS = re.compile(r"(?:资金|经费|预算|款)[^，。；]{0,4}(?:不足|短缺|紧缺|缺口|不够)")
_ON_ITS_WAY = re.compile("下达|下拨|到位|拨付")
_NOT_YET = re.compile(
    r"(?:资金|经费|补[助贴]|款)[^，。；]{0,4}未(?:能)?(?:及时|按[时期]|如期|全部|足额)?"
    r"(?:下达|下拨|到位|拨付|拨入)"
    r"|(?:资金|经费|补[助贴]|款)(?:下达|下拨|拨付|拨入)?(?:不|没有?)(?:到位|及时|足额)"
)


def at_odds(table: FactTable, cause: str) -> str:
    """Return what of a stated cause contradicts the funds block, or "".

    Money was not wanting where some of it is left, and has come where all of it is spent.
    """
    form = table.form
    if form is None:
        return ""
    late, lacks = _NOT_YET.search(cause), _LACKS.search(cause)
    if lacks and "funds.unspent" in table and not _ON_ITS_WAY.search(cause):
        return lacks[0]
    if late is None:
        return ""
    said = cause[: late.end()]
    lines = [line for line in form.funds.sources if _stem(line.name) in said]
    spent = [
        bool(line.executed.value) and line.executed.value == line.adjusted.value
        for line in lines or [form.funds.total]
    ]
    clause = re.split("[，。；]", said)[-1]
    return clause if all(spent) else ""


def _stem(source: str) -> str:
    """Return by what a source of money is known: 中央 of 其中：中央财政资金."""
    return re.sub(r"^\s*其中\s*[:：]?\s*", "", source).strip()[:2] or source


def of_row_causes(table: FactTable) -> list[Fact]:
    """Return the causes of rows that speak of money; that they are the budget's a person says."""
    return [fact for fact in table if fact.id.startswith(WHY) and _of_row(fact)]


def _of_row(cause: Fact) -> bool:
    return cause.sources[0].startswith("indicators")


def budget_parts(
    table: FactTable, causes: Sequence[Fact] = (), *, deviation: bool = False
) -> list[Part]:
    """Return budget and execution as one sentence, and the causes that stand in the form.

    A budget of zero is a gap in the form and no sentence.

    Args:
        table: the facts.
        causes: what the text carries over, from ``carried``; no figure in it is told again.
        deviation: only what was changed and what is left, for a text that stands behind another
            one with all the figures.
    """
    led = next((each for each in causes if each.value.startswith(_NO_SUBJECT)), None)
    said = [
        whole(each.label, (0, f"<{each.id}>"), (_WHY, ""), cause=each.value)
        for each in causes
        if each is not led
    ]
    if nothing(table, "funds.adjusted") or nothing(table, "funds.initial"):
        return said
    if deviation:
        change = f"预算{_change(table)}" if changed(table.facts) else _change(table)
        told = _untold(_joined(change, _rate(table), _left(table)), table, causes)
        return [*_sentence("预算执行", [(0, told), (_FIGURES, "")], led), *said]
    return [*_sentence("预算安排和执行", [*_costs(table, causes), (_LAST, "")], led), *said]


def _costs(table: FactTable, causes: Sequence[Fact]) -> list[tuple[int, str]]:
    """Return how budget and execution can be told, with what is lost, each text once."""
    changes, rates = (
        [cause for cause in causes if topic in explained([cause])] for topic in ("change", "rate")
    )
    arranged = _untold(_arranged(table), table, changes)
    spent = _untold(_joined(_spent(table), _rate(table)), table, rates)
    whole_year, change = _arranged(table, brief=True), _untold(_change(table), table, changes)
    left = _untold(_left(table), table, rates)
    # 系设备尾款未支付 goes on from what was not spent
    kept = left if any(each.value.startswith("系") for each in rates) else ""
    texts = (
        _joined(arranged, spent, left),
        _joined(arranged, spent, kept),
        _joined(change, whole_year, spent, kept),
        _joined(whole_year, spent, kept),
    )
    once = {text: cost for cost, text in reversed([*zip(_COSTS, texts, strict=True)])}
    return sorted((cost, text) for text, cost in once.items() if text) or [(0, "")]


# 原因是设备尾款须验收满半年后支付: what it is the reason of stands before it
_NO_SUBJECT = ("原因", "主要原因", "主要是", "主要系", "系")


def _sentence(topic: str, texts: list[tuple[int, str]], led: Fact | None) -> list[Part]:
    """Return the sentence about money, with the reason that goes on from it."""
    if not texts[0][1]:
        return [] if led is None else [whole(led.label, (0, f"<{led.id}>"), (_WHY, ""))]
    if led is not None:
        texts = [(cost, f"{text}，<{led.id}>" if text else "") for cost, text in texts]
        shortest = texts[-2][1].removesuffix(f"，<{led.id}>")
        texts = [*texts[:-1], (_LAST - 1, shortest), texts[-1]]
    return [whole(topic, *texts, cause=led.value if led else "")]


def _joined(*pieces: str) -> str:
    return "，".join(filter(None, pieces))


def _change(table: FactTable) -> str:
    """Return what the budget was changed by, and what had been left of the year before.

    When, and by what act, stands in no cell.
    """
    over = f"上年结转{money(table, 'funds.carried')}" if "funds.carried" in table else ""
    if not changed(table.facts):
        return over
    return _joined(f"{changed_how(table)}{money(table, 'funds.change')}", over)


def changed_how(table: FactTable) -> str:
    """Return the verb of a change of the budget: 调减, 调增."""
    return "调减" if table["funds.change"].direction == "down" else "调增"


def _arranged(table: FactTable, *, brief: bool = False) -> str:
    initial, adjusted = money(table, "funds.initial"), money(table, "funds.adjusted")
    if "funds.adjusted" not in table:
        return f"年初预算{initial}" if "funds.initial" in table else ""
    if brief:
        return f"全年预算{adjusted}"
    change = _change(table)
    before = f"年初预算{initial}，{change}，" if change and "funds.initial" in table else ""
    return f"{before}全年预算{adjusted}"


def _spent(table: FactTable) -> str:
    if "funds.executed" not in table:
        return ""
    same = "funds.adjusted" in table and (
        table["funds.executed"].value == table["funds.adjusted"].value
    )
    # of a form with a target missed 全部 would be read as of all
    return "全部支出" if same and "tally.short" not in table else (
        f"支出{money(table, 'funds.executed')}"
    )  # fmt: skip


def _rate(table: FactTable) -> str:
    return "执行率<funds.rate>" if "funds.rate" in table else ""


def _left(table: FactTable) -> str:
    if "funds.unspent" in table:
        return f"未执行{money(table, 'funds.unspent')}"
    return f"超出全年预算{money(table, 'funds.over')}" if "funds.over" in table else ""


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
