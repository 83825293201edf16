"""Whether the words beside a reference say what its value is."""

import re

from selfeval_assist.prose import words
from selfeval_assist.prose.words import Tag
from selfeval_assist.verify.bounds import BOUND, HELD
from selfeval_assist.verify.equal import all_equal, jointly
from selfeval_assist.verify.judged_as import EITHER, JUDGES, LEFT
from selfeval_assist.verify.spots import Said, Spot, blank

_MORE = ("relation.more", "beside.more", "verdict.exceeded")
_LESS = ("relation.less", "beside.less", "verdict.missed", "relation.apart")
# what the words beside a value may say of it; a role that is not listed needs no word
_SAYS: dict[str, tuple[str, ...]] = {
    "target": ("column.target",),
    "plan": ("column.target",),
    "completion": ("relation.share",),
    "overshoot": (*_MORE, "relation.share"),
    "below": (*_LESS, "relation.share"),
    "late": ("relation.late", "beside.late"),
    "early": ("relation.early", "beside.early"),
    "survey": ("column.survey",),
    "weight": ("column.weight",),
    "score": ("column.score", "beside.score"),
    "lost": ("relation.lost", "beside.lost"),
    "f.initial": ("column.initial",),
    "f.adjusted": ("column.adjusted",),
    "f.executed": ("column.executed", "beside.executed"),
    "f.rate": ("column.rate",),
    "f.initial_rate": ("column.initial",),
    "f.unspent": ("relation.unspent", "beside.unspent"),
    "f.over": ("relation.over", "relation.more", "beside.more"),
    "total": ("relation.sum", "level.whole", "group", "column.total"),
    "met": ("verdict.met", "column.actual"),
    "missed": ("verdict.missed",),
    "exceeded": ("verdict.exceeded", "relation.more"),
    "words": ("count.words", "relation.rest", "group.rest"),
    "c.reached": ("verdict.met",),
    "c.short": ("verdict.missed",),
    "p.total": ("column.total",),
    "p.grade": ("column.grade",),
}  # fmt: skip
# words that only lead to another word or to the value
WEAK = frozenset({
    "column.actual", "column.fund", "column.budget", "relation.sum", "relation.part",
    "relation.rest", "generic.words", "group.each", "group.all", "neutral.words", "group.rest",
    "group.zip",
})  # fmt: skip
_NAMED = ("column", "relation", "beside", "verdict", "count", "level.whole", "group")
OF_TARGET = re.compile(r"(?<![较比与距])(?:目标值?|计划|任务|指标值|预期)的$")
_HELD_BEHIND = re.compile(r"的\w{2,6}$")
_OF_BUDGET = re.compile(
    r"(?:占|为|相当于|达|[、和，])(?P<of>\w{0,8}预算)数?(?:\{f\.(?P<ref>\w+)\})?的$"
)
SHARES = frozenset({"completion", "overshoot", "below", "rate", "initial_rate", "change_percent"})
# 由年初的{f.initial}增至: where a change begins, and where it ends
_FROM = re.compile(r"(?:由|从)(?:年初的?)?$")
_TO = re.compile(r"^，?\w{0,3}(?:至|到|为)$")
# what follows is the result and nothing that follows from it
_MEASURED = re.compile(r"实际(?:完成)?值?(?:为|是|达到)?$")
_POINTS = re.compile(r"(?:该|此|本)(?:项|项指标|指标|率)|其")
_BY_ONE = re.compile(r"如?[按以](?P<one>年初|全年|调整后的?)预算数?(?:计算|测算|计)?[则即]?[为是]")
_BY_BOTH = re.compile(
    r"[按以](?P<one>年初|全年|调整后的?)预算数?[和、与及]按?(?P<two>年初|全年|调整后的?)预算数?"
    r"计算的(?:预算)?执行率(?:分别|依次)[为是]$"
)
_BY_INITIAL = re.compile(r"[按以照据]年初")
_WIDTH = re.compile(r"(?:幅度|[增减降]幅)(?:为|是)?$")
_UP, _DOWN = re.compile("[增加升添]"), re.compile("[减降压缩削]")


def tags_in(text: str, said: Said, own: str = "") -> list[Tag]:
    """Return the words that say what a value is; those inside a name say nothing.

    Args:
        text: the words beside a value.
        said: the sentence.
        own: the name of its row, of which single words say nothing either.
    """
    text = unnamed(text, said).replace("没有", " 未")  # 没有支出 is 未支出
    text = EITHER.sub(blank, text)
    compared = "比" in text or "较" in text
    return [
        tag
        for tag in words.tags(text)
        if tag.has(*_NAMED) and (compared or tag.text not in own or tag.has("column"))
    ]


def unnamed(text: str, said: Said) -> str:
    """Return a text without the names of rows: a word inside one says nothing of a value."""
    for name in said.known.titles:
        # an indicator called 预算执行率 is called what it is
        if len(name) > 3 and not any(len(tag.text) == len(name) for tag in words.tags(name)):
            text = text.replace(name, " " * len(name))
    return text


def fits(said: Said, spot: Spot) -> bool:
    """Return whether the words beside a value say what it is."""
    if spot.ref[0] == "n":
        return _of_level(said, spot) and _counts(said, spot)
    if spot.ref.startswith("f."):
        return _money(said, spot)
    if spot.ref == "p.execution":
        before = said.before(spot)
        points = before is not None and before.ref == "f.rate" and _POINTS.search(spot.near)
        return "执行" in spot.near or bool(points)
    return _row_fits(said, spot)


def _row_fits(said: Said, spot: Spot) -> bool:
    """Return whether the words beside a value of a row, or a score, say what it is."""
    aimed = spot.role in {"target", "plan"}
    if spot.ref[0] == "r" and OF_TARGET.search(spot.near):
        return spot.role in SHARES
    if HELD.match(spot.after):
        return aimed
    if aimed and any(m.start() < spot.start < m.end() for m in JUDGES.finditer(said.text)):
        return True  # 未能在{r4.target}完成
    if spot.ref[0] == "r" and not aimed and _MEASURED.search(spot.near):
        return False
    wanted = _wanted(spot)
    before = said.before(spot)
    if before is not None and before.role in {"target", "plan"} and _HELD_BEHIND.match(spot.near):
        # 晚于{r7.plan}的计划时间{r7.late}: what follows is how far
        near = tags_in(spot.near, said)
        return any(tag.has(*wanted) for tag in (near[1:] or tags_in(before.near, said))[-1:])
    return not wanted or _is_part(said, spot) or _says(said, spot, wanted)


def _counts(said: Said, spot: Spot) -> bool:
    """Return whether the words beside a count say of which rows it is one."""
    if spot.role == "words" and LEFT.search(spot.near):
        return True
    if spot.role != "total":
        return _says(said, spot, wanted) if (wanted := _wanted(spot)) else True
    return not _is_judged(spot) and (spot.ref[1] != "." or _says(said, spot, _SAYS["total"]))


def _is_judged(spot: Spot) -> bool:
    """Return whether a count counts the rows of a verdict: 有8项达到目标, not 8项均达到目标."""
    if any(tag.has("verdict") for tag in words.tags(spot.near)):
        return True
    tags = words.tags(spot.after)
    first = next((tag for tag in tags if tag.has("verdict", "group")), None)
    return first is not None and not first.has("group")


def _money(said: Said, spot: Spot) -> bool:
    """Return whether an amount is called what it is; a change may begin and end without names."""
    if together := jointly(said, spot):
        return all_equal(said, together, spot.fact.value)
    if _is_the_budget(said, spot):
        return True
    if share := _OF_BUDGET.search(said.text, 0, spot.start):
        initial = "年初" in share["of"] or share["ref"] == "initial"
        return spot.role == ("initial_rate" if initial else "rate")
    if role := _bases(said, spot) or _by_place(said, spot):
        return spot.role == role
    if "rate" in spot.role:
        # 年初预算执行率
        named = any(tag.has("column.initial") for tag in tags_in(spot.near, said))
        of_initial = named or _BY_INITIAL.search(spot.far + spot.near) is not None
        of_whole = of_initial == (spot.role == "initial_rate")
        return of_whole and _says(said, spot, ("column.rate",))
    return _says(said, spot, _wanted(spot)) if _wanted(spot) else True


def _bases(said: Said, spot: Spot) -> str:
    """Return which rate the basis before it makes it; "" where none stands right before it.

    按全年预算和年初预算计算的执行率分别为{f.rate}、{f.initial_rate}; behind another rate the basis
    alone is enough: 占全年预算的{f.rate}，按年初预算计算则为{f.initial_rate}.
    """
    before = said.before(spot) if "rate" in spot.role else None
    if both := _BY_BOTH.search(spot.near):
        return _rate_by(both["one"])
    if before is None or "rate" not in before.role:
        return ""
    if (both := _BY_BOTH.search(before.near)) and spot.near in {"、", "和", "与"}:
        return _rate_by(both["two"])
    alone = _BY_ONE.fullmatch(spot.near)
    return _rate_by(alone["one"]) if alone else ""


def _rate_by(budget: str) -> str:
    return "initial_rate" if budget == "年初" else "rate"


def _is_the_budget(said: Said, spot: Spot) -> bool:
    """Return whether an amount is called the budget, of which there is one: it did not change."""
    if said.known.planned and any(tag.has("column") for tag in words.tags(spot.near)):
        return True  # a goal has one amount, whatever it is called
    tags = tags_in(spot.near, said)
    plain = bool(tags) and tags[-1].has("column.budget") and tags[-1].end == len(spot.near.rstrip())
    return plain and all_equal(said, ("f.initial", "f.adjusted"), spot.fact.value)


def _by_place(said: Said, spot: Spot) -> str:
    """Return what an amount is by where it stands in the story of a change; "" where in none.

    由年初的{f.initial}调整为{f.adjusted}, 核减{f.change}至{f.adjusted}, 核减{f.change}，幅度为….
    """
    if width := _WIDTH.search(spot.near):
        return "change_percent" if _is_width(said, spot, width[0]) else ""
    before, after = said.before(spot), said.behind(spot)
    if _FROM.search(spot.near) and after is not None:
        ends = after.role == "change" or _TO.match(after.near)
        role, turn = "initial" if ends else "another", after.near
    elif _TO.match(spot.near) and before is not None:
        begun = before.role == "change" or _FROM.search(before.near)
        role, turn = "adjusted" if begun else "", spot.near
    else:
        return ""
    return role if _turns_right(said, turn) else "another"


def _is_width(said: Said, spot: Spot, told: str) -> bool:
    """Return whether 幅度 stands in the story of a change, or 增幅 says the way itself."""
    if told[0] != "幅":
        return _turns_right(said, told)
    segment = said.text[max(0, said.text.rfind("；", 0, spot.start)) : spot.start]
    return any(tag.has("relation.cut", "relation.raise") for tag in tags_in(segment, said))


def _turns_right(said: Said, words_: str) -> bool:
    """Return whether words turn the budget no other way than it was turned: 增至, 调减为."""
    change = said.known.values.get("f.change")
    wrong = _UP if change is not None and change.direction == "down" else _DOWN
    return not wrong.search(words_)


def _of_level(said: Said, spot: Spot) -> bool:
    """Return whether a count stands beside its own level, one of the whole form beside none."""
    begin = max(said.text.rfind(stop, 0, spot.start) for stop in "；。") + 1
    before = [tag for tag in words.tags(said.text[begin : spot.start]) if tag.has("level")]
    after = [tag for tag in words.tags(spot.after) if tag.has("level") and tag.start <= 1]
    levels = [tag for tag in (*before, *after) if not tag.has("level.whole")]
    own = [tag for tag in levels[-1:] if any(n in spot.fact.label for n in tag.named("level"))]
    return bool(own) if spot.ref[1] != "." else not levels


def _wanted(spot: Spot) -> tuple[str, ...]:
    role = spot.role
    if role == "gap":
        less = spot.fact.label.startswith("与")
        return _LESS if less else (*_MORE, "relation.apart")
    if spot.ref.startswith("f.change"):
        down = spot.fact.direction == "down"
        return ("relation.cut", "relation.less") if down else ("relation.raise", "relation.more")
    if spot.ref.startswith("n") and role == "late":
        return ("verdict.late", "relation.late")
    return _SAYS.get(f"{spot.ref[0]}.{role}", _SAYS.get(role, ()))


def _says(said: Said, spot: Spot, wanted: tuple[str, ...]) -> bool:
    """Return whether words beside a value say what it is, and none nearer says another thing."""
    behind = [tag for tag in tags_in(spot.after, said) if not _is_whole(tag, spot)]
    near = 3 + 2 * spot.after.startswith("指标")
    after = bool(behind) and behind[0].start <= near and not spot.after.startswith("后")
    far = re.split("[；;。]", spot.far)[-1]
    apart = spot.role in {"gap", "overshoot", "below"}
    for text in (spot.near, far):
        if found := _said_of(said, spot, text, wanted):
            # 未达到目标的有：甲{r8.gap} judges, and tells no distance
            judges = apart and text is far and found[-1].has("verdict")
            return found[-1].has(*wanted) and not judges
        if after:
            return behind[0].has(*wanted)
    return spot.role in {"plan", "target"} and _compares(said, spot)


def _said_of(said: Said, spot: Spot, text: str, wanted: tuple[str, ...]) -> list[Tag]:
    """Return the words of a text that say what the value is."""
    name = said.name_of(spot)
    own = "" if name in said.text else name  # beside the whole name its words stand for themselves
    tags = [tag for tag in tags_in(text, said, own) if not _is_whole(tag, spot)]
    found = [tag for tag in tags if tag.has(*wanted) or not tag.senses <= WEAK]
    if len(found) > 1 and found[-1].has("column.target") and found[-2].has("verdict"):
        judged = found[-1].start - found[-2].end <= 1
        if judged and spot.role in {"target", "plan"}:
            return found[-2:-1]  # 未达到目标：甲{r7.target} calls nothing a target
    # 高出目标, 未达到年度指标值的: how far, or how many, not what
    return found[:-1] if _ends_in_target(found, spot) else found


def _is_whole(tag: Tag, spot: Spot) -> bool:
    """Return whether a word only names what is counted: {n.total}指标中有{n.met}."""
    return spot.ref[0] == "n" and spot.role != "total" and tag.has("level.whole", "column.target")


def _ends_in_target(found: list[Tag], spot: Spot) -> bool:
    """Return whether the last word only says of what a distance or a verdict is told."""
    of = ("column.adjusted",) if spot.role == "over" else ("column.target", "level.whole")
    if len(found) < 2 or not found[-1].has(*of):
        return False
    close = found[-1].start - found[-2].end <= 1
    return close and spot.role not in {"target", "plan"} and not found[-2].has("column")


def _compares(said: Said, spot: Spot) -> bool:
    """Return whether a value is what a result is held against: 控制在500万元以内.

    Of a list of values it is said behind the last: 分别控制在{r4.target}、{r5.target}以内.
    """
    last = spot
    for each in said.spots:
        if each.start > last.start and each.near in {"、", "和", "与", "及"}:
            last = each
        elif each.start > last.start:
            break
    within = last.after.startswith(("以内", "以上", "以下"))
    return BOUND.search(spot.near) is not None or within


def _is_part(said: Said, spot: Spot) -> bool:
    """Return whether a share of the target is told by its place: 完成91%."""
    actual = said.known.values.get(spot.ref.replace(".completion", ".actual"))
    percent = actual is not None and actual.value.endswith("%")
    return spot.role == "completion" and not percent and spot.near in {"完成", "完成了", "，完成"}
