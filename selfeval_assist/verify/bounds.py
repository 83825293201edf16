"""Bounds beside a reference to a target: 不超过, 不低于, 控制在…以内."""

import re
from collections.abc import Iterator

from selfeval_assist.verify.model import Violation
from selfeval_assist.verify.spots import Said, Spot

_UPPER = re.compile(
    r"不超过|不高于|不多于|不大于|控制在|以内|以下|之内|低于|少于|上限|压[减缩降]|缩短|降[至到]|减[至到]"
)
_LOWER = re.compile(r"不低于|不少于|不小于|以上|至少|超过|高于|多于")
BOUND = re.compile(r"(?:不低于|不少于|不超过|不高于|不多于|超过|低于|高于|少于|至少|约)$")


def misbound(said: Said, spot: Spot) -> Iterator[Violation]:
    """Yield a bound that is written twice, is missing, or turns the target round."""
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
