"""Whether a reference is called what it is: target or result, more or less, with its own unit."""

import re
from collections.abc import Iterator
from dataclasses import replace

from selfeval_assist.prose import words
from selfeval_assist.verify.bounds import HELD, misbound
from selfeval_assist.verify.equal import all_equal
from selfeval_assist.verify.model import Violation
from selfeval_assist.verify.roles import (
    OF_TARGET,
    SHARES,
    WEAK,
    fits,
    tags_in,
    unnamed,
)
from selfeval_assist.verify.spots import Said, Spot

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
_PERCENT = re.compile(r"(?:比例|比率|比重|占比|百分比)[均都同也]*(?:为|是|达到?)?$")
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
_EQUAL = {
    "actual": ("target", "plan"),
    "f.initial": ("f.adjusted", "f.executed"),
    "f.adjusted": ("f.initial", "f.executed"),
    "f.executed": ("f.initial", "f.adjusted"),
}


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


def _role(said: Said, spot: Spot) -> Iterator[Violation]:
    """Yield what is wrong with how the words beside a reference call it."""
    if _goes_on(said, spot) or _in_brackets(said, spot) or _stated(said, spot):
        return
    label = f"{{{spot.ref}}}"
    if spot.role in _APART and (base := _other_base(said, spot)):
        message = f"{label}是与目标的差距，不是与“{base}”的，请改写。"
        yield Violation("label", label, spot.start, message)
    elif spot.role in {"actual", "target", "plan", "completion"} and _is_distance(said, spot):
        message = f"{label}是{spot.fact.label}，不是差距，请改用差距的引用或改写文字。"
        yield Violation("label", label, spot.start, message)
    elif spot.role == "actual":
        if not any(fits(said, each) for each in _equals(said, spot)):
            yield from _result(said, spot)
    elif not any(fits(said, each) for each in (spot, *_equals(said, spot))):
        wrong = "它的文字没有说明这一点或说成了别的，请写清或改用对应的引用。"
        message = f"{label}是{spot.fact.label}，{wrong}"
        yield Violation("label", label, spot.start, message)


_APART = frozenset({"gap", "overshoot", "below", "late", "early"})
_AGAINST = re.compile(
    r"[比较](?P<base>[^，,；;。{}比较]{2,10}?)[多少高低长短早晚快慢超提推延][^比较]{0,3}$"
)


def _other_base(said: Said, spot: Spot) -> str:
    """Return what a distance from a target is said to be measured from instead: 批复概算."""
    found = _AGAINST.search(unnamed(spot.near, said))
    base = found["base"].strip() if found else ""
    aims = any(tag.has("column.target") for tag in words.tags(base))
    alike = base in said.name_of(spot) or any(base in each for each in words.of("column.target"))
    return "" if aims or alike else base


def _equals(said: Said, spot: Spot) -> Iterator[Spot]:
    """Yield a reference as the others that have its value: what is said of them is true of it."""
    for same in _EQUAL.get(spot.role if spot.ref[0] == "r" else spot.ref, ()):
        ref = same if "." in same else f"{spot.ref.partition('.')[0]}.{same}"
        if all_equal(said, (ref,), spot.fact.value):
            yield replace(spot, ref=ref, fact=said.known.values[ref])


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
    elif spot.fact.row is not None and (
        _is_planned(said, spot)
        or HELD.match(spot.after)
        or (spot.near.endswith("控制在") and spot.after.startswith(("以内", "之内")))
    ):
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
    if _COMPARED.search(unnamed(spot.near, said)):
        return True
    tags = [t for t in tags_in(spot.near, said) if t.text not in said.name_of(spot)]
    return bool(tags) and tags[-1].end == len(spot.near) and tags[-1].has(*_DISTANCE)


def _calls_it_otherwise(said: Said, spot: Spot) -> bool:
    """Return whether the last word before a result names another value: 完成比例, 推迟, 得分."""
    if spot.near.strip() in {"（", "("} and spot.fact.kind != "words":
        return any(other.end + 1 == spot.start and other.role == "gap" for other in said.spots)
    if OF_TARGET.search(spot.near):
        return True
    if spot.fact.value.endswith("%") and _PERCENT.search(spot.near):
        return "完成" in spot.near  # 合格的比例为 is what a share is called
    name = said.name_of(spot)
    tags = [tag for tag in tags_in(spot.near, said) if tag.text not in name]
    strong = [tag for tag in tags if not tag.senses <= WEAK]
    if strong and strong[-1].text.endswith("得分"):
        return True
    return bool(strong) and strong[-1].has(*_OTHERWISE) and not strong[-1].has("column.actual")


def _in_brackets(said: Said, spot: Spot) -> bool:
    """Return whether a share only explains the distance before it: 比目标多8台（40%）."""
    before = said.before(spot)
    told = before is not None and before.role in {"gap", "change"} and before.end + 1 == spot.start
    return told and spot.role in SHARES and spot.near in {"（", "("}


def _is_planned(said: Said, spot: Spot) -> bool:
    """Return whether words call a result a target: 目标为546人次, 计划完成546人次."""
    text = _BASIS.sub("", spot.near)
    name = said.name_of(spot)
    tags = [tag for tag in tags_in(text, said) if tag.has("column.target") and tag.text not in name]
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
