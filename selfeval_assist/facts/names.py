"""How the name of an indicator is built, and the clause that it makes with its value.

A name is known by its head: 率 is a share, 数量 counts what stands before it, 时间 asks for a day,
性 for how something is. A name without a head is a deed, an aim or a thing. A value stands only in
the frame of its name: 部署自助服务终端28台, 费用结算及时, 完成比例 for none of them.
"""

import os
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from selfeval_assist.facts import lexicon
from selfeval_assist.facts.model import FactKind
from selfeval_assist.prose import words
from selfeval_assist.prose.mentions import mentions
from selfeval_assist.prose.units import known
from selfeval_assist.prose.width import narrowed

Shape = Literal[
    "rate", "count", "measure", "time", "state", "whether", "told", "aim", "deed", "thing"
]
_HEADS: tuple[Shape, ...] = ("rate", "count", "measure", "time", "state")
_BOUNDS = ("不", "超过", "低于", "少于", "约")
_PAIR, _CLAUSE, _UNIT = 2, 4, 5
"""Characters of a word of two, from which on words are a clause of their own, and of a unit."""
_ZERO = re.compile(r"0(?:\.0+)?(?![.\d])")


@cache
def _data() -> dict[str, frozenset[str]]:
    text = Path(__file__).with_name("words.toml").read_text(encoding="utf-8")
    return {kind: frozenset(listed) for kind, listed in tomllib.loads(text)["name"].items()}


def is_a(kind: str, word: str) -> bool:
    """Return whether a word is one of a kind of ``words.toml``."""
    return word in _data()[kind]


@cache
def _ends() -> dict[str, "re.Pattern[str]"]:
    return {kind: re.compile(f"(?:{words.one_of(own)})$") for kind, own in _data().items()}


@cache
def _begins() -> dict[str, "re.Pattern[str]"]:
    return {kind: re.compile(words.one_of(own)) for kind, own in _data().items()}


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
    heads = [(shape, match[0]) for shape in _HEADS if (match := _ends()[shape].search(core))]
    # 影响程度 before 程度, and 满意度 before 度
    shape, head = max(heads, key=lambda each: len(each[1]), default=("thing", ""))
    thing = core.removesuffix(head).removesuffix("的") if head else core
    if head and thing and not (shape == "state" and _is_aim(thing)):
        return Name(text, shape, thing, head, tail)
    if re.search("[，；。]", core):
        return Name(text, "told", text)
    if _begins()["change"].match(core) or _begins()["aim"].match(core) or _MIDST.search(core):
        return Name(text, "aim", core, "", tail)
    if _ends()["change"].search(core):
        return Name(text, "aim", core, "", tail)
    deed = _begins()["deed"].match(core) is not None
    return Name(text, "deed" if deed else "thing", core, "", tail)


# 春节前完成走访慰问: a deed told whole
_MIDST = re.compile("完成.{2}")


def _is_aim(thing: str) -> bool:
    """Return whether what stands before a head is an aim of its own: 帮助学生提高生活｜水平."""
    verb = _begins()["change"].match(thing) or _begins()["aim"].match(thing)
    return verb is not None and len(thing) - verb.end() >= _CLAUSE


def quantity_in(text: str) -> str:
    """Return the quantity with which a name, or a part of it, ends: 50人 of 慰问军属50人; else ""."""
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


@dataclass(frozen=True, slots=True)
class Clause:
    """How a name and its value make a clause.

    Attributes:
        subject: how the row is called in it.
        joint: what stands between it and the value, or before a value that comes first.
        tail: what stands behind.
        first: whether the value comes before the subject: 显著提高就业率.
        bare: whether the subject says it all, and the value only that it is so.
    """

    subject: str
    joint: str = ""
    tail: str = ""
    first: bool = False
    bare: bool = False


def clause(
    text: str,
    kind: FactKind,
    value: str,
    *,
    planned: bool,
    ceiling: bool = False,
    part: bool = False,
) -> Clause:
    """Return the clause of a row.

    Args:
        text: the name as it is told.
        kind: the kind of the value.
        value: the value as it is told.
        planned: whether it is a target.
        ceiling: whether less is better, of a row whose target has no sign.
        part: whether the row is a part of another one, whose deed is told before it.
    """
    name = named(text)
    if kind == "words":
        return _worded(name, value, planned=planned)
    if kind == "date":
        return _dated(name, planned=planned)
    return _measured(name, kind, value, planned=planned, ceiling=ceiling, part=part)


def _measured(
    name: Name, kind: FactKind, value: str, *, planned: bool, ceiling: bool, part: bool
) -> Clause:
    """Return the clause of a number."""
    share = kind == "rate"
    if name.shape == "told" or (share and name.shape in {"whether", "aim"} and not grows(name)):
        if value == "100%" or name.shape == "told":
            return Clause(name.thing.replace("；", "、"), bare=True)
    if grows(name) and not (share and value == "100%"):
        return Clause(name.text)
    if verb := lexicon.change_before(value):
        own = name.thing.removeprefix(verb) if name.thing.startswith(verb) else name.text
        return Clause(own if len(own) >= _PAIR else name.text)
    unit = value.lstrip("".join(_BOUNDS) + "多0123456789.,万亿")
    counts = not share and bool(unit) and len(unit) <= _UNIT and not _ZERO.match(value)
    subject = _counted(name, part=part).removesuffix("数") if counts else name.text
    if counts and name.head == "数" and len(unit) == 1:
        subject = subject.removesuffix(unit) or subject  # 加工页数120万页
    return Clause(
        subject, _joint(name, subject, value, planned=planned, ceiling=ceiling, share=share)
    )


_DONE = "完成"


def common_deed(one: str, other: str) -> str:
    """Return the deed with which two names begin, or ""."""
    deeds = [_begins()["deed"].match(each) for each in (one, other)]
    return deeds[0][0] if deeds[0] and deeds[1] and deeds[0][0] == deeds[1][0] else ""


def grows(name: Name) -> bool:
    """Return whether a name ends in a change of something measured: 森林覆盖率提高 0.5个百分点."""
    verb = _ends()["change"].search(name.thing) if name.shape == "aim" else None
    before = named(name.thing[: verb.start()]).shape if verb and verb.start() else "thing"
    return before in {"rate", "count", "measure"}


def _joint(
    name: Name, subject: str, value: str, *, planned: bool, ceiling: bool, share: bool
) -> str:
    """Return the word between a name and its number."""
    if value.endswith(("以上", "以下")):
        return "在"
    if value.startswith(_BOUNDS):
        return ""
    if _ZERO.match(value):
        return "为"
    if planned and ceiling:
        return "不超过"
    frame = (
        not name.text.endswith("完成")
        and name.shape not in {"rate", "count", "measure"}
        and name.head != "度"
    )
    if share and (frame or (planned and not name.text.endswith("完成"))):
        return "达到"
    unit = value.lstrip("0123456789.,")
    runs_on = value[:1].isdigit() and (subject[-1:].isascii() or not unit)
    doubled = len(unit) > 1 and subject.endswith(unit)
    return "为" if runs_on or doubled else ""


def _counted(name: Name, *, part: bool) -> str:
    """Return what is counted or done, without the head that the unit repeats."""
    if name.shape not in {"count", "measure"}:
        return name.text
    if part:
        return name.thing
    begins = _begins()["deed"].match(name.thing) or _begins()["aim"].match(name.thing)
    if begins:
        return name.thing + name.tail
    deed = _ends()["deed"].search(name.thing)
    done = name.thing[: deed.start()] if deed else ""
    if is_a("event", name.head):
        return f"开展{name.thing}{name.tail}" if deed else name.thing + name.tail
    # 学生资助人数: the deed goes first only where what is left is what it is done to
    attribute = name.text.removesuffix(name.tail).removesuffix(name.head).endswith("的")
    natural = len(done) >= _PAIR and not attribute and not _own_deed(done)
    if deed and natural and not name.tail:
        return f"{deed[0]}{done}"
    return name.thing + name.tail if name.shape == "count" else name.text


def _own_deed(thing: str) -> bool:
    """Return whether a thing has a verb of its own, or did or suffered the deed itself."""
    closed = thing.endswith(("工程", "项目", "受", "被", "获", "已", "应", "的", "和", "及", "与"))
    closed = closed or thing.endswith(("化", "性", "式", "型", "级"))
    held = closed or any(_ends()[kind].search(thing) for kind in ("manner", "good"))
    return held or _begins()["deed"].search(thing) is not None


def _dated(name: Name, *, planned: bool) -> Clause:
    """Return the clause of a date."""
    before = "" if planned else "于"
    if name.shape == "time":
        finish = _ends()["finish"].search(name.thing)
        if name.head == "时效" and not finish:
            return Clause(name.thing, before, "完成")
        deed = _begins()["deed"].match(name.thing)
        if deed and (not finish or deed[0] == _DONE) and name.thing != deed[0]:
            return Clause(name.thing, before, first=True)
        if finish:
            thing = name.thing[: finish.start()]
            return (
                Clause(thing, before, finish[0]) if thing else Clause(finish[0], before, first=True)
            )
        return Clause(name.text, "为")
    if name.shape in {"aim", "deed", "told"}:
        return Clause(name.text, before, first=True)
    if name.head:
        return Clause(name.text, "为")
    return Clause(name.text, before, "" if name.thing.endswith("完成") else "完成")


def _worded(name: Name, value: str, *, planned: bool) -> Clause:
    """Return the clause of a word."""
    if name.shape in {"told", "whether"}:
        thing = name.thing.replace("；", "、")
        return Clause(thing, bare=True) if _confirms(value) else Clause(thing, "，")
    if name.shape == "aim" or (name.head and _begins()["change"].match(name.text)):
        return _aimed(name, value)
    if name.shape in {"rate", "count", "measure", "time"} and not name.head.endswith("度"):
        if name.shape == "measure" and any(pair in value for pair in _pairs(name.thing)):
            return Clause("")  # 养护面积: 757万平方米养护全覆盖
        return Clause(name.text, "" if is_a("done", value) or value.startswith("按") else "为")
    stem = name.text if name.tail else name.text.removesuffix("性").removesuffix("度")
    thing = stem[:-_PAIR] if name.head == "性" and len(stem) > _PAIR else stem
    thing = name.thing if name.head in {"情况", "状况"} else thing
    if shared := _overlap(stem, value):
        return Clause(stem[:-shared].removesuffix("的"))
    if shared := _ends_alike(thing, value):
        return Clause(thing[:-shared])  # 资金拨付｜按进度拨付
    if _is_so(value):
        return _so(name, value, planned=planned)
    return _told_of(name, thing, value)


def _confirms(value: str) -> bool:
    """Return whether a word only says that it is so."""
    return is_a("done", value) or is_a("good", value) or value.startswith(("无", "未发生", "没有"))


def _overlap(stem: str, value: str) -> int:
    """Return how many characters the end of a name and the beginning of its value share."""
    longest = min(len(value), len(stem) - 1)
    return next((n for n in range(longest, 1, -1) if stem.endswith(value[:n])), 0)


def _is_so(value: str) -> bool:
    """Return whether a word is a predicate that follows its name as it is."""
    short = is_a("grade", value) or is_a("done", value)
    short = short or all(is_a("good", each) for each in value.split("、"))
    changed = _ends()["change"].search(value) is not None
    return short or changed or (len(value) < _CLAUSE and "，" not in value)


def _so(name: Name, value: str, *, planned: bool) -> Clause:
    if is_a("grade", value) and name.head:
        return Clause(name.text, "为")
    changed = _ends()["change"].search(value)
    before = value[: changed.start()] if changed else "-"
    if changed and not planned and (not before or is_a("degree", before)):
        return Clause(name.text, "得到")
    return Clause(name.text)


def _aimed(name: Name, value: str) -> Clause:
    """Return the clause of an aim: 显著提高就业率, 完成一网通办事项."""
    verb = _begins()["change"].match(name.text) or _begins()["aim"].match(name.text)
    rest = name.text[verb.end() :] if verb else ""
    if verb and rest and value != verb[0] and value.endswith(verb[0]):
        # 有效保障｜群众出行, 服务能力｜得到提升
        return Clause(rest, first=not value.startswith(("得到", "有所")))
    if is_a("degree", value):
        changed = None if verb else _ends()["change"].search(name.thing)
        if changed and changed.start() and not name.tail:
            return Clause(name.thing[: changed.start()], tail=changed[0])  # 营养状况｜显著｜改善
        return Clause(name.text, first=True)
    if is_a("done", value) or value in name.text:
        return Clause(name.text, bare=True)
    return Clause(name.text, "效果" if is_a("good", value) else "，")


def _ends_alike(thing: str, value: str) -> int:
    """Return how many characters, two or more, a thing and its value have in common at the end."""
    shared = len(os.path.commonprefix((thing[::-1], value[::-1])))
    return shared if shared >= _PAIR and shared < len(value) else 0


def _told_of(name: Name, thing: str, value: str) -> Clause:
    """Return the clause of words that tell something themselves: 按规定拨付, 日产日清."""
    if "，" in value or "；" in value:
        return Clause("")
    if name.head in {"程度", "影响程度", "影响", "持续性影响"}:
        thing = name.thing
    if any(pair in value for pair in _pairs(thing)):
        return Clause("")
    if _begins()["predicate"].match(value):
        return Clause(thing)
    return Clause("") if name.head == "性" else Clause(name.text, "" if name.head else "做到")


def _pairs(text: str) -> Iterator[str]:
    return (text[at : at + 2] for at in range(len(text) - 1))
