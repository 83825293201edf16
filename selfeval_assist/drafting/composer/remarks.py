"""What stands around the results: proof, and what only a person can say."""

from collections.abc import Iterator
from decimal import Decimal

from selfeval_assist.drafting.composer.fitting import Part, whole
from selfeval_assist.drafting.composer.phrases import request, some, unmeasured
from selfeval_assist.facts import Fact, FactTable, lexicon
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.form.text import essence, strip_tags
from selfeval_assist.scoring import ScoreSheet

_PROOF, _ASKED, _LAST = 5, 58, 98
_PROOFS = 4
_TURNS = (*lexicon.RISE, *lexicon.FALL)


def proof(table: FactTable) -> Iterator[Part]:
    """Yield the documents that support the results."""
    ids = [fact.id for fact in table if fact.id.startswith("evidence.")]
    if ids:
        named = "、".join(f"<{each}>" for each in ids[:_PROOFS])
        more = "等" if len(ids) > _PROOFS else ""
        yield whole("佐证材料", (0, f"佐证材料有{named}{more}"), (_PROOF, ""))


def asks_figure(form: SelfEvaluation, fact: Fact) -> bool:
    """Return whether words stand where a figure belongs, so that they are no sentence.

    Of what is to be raised or lowered (提高就业率) words say how far; beside a number as target
    words say nothing.
    """
    if fact.kind != "words" or fact.row is None:
        return False
    row = form.indicators[fact.row]
    if fact.id.endswith(".actual") and row.target.value.numeric:
        return row.actual.value.tier is None
    return unmeasured(form, fact) and not fact.subjects[0].startswith(_TURNS)


def asked(form: SelfEvaluation, sheet: ScoreSheet, table: FactTable) -> Iterator[Part]:
    """Yield the questions that no cell answers: what was done, results, and a rate that differs."""
    goal, done = (essence(strip_tags(text)) for text in (form.goal.planned, form.goal.actual))
    if goal and goal == done:
        yield question("本年度实际做了什么（已填的完成情况与预期目标相同）", "本年度实际做了什么")
    blank, wordy = [], list[str]()
    for index, row in enumerate(form.indicators):
        fact = table.facts.get(f"row.{index}.actual")
        if fact is None and row.name.strip():
            blank.append(f"“{named(table, index)}”")
        elif fact is not None and asks_figure(form, fact):
            wordy.append(f"“{named(table, index)}”（表中填{fact.value}）")
    if blank:
        yield question(f"{some(blank)}的实际完成值", "空白的实际完成值")
    if wordy:
        yield question(f"{some(wordy)}实际完成多少", "填成文字的实际完成值")
    if text := _other_rate(form, table):
        yield question(text, "执行率以哪个数为准")


def named(table: FactTable, row: int) -> str:
    """Return how a request calls a row."""
    fact = table.facts.get(f"row.{row}.name")
    own = table.form.indicators[row].name.strip() if table.form else ""
    return (fact.value if fact else own).strip("“”")


def _other_rate(form: SelfEvaluation, table: FactTable) -> str:
    """Return the question about a printed rate that is not the one of the amounts; or ""."""
    printed = form.funds.total.rate
    if "funds.printed_rate" not in table or "funds.rate" not in table or printed.value is None:
        return ""
    own = Decimal(table["funds.rate"].value.rstrip("%"))
    if abs(own - printed.value) <= Decimal(1).scaleb(-max(printed.decimals, 0)):
        return ""  # cut off or rounded otherwise
    written = table["funds.printed_rate"].value
    return f"预算执行率以哪个为准：表中填{written}，按执行数和全年预算数计算为{own}%"


def question(full: str, short: str = "") -> Part:
    """Return a request to the person as a part of its own."""
    steps = [(0, request(full)), *([(_ASKED, request(short))] if short else []), (_LAST, "")]
    return whole("待填", *steps)
