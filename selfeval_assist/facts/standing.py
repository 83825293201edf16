"""Causes that already stand elsewhere in the form: in the completion text and below the table.

Most layouts have no cell for the reason of a changed budget, and some have none for the reasons of
rows, so people write them there. What stands in the form is a person's: a text may say it again, in
these words. Sentences that only tell how to fill in the form state nothing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from selfeval_assist.facts.model import Fact, FactTable
from selfeval_assist.facts.spelling import stated, subjects_of
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.form.text import PENDING_MARK, essence, strip_tags
from selfeval_assist.prose import units, words
from selfeval_assist.prose.clauses import pieces
from selfeval_assist.prose.masks import mask
from selfeval_assist.prose.mentions import Mention, mentions
from selfeval_assist.prose.parts import wholes
from selfeval_assist.prose.values import Kind
from selfeval_assist.prose.width import narrowed

WHY = "funds.why."
"""Begin of the ids of causes of the budget; the topics follow: ``funds.why.0.change``."""

_TOPICS = {"change": "预算调整", "rate": "资金未执行的"}
"""What about the budget a reason explains: that it was changed, that it was not all spent."""

_MONEY = ("funds.", "form.")
_OF_BUDGET = {
    "change": (
        "funds.change",
        re.compile(r"追加|[核压调]减|调增|增拨|收回|压[缩降]|削减|预算.{0,6}调整|调整.{0,4}预算"),
    ),
    "rate": (
        "funds.unspent",
        re.compile(
            r"[结节]余|结转|尾款|余款|质保金|剩余|未(?:执行|支付|支出|使用|付)|执行[率进]|拨付|支付进"
        ),
    ),
}
_BECAUSE = re.compile(
    r"原因[^，。；：:]{0,10}[：:是为]|主要[系是]|(?<![关联体])系(?![统列数])"
    r"|(?:按照?|根据|依据).{2,24}(?:文件|号文?|通知|决定|要求|批复)"
    r"|按照?(?:合同|协议|约定|进度)|待.{0,12}(?:验收|结算|审计|决算)"
    r"|经[^，。；]{2,24}(?:同意|批[复准]|审[核批定])|〔(?:19|20)\d{2}〕\d+号|用于"
    r"|(?:元|资金|款项?)为(?!\d)"  # 经县财政局同意追加10万元; 结余19.8万元为采购节约
)
_ASKS = re.compile(
    r"请|填[写报列表]|得分|[计扣]分|计算|详?见(?:附|上|下|表|指标|备注|“)|如下|如有|[须应]当?(?:说明|分析|注明)"
    r"|(?:：|:|为|是)\s*(?:无|没有|/|—|-)?$"
)
_HEADED = re.compile(r"[^，。；：:]{0,24}原因(?:[（(][^）)]{0,12}[）)])?[：:]\s*(?=.)")
_MARK = re.compile(
    r"^[\s>〉＞]*(?:(?:注|备注|(?:资金|预算|情况)?说明)[：:]\s*)?(?:[(（]?\d{1,2}[)）]|\d{1,2}[.、．](?!\d))?\s*"
)
_HEAD = re.compile(r"[^，。；：:]{2,40}[：:]\s*(?=.)")
_NUMBERED = re.compile(r"第(\d{1,3})(?:行|[项个条]指标)|(?:指标|序号)(\d{1,3})(?!\d)")
# Where what a reason explains is looked for: in its own clause, then in the nearest ones.
_AHEAD, _BACK = (0, 1, -1, 2, -2), (0, -1, -2, 1, 2)
_STOPS, _CLAUSES = "。；;\n", re.compile(r"，|,(?!\d)")
_SHORTEST_NAME = 3
_LONGEST = 120
"""Characters of a carried sentence; longer ones hold more than a cause."""

# Numbers of documents and days belong to the cause and stand in no other cell.
_OWN = frozenset({Kind.DATE, Kind.DURATION})
# 云财预〔2025〕18号, 第36号文
_CODE = re.compile(r"[〔\[(【]\s?(?:19|20)\d{2}\s?[〕\])】]\s?第?\d++号|(?<!\d)第?\d++号")


@dataclass(frozen=True, slots=True)
class _Piece:
    """Clauses that belong to one reason, and the clause that it explains."""

    text: str
    about: str


def budget_causes(form: SelfEvaluation, facts: Mapping[str, Fact]) -> Iterator[Fact]:
    """Yield the causes of a budget difference that stand in the completion text or in the notes.

    None when the form states one in its own field. A reason counts when it stands beside the
    change or the money left, and holds no figure that the form does not; days and numbers of
    documents are its own.

    Args:
        form: the form.
        facts: the other facts of the form, by id.
    """
    wanted = {topic: words for topic, (fact, words) in _OF_BUDGET.items() if fact in facts}
    if not wanted or {"funds.cause", "funds.text"} & facts.keys():
        return
    # A figure beside the reason of the budget is one of the budget.
    table = FactTable({each: facts[each] for each in facts if each.startswith(_MONEY)})
    found: dict[str, tuple[str, _Piece]] = {}
    for source, piece in _told(form, list(wanted.values())):
        if _supported(piece.text, table):
            found.setdefault(essence(piece.text), (source, piece))
    for number, (source, piece) in enumerate(found.values()):
        topics = [topic for topic, words in wanted.items() if words.search(piece.about)]
        label = f"{'和'.join(_TOPICS[topic] for topic in topics)}原因"
        fact_id = f"{WHY}{number}.{'_'.join(topics)}"
        yield Fact(fact_id, label, piece.text, "cause", (source,))


def _told(form: SelfEvaluation, topics: Sequence[re.Pattern[str]]) -> Iterator[tuple[str, _Piece]]:
    """Yield the reasons on some topics in the texts and the notes, with their source.

    Rows have short ones of their own: 尾款19.8万元未支付.
    """
    names = tuple(_rows_of(form))
    pieces = [
        (source, piece)
        for source, text in (("goal.actual", form.goal.actual), ("notes", form.notes))
        for piece in _pieces(text, names, topics)
    ]
    for index, row in enumerate(form.indicators):
        text = stated(row.deviation.text)
        if text and PENDING_MARK not in text and len(text) <= _LONGEST:
            pieces.append((f"indicators.{index}.deviation.text", _Piece(text, text)))
    for source, piece in pieces:
        if any(topic.search(piece.about) for topic in topics):
            yield source, piece


def row_causes(form: SelfEvaluation, facts: Mapping[str, Fact]) -> Iterator[Fact]:
    """Yield the causes in the notes for rows whose own cell states none.

    A note counts for a row when it gives a reason and names this row alone, by its name or its
    number (``第3行``). It takes the place of the row's own text.
    """
    if not form.notes.strip():
        return
    names = _rows_of(form)
    found: dict[int, list[str]] = {}
    for note, listed in _notes(form.notes, names):
        rows = _rows_in(note, names)
        given = _gives_cause(note) or (listed and not _ASKS.search(note))
        if len(rows) == 1 and given:
            head = _HEAD.match(note)
            said = note[head.end() :] if head and _rows_in(head[0], names) else note
            found.setdefault(rows.pop(), []).append(said)
    for index, notes in found.items():
        own = f"row.{index}"
        if f"{own}.name" in facts and not {f"{own}.cause", f"{own}.text"} & facts.keys():
            label = "偏差原因分析及改进措施"
            value = "；".join(dict.fromkeys(notes))
            yield Fact(f"{own}.text", label, value, "cause", ("notes",), row=index)


def explained(causes: Iterable[Fact]) -> frozenset[str]:
    """Return what causes of the budget explain: ``change``, ``rate``, or both."""
    return frozenset(topic for cause in causes for topic in cause.id.rpartition(".")[2].split("_"))


def _pieces(
    text: str, names: tuple[str, ...], topics: Sequence[re.Pattern[str]]
) -> Iterator[_Piece]:
    """Yield the reasons in a text with what they explain: 因政策调整，年中核减20万元.

    A clause without figures behind a reason belongs to it, and all that stands under a heading of
    its own (预算调整原因：…); one about an indicator never does.
    """
    for line in pieces(strip_tags(text), _STOPS):
        clauses = _CLAUSES.split(_MARK.sub("", stated(line)))
        own = [not mask(clause, names)[1] for clause in clauses]
        end = 0
        for at in _reasons(clauses, own):
            about = _explained_by(clauses, at, topics)
            start, last = sorted((at, about))
            if start < end:
                continue  # it goes on about a reason that is told
            headed = _HEADED.match(clauses[start])
            end = _end_of(clauses, own, last + 1, headed=headed is not None)
            said = "，".join(clauses[start:end])[headed.end() if headed else 0 :]
            if all(own[start:end]) and len(said) <= _LONGEST:
                yield _Piece(said, clauses[about])


def _reasons(clauses: Sequence[str], own: Sequence[bool]) -> Iterator[int]:
    """Yield the places of the clauses that give a reason, but for those about an indicator."""
    yield from (at for at, clause in enumerate(clauses) if own[at] and _gives_cause(clause))


def _explained_by(clauses: list[str], at: int, topics: Sequence[re.Pattern[str]]) -> int:
    """Return which clause a reason explains: the nearest on a topic, or its own."""
    near = _BACK if _BECAUSE.search(clauses[at]) else _AHEAD
    places = (at + step for step in near if 0 <= at + step < len(clauses))
    return next((i for i in places if any(each.search(clauses[i]) for each in topics)), at)


def _end_of(clauses: list[str], own: list[bool], end: int, *, headed: bool) -> int:
    """Return where the clauses end that belong to a reason."""
    while end < len(clauses) and own[end] and (headed or not _has_figure(clauses[end])):
        end += 1
    listed = "其中" in clauses[end - 1] and end < len(clauses) and own[end]
    return end + 1 if listed and _gives_cause(clauses[end]) else end


def _has_figure(clause: str) -> bool:
    """Return whether a clause holds another number than days: 计划2024年6月底前支付完毕."""
    if not words.has_digit(clause):
        return False
    found = mentions(narrowed(clause))
    return not found or any(each.value.kind not in _OWN for each in found)


def explains(text: str) -> bool:
    """Return whether a text gives a reason, of the budget in the words used for it, or another."""
    of_budget = any(about.search(text) for _, about in _OF_BUDGET.values())
    reason = any(tag.has("reason") for tag in words.tags(text))  # 因病致贫 gives none
    return reason or (of_budget and _gives_cause(text))


def _gives_cause(text: str) -> bool:
    """Return whether a text states a reason, rather than asks for one or points to it."""
    if PENDING_MARK in text or _ASKS.search(text):
        return False
    return words.finder("reason").search(text) is not None or _BECAUSE.search(text) is not None


def _supported(text: str, table: FactTable) -> bool:
    """Return whether a sentence holds no amount that the form does not; days are its own."""
    change = table.facts.get("funds.change")
    other = {"up": "relation.cut", "down": "relation.raise"}
    if change and words.spans(text, other[change.direction]):
        return False
    known = [each for fact in table for each in mentions(narrowed(fact.value))]
    told = [
        each
        for each in mentions(_CODE.sub("", narrowed(text)))
        if not (_article(each) or each.value.kind in _OWN)
    ]
    # 未执行86.94万元，其中省级46.94万元、中央40.00万元: what adds up to a figure of the form
    known += [
        part
        for each in wholes(text)
        if not each.gap and any(_same(each.whole, other) for other in known)
        for part in each.parts
    ]
    return all(any(_same(each, other) for other in known) for each in told)


def _article(each: Mention) -> bool:
    """Return whether a numeral counts nothing much: 一处照料点."""
    return each.spoken and each.value.number == 1


def _same(one: Mention, other: Mention) -> bool:
    """Return whether two quantities are one number of one unit."""
    first, second = one.value, other.value
    if first.number is None or second.number is None:
        return False
    factor = units.ratio(first.unit, second.unit)
    return factor is not None and first.number * factor == second.number


def _rows_of(form: SelfEvaluation) -> dict[str, set[int]]:
    """Return the rows of each name that is long enough to be found in a text, longest first."""
    rows: dict[str, set[int]] = {}
    for index, row in enumerate(form.indicators):
        for name in subjects_of(row.name):
            rows.setdefault(name, set()).add(index)
    return {name: rows[name] for name in words.longest_first(rows) if len(name) >= _SHORTEST_NAME}


def _notes(text: str, names: Mapping[str, set[int]]) -> Iterator[tuple[str, bool]]:
    """Yield the lines of the notes, and whether each stands in a list of reasons.

    Of a line about several rows its sentences are yielded, without the heading of the list.
    """
    for line in strip_tags(text).split("\n"):
        head = _HEADED.match(line)
        listed = head is not None and not _rows_in(head[0], names)
        body = line[head.end() :] if head and listed else line
        several = len(_rows_in(body, names)) > 1
        for note in pieces(body, _STOPS) if several else (body,):
            yield stated(_MARK.sub("", note)), listed


def _rows_in(text: str, names: Mapping[str, set[int]]) -> set[int]:
    """Return the rows that a text names, by their names or their numbers."""
    numbers = {int(match[1] or match[2]) - 1 for match in _NUMBERED.finditer(text)}
    return numbers.union(*(names[hit.text] for hit in mask(text, names)[1]))
