"""Phrases: how one value, or the common value of several rows, is said."""

from dataclasses import dataclass

from selfeval_assist.drafting.composer.listing import enumerated
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.facts import Fact, FactTable, from_ids
from selfeval_assist.facts.calling import clause_of, whole_of
from selfeval_assist.facts.framing import Clause
from selfeval_assist.facts.lexicon import same_change
from selfeval_assist.facts.names import ends, grows, is_a, named
from selfeval_assist.facts.spelling import told_name
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.prose.words import has_digit

MOST_FACTS = 6
"""More facts in one sentence are not read, and a model loses them."""

_NAMED = 3
_BOUND = ("不", "超过", "低于", "少于", "约", "平均")
_INERT = str.maketrans({"<": "〈", ">": "〉", "【": "[", "】": "]", "\n": " "})
_LISTED = 60
"""Characters of names that are listed one by one."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A piece of a sentence in id slots, and how many facts it states.

    Attributes:
        text: the piece.
        facts: how many facts it states.
        row: the row that it is about, where it is one.
        whole: the row of which that is a part: it is told behind it, with 其中.
    """

    text: str
    facts: int
    row: int | None = None
    whole: int | None = None


def sentence(
    table: FactTable, topic: str, template: str, *, cause: str = "", pending: bool = False
) -> SentencePlan:
    """Return a planned sentence from a template of id slots."""
    text, slots = from_ids(template, table)
    return SentencePlan(topic, text, slots, cause, pending)


def ask(topic: str, what: str) -> SentencePlan:
    """Return a sentence that asks the person for something only a person knows."""
    return SentencePlan(topic, request(what), pending=True)


def request(what: str) -> str:
    """Return the visible mark that asks for something; its text is neither slot nor mark."""
    return f"【待填：{what.translate(_INERT)}】"


_MONEY = tuple(
    f"funds.{each}"
    for each in ("initial", "adjusted", "executed", "change", "carried", "unspent", "over")
)

_YUAN = 4
"""Decimals of 万元 that are whole yuan."""


def money(table: FactTable, fact_id: str) -> str:
    """Return the id slot of an amount: in 万元 where all are whole yuan, else as printed.

    Where a row tells an amount in 万元, all are: two units beside each other cannot be compared.
    """
    wan = f"{fact_id}.wan"
    every = [table[each].value for own in _MONEY if (each := f"{own}.wan") in table]
    short = all(len(value.partition(".")[2].removesuffix("万元")) <= _YUAN for value in every)
    rows = any(each.row is not None and each.value.endswith("万元") for each in table)
    return f"<{wan if wan in table and (short or rows) else fact_id}>"


def nothing(table: FactTable, fact_id: str) -> bool:
    """Return whether an amount is zero: a budget of 0 is a gap in the form, not a sentence."""
    return fact_id in table and table[fact_id].value in {"0元", "0万元"}


def name_of(table: FactTable, row: int, role: str) -> str:
    """Return the short name of a row."""
    return table[f"row.{row}.{role}"].subjects[0]


def together(table: FactTable, rows: tuple[int, ...], role: str) -> Phrase:
    """Return the phrase for rows with one common value: 系统、网络和机房维护完成率均达到100%.

    Rows that make no clause of one kind with it are told one by one.

    Args:
        table: the facts.
        rows: the rows, two or more.
        role: ``target`` or ``actual``.
    """
    form, prefix = table.form, "group" if role == "actual" else "goals"
    if form is not None and len(rows) > 1:
        rows = tuple(at for at in rows if not unmeasured(form, table[f"row.{at}.{role}"])) or rows
    if len(rows) == 1:
        return alone(table, rows[0], role)
    value, clauses = f"{prefix}.{rows[0]}.{role}", [_clause(table, row, role) for row in rows]
    names = list(dict.fromkeys(each.subject for each in clauses))
    verbs = [_shared_verb(each, table[value]) for each in clauses]
    kinds = {
        (verb, each.tail, each.first, each.bare) for verb, each in zip(verbs, clauses, strict=True)
    }
    first = clauses[0]
    if len(kinds) > 1 or first.first or first.bare or not all(names) or first.joint in _APART:
        told = dict.fromkeys(alone(table, row, role).text for row in rows)
        return Phrase("，".join(told), len(told))
    every = "均" if len(names) > 1 else ""  # two rows of one name are told as one
    verb = verbs[0] if every else first.joint
    return Phrase(f"{enumerated(names)}{every}{verb}<{value}>{first.tail}", 1)


_APART = frozenset({"，", "："})


def _shared_verb(clause: Clause, fact: Fact) -> str:
    """Return the word between 均 and a common value."""
    if clause.joint or fact.kind == "words" or fact.value.startswith(_BOUND):
        return clause.joint
    return "达到" if fact.kind == "rate" else "为"


def _clause(table: FactTable, row: int, role: str) -> Clause:
    """Return the clause that a row makes with its value."""
    fact, form = table[f"row.{row}.{role}"], table.form
    if form is None:
        return Clause(name_of(table, row, role))
    whole = whole_of(form.indicators, row)
    of = None if whole is None else form.indicators[whole]
    return clause_of(form.indicators[row], fact.kind, fact.value, role == "target", of)


def alone(table: FactTable, row: int, role: str) -> Phrase:
    """Return the phrase for the value of one row: 部署自助服务终端28台, 费用结算及时.

    Args:
        table: the facts.
        row: the indicator row.
        role: ``target`` or ``actual``.
    """
    own = _clause(table, row, role)
    whole = whole_of(table.form.indicators, row) if table.form else None
    slot = f"<row.{row}.{role}>"
    if own.bare:
        return Phrase(f"<row.{row}.said.{role}>", 1, row, whole)
    if own.first:
        return Phrase(f"{own.joint}{slot}{own.subject}{own.tail}", 1, row, whole)
    return Phrase(f"{own.subject}{own.joint}{slot}{own.tail}", 1, row, whole)


def unmeasured(form: SelfEvaluation, fact: Fact) -> bool:
    """Return whether a value is no measure of what its indicator's name asks for.

    ``能耗节约率`` with the value ``纵向比较`` says how to measure, not what was measured; an aim or
    a question with 95% leaves open 95% of what. A word that names a tier (``达成``) is a judgement
    and may stand.
    """
    if fact.row is None:
        return False
    row, role = form.indicators[fact.row], fact.id.rpartition(".")[2]
    name = named(told_name(row))
    if fact.kind == "rate":
        told = same_change(fact.value) or grows(name)
        judged = name.shape == "thing" and bool(ends("degree", name.thing))  # 社会效益明显
        open_share = (name.shape in {"aim", "whether"} or judged) and not told
        return open_share and not clause_of(row, fact.kind, fact.value, role == "target").bare
    cell = row.actual if role == "actual" else row.target
    asks = name.shape in {"rate", "count", "measure"} and not name.head.endswith("度")
    asks = asks and not has_digit(fact.value)
    worded = fact.kind == "words" and cell.value.tier is None and asks
    return worded and not is_a("degree", fact.value)
