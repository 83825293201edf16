"""How the name of an indicator is built.

A name is known by its head: 率 is a share, 数量 counts what stands before it, 时间 asks for a day,
性 for how something is. A name without a head is a deed, an aim or a thing. The
words are ``[name]`` of ``words.toml``.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from selfeval_assist.prose.mentions import mentions
from selfeval_assist.prose.units import known
from selfeval_assist.prose.width import narrowed

Shape = Literal[
    "rate", "count", "measure", "time", "state", "whether", "told", "aim", "deed", "thing"
]
_HEADS: tuple[Shape, ...] = ("rate", "count", "measure", "time", "state")
_PAIR, _CLAUSE, _LONGEST = 2, 4, 6
"""Characters of a word of two, of an aim that is told whole, and of the longest word here."""


@cache
def _data() -> dict[str, frozenset[str]]:
    text = Path(__file__).with_name("words.toml").read_text(encoding="utf-8")
    return {kind: frozenset(listed) for kind, listed in tomllib.loads(text)["name"].items()}


def kind_of(kind: str) -> frozenset[str]:
    """Return the words of one kind of ``words.toml``."""
    return _data()[kind]


def is_a(kind: str, word: str) -> bool:
    """Return whether a word is one of a kind of ``words.toml``."""
    return word in _data()[kind]


def begins(kind: str, text: str) -> str:
    """Return the longest word of a kind with which a text begins, or ""."""
    return _longest(kind, (text[:size] for size in _sizes(text)))


def ends(kind: str, text: str) -> str:
    """Return the longest word of a kind with which a text ends, or ""."""
    return _longest(kind, (text[-size:] for size in _sizes(text)))


def _sizes(text: str) -> range:
    return range(min(len(text), _LONGEST), 0, -1)


def _longest(kind: str, pieces: Iterable[str]) -> str:
    return next((each for each in pieces if is_a(kind, each)), "")


@dataclass(frozen=True, slots=True)
class Name:
    """A name and its parts.

    Attributes:
        text: the name.
        shape: what kind of name it is.
        thing: what stands before its head; the whole name without one.
        head: what it ends with: 人次, 率, 性; empty for none.
        tail: a bracket behind the head: （按月平均）.
    """

    text: str
    shape: Shape
    thing: str
    head: str = ""
    tail: str = ""


@lru_cache(maxsize=1024)
def named(text: str) -> Name:
    """Return the parts of a name, as it is told: without the form's marks, in full width."""
    at = text.rfind("（") if text.endswith("）") else -1
    core, tail = (text[:at], text[at:]) if at >= _PAIR else (text, "")
    if "是否" in core or core.endswith("与否"):
        return Name(text, "whether", core.replace("是否", "", 1).removesuffix("与否"), "", tail)
    if _holds_its_value(core):
        return Name(text, "told", text)
    heads = [(shape, found) for shape in _HEADS if (found := ends(shape, core))]
    # 影响程度 before 程度, and 满意度 before 度
    shape, head = max(heads, key=lambda each: len(each[1]), default=("thing", ""))
    if shape == "count" and len(ends("noun", core.removesuffix(head) + head[:1])) > 1:
        head = head[1:]  # 服务老人｜数
    thing = core.removesuffix(head).removesuffix("的") if head else core
    if head and thing and not (shape == "state" and _is_aim(thing)):
        return Name(text, shape, thing, head, tail)
    shape = _headless(core)
    return Name(text, shape, text if shape == "told" else core, "", "" if shape == "told" else tail)


def _headless(core: str) -> Shape:
    """Return what kind of name one without a head is."""
    if re.search("[，；。]", core):
        return "told"
    if begins("change", core) or begins("aim", core) or _MIDST.search(core) or ends("change", core):
        return "aim"
    return "deed" if begins("deed", core) else "thing"


# 春节前完成走访慰问: a deed told whole
_MIDST = re.compile("完成.{2}")


def _is_aim(thing: str) -> bool:
    """Return whether what stands before a head is an aim of its own: 帮助学生提高生活｜水平."""
    verb = begins("change", thing) or begins("aim", thing)
    return bool(verb) and len(thing) - len(verb) >= _CLAUSE


def grows(name: Name) -> bool:
    """Return whether a name ends in a change of something measured: 森林覆盖率提高 0.5个百分点."""
    verb = ends("change", name.thing) if name.shape == "aim" else ""
    before = name.thing.removesuffix(verb) if verb else ""
    compared = before.endswith(_COMPARED)  # 家庭支出较上年降低
    return bool(before) and (compared or named(before).shape in {"rate", "count", "measure"})


_COMPARED = ("同比", *(f"{mark}上年{more}" for mark in "较比" for more in ("", "度", "同期")))


def quantity_in(text: str) -> str:
    """Return the quantity with which a name ends: 50人 of 慰问军属50人; else ""."""
    plain = narrowed(text)
    ends = (each for each in mentions(plain) if plain[each.end :] in {"", "等"})
    return next((plain[each.at : each.end] for each in ends if each.value.unit), "")


def _holds_its_value(core: str) -> bool:
    parts = re.split("[，；。]", core)
    return any(quantity_in(part) for part in parts)


def unit_of_head(name: Name) -> str:
    """Return what the head of a name counts by: 人 of 参合人数, 次 of 培训次数; else ""."""
    if name.shape != "count":
        return ""
    unit = name.head.removesuffix("数")
    return unit if (known(unit) and unit != name.head) or unit == "人次" else ""
