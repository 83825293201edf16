"""Whether a fact may stand where a number of a text stands: bound, name and role."""

import re
from collections.abc import Sequence
from decimal import Decimal

from selfeval_assist.facts import lexicon
from selfeval_assist.facts.model import Fact
from selfeval_assist.facts.verify.ends import WITHIN
from selfeval_assist.facts.verify.equivalents import SIGNS, magnitude, quotient
from selfeval_assist.facts.verify.index import Index, Spelling, scope_of
from selfeval_assist.facts.verify.naming import covers
from selfeval_assist.facts.verify.pieces import bound
from selfeval_assist.facts.verify.quantities import Found
from selfeval_assist.facts.verify.reading import EXECUTION, Place, Reading
from selfeval_assist.facts.verify.roles import DUE, REACHED, changes_so
from selfeval_assist.facts.verify.tally import late_beside

_MONEY = frozenset({*lexicon.EXECUTED, *lexicon.RATE})
_TOGETHER = frozenset({"共", "共计", "合计", "其中"})
_GOALS = frozenset(lexicon.TARGET)
_OVER, _UNDER = frozenset(lexicon.ABOVE_GOAL), frozenset(lexicon.BELOW_GOAL)
_DATED = frozenset({*lexicon.LATE, *lexicon.EARLY}).difference(lexicon.TARGET, lexicon.ACTUAL)
_PAIR = {REACHED: (".actual", ".executed"), DUE: (".target", ".adjusted", ".initial")}
_OF_NAMES = ("group.", "goals.", "funds.source.", "level.")
_POINTS = frozenset({
    "比目标多", "比目标高", "比目标少", "比目标低", "相差", "差距", "比年度指标值多",
    "比年度指标值高",
})  # fmt: skip
_ABOVE = frozenset({"超过", "高于", "大于", "多于", "超", "超出", "逾", "优于"})
_BELOW = frozenset({"低于", "少于", "小于", "不足", "不到"})
_NOT_ABOVE = frozenset({"未超过", "不超过", "未超", "没有超过", "不高于", "不突破", "控制在"})
_NOT_BELOW = frozenset({"未低于", "不低于", "不少于"})
_ROUGHLY = frozenset({"约", "大约", "约为"})
_COUNTED = re.compile(
    r"(?:三级|绩效)?(?:指标)?[均都]?(?P<said>未按期|未按时|逾期|未达|未完成|没有达|超过|超额|超出|达到|达标|完成)"
)
_COUNTED_BEFORE = re.compile(
    r".*(?P<said>未按期|未按时|逾期|未达|未完成|没有达|超过|超额|超出|(?<!未)达到|(?<!未)达标"
    r"|(?<![未期时额])完成)[^，；。、\d]{0,5}(?:目标|指标值|预期|任务)?(?:的)?(?:三级|绩效)?(?:指标)?(?:共有|共计|共|有|为|数为)?$"
)
_MONEY_NAMES = ("资金", "经费", "预算", "款")
_SPECIAL = {
    "words": ".words", "numbers": ".compared", "full": ".full", "lost": ".lost", "equal": ".equal",
    "percent": ".percent",
}  # fmt: skip
"""What is said of indicators besides their verdicts, with how the id of its count ends."""
_OF_INDICATORS = {
    "score": frozenset((*lexicon.SCORE, *lexicon.TOTAL)), "rate": frozenset(lexicon.SCORE_RATE),
    "weight": frozenset((*lexicon.WEIGHT, "满分", "总分", "合计", "共")),
    "lost": frozenset(lexicon.LOST),
}  # fmt: skip
_ALTOGETHER = frozenset(
    {"合计", "共计", "累计", "合计得分", "共", "总计", "共扣", "合计扣", "累计扣"}
)
_OTHERS = re.compile(r"(?:另外?|其余|剩余|余下|还有|其中|[仅只]有?)$")
_COUNTS = {
    "未按期": "未按期", "未按时": "未按期", "逾期": "未按期", "未达": "未达到", "未完成": "未达到",
    "没有达": "未达到", "超过": "超过", "超额": "超过", "超出": "超过", "达到": "达到",
    "达标": "达到", "完成": "达到",
}  # fmt: skip


def bounded(piece: Spelling, reading: Reading, index: Index, found: Found, end: int) -> bool:
    """Whether the bound before a number is the fact's, or a true comparison with a target."""
    if not changes_so(piece.fact, reading.masked, found.start):
        return False
    mark = bound(reading.masked, found.start)
    within = reading.masked[end - 2 : end] if piece.after.endswith(WITHIN) else ""
    if mark == piece.before or mark in piece.fact.wordings:
        return True
    if piece.before and SIGNS.get(mark, mark) == SIGNS.get(piece.before):
        return True
    if mark in {"-", "−"} and piece.fact.direction == "down":
        return True
    if mark in _ROUGHLY and not piece.before and _rounding(piece):
        return True
    if piece.fact.row is None or not piece.fact.id.endswith(".target") or within:
        return False
    start = found.start - len(mark)
    if any(hit.end == start and hit.text in _GOALS for hit in reading.roles):
        return False  # 目标超过52: a bound of the target itself
    return _truly(piece, index, found, mark)


def _rounding(piece: Spelling) -> bool:
    """Whether a spelling is rounded, so that 约 before it is true."""
    if piece.places is not None:
        return True
    exact = quotient(piece.fact)
    return exact is not None and exact != Decimal(piece.fact.value[:-1])


def _truly(piece: Spelling, index: Index, found: Found, mark: str) -> bool:
    """Whether the actual value of a row stands to its target as a word says."""
    reached = None if piece.fact.row is None else index.actuals.get(piece.fact.row)
    limit = magnitude(found.key + piece.after.rstrip("以上下内之"))
    if reached is None or limit is None:
        return False
    return (
        ((mark in _ABOVE or mark in _OVER) and reached > limit)
        or ((mark in _BELOW or mark in _UNDER) and reached < limit)
        or (mark in _NOT_ABOVE and reached <= limit)
        or (mark in _NOT_BELOW and reached >= limit)
    )


def said(piece: Spelling, place: Place, index: Index, found: Found) -> bool:
    """Whether a fact may stand at a place: its name, its own words, its role."""
    fact = piece.fact
    if place.word in index.doubled and f"“{place.word}”" in piece.subjects:
        named = fact.id.endswith((".actual", ".only"))
        return named or place.word in fact.wordings
    if fact.subjects:
        if not _named(piece, place, index):
            return False
    elif not _of_form(fact, place, index):
        return False
    scope = scope_of(fact)
    # A level was named after the group: 社会效益指标2项、满意度10分.
    other = place.level in index.levels and not scope.startswith(place.level)
    if scope and not fact.subjects and (scope != place.scope or other):
        return False
    money = place.fresh and place.own.endswith(_MONEY_NAMES)
    if money and fact.row is not None and fact.kind == "amount":
        return False  # 补助资金188.6万元: money of the project, not what a row reached
    if fact.kind == "count" and not fact.subjects and scope_of(fact) != place.scope:
        return False
    points = fact.kind == "points" or place.word in lexicon.SCORE_RATE
    doubled = any(f"“{name}”" in piece.subjects for name in index.doubled)
    if points and not doubled and not _scores(fact, place):
        return False
    share = fact.id.endswith((".overshoot", ".below"))
    if share and fact.row in index.rated and place.word in _POINTS:
        return False  # 98% beside 95% is 3个百分点 more, not 3%
    if fact.kind == "date" and fact.row is not None and place.word in _DATED:
        late = index.decided.get(fact.row, "").startswith("未")
        return fact.id.endswith(".target") and late == (place.word in lexicon.LATE)
    if fact.id.endswith(".target") and (place.word in _OVER or place.word in _UNDER):
        return _truly(piece, index, found, place.word)
    return _worded(piece, place)


def _scores(fact: Fact, place: Place) -> bool:
    """Whether points are of what scores there: the execution, all indicators, the full score."""
    if place.part and fact.id == "score.total" and "总" not in place.word:
        return False
    if place.executes and not fact.id.startswith("score.execution"):
        return False
    elsewhere = place.whole or place.word in _ALTOGETHER or (place.spends and not place.names)
    return not (elsewhere and fact.row is not None and not place.close)


def _of_form(fact: Fact, place: Place, index: Index) -> bool:
    """Whether a fact of the whole form may stand at a place: no row may be meant there."""
    if place.close and not place.word and (fact.wordings or place.told):
        return False
    if fact.id == "funds.short" and (place.close or not place.spends):
        return False
    if fact.kind != "points":
        if place.close and all(_column(fact) in index.sources.get(n, ()) for n in place.names):
            return False  # of the source of money that is named, not of all
        rows = place.meant & index.priced if fact.kind == "amount" else place.meant
        called = rows and not place.own.endswith(_MONEY_NAMES)
        return not called or bool(place.word) or fact.id.startswith("kind.")
    if fact.id.startswith("score.execution"):
        spends = place.spends or place.word.startswith(EXECUTION)
        return spends and (
            place.word not in lexicon.OF_ALL or fact.id.endswith((".weight", ".full"))
        )
    if place.word in lexicon.OF_ALL or fact.id.startswith("kind."):
        return True
    return not place.names and not place.level and not place.meant and "执行" not in place.own


def _column(fact: Fact) -> str:
    """Return which column of the funds an amount of the whole project is, "" for none."""
    return fact.id.split(".")[1] if fact.id.startswith("funds.") else ""


def _named(piece: Spelling, place: Place, index: Index) -> bool:
    """Whether the names and own words at a place are those of a fact."""
    fact = piece.fact
    if place.close:
        if not any(name in piece.subjects for name in place.names):
            return False
    elif place.own and covers(place.own, piece.subjects):
        if not place.word and not _led(piece, place):
            return False
    elif fact.id.startswith("level.") and _of_level(piece, place):
        if place.meant:
            return False  # 窗口人员培训得分率97.2%: a row under the level
    elif place.level and (fact.kind == "points" or fact.id.endswith(".rate")):
        return False
    elif _of_another(piece, place):
        return _after(piece, place)
    if fact.row is None and fact.id.startswith(_OF_NAMES):
        return _owned(piece, place)
    return True


def _of_level(piece: Spelling, place: Place) -> bool:
    """Whether the level of a fact is spoken of, itself or by a name under it."""
    if place.level in piece.subjects:
        return True
    return bool(place.names and place.levels & piece.subjects)


def _of_another(piece: Spelling, place: Place) -> bool:
    """Whether the own words, or else what was spoken of before, mean another row."""
    if place.meant and piece.fact.row is not None and piece.fact.row not in place.meant:
        return True
    return not _free(place) and not any(name in piece.subjects for name in place.names)


def _free(place: Place) -> bool:
    """Whether a value belongs to no name that the sentence spoke of before."""
    return not place.names or place.opens or place.word in _TOGETHER or place.fresh


def _after(piece: Spelling, place: Place) -> bool:
    """Whether the name of a fact stands behind its value: 5个务工岗位."""
    return len(place.behind) > 1 and covers(place.behind, piece.subjects)


def _owned(piece: Spelling, place: Place) -> bool:
    """Whether the name of a group or source of money stands at a value."""
    if any(name in piece.subjects for name in place.names) or _of_level(piece, place):
        return True
    return bool(place.own) and covers(place.own, piece.subjects)


def _worded(piece: Spelling, place: Place) -> bool:
    fact, word = piece.fact, place.word
    if word in _PAIR:
        return fact.id.removesuffix(".wan").endswith(_PAIR[word])
    if fact.id.startswith("score.") and word in lexicon.COUNT:
        whole = place.whole and fact.id.startswith("score.indicators.")
        return word in (_OF_INDICATORS[fact.id.rpartition(".")[2]] if whole else fact.wordings)
    if not word or (word in lexicon.COUNT and fact.kind != "count"):
        free = not place.close and (not place.own or fact.row is None or bool(word))
        free = free and not fact.id.startswith("level.")
        if fact.id.endswith(".rate") and not fact.id.startswith("funds."):
            return False  # a share of points needs its word
        if fact.id.endswith(".target") and not fact.bare:
            reached = place.names_next and covers(place.behind, piece.subjects)
            free = free and not place.level and not reached
        return free or _led(piece, place) or not fact.wordings
    if fact.id.startswith("score.execution") and word in _MONEY:
        return True
    if word == fact.label or word in fact.wordings or not fact.wordings:
        return True
    if place.whole and fact.id.startswith("score.indicators."):
        return word in _OF_INDICATORS[fact.id.rpartition(".")[2]]
    return word in _TOGETHER and fact.kind == "count"


def _led(piece: Spelling, place: Place) -> bool:
    """Whether a value needs no word before it: a bare one, or one with its bound."""
    if _bare(piece.fact):
        return True
    bare_bound = bool(piece.before) or piece.after in WITHIN or place.mark in piece.fact.wordings
    return bare_bound and not place.close


def _bare(fact: Fact) -> bool:
    """Whether a value may follow its name with no word between them.

    Under a source of money a bare amount is what it had or spent; behind a level, its points.
    """
    if fact.id.startswith("funds.source."):
        return ".initial" not in fact.id
    if fact.id.startswith("level."):
        return fact.id.endswith((".weight", ".score"))
    return fact.bare or fact.id.endswith(".score")


def fits_count(piece: Spelling, masked: str, start: int, end: int, near: int, said: str) -> bool:
    """Whether what is said of so many rows beside their count is what the fact counts."""
    if piece.fact.kind != "count" or piece.fact.subjects:
        return True
    if piece.fact.id == "rows.unmet" and late_beside(masked, start):
        return False  # 未达标3项，逾期1项: the late one is counted by itself
    before = masked[near:start]
    if said in _SPECIAL:
        own = piece.fact.id.endswith(_SPECIAL[said])
        return own and before.endswith(piece.fact.wordings)
    match = _COUNTED.match(masked, end) or _COUNTED_BEFORE.search(before)
    if match is None:
        # 共8项, or a bare 8项: not how many were reached, unless words for that stand before.
        if piece.fact.id.endswith((".total", ".count")):
            return not _OTHERS.search(before)
        return before.endswith(piece.fact.wordings)
    wanted = _COUNTS[match["said"]]
    return any(word.startswith(wanted) for word in piece.fact.wordings)


def all_named(place: Place, good: Sequence[Spelling]) -> bool:
    """Whether for every name that a number belongs to there is a fact of that name."""
    return not place.close or all(
        any(not piece.subjects or name in piece.subjects for piece in good) for name in place.names
    )
