"""Verdicts, claims about all of a group, and reasons, of a sentence with references."""

import re
from collections.abc import Iterator
from decimal import Decimal

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.form.vocabulary import level1_of, level2_of
from selfeval_assist.prose import words
from selfeval_assist.prose.mentions import mentions
from selfeval_assist.prose.words import Tag
from selfeval_assist.scoring import Verdict
from selfeval_assist.verify.equal import same
from selfeval_assist.verify.model import Violation
from selfeval_assist.verify.spots import Said, listed

_ALLOWED = {
    Verdict.MET: frozenset({"met", "ontime", "level"}),
    Verdict.EXCEEDED: frozenset({"met", "exceeded", "ontime"}),
    Verdict.MISSED: frozenset({"missed", "late"}),
    Verdict.LATE: frozenset({"late", "missed"}),
    Verdict.UNKNOWN: frozenset({"left"}),
}
POINTS = re.compile("[前后]者")
_COUNTS = {"met", "exceeded", "missed", "late"}
_HEAD = words.one_of(
    word for word in words.of("column.target") if not word.endswith(("定", "时限", "期限"))
)
_LEVELS = words.alternatives("level", "set.before")
# 年初确定的目标, 时效指标的要求, 上限: what a result is held against
_AIM = rf"(?:(?:年度|年初|绩效|质量|时效|成本|{_LEVELS})(?:类|方面)?的?)*(?:{_HEAD})[值数]?"
_MORE = words.alternatives("relation.more") + "|[好优]于"
# 控制在上限以内, 与计划一致, 符合时限要求, 达到或超过目标, 未超出上限, 多于{r1.plan}的计划
# 达到或超过目标
EITHER = re.compile(rf"或(?:{_MORE})")
JUDGES = re.compile(
    rf"(?P<kept>控制在(?:{_AIM})?(?:以内|之内|内)|在{_AIM}(?:以内|之内|内))"
    rf"|(?P<asked>按{_AIM}完成(?![\w{{]))"
    r"|(?P<unmet>未能?[在于]\{r\d+\.(?:target|plan)\}之?前?(?:\w{2}|$))"
    rf"|(?P<level>[与同和]{_AIM}(?:持平|一致|相同|相等|相符))"
    rf"|(?P<denied>未能?|没有|没能|不)?(?:(?P<exceeded>{_MORE})|(?P<less>低于|少于|小于|短于)"
    rf"|(?P<met>{words.alternatives('set.reach')})|(?P<late>晚于|迟于)|(?P<ontime>早于))了?"
    rf"(?P<either>{EITHER.pattern})?(?:\{{r\d+\.\w+\}}的\w{{0,2}})?{_AIM}(?![的多少高低晚早短长出{{])"
)
_WHOLE = frozenset({"kept", "level", "unmet", "asked"})
_CONTRARY = {
    "exceeded": "kept", "less": "met", "met": "missed", "late": "ontime", "ontime": "late",
}  # fmt: skip
# as the sheet puts it
LEFT = re.compile(r"未与(?:年度)?目标值?比较")
_POINTED = re.compile(r"以上|上述|前述|这些|该")
# 未达到目标的原因, 未达到的指标中
_HEADS = re.compile(r"(?:年度)?(?:目标|指标)?值?的")
_LISTS = re.compile(rf"{_HEADS.pattern}\w{{0,4}}(?:有|是|为|包括)[：:]")
_END = re.compile(r"(?:全部|均|都|已|全面|各项|悉数)\w{0,4}(?:完成|实现|达到)$")


def misjudged(said: Said) -> Iterator[Violation]:
    """Yield the judgements in words that the verdicts of their rows contradict."""
    if said.known.planned:
        return
    rows, two, since = list[int](), list[int](), list[int]()
    for start, end in said.clauses:
        clause = said.plain[start:end]
        counted, own = _counts_in(said, start, end), _spoken_in(said, start, end)
        rows = own or _carried(said, (start, end), since, [] if counted else rows)
        if pointed := POINTS.match(said.text, start):
            rows = two[:1] if pointed[0] == "前者" else two[-1:]
        else:
            two = rows
        since = [] if _is_told(said, start, end) else [*since, *own]
        if not _quoted(said, clause):
            yield from _in_clause(said, (start, end), counted, rows)


def _carried(said: Said, place: tuple[int, int], since: list[int], rows: list[int]) -> list[int]:
    """Return the rows of before that a clause goes on about; 均 is said of all since a verdict."""
    if not rows or _of_the_form(said.text[slice(*place)]):
        return _counted(said, *place)
    return since if since and _EACH.search(said.plain, *place) else rows


def _spoken_in(said: Said, start: int, end: int) -> list[int]:
    """Return the rows that a clause itself speaks of: named, counted, or a level of them."""
    clause = said.plain[start:end]
    named = [] if _only_judges(clause) else _rows_in(said, start, end)
    return named or _summed(said, start, end) or _of_levels(said, clause)


_EACH = re.compile("[均都皆]")


def _is_told(said: Said, start: int, end: int) -> bool:
    """Return whether a clause says how its rows did, so that 均 behind it speaks of the next."""
    apart = any(spot.role not in {"actual", "target", "plan"} for spot in said.within(start, end))
    clause = said.plain[start:end]
    judged = any(not _in_name(said, clause, tag) for tag in judgements(clause))
    return apart or judged or said.text[end : end + 1] in "；;。"


def _only_judges(clause: str) -> bool:
    """Return whether a clause names nothing: 均按期完成, whatever 按期完成率 a row is called."""
    every = (tag for tag in words.tags(clause) if tag.has("verdict", "group"))
    return not words.without(clause, every).strip()


def _of_levels(said: Said, clause: str) -> list[int]:
    """Return the rows of every level that a clause speaks of as a whole: 质量、数量指标均达到."""
    form, tags = said.known.table.form, words.tags(clause)
    if form is None or not any(tag.has("group") for tag in tags):
        return []
    levels = [tag.text for tag in tags if tag.has("level") and not tag.has("level.whole")]
    return [row for level in levels for row in _of_level(form, level)]


def _counts_in(said: Said, start: int, end: int) -> set[str]:
    """Return what the counts in a clause count; ``all`` where each row of the tally reached it."""
    counts = {spot.ref: spot.role for spot in said.within(start, end) if spot.ref[0] in "nc"}
    reached = "c.total" in counts and "tally.verdict" in said.known.table
    return {counts[ref] for ref in counts if ref[0] == "n"} | ({"all"} if reached else set())


def _quoted(said: Said, clause: str) -> bool:
    """Return whether a clause stands in what a person stated: 导致工期延误 is that person's.

    A judgement alone is said of many things: 未完成.
    """
    stated = (each for each in said.known.sources.values() if each.kind != "goal")
    return not _only_judges(clause) and any(clause.strip() in each.masked_as({}) for each in stated)


def _told(said: Said, clause: str, tag: Tag) -> bool:
    """Return whether a person stated a judgement of the words before it: 报关延误, 审计尚未完成."""
    before = clause[: tag.start].rstrip("还尚仍也")[-2:]
    stated = (each.text for each in said.known.sources.values() if each.kind != "goal")
    around = (
        text[match.end() : match.end() + len(tag.text) + 2]
        for text in stated
        for match in re.finditer(re.escape(before), text)
    )
    alike = (one for text in around for one in words.tags(text) if one.senses & tag.senses)
    return len(before) > 1 and any(alike)


def _of_the_form(clause: str) -> bool:
    """Return whether a clause speaks of all indicators or targets: 各项指标均…, 全面完成绩效目标.

    三项指标均达到 and 以上指标均达到 speak of those before.
    """
    tags = words.tags(clause)
    every = any(tag.has("group.all") for tag in tags)
    grouped = every or any(tag.has("group") for tag in tags)
    named = any(tag.has("level.whole") and len(tag.text) > 2 for tag in tags)  # 全部指标, 绩效指标
    whole = named or (grouped and any(tag.has("level.whole") for tag in tags))
    whole = whole or (every and any(tag.has("column.target") for tag in tags))
    return whole and not _POINTED.search(clause) and not any(t.has("relation.sum") for t in tags)


def _in_clause(
    said: Said, place: tuple[int, int], counted: set[str], rows: list[int]
) -> Iterator[Violation]:
    start, end = place
    clause = said.plain[start:end]
    grouped = any(each.has("group") for each in words.tags(clause))
    for tag in _judging(said, place):
        counts = _only_counts(tag, clause, counted, grouped=grouped)
        if (
            counts
            or _told(said, clause, tag)
            or _is_equality(said, start + tag.start, start + tag.end)
        ):
            continue
        headed = _HEADS.match(clause, tag.end) is not None
        spoken = _counted(said, start, end) or _spoken_of(said, clause, rows)
        wrong = [row for row in spoken if not _holds(said, row, _senses(tag))]
        # 未达到目标的原因 speaks of those that did not; 未达到目标的有：甲、乙 of all that follow
        lists = _LISTS.match(said.text, start + tag.end) is not None
        some = headed and not lists and not rows and len(wrong) < len(spoken)
        if wrong and not some:
            yield _wrong(said, tag, start, wrong)


_FINISHED = re.compile(rf"(?:{words.alternatives('aspect.done')}|到位)$")
_SHARE = frozenset("率度性")


def _judging(said: Said, place: tuple[int, int]) -> list[Tag]:
    """Return the words of a clause that judge and are of no name."""
    clause = said.plain[slice(*place)]
    found = list(judgements(clause)) or list(_finished(said, place))
    return [tag for tag in found if not _in_name(said, clause, tag)]


def _finished(said: Said, place: tuple[int, int]) -> Iterator[Tag]:
    """Yield what says without a value that rows are done: 不合格食品核查处置到位."""
    done = _FINISHED.search(said.plain[slice(*place)])
    if done and not said.within(*place) and _rows_in(said, *place):
        yield Tag(*done.span(), done[0], frozenset({"verdict.met"}))


def _in_name(said: Said, clause: str, tag: Tag) -> bool:
    """Return whether a judgement is a piece of a name: 按时完成 of 核查处置按时完成率."""
    behind = clause[tag.end : tag.end + 1]
    around = clause[tag.start : tag.end + 1]
    named = any(around in name for name in said.known.names.values())
    return bool(behind) and (behind in _SHARE or named)


def _is_equality(said: Said, start: int, end: int) -> bool:
    """Return whether a judgement stands where values are said to be the same: 与预算持平."""
    return any(a < end and start < b for a, b, _ in same(said))


def _rows_in(said: Said, start: int, end: int) -> list[int]:
    """Return the rows of a clause: those of its references, then those that it names alone."""
    own = [spot.fact.row for spot in said.within(start, end) if spot.fact.row is not None]
    names = said.known.names
    text = said.text[start:end]
    levels = (tag for tag in words.tags(text) if tag.has("level") and len(tag.text) >= _LEVEL)
    text = words.without(text, levels)  # 数量指标 is no 图书数量
    called = listed(text, said.known)
    named = [min(rows) for rows in called if len({names[row] for row in rows}) == 1]
    if own:  # 发放补助{户数} names no 补助发放时间
        named = [row for row in named if row in own or _ends_so(names[row], text)]
    return list(dict.fromkeys([*named, *own] if set(own) <= set(named) else [*own, *named]))


def _ends_so(name: str, text: str) -> bool:
    """Return whether a text says what a name ends with, where that is a share or a time."""
    return all(end in text for end in ("率", "时间") if name.endswith(end))


def _summed(said: Said, start: int, end: int) -> list[int]:
    """Return all rows told of before where a clause counts them: 甲546人次；乙2项，两项均….

    Empty where it counts none, or another number of them.
    """
    before = dict.fromkeys(
        spot.fact.row for spot in said.spots if spot.end <= start and spot.fact.row is not None
    )
    numbers = [each.value.number for each in mentions(said.text[start:end])]
    counts = SUMMED.search(said.text, start, end) is not None
    if (some := SIDE.search(said.text, start, end)) and numbers and numbers[0]:  # 后两项
        size = int(numbers[0])
        return list(before)[:size] if some[0][0] == "前" else list(before)[-size:]
    return list(before) if counts and Decimal(len(before)) in numbers else []


_LEVEL = 4
_COUNTING = "[两二三四五六七八九十]"
SUMMED = re.compile(rf"(?<!{_COUNTING}){_COUNTING}++(?:项|者|个|类)")
SIDE = re.compile(rf"(?:[前后]{_COUNTING}|后一)(?:项|者|个|类)")


def _senses(tag: Tag) -> set[str]:
    """Return what a word judges; 控制在上限以内 is said of ceilings alone."""
    return {each.partition(".")[2] for each in tag.senses if each.startswith("verdict.")}


def _only_counts(tag: Tag, clause: str, counted: set[str], *, grouped: bool) -> bool:
    """Return whether a judgement only says what a value beside it counts or measures."""
    if counted & (_senses(tag) & _COUNTS):
        return True
    if clause[tag.end :].startswith("的{"):
        return True  # 完成目标的91% says no more than its value
    return "total" in counted and not grouped


def _counted(said: Said, start: int, end: int) -> list[int]:
    """Return the rows that a count of a level counts: 数量指标3项均达到目标."""
    sources = (
        each
        for spot in said.within(start, end)
        if spot.role == "total"
        for each in spot.fact.sources
    )
    return sorted({int(each.split(".")[1]) for each in sources if each.startswith("indicators.")})


def judgements(clause: str) -> Iterator[Tag]:
    """Yield the words of a clause that judge: listed ones, and a verb with its object."""
    found = [_judged(match) for match in JUDGES.finditer(clause)]
    if left := LEFT.search(clause):
        found.append(Tag(left.start(), left.end(), left[0], frozenset({"verdict.left"})))
    if done := _END.search(clause):
        found.append(Tag(done.start(), done.end(), done[0], frozenset({"verdict.met"})))
    yield from found
    for tag in words.tags(clause):
        if tag.has("verdict") and not any(o.start <= tag.start < o.end for o in found):
            yield tag


def _judged(match: "re.Match[str]") -> Tag:
    """Return a judgement put together of a verb and its object; 低于上限 keeps it, or misses."""
    kind = match.lastgroup if match.lastgroup in _WHOLE else ""
    kind = kind or next(each for each in _CONTRARY if match[each])
    kind = _CONTRARY[kind] if match["denied"] else "met" if match["either"] else kind
    senses = {"less": {"missed", "kept"}, "unmet": {"missed", "late"}, "asked": {"met"}}.get(
        kind, {kind}
    )
    return Tag(*match.span(), match[0], frozenset(f"verdict.{each}" for each in senses))


def _spoken_of(said: Said, clause: str, rows: list[int]) -> list[int]:
    """Return the rows that a judgement speaks of: those named, a level, or all of them."""
    form = said.known.table.form
    if form is None or rows:
        return rows
    tags = words.tags(clause)
    if level := [tag for tag in tags if tag.has("level") and not tag.has("level.whole")]:
        return _of_level(form, level[0].text)
    if said.known.row is not None and not _of_the_form(clause):
        return [said.known.row]
    return [at for at, row in enumerate(form.indicators) if row.name.strip()]


def _of_level(form: SelfEvaluation, level: str) -> list[int]:
    label = level.removesuffix("方面").removesuffix("类指标").removesuffix("部分")
    one, two = level1_of(label), level2_of(label)
    return [
        at
        for at, row in enumerate(form.indicators)
        if (one and row.group == one) or (two and row.kind == two)
    ]


def _holds(said: Said, row: int, senses: set[str]) -> bool:
    """Return whether the verdict of a row, or of one of the same name, is what words say."""
    names, sheet = said.known.names, said.known.table.sheet
    alike = [at for at, name in names.items() if name == names.get(row)]
    if not alike or any(spot.fact.row == row for spot in said.spots):
        alike = [row]  # its own values stand beside
    return sheet is not None and any(
        at < len(sheet.rows) and senses & _allowed(said, at, sheet.rows[at].verdict) for at in alike
    )


def _allowed(said: Said, row: int, verdict: Verdict) -> frozenset[str]:
    """Return what may be said of a row; a ceiling is kept and not exceeded."""
    table = said.known.table
    target = table[f"row.{row}.target"].value if f"row.{row}.target" in table else ""
    ceiling = f"row.{row}.below" in table or target.startswith(("不超过", "低于"))
    allowed = _ALLOWED.get(verdict, frozenset())
    if ceiling:
        below = {"level"} if f"row.{row}.below" in table else set[str]()
        return (allowed - {"exceeded"} - below) | ({"kept"} if "met" in allowed else set())
    return allowed


def _wrong(said: Said, tag: Tag, start: int, rows: list[int]) -> Violation:
    named = "、".join(f"“{said.known.names.get(row, '')}”" for row in rows[:3])
    message = f"按表中数值，{named}的完成判定与“{tag.text}”不符，请改写。"
    return Violation("verdict_word", tag.text, start + tag.start, message)
