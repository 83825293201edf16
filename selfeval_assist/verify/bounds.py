"""Bounds beside a reference to a target: 不超过, 不低于, 控制在…以内."""

import re
from collections.abc import Iterator

from selfeval_assist.prose.values import Comparator
from selfeval_assist.scoring.direction import comparator_of
from selfeval_assist.verify.model import Violation
from selfeval_assist.verify.spots import Said, Spot

UPPER = re.compile(
    r"不超过|不高于|不多于|不大于|控制在|以内|以下|之内|低于|少于|上限|压[减缩降]|缩短|降[至到]|减[至到]"
)
LOWER = re.compile(r"不低于|不少于|不小于|以上|至少|超过|高于|多于")
# 比上限高{r4.gap}: which side a distance is said to be measured from
_SIDE = re.compile("[上下]限")
_FLOOR, _CEILING = re.compile("不低于|不少于|不小于"), re.compile("不超过|不高于|不多于|不大于")
HELD = re.compile(
    r"\w{0,4}的\w{0,4}(?:目标|计划|上限|下限|要求|指标(?!有|：|共|包括|为|是)|任务|控制|标准)"
)
BOUND = re.compile(r"(?:不低于|不少于|不超过|不高于|不多于|超过|低于|高于|少于|至少|约)$")


def misbound(said: Said, spot: Spot) -> Iterator[Violation]:
    """Yield a bound that is written twice, is missing, or turns the target round."""
    if spot.role == "target" and BOUND.search(spot.near):
        message = f"{{{spot.ref}}}的值自带“{spot.fact.value[:3]}”一类的字样，前面不要再写。"
        bare = spot.fact.value[:1].isdigit()
        if not bare and spot.fact.kind != "date":
            yield Violation("bound", f"{{{spot.ref}}}", spot.start, message)
        elif bare and not HELD.match(spot.after) and not _bounds_as(said, spot):
            message = f"{{{spot.ref}}}前面的上下限与指标的要求不符，请改写。"
            yield Violation("bound", f"{{{spot.ref}}}", spot.start, message)
    yield from _of_distance(said, spot)
    if spot.role != "plan":
        return
    target = said.known.values[spot.ref.replace(".plan", ".target")].value
    beside = spot.near + spot.after[:2]
    upper, lower = "不超过" in target or "低于" in target.replace("不低于", ""), "不" in target
    if HELD.match(spot.after):
        return  # 低于{r8.plan}的目标: judged by the verdict of the row
    if upper and not UPPER.search(beside):
        message = f"{{{spot.ref}}}是上限，请写“控制在…以内”“不超过”，或改用带界限的引用。"
        yield Violation("bound", f"{{{spot.ref}}}", spot.start, message)
    elif not upper and lower and UPPER.search(beside) and not LOWER.search(beside):
        message = f"{{{spot.ref}}}是下限，不能写成上限。"
        yield Violation("bound", f"{{{spot.ref}}}", spot.start, message)


def _of_distance(said: Said, spot: Spot) -> Iterator[Violation]:
    """Yield the side that a distance is wrongly said to be measured from: 比上限高."""
    if (side := _SIDE.search(spot.near)) and _is_other_side(said, spot, side[0]):
        yield Violation("bound", side[0], spot.start, f"指标的要求不是{side[0]}，请改写。")


def _is_other_side(said: Said, spot: Spot, side: str) -> bool:
    """Return whether a distance is said to be from a side on which its target has no bound."""
    target = said.known.values.get(f"r{spot.fact.row}.target")
    bound = _FLOOR if side == "上限" else _CEILING
    measured = spot.role in {"gap", "overshoot", "below"}
    return measured and target is not None and bound.search(target.value) is not None


def _bounds_as(said: Said, spot: Spot) -> bool:
    """Return whether the bound before a bare target is the one that scoring takes it for."""
    form, bound = said.known.table.form, BOUND.search(spot.near)
    if bound is None or form is None or spot.fact.row is None:
        return True
    sign = comparator_of(form.indicators[spot.fact.row])
    lower = bound[0] == "至少" or (bound[0][0] == "不") == (bound[0][1] in "低少")
    return sign in ({Comparator.GE, Comparator.GT} if lower else {Comparator.LE, Comparator.LT})
