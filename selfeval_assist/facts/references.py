"""What a sentence with references may use: values, and texts that persons wrote, each by its id.

``{r0.actual}`` is the actual value of the first row, ``{f.executed}`` an amount, ``{n.met}`` a
count, ``{t3.1}`` the first number in the third text that somebody wrote. A reference is identity:
it is judged by the words around it and never guessed from its value.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from selfeval_assist.facts.model import Fact, FactTable
from selfeval_assist.facts.spelling import subjects_of
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.form.text import PENDING_MARK, essence, strip_tags

REF: re.Pattern[str] = re.compile(r"\{([a-z]\d*\.[a-z0-9_]+)\}")
DIGITS = re.compile(r"[\d０-９]+(?:[.,．，][\d０-９]+)*")
_BOUND = re.compile(r"不低于|不少于|不超过|不高于|不多于|超过|低于|约")
_DUE = re.compile(r"(?<=[年月日])(?:内|底前|前)$")
# codes before a hyphen or in brackets, and running numbers: 3305-某某项目, [155]某局, (一)某某项目
_CODE = re.compile(
    r"^(?:[A-Za-z0-9]+[-—_－]+|[\[【〔][A-Za-z0-9]+[\]】〕]|[(（]?[\d一二三四五六七八九十]{1,3}[)）.、]\s*)+"
)
# 偏差原因见指标表相应栏: says where something stands, and nothing of what was done
_POINTS = re.compile(r"见.{0,6}(?:表|栏|附件|说明)|详见")
_SHORTEST = 7
"""Characters of a clause that is too short to say what was done."""
_FAMILIES = {"funds": "f", "rows": "n", "score": "p", "tally": "c"}
_NUMBERED = {"row": "r", "kind": "n", "level": "l"}
_ROLES = frozenset({
    "target", "actual", "gap", "completion", "overshoot", "below", "late", "early", "survey",
    "weight", "score", "lost", "initial", "adjusted", "executed", "rate", "initial_rate", "change",
    "change_percent", "unspent", "over", "total", "met", "exceeded", "missed", "words",
    "execution", "grade", "year", "reached", "short", "rest", "plan",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """A text that somebody wrote: a sentence may say again what it says.

    Attributes:
        id: ``t3``.
        kind: ``goal``, ``done``, ``told`` (answers to what was done), ``cause``, ``effect``,
            ``measure`` or ``said``.
        label: what it is, in Chinese.
        text: its words; every number in it is a reference ``{t3.1}`` to those who may not see it.
        path: where it is written.
        row: the indicator row it is about, or None for the whole project.
    """

    id: str
    kind: str
    label: str
    text: str
    path: str
    row: int | None = None

    @property
    def numbers(self) -> tuple["re.Match[str]", ...]:
        """The numbers in the text, in their order."""
        return tuple(DIGITS.finditer(self.text))

    def masked_as(self, marks: Mapping[int, str]) -> str:
        """Return the text with a reference for each number, and some characters exchanged.

        Args:
            marks: the characters, as ``str.maketrans`` gives them.
        """
        counted = iter(range(1, len(self.text) + 1))
        text = self.text.translate(marks)
        return DIGITS.sub(lambda _: f"{{{self.id}.{next(counted)}}}", text)


@dataclass(frozen=True, eq=False)
class Known:
    """All that the sentences of one text may use.

    Attributes:
        values: facts by their references.
        sources: texts by their ids.
        table: the facts of the form.
        row: the row that a deviation is about, or None.
    """

    values: Mapping[str, Fact]
    sources: Mapping[str, Source]
    table: FactTable
    row: int | None = None
    planned: bool = False

    @cached_property
    def names(self) -> dict[int, str]:
        """How each row is called; rows without a usable name are left out."""
        form = self.table.form
        rows = form.indicators if form else ()
        called = ((at, subjects_of(row.name)) for at, row in enumerate(rows))
        return {at: names[0].strip("“”") for at, names in called if names}

    @cached_property
    def by_id(self) -> dict[str, str]:
        """References by the ids of their facts."""
        return {fact.id: ref for ref, fact in self.values.items()}

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """The names of the form that may stand in a sentence, the longest first."""
        form = self.table.form
        head = (form.project, form.unit, form.department) if form else ()
        short = (title_of(name) for name in head)
        every = {*head, *short, *self.table.names, *self.names.values()}
        return tuple(sorted((name for name in every if len(name) > 1), key=lambda n: (-len(n), n)))


def title_of(name: str) -> str:
    """Return the name of a project or a unit without codes and running numbers before it."""
    return _CODE.sub("", name.strip())


def known_of(
    table: FactTable,
    kinds: Iterable[str],
    row: int | None = None,
    sources: Iterable[Source] | None = None,
) -> Known:
    """Return what a text may use.

    Args:
        table: the facts of the form; ``for_goal(table)`` for a planned goal.
        kinds: the kinds of sources that the text may rest on.
        row: the row that a deviation is about; other rows' causes are none of it.
        sources: all sources of the form; by default ``sources_of(table)``.
    """
    wanted = set(kinds)
    kept = {
        each.id: each
        for each in (sources_of(table) if sources is None else sources)
        if each.kind in wanted and (row is None or each.row in (None, row))
    }
    values = dict(_values(table))
    for each in kept.values():
        values |= _numbers_of(each)
    return Known(values, kept, table, row, table.planned)


def with_source(known: Known, source: Source) -> Known:
    """Return the same with one more source, in the place of one from the same field."""
    others = {at: each for at, each in known.sources.items() if each.path != source.path}
    gone = known.sources.keys() - others.keys()
    values = {ref: fact for ref, fact in known.values.items() if ref.partition(".")[0] not in gone}
    sources = {**others, source.id: source}
    return replace(known, values={**values, **_numbers_of(source)}, sources=sources)


def _numbers_of(source: Source) -> dict[str, Fact]:
    """Return the numbers in a text by their references."""
    return {
        f"{source.id}.{number}": Fact(
            f"{source.path}#{number}",
            source.label,
            match[0],
            "count",
            (source.path,),
            row=source.row,
        )
        for number, match in enumerate(source.numbers, start=1)
    }


def _values(table: FactTable) -> Iterator[tuple[str, Fact]]:
    for fact in table:
        if f"{fact.id}.wan" in table:
            continue  # 万元 is the unit that people write
        if fact.id.startswith("funds.plan") and not table.planned:
            continue  # elsewhere it is the full-year budget
        ref = _ref(fact.id.removesuffix(".wan"))
        if ref and fact.kind not in {"verdict", "name", "cause"}:
            yield ref, fact
            if ref.endswith(".target") and (plan := _plan(fact)) is not None:
                yield ref.replace(".target", ".plan"), plan


def _ref(fact_id: str) -> str:
    """Return the reference of a fact: ``r3.actual`` for ``row.3.actual``; "" for none."""
    parts = fact_id.split(".")
    if fact_id == "form.year":
        return "y.year"
    if len(parts) == 2 and parts[0] in _FAMILIES and parts[1] in _ROLES:
        return f"{_FAMILIES[parts[0]]}.{parts[1]}"
    if len(parts) == 3 and parts[0] in _NUMBERED and parts[2] in _ROLES:
        return f"{_NUMBERED[parts[0]]}{parts[1]}.{parts[2]}"
    return ""


def _plan(target: Fact) -> Fact | None:
    """Return the bare number of a target: 20台 of 不少于20台; None where it has no bound."""
    if target.kind == "words":
        return None
    bare = _DUE.sub("", _BOUND.sub("", target.value, count=1))
    named = replace(target, id=target.id.replace(".target", ".plan"), label="计划数", value=bare)
    return named if bare != target.value else None


def sources_of(table: FactTable) -> tuple[Source, ...]:
    """Return every text of a form that a sentence may rest on, with numbers of their own."""
    if table.form is None:
        return ()
    found = [*_goal_and_done(table.form), *_stated(table), *_told(table.form, table)]
    return tuple(replace(each, id=f"t{at}") for at, each in enumerate(found, start=1))


def _goal_and_done(form: SelfEvaluation) -> Iterator[Source]:
    goal = strip_tags(form.goal.planned).strip()
    if goal and PENDING_MARK not in goal:
        yield Source("", "goal", "年初目标原文", goal, "goal.planned")
    done = strip_tags(form.goal.actual)
    if essence(done) == essence(goal):
        return  # the goal copied says nothing about what was done
    # Results stand in the table; what is left of a completion text is what was done.
    clauses = [
        clause.strip()
        for clause in re.split(r"[。；;，\n]", done)
        if not (DIGITS.search(clause) or PENDING_MARK in clause or _POINTS.search(clause))
        and len(clause.strip()) > _SHORTEST
    ]
    kept = [each for each in clauses if essence(each) not in essence(goal)]
    if kept:
        yield Source("", "done", "已填的完成情况", "；".join(kept), "goal.actual")


_LABELS = {
    "cause": ("cause", "已查明的原因"),
    "text": ("cause", "已填的说明"),
    "effect": ("effect", "影响"),
    "measure": ("measure", "改进措施"),
}


def _stated(table: FactTable) -> Iterator[Source]:
    """Yield what persons stated about deviations; a text only where its parts are not known."""
    for fact in table:
        prefix, _, name = fact.id.rpartition(".")
        why = fact.id.startswith("funds.why.")
        if not (why or (name in _LABELS and prefix.split(".")[0] in {"row", "funds"})):
            continue
        if name == "text" and f"{prefix}.cause" in table:
            continue
        kind, label = ("cause", "已查明的原因") if why else _LABELS[name]
        text = fact.value
        if name == "measure":
            own = (f"{prefix}.owner", f"{prefix}.deadline")
            text = "，".join((text, *(table[each].value for each in own if each in table)))
        yield Source("", kind, label, text, fact.sources[0], fact.row)


def _told(form: SelfEvaluation, table: FactTable) -> Iterator[Source]:
    """Yield what was stated in an interview or a conversation."""
    for at, said in enumerate(form.sources):
        label = said.label or "填报人说明"
        yield Source("", "told", label, said.text, f"sources.{at}.text", said.row)
    for fact in table:
        if fact.id.startswith("said.") and not fact.id.endswith(".source"):
            yield Source("", "said", "填报人补充", fact.value, fact.sources[0])
