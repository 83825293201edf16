"""Whether a word that nothing accounts for is small enough to ask a person about."""

import re
from functools import cache

from selfeval_assist.facts.names import is_a, kind_of
from selfeval_assist.facts.references import REF
from selfeval_assist.prose import words
from selfeval_assist.verify.judged_as import JUDGES
from selfeval_assist.verify.model import Violation
from selfeval_assist.verify.retold import REASON, Retold
from selfeval_assist.verify.spots import OPEN, Said, listed

ASKED = re.compile(r"问卷|调查|测评|审计|批准|(?<!年初)批复(?!预算)|研究")
NOT = "不未无没非否"
SHORT = 2
"""Characters of a single word that a person is asked about; more is refused."""


def is_small(told: Retold, found: Violation) -> bool:
    """Return whether what is left over is one short word that a person may be asked about.

    It heads what follows (水产方面，…), leads to an open question, stands in a clause with a row's
    value (窗口人员参训546人次), or is another word for one of a cited text, with which it shares a
    character (编出 for 编制, 转入 for 结转), or a deed before what a goal aims at (组织…检查).
    """
    own = found.quote
    judges = is_a("good", own) or is_a("degree", own)
    judges = judges or any(tag.has("authority") for tag in words.tags(own))
    if found.rule != "unsupported" or set(own) & set(NOT) or judges:
        return False
    if is_topic(told, found):
        return True
    start, end = next(((a, b) for a, b in told.said.clauses if a <= found.start < b), (0, 0))
    if len(own) > SHORT or _takes_place(told, found):
        return False
    rows = any(spot.ref[0] == "r" for spot in told.said.within(start, end))
    if rows or judges_rows(told.said, start, end):
        return True
    if asks(told.said, start, end):
        return not _reasons(told.said.text[start:end])
    return _is_of_source(told, own, start, end)


def _is_of_source(told: Retold, own: str, start: int, end: int) -> bool:
    """Return whether a clause is a source's but for one word, like its own, or a deed."""
    used = "".join(each.text for each in told.used(start, end))
    does = told.said.known.planned and is_a("deed", own)
    alike = len(own) == 1 or bool(set(own) & set(used))
    if not alike and _reasons(told.text[start:end]):
        return False  # 因供货商破产
    retold_ = sum(run.end - run.start for run in told.runs if start <= run.start < end)
    letters = sum(map(str.isalnum, REF.sub("", told.text[start:end])))
    return bool(used) and (does or alike or retold_ >= _MOSTLY * letters)


_MOSTLY = 0.5
"""Share of a clause that has to be a source's, word for word, to let in a word of its own."""
# 取消讲座, 拆除护栏: what a value does not count
_UNDOES = frozenset("停撤拆废取退缺漏弃毁损删免禁拖欠关除消降失误代替")


@cache
def praises() -> "re.Pattern[str]":
    """Return the words that praise, which no list may put together of single characters: 及时."""
    return words.pattern(frozenset(w for w in (*kind_of("good"), *kind_of("degree")) if len(w) > 1))


def governs(said: Said, clause: tuple[int, int], run: tuple[int, int], names: list[str]) -> bool:
    """Return whether a short word is but the verb of a row's name and its value: 吸引{r9.actual}.

    It stands right before a piece of the name, or the value, and beside no other verb, so that it
    says no more than they do. 带动 says what brought it about, so the name has to say so too.
    """
    (start, end), (at, until) = clause, run
    for last in range(until, min(until + 2, end + 1)):  # 带 of 带动, 接 of 接待: a piece was listed
        word, behind = said.text[at:last], said.text[last:end].lstrip("了 ")
        if behind.startswith("{r") or any(behind[:2] in name for name in names):
            other = _does(f"{said.text[start:at]}|{behind}")
            return len(word) <= SHORT and not other and bool(names) and _is_plain(word, names)
    return False


def _is_plain(word: str, names: list[str]) -> bool:
    """Return whether a verb says no more than the names of rows: 购买 for 购置, and no 租用."""
    if set(word) & (_UNDOES | set(NOT)) or ASKED.search(word):
        return False
    effect, done = words.of("effect.words"), [name for name in names if _does(name)]
    if word in effect and not any(each in name for each in effect for name in names):
        return False
    judges = any(is_a(kind, word) for kind in ("change", "degree", "good", "manner"))
    judges = judges or any(t.has("verdict", "authority", "reason") for t in words.tags(word))
    return not judges and (not done or bool(set(word) & set("".join(done))))


def _does(text: str) -> bool:
    return any(is_a("deed", text[at : at + 2]) for at in range(len(text)))


def is_topic(told: Retold, found: Violation) -> bool:
    """Return whether a short word is in the heading of rows: 水产方面，, 按上限控制的有：.

    A heading says of what the rows behind it are, and nothing of the world by itself.
    """
    said = told.said
    segment = next(((a, b) for a, b in said.segments if a <= found.start < b), (0, 0))
    topic = _TOPIC.match(said.text, segment[0])
    if topic is None or found.start + len(found.quote) > topic.end():
        return False
    if len(found.quote) > (1 if topic["lists"] else _HEADING):
        return False
    spots = said.within(topic.end(), segment[1])
    follows = any(spot.ref[0] == "r" for spot in spots) or told.used(topic.end(), segment[1])
    own = said.text[segment[0] : topic.end()]
    judges = any(tag.has("verdict", "authority") for tag in words.tags(own))
    return bool(follows) and not judges and not _reasons(own) and not ASKED.search(own)


def _reasons(text: str) -> bool:
    return any(tag.has(*REASON) for tag in words.tags(text))


_TOPIC = re.compile(
    r"[^，,；;。：:{}【】]{1,12}(?:(?:方面|环节|上)(?=[，,：:])|(?P<lists>的有)(?=[：:]))"
)
_HEADING = 4
"""Characters of a word that a heading may hold of its own, at most."""


def _takes_place(told: Retold, found: Violation) -> bool:
    """Return whether a word stands where a source has quite another: 根本性 for 基本性."""
    at, end = found.start, found.start + len(found.quote)
    before, behind = told.text[max(0, at - _AROUND) : at], told.text[end : end + _AROUND]
    pattern = re.compile(f"{re.escape(before)}(.{{1,{_LONG}}}){re.escape(behind)}")
    others = (match[1] for each in told.sources for match in pattern.finditer(each.text))
    return any(not set(other) & set(found.quote) for other in others)


_AROUND, _LONG = 2, 6


def judges_rows(said: Said, start: int, end: int) -> bool:
    """Return whether a clause judges rows that it names, one by one: 线路条数和里程超过目标."""
    clause = said.plain[start:end]
    judged = next((match.start() for match in JUDGES.finditer(clause)), 0)
    rows = listed(clause[:judged], said.known) if judged and not said.known.planned else ()
    return bool(rows) and all(len(each) == 1 for each in rows)


def asks(said: Said, start: int, end: int) -> bool:
    """Return whether a clause leads to an open question: 调整的原因为【待填：…】."""
    behind = len(said.text) - len(said.text[end:].lstrip("：:，,（("))
    inside = OPEN.search(said.text, start, end) is not None
    return inside or OPEN.match(said.text, behind) is not None
