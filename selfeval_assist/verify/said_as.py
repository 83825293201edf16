"""Whether a reference is called what it is: target or result, more or less, with its own unit."""

import re
from collections.abc import Iterator

from selfeval_assist.prose import words
from selfeval_assist.prose.words import Tag
from selfeval_assist.verify.bounds import BOUND, misbound
from selfeval_assist.verify.model import Violation
from selfeval_assist.verify.spots import Said, Spot

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
_WEAK = frozenset({
    "column.actual", "column.fund", "column.budget", "relation.sum", "relation.part",
    "relation.rest", "generic.words", "group.each", "group.all", "neutral.words", "group.rest",
})  # fmt: skip
_NAMED = ("column", "relation", "beside", "verdict", "count", "level.whole", "group")
# what only sets a value beside the plan, before the value is said: 按计划, 与目标相比, 任务完成
_BASIS = re.compile(
    r"(?:按照?|对照|依照|根据|与|同|较|比)(?:年初|年度|原定|既定|绩效)*(?:目标值?|计划|预期|要求)(?:相比|要求|安排)?"
    r"|任务(?=完成)"
)
_STRONG = re.compile(r"实际|累计|仅|只|已|共完成")
# 比目标少, 较计划高出: what follows is a distance
_COMPARED = re.compile(
    r"(?:比|较|低于|高于|超出|超过|少于|多于)(?:年度)?(?:目标|计划|预期|指标)(?:值|数|上限|下限)?[多少高低长短晚早]?(?:出|了)?$"
    r"|(?:推迟|提前|逾期|延后|延迟)了?$"
)
_DISTANCE = ("beside.more", "beside.less", "beside.late", "beside.early", "relation.apart")
_OF_TARGET = re.compile(r"(?<![较比与距])(?:目标值?|计划|任务|指标值|预期)的$")
_OF_BUDGET = re.compile(r"(?:占|为|相当于|达)(?P<of>\w{0,8}预算)数?(?:\{f\.(?P<ref>\w+)\})?的$")
_HELD = re.compile(r"\w{0,4}的(?:目标|计划|上限|下限|要求|指标|任务|控制)")
_SHARES = frozenset({"completion", "overshoot", "below", "rate", "initial_rate", "change_percent"})
_PERCENT = re.compile(r"(?:比例|比率|比重|占比|百分比)(?:为|是|达到?)?$")
# 由年初的{f.initial}调整为: where a change begins, and where it ends
_FROM, _TO = re.compile(r"(?:由|从)(?:年初的?)?$"), re.compile(r"^，?(?:至|到|为|后为)$")
_CHANGES = ("relation.cut", "relation.raise", "column.adjusted")
_WIDTH = re.compile(r"(?:幅度|[增减降]幅)(?:为|是)?$")
_DONE = re.compile(r"已|实际|完成了|达到了|实现了")
_OTHERWISE = (
    "relation.share", "relation.late", "relation.early", "relation.lost", "relation.apart",
    "column.weight", "column.survey", "beside.late", "beside.early",
)  # fmt: skip
# 于{r5.actual}完工; 低于, 用于, 由于 tell no date
_AT = re.compile(r"(?<![低高少多大小等优晚早位用由属处对关])于$")
_ALIKE = 4
"""Characters before a value that have to be those of the text that states it."""
_UNIT = re.compile(r"[^\d.,]+$")


def misnamed(said: Said) -> Iterator[Violation]:
    """Yield the references that the words beside them call something else."""
    for spot in said.spots:
        if spot.ref.startswith("t"):
            continue
        yield from _unit(spot)
        yield from _when(spot)
        yield from misbound(said, spot)
        if not said.known.planned or spot.ref[0] in "fn":
            yield from _role(said, spot)
        elif _DONE.search(spot.near):
            message = f"{{{spot.ref}}}是要达到的目标，不能写成已经做到。"
            yield Violation("label", f"{{{spot.ref}}}", spot.start, message)


def _tags(text: str, said: Said, own: str = "") -> list[Tag]:
    """Return the words that say what a value is; those inside a name say nothing.

    Args:
        text: the words beside a value.
        said: the sentence.
        own: the name of its row, of which single words say nothing either.
    """
    text = _unnamed(text, said).replace("没有", " 未")  # 没有支出 is 未支出
    compared = "比" in text or "较" in text
    return [
        tag
        for tag in words.tags(text)
        if tag.has(*_NAMED) and (compared or tag.text not in own or tag.has("column"))
    ]


def _unnamed(text: str, said: Said) -> str:
    """Return a text without the names of rows: a word inside one says nothing of a value."""
    for name in said.known.titles:
        if len(name) > 3:
            text = text.replace(name, " " * len(name))
    return text


def _role(said: Said, spot: Spot) -> Iterator[Violation]:
    """Yield what is wrong with how the words beside a reference call it."""
    if _goes_on(said, spot) or _in_brackets(said, spot) or _stated(said, spot):
        return
    label = f"{{{spot.ref}}}"
    if spot.role in {"actual", "target", "plan", "completion"} and _is_distance(said, spot):
        message = f"{label}是{spot.fact.label}，不是差距，请改用差距的引用或改写文字。"
        yield Violation("label", label, spot.start, message)
    elif spot.role == "actual":
        yield from _result(said, spot)
    elif not _fits(said, spot):
        wrong = "它的文字没有说明这一点或说成了别的，请写清或改用对应的引用。"
        message = f"{label}是{spot.fact.label}，{wrong}"
        yield Violation("label", label, spot.start, message)


def _stated(said: Said, spot: Spot) -> bool:
    """Return whether a person wrote this value behind the same words: 压减一般性支出20万元."""
    words_ = spot.near[-_ALIKE:]
    sources = (each for each in said.known.sources.values() if each.kind != "goal")
    return len(words_) == _ALIKE and any(f"{words_}{spot.fact.value}" in s.text for s in sources)


def _result(said: Said, spot: Spot) -> Iterator[Violation]:
    """Yield what is wrong with the words before a result."""
    other = ""
    if _calls_it_otherwise(said, spot):
        other = "别的"
    elif spot.fact.row is not None and (_is_planned(said, spot) or _HELD.match(spot.after)):
        other = "目标或计划"
    if other:
        message = f"{{{spot.ref}}}是实际完成值，前面却写成了{other}，请改用对应的引用。"
        yield Violation("label", f"{{{spot.ref}}}", spot.start, message)


def _goes_on(said: Said, spot: Spot) -> bool:
    """Return whether a reference only goes on with a list of the same: 分别多8台、{r2.gap}."""
    before = said.before(spot)
    joined = spot.near in {"、", "和", "与", "及"}
    return (
        joined and before is not None and before.end + 1 == spot.start and before.role == spot.role
    )


def _is_distance(said: Said, spot: Spot) -> bool:
    """Return whether the words right before a value make it a distance: 比目标少, 差, 推迟."""
    if _COMPARED.search(_unnamed(spot.near, said)):
        return True
    tags = [t for t in _tags(spot.near, said) if t.text not in said.name_of(spot)]
    return bool(tags) and tags[-1].end == len(spot.near) and tags[-1].has(*_DISTANCE)


def _fits(said: Said, spot: Spot) -> bool:
    """Return whether the words beside a value say what it is."""
    if spot.ref[0] == "n":
        return _of_level(said, spot) and _counts(said, spot)
    if spot.ref.startswith("f."):
        return _money(said, spot)
    if spot.ref == "p.execution":
        return "执行" in spot.near
    if spot.ref[0] == "r" and _OF_TARGET.search(spot.near):
        return spot.role in _SHARES
    if _HELD.match(spot.after):
        return spot.role in {"target", "plan"}
    wanted = _wanted(spot)
    return not wanted or _is_part(said, spot) or _says(said, spot, wanted)


def _counts(said: Said, spot: Spot) -> bool:
    """Return whether the words beside a count say of which rows it is one."""
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
    if share := _OF_BUDGET.search(said.text, 0, spot.start):
        initial = "年初" in share["of"] or share["ref"] == "initial"
        return spot.role == ("initial_rate" if initial else "rate")
    if (role := _by_place(said, spot)) or spot.role == "change_percent":
        return spot.role == role
    if "rate" in spot.role:
        # 年初预算执行率
        named = any(tag.has("column.initial") for tag in _tags(spot.near, said))
        of_initial = named or "按年初" in spot.far + spot.near
        told = _is_named_so(said, spot) or _says(said, spot, ("column.rate",))
        return of_initial == (spot.role == "initial_rate") and told
    return _says(said, spot, _wanted(spot)) if _wanted(spot) else True


def _is_named_so(said: Said, spot: Spot) -> bool:
    """Return whether what a value is called is the name of a row as well: 预算执行率."""
    titles = (name for name in said.known.titles if name in spot.fact.wordings)
    return any(spot.near.endswith(name) for name in titles)


def _by_place(said: Said, spot: Spot) -> str:
    """Return what an amount is by where it stands in the story of a change; "" where in none.

    由年初的{f.initial}调整为{f.adjusted}, 核减{f.change}至{f.adjusted}, 核减{f.change}，幅度为….
    """
    before, rest = said.before(spot), said.text[spot.end :]
    if _FROM.search(spot.near) and any(tag.has(*_CHANGES) for tag in _tags(rest[:12], said)):
        return "initial"
    if _TO.match(spot.near) and before is not None and before.role == "change":
        return "adjusted"
    segment = said.text[max(0, said.text.rfind("；", 0, spot.start)) : spot.start]
    changed = any(tag.has("relation.cut", "relation.raise") for tag in _tags(segment, said))
    return "change_percent" if _WIDTH.search(spot.near) and changed else ""


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
    behind = _tags(spot.after, said)
    after = bool(behind) and behind[0].start <= 3 and not spot.after.startswith("后")
    for text in (spot.near, spot.far):
        if found := _said_of(said, spot, text, wanted):
            return found[-1].has(*wanted)
        if after:
            return behind[0].has(*wanted)
    return spot.role in {"plan", "target"} and _compares(spot)


def _said_of(said: Said, spot: Spot, text: str, wanted: tuple[str, ...]) -> list[Tag]:
    """Return the words of a text that say what the value is."""
    name = said.name_of(spot)
    own = "" if name in said.text else name  # beside the whole name its words stand for themselves
    tags = [tag for tag in _tags(text, said, own) if not _is_whole(tag, spot)]
    found = [tag for tag in tags if tag.has(*wanted) or not tag.senses <= _WEAK]
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


def _compares(spot: Spot) -> bool:
    """Return whether a value is what a result is held against: 控制在500万元以内."""
    return BOUND.search(spot.near) is not None or spot.after.startswith(("以内", "以上", "以下"))


def _is_part(said: Said, spot: Spot) -> bool:
    """Return whether a share of the target is told by its place: 完成91%."""
    actual = said.known.values.get(spot.ref.replace(".completion", ".actual"))
    percent = actual is not None and actual.value.endswith("%")
    return spot.role == "completion" and not percent and spot.near in {"完成", "完成了", "，完成"}


def _calls_it_otherwise(said: Said, spot: Spot) -> bool:
    """Return whether the last word before a result names another value: 完成比例, 推迟, 得分."""
    if spot.near.strip() in {"（", "("} and spot.fact.kind != "words":
        return any(other.end + 1 == spot.start and other.role == "gap" for other in said.spots)
    if _OF_TARGET.search(spot.near):
        return True
    if spot.fact.value.endswith("%") and _PERCENT.search(spot.near):
        return "完成" in spot.near  # 合格的比例为 is what a share is called
    name = said.name_of(spot)
    tags = [tag for tag in _tags(spot.near, said) if tag.text not in name]
    strong = [tag for tag in tags if not tag.senses <= _WEAK]
    if strong and strong[-1].text.endswith("得分"):
        return True
    return bool(strong) and strong[-1].has(*_OTHERWISE) and not strong[-1].has("column.actual")


def _in_brackets(said: Said, spot: Spot) -> bool:
    """Return whether a share only explains the distance before it: 比目标多8台（40%）."""
    before = said.before(spot)
    told = before is not None and before.role in {"gap", "change"} and before.end + 1 == spot.start
    return told and spot.role in _SHARES and spot.near in {"（", "("}


def _is_planned(said: Said, spot: Spot) -> bool:
    """Return whether words call a result a target: 目标为546人次, 计划完成546人次."""
    text = _BASIS.sub("", spot.near)
    name = said.name_of(spot)
    tags = [tag for tag in _tags(text, said) if tag.has("column.target") and tag.text not in name]
    return (
        bool(tags) and not _STRONG.search(text[tags[-1].end :]) and "的" not in text[tags[-1].end :]
    )


def _when(spot: Spot) -> Iterator[Violation]:
    """Yield a value that stands where a date is told, and is none: 于98%完成验收."""
    if _AT.search(spot.near) and spot.fact.kind not in {"date", "words"}:
        message = f"{{{spot.ref}}}不是日期，不能写在“于”后面，请核对引用。"
        yield Violation("label", f"{{{spot.ref}}}", spot.start, message)


def _unit(spot: Spot) -> Iterator[Violation]:
    """Yield a unit written behind a value that already ends with it; 年 of 年初 is none."""
    unit = _UNIT.search(spot.fact.value)
    longest = max((len(t.text) for t in words.tags(spot.after) if t.start == 0), default=0)
    doubled = unit is not None and any(
        spot.after.startswith(unit[0][at:]) and longest <= len(unit[0]) - at
        for at in range(len(unit[0]))
    )
    if doubled and spot.fact.kind != "words":
        message = f"{{{spot.ref}}}的值自带单位，后面不要再写。"
        yield Violation("unit", f"{{{spot.ref}}}", spot.end, message)
