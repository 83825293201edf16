"""Judgements in words — reached, exceeded, not reached, late — against what code has decided."""

import re
from collections.abc import Iterator, Sequence

from selfeval_assist.facts import lexicon
from selfeval_assist.facts.model import Violation
from selfeval_assist.facts.verify import claims
from selfeval_assist.facts.verify.counting import complement
from selfeval_assist.facts.verify.index import Index
from selfeval_assist.facts.verify.naming import covers, own_words
from selfeval_assist.facts.verify.reading import Reading, Told
from selfeval_assist.facts.verify.scan import MASK, clause_end, clause_start, sentence_start
from selfeval_assist.facts.verify.scopes import last_scope, scope_at

# What each verdict of code allows a text to say.
_ALLOWED = {
    "达到": frozenset({"reached", "on time"}),
    "超过": frozenset({"reached", "on time", "exceeded"}),
    "未达": frozenset({"not reached"}),
    "未按": frozenset({"late", "not reached"}),
}

_RATE = lexicon.pattern(frozenset(lexicon.RATE))
_KEPT = re.compile(r"低于|少于|高于|超过|超出|突破|大于")
_REST = re.compile(r"其余|其他|其它|剩余|除(?![了以]?[草尘])")
# A judgement that only says what is counted, or of what something is a share.
_COUNTED = re.compile(
    r"了?(?:的)?(?:三级|绩效)?(?:指标)?(?:共有|共计|共|有|计|为|数为|数)?[\d一二两三四五六七八九十]+[项个条]"
    r"|的\d|的百分之|的[一二两三四五六七八九十]+(?:成|分之)|的一半|比例|比率|程度"
)
_COUNT_BEFORE = re.compile(r"[\d一二两三四五六七八九十][项个条](?:三级|绩效)?(?:指标)?[均都]?$")


def said(words: str) -> str:
    """Return what a judgement says."""
    if words[0] in "不未" and _KEPT.match(words, 1):
        return "reached"
    for name, pattern in (
        ("late", claims.OVERDUE),
        ("on time", claims.ON_TIME),
        ("not reached", claims.NEGATIVE),
        ("exceeded", claims.EXCEEDING),
    ):
        if pattern.search(words):
            return name
    return "reached"


def judgements(reading: Reading, index: Index, told: Sequence[Told]) -> Iterator[Violation]:
    """Yield judgements that the verdict of the row they are about contradicts."""
    masked = reading.masked
    for match in claims.VERDICT.finditer(masked):
        judged = said(match[0])
        if index.planned and len(index.names) and judged not in {"reached", "on time"}:
            message = f"绩效目标写的是计划，“{match[0]}”是完成后的判断，请改写。"
            yield Violation("verdict_word", match[0], match.start(), message)
            continue
        start = match.start()
        if _COUNTED.match(masked, match.end()) or _COUNT_BEFORE.search(masked[:start]):
            continue
        if _OF_WHICH.match(masked, match.end()):
            name, verdicts = _behind(reading, index, match.end(), judged)
            wrong = bool(name)
        elif rest := _rest(reading, index, start, told):
            name, verdicts = "其余指标", {index.decided[r] for r in rest if r in index.decided}
            wrong = any(judged not in _ALLOWED[verdict[:2]] for verdict in verdicts)
        else:
            name = _about(reading, index, start, told)
            verdicts = set(index.verdicts.get(name, ()))
            wrong = bool(verdicts) and not any(judged in _ALLOWED[v[:2]] for v in verdicts)
        if wrong:
            decided = "、".join(sorted(verdicts))
            message = f"按表中数值，“{name}”{decided}，与“{match[0]}”不一致，请核对。"
            yield Violation("verdict_word", match[0], start, message)


_OF_WHICH = re.compile(r"的(?:三级|绩效)?指标(?:是|为|有|包括|分别是|分别为|[:：])")


def _behind(reading: Reading, index: Index, at: int, judged: str) -> tuple[str, set[str]]:
    """Return the first name behind 未达标的指标为 of which the judgement is wrong, and why."""
    end = clause_end(reading.masked, at)
    for hit in reading.subjects:
        verdicts = set(index.verdicts.get(hit.text, ())) if at <= hit.start < end else set()
        if verdicts and not any(judged in _ALLOWED[verdict[:2]] for verdict in verdicts):
            return hit.text, verdicts
    return "", set()


def _rest(reading: Reading, index: Index, at: int, told: Sequence[Told]) -> frozenset[int]:
    """Return the rows that 其余 or 除…外 means before a judgement; none where neither stands."""
    masked = reading.masked
    clause, begin = clause_start(masked, at), sentence_start(masked, at)
    if match := _REST.search(masked, clause, at):
        edge = match.start() if match[0] != "除" else at
        scope = scope_at(reading.plain[match.start() : at], frozenset(index.members))
        inside = index.members.get(scope, frozenset(index.rows))
        for low in (begin, 0):
            rows = complement(reading, index, low, edge, told) & inside
            if not any(index.decided.get(row, "").startswith("未") for row in rows):
                return rows
        return rows
    if (match := _REST.search(masked, begin, clause)) and match[0] == "除":
        return complement(reading, index, begin, clause, told)
    return frozenset()


def _about(reading: Reading, index: Index, at: int, told: Sequence[Told]) -> str:
    """Return the name that a judgement is about: the last in its clause, sentence or text."""
    masked = reading.masked
    clause = clause_start(masked, at)
    for begin in (clause, sentence_start(masked, at), 0):
        if begin != clause and _other(masked[clause:at]):
            return ""
        names = [(h.start, h.end, h.text) for h in reading.subjects if begin <= h.start < at]
        names += [
            (t.start, t.end, min(index.rows[min(t.rows)]))
            for t in told
            if begin <= t.start < at and len(t.rows) == 1
        ]
        if names:
            start, end, name = max(names)
            scope, place = last_scope(reading.plain[begin:at], frozenset(index.members))
            if scope and scope not in name and begin + place > start:
                return ""
            # 执行率83.5%，未达到…: the judgement is about money, not about a name before it.
            return "" if _RATE.search(masked, end, at) else name
    return ""


def _other(before: str) -> bool:
    """Whether the clause speaks of something else than what was named before it."""
    return len(own_words(before)) > 1


def _of_names(masked: str, at: int, spoken: frozenset[int]) -> bool:
    """Whether 均 is said of what stands before it, as in 甲和乙均达到 or 甲1个、乙2个，均达到."""
    return bool(spoken) and (masked[at - 1] in {MASK, ")", "）"} or clause_start(masked, at) == at)


def all_done(reading: Reading, index: Index, told: Sequence[Told]) -> Iterator[Violation]:
    """Yield claims that everything was reached where something of it was not."""
    masked = reading.masked
    for match in claims.ALL_DONE_TEXT.finditer(masked) if index.missed else ():
        start = match.start()
        rows = _meant(reading, index, start, told, together=match[0][0] in "均都皆")
        if rows is None or not any(index.decided.get(r, "").startswith("未") for r in rows):
            continue
        message = f"表中有指标未达到指标值，不能说“{match[0]}”，请核对。"
        yield Violation("all_done", match[0], start, message)


def _meant(
    reading: Reading, index: Index, at: int, told: Sequence[Told], *, together: bool
) -> frozenset[int] | None:
    """Return the rows of which a text says that all are done; None where it says of which."""
    masked = reading.masked
    clause, begin = clause_start(masked, at), sentence_start(masked, at)
    if rest := _rest(reading, index, at, told):
        return rest
    if claims.PARTIAL.search(masked, clause, at):
        return None
    every = frozenset(index.rows)
    spoken = every - complement(reading, index, begin, at, told)
    if spoken and _OWN_TASK.match(masked, at):
        return None  # its own task, judged as a verdict of the row
    if together and _of_names(masked, at, spoken):
        return None
    scope = scope_at(reading.plain[clause:at], frozenset(index.members))
    if scope:
        return index.members[scope]
    parts = [own_words(_EVERYTHING.sub("", part)) for part in _LIST.split(masked[clause:at])]
    if together and any(len(part) > 1 for part in parts):
        return _called(parts, index)
    return every


# Words for everything there is, which call no indicator.
_EVERYTHING = re.compile(
    r"绩效|三级|二级|一级|全部|所有|各项|各类|各个|全体|每项|既定|预定|预期|建设|内容|本项目|该项目"
    r"|任务|工作|总体|[项个类]"
)
_OWN_TASK = re.compile(r"(?:全面|圆满|全部)完成了?(?:年度|全年|既定|当年)?任务(?!目标|指标)")
_LIST = re.compile(r"[、和及与]|以及")


def _called(parts: Sequence[str], index: Index) -> frozenset[int]:
    """Return the rows that words of a list can only mean."""
    found: set[int] = set()
    for part in parts:
        rows = [row for row, names in index.rows.items() if len(part) > 1 and covers(part, names)]
        found.update(rows if len(rows) == 1 else ())
    return frozenset(found)
