"""The closed world of a writer's own words: form, cited texts and lists hold all of them."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from selfeval_assist.facts.names import is_a
from selfeval_assist.facts.references import DIGITS, REF, Known, title_of
from selfeval_assist.facts.words import word_kinds
from selfeval_assist.prose import words
from selfeval_assist.verify.bounds import BOUND
from selfeval_assist.verify.equal import same
from selfeval_assist.verify.judged_as import JUDGES, LEFT
from selfeval_assist.verify.model import Violation
from selfeval_assist.verify.retold import COPIED, DONE, REASON, UNSPENT, Retold, denials, run_length
from selfeval_assist.verify.small_words import (
    ASKED,
    NOT,
    SHORT,
    asks,
    governs,
    is_small,
    is_topic,
    judges_rows,
    praises,
)
from selfeval_assist.verify.spots import OPEN, Said, Spot, blank, listed, shortens
from selfeval_assist.verify.written_out import written_out

_RUN = re.compile(r"[^\W_]+")
# {t3.1}月: what follows the number of a text is held against the text by ``called``
_NUMBERED = re.compile(r"\{t\d+\.\d+\}(?:[万亿]?\w|[%％‰])?")
_LISTED = (
    "column", "relation", "beside", "verdict", "group", "level", "count", "idiom", "set.noun",
)  # fmt: skip
_LONGEST = 14
"""Characters of the longest listed word."""
_UNCHANGED = frozenset({"未作调整", "没有调整", "未调整"})
_CHANGED = frozenset({"进行了调整", "作了调整", "有调整", "调整"})
# brackets hold a clause of their own: （人员不足）
_CLAUSE = re.compile(r"[^，,；;。！？!?：:\n（）()]+")
# how values of a kind are called: 完工日期, 合格比例, 解决程度
_CALLED = {
    "date": ("日期", "时间", "时点"),
    "%": ("比例", "比率", "比重", "程度", "水平", "计算"),
    "amount": ("金额", "数额", "总额"),
    "": ("数", "数量", "总数", "总量"),
    "words": ("情况", "程度", "结果"),
}
# what is counted by heads or pieces; a unit of measure could be wrong by a factor
# a text that names its basis may be told with any word for it
_BASIS = re.compile(r"[按依据]|遵照")
# 一、项目概况
_ORDINAL = re.compile(r"^\s*[（(]?[一二三四五六七八九十]{1,2}(?:、|[)）])")
# a bracket without a value, and what leads on to the value behind it
_BRACKET = re.compile(r"[（(][^（()）{}，,；;。]*[）)][^（()）{}，,；;。：:]*")
# 全部支出; beside money that is left or was overspent nothing accounts for it
_SPENT = re.compile(r"(?:全部|全额)(?:支出|支付|使用|执行)(?:完毕)?")
# 经核减, 距目标, 以年初预算为基数: lead to what is told
_LEADS = re.compile(
    rf"经(?={words.alternatives('relation.cut', 'relation.raise')})"
    rf"|距离?(?={words.alternatives('column.target')})"
    r"|经(?=重新|再次)|(?<=年初预算)数?为(?:基数|基准|分母)"
)
# where the words around a word end: at a stop, and at a reference
_EDGE = re.compile(r"[\W_a-z0-9]")
# what the head of the form says of its names
_HEAD = {
    "project": ("用于{}",),
    "unit": ("由{}实施", "由{}负责实施", "实施单位为{}", "实施单位是{}"),
    "department": ("主管部门为{}", "主管部门是{}"),
}
# 该项, 此类: points back; 完成数, 目标值: what a value is called behind what it is of
_SUCH = frozenset(a + b for a in "该此这那本各每" for b in "项类个条处")
_MEASURED = frozenset("数值额")
# what only says that something stands in the form: 列入年初预算, 填报说明, 表列指标
_RECORD = re.compile(r"[填列载][报列写入为示明]|表[列中内]|[一该此本]栏")
_COUNTERS = frozenset("个人名户项次件家台套头只")


def unowned(told: Retold) -> Iterator[Violation]:
    """Yield the words of a sentence that neither the form nor a cited text nor a list holds.

    Also numbers that are written out. One short word beside a value is left to ``unsure``.
    """
    text, numbers = written_out(told)
    yield from numbers
    found = list(_strangers(told, text))
    doubted = {each.quote for each in found if not is_topic(told, each)}
    places = [next((at for at in told.said.clauses if at[1] > each.start), ()) for each in found]
    apart = len(doubted) <= 2 and len(set(places)) == len(places)
    if not (len(doubted) < 2 or apart) or not all(is_small(told, each) for each in found):
        yield from found


def unsure(told: Retold) -> tuple[str, ...]:
    """Return the words of a sentence that a person has to look at: a clause with a word of its own.

    Empty where every word is accounted for.
    """
    text, _ = written_out(told)
    return tuple(
        REF.sub("…", told.said.text[start:end]).strip()
        for found in _strangers(told, text)
        for start, end in told.said.clauses
        if start <= found.start < end
    )


def _strangers(told: Retold, text: str) -> Iterator[Violation]:
    """Yield what is left when all is taken away that is accounted for."""
    said, known = told.said, told.said.known
    cited = [DIGITS.sub("\x00", each.text) for each in told.sources]
    marks = [match[0] for match in OPEN.finditer(said.text)]
    labels = [*(spot.fact.label for spot in said.spots), *(each.label for each in told.sources)]
    texts = ("\x00".join(known.titles), *cited, *labels, *marks)
    for match in _CLAUSE.finditer(_bare(told, text)):
        (start, end), clause = match.span(), match[0]
        in_words = _worded(said, told.text[start:end])
        valued = bool(in_words) or _is_valued(said, start, end)
        if not valued and _is_project(told, told.text[start:end]):
            continue
        accounted = (*texts, *in_words)
        left = list(_praised(clause, accounted)) or left_over(
            clause, _own(told, (start, end), valued=valued), accounted
        )
        runs = _doubted(said, (start, end), left, cited)
        yield from (_unsupported(told, *run) for run in runs)
        if not (valued or cited or runs) and _claims(said, clause):
            yield _unsourced(clause, start)


def _doubted(
    said: Said, place: tuple[int, int], left: list[tuple[int, int]], cited: list[str]
) -> list[tuple[int, int]]:
    """Return what is left of a clause, as places of the sentence, but for what says no more.

    That is a piece of a text cut short, or one verb of a row's name and its value.
    """
    start, end = place
    rows = (spot.fact.row for spot in said.within(start, end))
    named = [said.known.names[row] for row in rows if row is not None and row in said.known.names]
    runs = [(start + at, start + until) for at, until in left]
    runs = [run for run in runs if not _belongs(said.text[slice(*run)], (*cited, *named))]
    return [] if len(runs) == 1 and governs(said, place, runs[0], named) else runs


def _unsourced(clause: str, start: int) -> Violation:
    how = "请写出值或删去；出自 t 开头的材料的，请在 cites 里写明"
    return Violation("unsupported", clause, start, f"“{clause.strip()}”没有值也没有出处，{how}。")


def _praised(clause: str, texts: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Yield the words of a clause that praise, and are of no text and no judgement."""
    judged = [tag for tag in words.tags(clause) if tag.has("level", "verdict")]
    for match in praises().finditer(clause):
        inside = any(tag.start <= match.start() and match.end() <= tag.end for tag in judged)
        if not inside and not any(match[0] in text for text in texts):
            yield match.span()


def _worded(said: Said, clause: str) -> list[str]:
    """Return the values in words of the rows that a clause names, where it says them: 持续提升."""
    role = "target" if said.known.planned else "actual"
    rows = (row for each in listed(clause, said.known) if len(each) == 1 for row in each)
    facts = (said.known.values.get(f"r{row}.{role}") for row in rows)
    words_ = (fact.value.strip("“”") for fact in facts if fact is not None and fact.kind == "words")
    return [each for each in words_ if each in clause]


def _is_project(told: Retold, clause: str) -> bool:
    """Return whether a clause says again what the project is called: 用于提升森林消防能力.

    A verb of two characters may stand before it, none that would say that it is finished.
    """
    form, planned = told.said.known.table.form, told.said.known.planned
    names = tuple(title_of(name) for name in (form.project, form.unit)) if form else ()
    runs = left_over(clause, frozenset(), names)
    own = "|".join(clause[slice(*run)] for run in runs)
    listed_ = _listed(
        valued=True, anywhere=True, goal=planned, reasons=False, surveyed=False, unchanged=False
    )
    verbs = [(run, at) for run in runs for at in left_over(clause[slice(*run)], listed_, ())]
    leads = not verbs or (len(verbs) == 1 and not clause[: verbs[0][0][0]].strip())
    short = all(until - at <= SHORT for _, (at, until) in verbs)
    ends = DONE.search(own) or any(is_a("finish", own[n : n + 2]) for n in range(len(own)))
    covered = sum(map(str.isalnum, clause)) - sum(map(str.isalnum, own)) >= COPIED
    return covered and leads and short and (planned or not ends) and not set(own) & set(NOT)


def _is_valued(said: Said, start: int, end: int) -> bool:
    """Return whether a clause holds a value, says that some are the same, or asks for one."""
    compares = any(start <= at < end and holds for at, _, holds in same(said))
    told = compares or bool(said.within(start, end)) or asks(said, start, end)
    return told or _beyond(said, end) or judges_rows(said, start, end)


def _bare(told: Retold, text: str) -> str:
    """Return a sentence without names, references, and what is judged elsewhere; places stay."""
    known = told.said.known
    for start, end in _denying(told):
        text = text[:start] + " " * (end - start) + text[end:]
    for start, end, holds in same(told.said):
        if holds:
            text = text[:start] + " " * (end - start) + text[end:]
    for pattern in (JUDGES, LEFT, _LEADS, _RECORD, money_told(known)):
        text = pattern.sub(blank, text)
    for spot in told.said.spots:
        if (spot.ref[0] == "t" or spot.role in {"target", "plan"}) and (
            bound := BOUND.search(text, 0, spot.start)
        ):
            text = text[: bound.start()] + " " * len(bound[0]) + text[bound.end() :]
    bare = _without_head(REF.sub(blank, _NUMBERED.sub(blank, text)), told.said)
    for name in known.titles:
        bare = bare.replace(name, " " * len(name)) if len(name) > COPIED else bare
    return bare


def _denying(told: Retold) -> Iterator[tuple[int, int]]:
    """Yield the words that deny what a source denies: 没有 of 没有计入, 不了 of 开挖不了."""
    for match, denied in denials(told):
        head = next(match.span(name) for name in ("head", "back", "far") if match[name])
        yield from ((match.start(), head[0]), (head[1], match.end())) if denied else ()


def money_told(known: Known) -> "re.Pattern[str]":
    """Return what the form itself says of its money: that some is left, or that all is spent."""
    over = "f.over" in known.values or "f.executed" not in known.values
    return UNSPENT if "f.unspent" in known.values or over else _SPENT


def _beyond(said: Said, end: int) -> bool:
    """Return whether the value of a clause stands behind a bracket: 救助（月均）{r4.actual}."""
    bracket = _BRACKET.match(said.text, end)
    return bracket is not None and any(spot.start == bracket.end() for spot in said.spots)


def _unsupported(told: Retold, start: int, end: int) -> Violation:
    """Return what is said of words that nothing accounts for, and of which text they are."""
    run = told.text[start:end]
    owner = next(
        (s for s in told.said.known.sources.values() if len(run) > 1 and run in s.text), None
    )
    begin = _EDGE.search(told.text[:start][::-1] + "，").start()  # type: ignore[union-attr]
    around = told.text[start - begin : end + _EDGE.search(told.text[end:] + "，").start()]  # type: ignore[union-attr]
    shown = run if len(run) == len(around) else f"{around}”中的“{run}"
    if owner is not None and owner not in told.sources:
        message = f"“{shown}”像是出自{owner.id}，请在 cites 里写明，或删去。"
    else:
        message = f"“{shown}”不是材料中的内容，请删去或改用材料中的说法。"
    return Violation("unsupported", run, start, message)


def _without_head(text: str, said: Said) -> str:
    """Return a sentence without its number, and without whose the project is and what it is for."""
    text = _ORDINAL.sub(blank, text)
    form = said.known.table.form
    for name, phrases in _HEAD.items() if form else ():
        if own := title_of(getattr(form, name)):
            for phrase in phrases:
                told = phrase.format(own)
                text = text.replace(told, " " * len(told))
    return text


def left_over(clause: str, own: frozenset[str], texts: tuple[str, ...]) -> list[tuple[int, int]]:
    """Return the runs of a clause that listed words and pieces of texts leave over at best."""
    size = len(clause)
    cost, step = [0] * (size + 1), [1] * size
    for at in range(size - 1, -1, -1):
        cost[at] = cost[at + 1] + clause[at].isalnum()
        for length in sorted(set(_pieces(clause, at, own, texts)), reverse=True):
            if cost[at + length] < cost[at]:
                cost[at], step[at] = cost[at + length], length
    bare, at = list(clause), 0
    while at < size:
        if cost[at] == cost[at + step[at]]:
            bare[at : at + step[at]] = " " * step[at]
        at += step[at]
    runs = [match.span() for match in _RUN.finditer("".join(bare))]
    # 出 of 出生 leads nowhere: it is of the word behind it
    return [
        (at - (at > 0 and step[at - 1] == 1 and clause[at - 1] in _leads()), to) for at, to in runs
    ]


@cache
def _leads() -> frozenset[str]:
    return next(frozenset(kind.words) for kind in word_kinds() if kind.name == "complement")


def _pieces(clause: str, at: int, own: frozenset[str], texts: tuple[str, ...]) -> Iterator[int]:
    """Yield the lengths of what is accounted for from a place on."""
    if not clause[at].isalnum():
        return
    yield from range(2, max((run_length(clause, at, text) for text in texts), default=0) + 1)
    most = min(_LONGEST, len(clause) - at)
    yield from (n for n in range(1, most + 1) if clause[at : at + n] in own)


def _claims(said: Said, clause: str) -> bool:
    """Return whether a clause without value or source says something with pieces of names alone.

    A list of names says nothing, nor does the rest of a name whose value stands beside it.
    """
    if not any(map(str.isalnum, clause)):
        return False
    planned = said.known.planned
    own = _listed(
        valued=False, anywhere=False, goal=planned, reasons=False, surveyed=False, unchanged=False
    )
    if any(word in clause for word in own):
        return False
    names = tuple(said.name_of(spot) for spot in said.spots)
    grammar = own | {word for kind in word_kinds() if kind.grammar for word in kind.words}
    return not names or bool(left_over(clause, grammar, names))


def _belongs(run: str, texts: Iterable[str]) -> bool:
    """Return whether a character or two are of a text, cut short: 师生 of 教师和学生."""
    return len(run) <= SHORT and not set(run) & set(NOT) and any(shortens(run, t) for t in texts)


def _own(told: Retold, place: tuple[int, int], *, valued: bool) -> frozenset[str]:
    """Return the listed words that a clause may hold."""
    start, end = place
    spots = told.said.within(start, end)
    known, cited = told.said.known, bool(told.sources)
    own = _listed(
        valued=valued or cited, goal=known.planned, reasons=cited or "【待填" in told.said.text,
        anywhere=bool(cited or valued or told.said.spots or OPEN.search(told.said.text)),
        surveyed=any(spot.role == "survey" for spot in told.said.spots),
        unchanged="f.change" not in known.values,
    )  # fmt: skip
    more = {word for spot in spots for word in _CALLED[_kind(spot)]}
    if any(_BASIS.search(each.text) or each.kind == "goal" for each in told.sources):
        more |= {"根据", "依据", "按照", "依照", "按"}
    more |= _SUCH | (_MEASURED if spots or judges_rows(told.said, start, end) else set())
    if any(tag.has("verdict") for tag in words.tags(told.said.text[start:end])):
        more |= words.of("column.target")  # 达到目标规定的时限要求 says only that it was reached
    bare = [spot for spot in spots if _kind(spot) == "" and spot.fact.value[-1:].isdigit()]
    counted = (each.after[:1] for each in bare if _counts_as(told.said, each))
    return own | more | set(counted)


def _counts_as(said: Said, spot: Spot) -> bool:
    """Return whether what follows a bare number counts what its row is about: 人 of 参合人数."""
    unit = spot.after[:1]
    return unit in _COUNTERS and (unit == "个" or unit in said.name_of(spot))


def _kind(spot: Spot) -> str:
    kind, value = spot.fact.kind, spot.fact.value
    return kind if kind in _CALLED else "%" if value.endswith("%") else ""


@cache
def _listed(
    *, valued: bool, anywhere: bool, goal: bool, reasons: bool, surveyed: bool, unchanged: bool
) -> frozenset[str]:
    kinds = [
        kind
        for kind in word_kinds()
        if (goal or not kind.goal)
        and (kind.alone or valued or (goal and kind.aims) or (anywhere and kind.grammar))
    ]
    own = {word for kind in kinds for word in kind.words}
    own |= words.of("verdict", "group", "level", "count") | {"的"}
    if valued:
        own |= words.of(*_LISTED)
    if reasons:  # 强降雨使工程停工 is one more way to give a reason
        own |= words.of(*REASON, "effect.words")
    own |= _UNCHANGED if unchanged else _CHANGED
    return frozenset(word for word in own if surveyed or not ASKED.search(word))
