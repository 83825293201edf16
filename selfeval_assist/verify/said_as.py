"""Whether a reference is called what it is: target or result, more or less, with its own unit."""

import re
from collections.abc import Iterator

from selfeval_assist.prose import words
from selfeval_assist.prose.words import Tag
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
    "grade": ("column.grade", "column.total"),
}  # fmt: skip
# words that only lead to another word or to the value
_WEAK = frozenset({
    "column.actual", "column.fund", "column.budget", "relation.sum", "relation.part",
    "relation.rest", "generic.words", "group.each", "group.all", "neutral.words", "group.rest",
})  # fmt: skip
_NAMED = ("column", "relation", "beside", "verdict", "count", "level.whole", "group")
# what only sets a value beside the plan, before the value is said: 按计划, 与目标相比
_BASIS = re.compile(
    r"(?:按照?|对照|依照|根据|与|同|较|比)(?:年初|年度|原定|既定|绩效)*(?:目标值?|计划|预期|要求)(?:相比|要求|安排)?"
)
_STRONG = re.compile(r"实际|累计|仅|只|已|共完成")
_UPPER = re.compile(
    r"不超过|不高于|不多于|不大于|控制在|以内|以下|之内|低于|少于|上限|压[减缩降]|缩短|降[至到]|减[至到]"
)
_LOWER = re.compile(r"不低于|不少于|不小于|以上|至少|超过|高于|多于")
_BOUNDS = re.compile(r"(?:不低于|不少于|不超过|不高于|不多于|超过|低于|高于|少于|至少|约)$")
# 比目标少, 较计划高出: what follows is a distance
_COMPARED = re.compile(
    r"(?:比|较|低于|高于|超出|超过|少于|多于)(?:年度)?(?:目标值?|计划|预期|指标值)[多少高低长短晚早]?(?:出|了)?$"
    r"|(?:推迟|提前|逾期|延后|延迟)了?$"
)
_OF_TARGET = re.compile(r"(?:目标值?|计划|任务|指标值|预期)的$")
_OTHERWISE = (
    "relation.share", "relation.late", "relation.early", "relation.lost", "relation.apart",
    "column.weight", "column.survey", "beside.late", "beside.early",
)  # fmt: skip
_NEAR = 30
"""Characters before a share in which the word for it stands."""
_UNIT = re.compile(r"[^\d.,]+$")


def misnamed(said: Said) -> Iterator[Violation]:
    """Yield the references that the words beside them call something else."""
    for spot in said.spots:
        if spot.ref.startswith("t"):
            continue
        yield from _unit(spot)
        yield from _bound(said, spot)
        if not said.known.planned or spot.ref[0] in "fn":
            yield from _role(said, spot)


def _tags(text: str, said: Said) -> list[Tag]:
    """Return the words that say what a value is; those inside a name say nothing."""
    for name in said.known.titles:
        if len(name) > 3:
            text = text.replace(name, " " * len(name))
    return [tag for tag in words.tags(text) if tag.has(*_NAMED)]


def _role(said: Said, spot: Spot) -> Iterator[Violation]:
    if spot.role in {"actual", "target", "plan", "completion"} and _COMPARED.search(spot.near):
        message = f"{{{spot.ref}}}是{spot.fact.label}，不是差距，请改用差距的引用或改写文字。"
        yield Violation("label", f"{{{spot.ref}}}", spot.start, message)
        return
    if spot.role == "actual":
        if _calls_it_otherwise(said, spot):
            message = f"{{{spot.ref}}}是实际完成值，前面却写成了别的，请改用对应的引用。"
            yield Violation("label", f"{{{spot.ref}}}", spot.start, message)
        elif spot.fact.row is not None and _is_planned(said, spot):
            message = f"{{{spot.ref}}}是实际完成值，前面却写成了目标或计划，请改用对应的引用。"
            yield Violation("label", f"{{{spot.ref}}}", spot.start, message)
        return
    wanted = _wanted(spot)
    if not wanted or _in_brackets(spot) or _is_share(said, spot) or _is_part(said, spot):
        return
    if not _says(said, spot, wanted):
        label = spot.fact.label
        message = (
            f"{{{spot.ref}}}是{label}，它的文字没有说明这一点或说成了别的，请写清或改用对应的引用。"
        )
        yield Violation("label", f"{{{spot.ref}}}", spot.start, message)


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
    after = _tags(spot.after, said)
    if after and after[0].start <= 3 and after[0].has(*wanted):
        return True
    for text in (spot.near, spot.far):
        strong = [t for t in _tags(text, said) if t.has(*wanted) or not t.senses <= _WEAK]
        if strong:
            return strong[-1].has(*wanted) or _joined(strong, wanted, text)
    return spot.role in {"plan", "target"} and _compares(spot)


def _joined(tags: list[Tag], wanted: tuple[str, ...], text: str) -> bool:
    """Return whether the word asked for leads straight to the last one: 核减预算, 比目标少."""
    found = [tag for tag in tags if tag.has(*wanted)]
    if not found:
        return False
    return "，" not in text[found[-1].end :] and tags[-1].start - found[-1].end <= 2


def _compares(spot: Spot) -> bool:
    """Return whether a value is what a result is held against: 控制在500万元以内."""
    return _BOUNDS.search(spot.near) is not None or spot.after.startswith(("以内", "以上", "以下"))


def _is_share(said: Said, spot: Spot) -> bool:
    """Return whether a share is told of the amount before it: 占全年预算500万元的86%."""
    before = said.text[max(0, spot.start - _NEAR) : spot.start]
    base = "{f.initial}的" if spot.role == "initial_rate" else "{f.adjusted}的"
    return (
        spot.ref.startswith("f.")
        and "rate" in spot.role
        and before.endswith(base)
        and "占" in before
    )


def _is_part(said: Said, spot: Spot) -> bool:
    """Return whether a share of the target is told: 为目标的91%, 完成91%."""
    if spot.role != "completion":
        return False
    if _OF_TARGET.search(spot.near):
        return True
    actual = said.known.values.get(spot.ref.replace(".completion", ".actual"))
    percent = actual is not None and actual.value.endswith("%")
    return not percent and spot.near.endswith(("完成", "完成了"))


def _calls_it_otherwise(said: Said, spot: Spot) -> bool:
    """Return whether the last word before a result names another value: 完成比例, 推迟, 得分."""
    if spot.near.strip() in {"（", "("} and spot.fact.kind != "words":
        return any(other.end + 1 == spot.start and other.role == "gap" for other in said.spots)
    name = _own_name(said, spot)
    tags = [tag for tag in _tags(spot.near, said) if tag.text not in name]
    strong = [tag for tag in tags if not tag.senses <= _WEAK]
    if strong and strong[-1].text.endswith("得分"):
        return True
    return bool(strong) and strong[-1].has(*_OTHERWISE) and not strong[-1].has("column.actual")


def _own_name(said: Said, spot: Spot) -> str:
    """Return how the row of a reference is called: a word of its name says nothing of its value."""
    return said.known.names.get(spot.fact.row, "") if spot.fact.row is not None else ""


def _in_brackets(spot: Spot) -> bool:
    """Return whether a value only explains the one before it: 比目标多8台（40%）."""
    return spot.near.strip() in {"（", "("} and spot.role in {
        "overshoot",
        "below",
        "change_percent",
    }


def _is_planned(said: Said, spot: Spot) -> bool:
    """Return whether words call a result a target: 目标为546人次, 计划完成546人次."""
    text = _BASIS.sub("", spot.near)
    name = _own_name(said, spot)
    tags = [tag for tag in _tags(text, said) if tag.has("column.target") and tag.text not in name]
    return (
        bool(tags) and not _STRONG.search(text[tags[-1].end :]) and "的" not in text[tags[-1].end :]
    )


def _bound(said: Said, spot: Spot) -> Iterator[Violation]:
    """Yield a bound that is written twice, is missing, or turns the target round."""
    if spot.role == "target" and _BOUNDS.search(spot.near):
        message = f"{{{spot.ref}}}的值自带“{spot.fact.value[:3]}”一类的字样，前面不要再写。"
        if not spot.fact.value[:1].isdigit() and spot.fact.kind != "date":
            yield Violation("bound", f"{{{spot.ref}}}", spot.start, message)
    if spot.role != "plan":
        return
    target = said.known.values[spot.ref.replace(".plan", ".target")].value
    beside = spot.near + spot.after[:2]
    upper, lower = "不超过" in target or "低于" in target.replace("不低于", ""), "不" in target
    held = spot.after.startswith(("的目标", "的要求", "的计划", "的上限", "的控制"))
    if upper and not held and not _UPPER.search(beside):
        message = f"{{{spot.ref}}}是上限，请写“控制在…以内”“不超过”，或改用带界限的引用。"
        yield Violation("bound", f"{{{spot.ref}}}", spot.start, message)
    elif not upper and lower and _UPPER.search(beside) and not _LOWER.search(beside):
        message = f"{{{spot.ref}}}是下限，不能写成上限。"
        yield Violation("bound", f"{{{spot.ref}}}", spot.start, message)


def _unit(spot: Spot) -> Iterator[Violation]:
    """Yield a unit written behind a value that already ends with it."""
    unit = _UNIT.search(spot.fact.value)
    doubled = unit is not None and any(
        spot.after.startswith(unit[0][at:]) for at in range(len(unit[0]))
    )
    if doubled and spot.fact.kind != "words":
        message = f"{{{spot.ref}}}的值自带单位，后面不要再写。"
        yield Violation("unit", f"{{{spot.ref}}}", spot.end, message)
