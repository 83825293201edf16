"""Where a spelling of a fact ends that stands at a number: its unit, and other words for it."""

import re

from selfeval_assist.facts.verify.index import Spelling
from selfeval_assist.facts.verify.pieces import CONTINUES, FOLLOWS, MEASURE, bound
from selfeval_assist.facts.verify.quantities import Found
from selfeval_assist.facts.verify.scan import clause_start, sentence_start

_NOTHING = re.compile(r"(?!)")
# A unit that a cell leaves out may stand in a text: 15935人 for 15935, 150万元 for 150万.
_LEFT_OUT = {"": MEASURE, "万": re.compile("元"), "亿": re.compile("元")}
WITHIN = ("以内", "以下", "之内", "内")
"""Words behind a number that bound it from above."""
_PER = re.compile(r"/([^\W\d]+)")


def end_of(piece: Spelling, masked: str, found: Found) -> int:
    """Return where a spelling ends that stands at a number, unit included; 0 when it does not."""
    if found.unit:
        return found.end if piece.after == found.unit and not piece.before else 0
    end = found.end
    if not masked.startswith(piece.after, end):
        return (
            _alike(piece, masked, found)
            or _in_pair(piece, masked, found)
            or _per_unit(piece, masked, found)
        )
    end += len(piece.after)
    if piece.after == "分" and masked.startswith("钟", end):
        return 0
    if unit := _LEFT_OUT.get(piece.after, _NOTHING).match(masked, end):
        end = unit.end()
    if masked.startswith("次", end) and piece.after.endswith("件"):
        end += 1  # 8.6万件次
    after = (CONTINUES if end == found.end else FOLLOWS).match(masked, end)
    if after and not piece.after.endswith(("至", "-")):
        if per := _PER.match(masked, end):
            # 8400元/年 under a name that says 年人均: the name holds the rest of the unit.
            annual = per[1] == "年" and "/" not in piece.after
            return per.end() if annual or any(per[1] in name for name in piece.subjects) else 0
        within = masked.startswith(WITHIN, end) and bound(masked, found.start) == ""
        if not (within and after[0] in WITHIN and piece.fact.id.endswith(".target")):
            return 0
    return end


# Units that are written in several ways; 120个事项 counts as 120项.
_UNITS = {
    "平方米": re.compile(r"㎡|m²|m2|平米|平方(?!公|千)"), "米": re.compile(r"m(?![²2a-z])"),
    "公里": re.compile(r"km|千米"), "千米": re.compile(r"km|公里"), "公斤": re.compile(r"kg|千克"),
    "小时": re.compile(r"h(?![a-z])|个小时"), "立方米": re.compile(r"m³|m3|方(?!案|面|式)"),
    "项": re.compile(r"个(?=[^，；。、\d]{0,6}[事]?项)"), "人": re.compile(r"名"),
    "名": re.compile(r"人(?!次|均)"), "分钟": re.compile(r"min|分(?!之|布)"),
}  # fmt: skip


def _alike(piece: Spelling, masked: str, found: Found) -> int:
    """Return where a number ends whose unit is another word for the fact's; else 0."""
    times = piece.after[:1] if piece.after[:1] in {"万", "亿"} else ""
    other = _UNITS.get(piece.after.removeprefix(times))
    if other is None or not masked.startswith(times, found.end):
        return 0
    match = other.match(masked, found.end + len(times))
    return 0 if match is None or FOLLOWS.match(masked, match.end()) else match.end()


_QUOTIENT = re.compile(r"[(（]\d[\d.,]*\s*[/÷]\s*\d[\d.,]*(?:\s*[×x]\s*100%)?[)）]")


def _in_pair(piece: Spelling, masked: str, found: Found) -> int:
    """Return where an amount without its unit ends in a sum in brackets: (215457.6/250000)."""
    if piece.fact.kind != "amount" or piece.after not in {"元", "万元"}:
        return 0
    inside = any(m.start() < found.start < m.end() for m in _QUOTIENT.finditer(masked))
    return found.end if inside else 0


def _per_unit(piece: Spelling, masked: str, found: Found) -> int:
    """Return where 每人每月583元 ends for 583元/人·月, or a distance of such a value."""
    head, slash, _ = piece.after.partition("/")
    if not slash:
        return 0
    before = masked[sentence_start(masked, found.start) : found.start]
    each = "每" in masked[clause_start(masked, found.start) : found.start] or f"{head}/" in before
    each = each or any("标准" in name for name in piece.subjects)
    if not each and not piece.fact.id.endswith(".gap"):
        return 0
    end = found.end + len(head)
    if not head and masked.startswith("元", end):
        end += 1
    return 0 if not masked.startswith(head, found.end) or FOLLOWS.match(masked, end) else end


def exact_enough(piece: Spelling, masked: str, found: Found) -> bool:
    """Whether a rounded value prints as many decimals as it was rounded to."""
    if piece.places is None or found.spoken:
        return True
    written = masked[found.start : found.end].partition(".")[2]
    return len(written) == piece.places
