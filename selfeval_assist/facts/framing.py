"""The clause that a row's name makes with its value: 部署自助服务终端28台, 费用结算及时.

A value stands only in the frame of its kind of name (``names``): a number behind a share or a
count, a word as the predicate of what the name speaks of. A name that holds its value, a question
and an aim are told by themselves where the value only says that it is so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selfeval_assist.facts import lexicon
from selfeval_assist.facts.model import FactKind
from selfeval_assist.facts.names import Name, begins, ends, grows, is_a, named
from selfeval_assist.prose.words import Tag, has_digit, tags

_BOUNDS = ("不", "超过", "低于", "少于", "约", "平均")
# A name with a bound of its own (收费低于同类民办园幅度) and words of several clauses (2023年84%，
# 2024年87%) stand before a colon: no verb fits between them.
_BOUNDED = re.compile(r"(?:低于|高于|少于|多于|超过|优于)(?!\d)")
_SEVERAL, _COLON = re.compile("[，；]"), "："
_FIGURES = "".join(_BOUNDS) + "多0123456789.,万亿"
_ZERO = re.compile(r"0(?:\.0+)?(?![.\d])")
_ALL, _DONE = "100%", "完成"
_MONEY = ("金", "补贴", "补助", "津贴", "经费", "款")
_AGE = re.compile(r"[\d.]+\D{0,2}(?:[-—~～至到][\d.]+\D{1,2})?(?:以[上下内外])?(?:（[^）]*）)?")
"""A range that is all of a name."""
_PAIR, _CLAUSE, _UNIT = 2, 4, 5
"""Characters of a word of two, from which on words are a clause of their own, and of a unit."""
_MEASURED = frozenset({"rate", "count", "measure"})
# What follows of itself or is said of others is no object: 项目建设, 学生受资助, 适老化改造.
_NO_OBJECT = (*"受被获已应的和及与化性式型级", "工程", "项目")


@dataclass(frozen=True, slots=True)
class Clause:
    """How a name and its value make a clause.

    Attributes:
        subject: how the row is called in it; empty where words tell all by themselves.
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
        return _dated(name, "" if planned else "于")
    if found := _told_whole(name, value, planned=planned, share=kind == "rate"):
        return found
    return _measured(name, value, planned=planned, ceiling=ceiling, part=part)


def _told_whole(name: Name, value: str, *, planned: bool, share: bool) -> Clause | None:
    """Return the clause of a name beside whose number nothing is to be said, or of a change."""
    if name.shape == "told":
        own = name.thing.replace("；", "、")
        so = planned or value == _ALL or value in own
        return Clause(own, bare=True) if so else Clause(own, "，实际为")
    if share and value == _ALL and name.shape in {"whether", "aim"}:
        return Clause(name.thing, bare=True)
    if grows(name):
        return Clause(name.text)
    verb = lexicon.change_before(value)
    own = name.text.removeprefix(verb) if verb else ""
    return Clause(own if len(own) >= _PAIR else name.text) if verb else None


def _measured(name: Name, value: str, *, planned: bool, ceiling: bool, part: bool) -> Clause:
    """Return the clause of a number."""
    if _ZERO.match(value):
        return Clause(name.text, "为")
    if _AGE.fullmatch(name.thing):  # nothing that could be counted: 90-99周岁
        return Clause(name.text, "为" if name.head else "的为")
    done, of, noun = name.thing.rpartition("的")
    if of and done.startswith(_DONE) and not value.endswith("%"):
        return Clause(noun + done, first=True)  # 8个系统完成等保测评
    subject = _subject(name, value, part=part)
    joint = _joint(name, subject, value, planned=planned, ceiling=ceiling)
    return Clause(subject, joint, "之间" if "至" in value and joint == "在" else "")


def _subject(name: Name, value: str, *, part: bool) -> str:
    """Return how a row is called before its number."""
    unit = value.lstrip(_FIGURES)
    if value.endswith("%") or not unit or len(unit) > _UNIT:
        return name.text
    if name.head == "数" and unit.endswith("元"):
        return name.text  # 预算控制数 counts nothing
    subject = _counted(name, part=part, money=unit.endswith("元"))
    if name.head == "数" and len(unit) == 1 and not ends("noun", subject):
        subject = subject.removesuffix(unit) or subject  # 加工页数120万页
    return subject


def _joint(name: Name, subject: str, value: str, *, planned: bool, ceiling: bool) -> str:
    """Return the word between a name and a number."""
    if value.endswith(("以上", "以下")) or "至" in value:
        return "在"
    if _BOUNDED.search(subject):
        return _COLON
    if value.startswith(_BOUNDS):
        return ""
    return "不超过" if planned and ceiling else _plainly(name, subject, value, planned=planned)


def _plainly(name: Name, subject: str, value: str, *, planned: bool) -> str:
    """Return the word between a name and a number without a bound."""
    measured = name.shape in _MEASURED or name.head == "度"
    if value.endswith("%"):
        return "" if name.text.endswith(_DONE) or (measured and not planned) else "达到"
    unit = value.lstrip("0123456789.,")
    runs_on = value[:1].isdigit() and (subject[-1:].isascii() or not unit)
    return "为" if runs_on or (len(unit) > 1 and subject.endswith(unit)) else ""


def _counted(name: Name, *, part: bool, money: bool) -> str:
    """Return what is counted or done, without the head that the unit repeats."""
    if name.shape not in {"count", "measure"} or name.text.startswith("未"):
        return name.text  # 未完成项目数量: without its head it would be a verdict
    if part:
        return name.thing
    if begins("deed", name.thing) or begins("aim", name.thing):
        return name.thing + name.tail
    deed = ends("deed", name.thing)
    if is_a("event", name.head):
        return f"{'开展' if deed else ''}{name.thing}{name.tail}"
    done = name.thing.removesuffix(deed) if deed else ""
    attribute = name.text.removesuffix(name.tail).removesuffix(name.head).endswith("的")
    paid = not money and done.endswith(_MONEY)  # 国家助学金资助人次: persons, not money
    if len(done) >= _PAIR and not (name.tail or attribute or paid) and _is_object(done):
        return f"{deed}{done}"
    return name.thing + name.tail if name.shape == "count" else name.text


def _is_object(thing: str) -> bool:
    """Return whether what stands before a deed is what it is done to: 终端部署, not 临时救助."""
    held = any(ends(kind, thing) for kind in ("manner", "good", "deed"))
    own = any(begins("deed", thing[at:]) for at in range(len(thing)))
    return not (held or own or thing.endswith(_NO_OBJECT))


def _dated(name: Name, before: str) -> Clause:
    """Return the clause of a date."""
    if name.shape == "time":
        return _finished(name, before)
    if name.shape in {"aim", "deed", "told"}:
        return Clause(name.text, before, first=True)
    if name.head:
        return Clause(name.text, "为")
    return Clause(name.text, before, "" if name.thing.endswith(_DONE) else _DONE)


def _finished(name: Name, before: str) -> Clause:
    """Return the clause of a name that asks for a day: 项目于…完工, 9月前完成验收."""
    finish, deed = ends("finish", name.thing), begins("deed", name.thing)
    if deed and (not finish or deed == _DONE) and name.thing != deed:
        return Clause(name.thing, before, first=True)
    if finish:
        thing = name.thing.removesuffix(finish)
        return Clause(thing, before, finish) if thing else Clause(finish, before, first=True)
    return Clause(name.thing, before, _DONE) if name.head == "时效" else Clause(name.text, "为")


def _worded(name: Name, value: str, *, planned: bool) -> Clause:
    """Return the clause of a word."""
    if name.shape in {"whether", "told"}:
        return _confirmed(name, value)
    if value in _NONE and any(tag.end == len(name.text) for tag in _harms(name.text)):
        return Clause(f"未发生{name.text}", bare=True)
    if name.shape == "thing" and value[:1] in "不未没" and value.endswith("发生"):
        return Clause(name.text, first=True)  # 不发生｜质量安全事件
    if name.shape == "aim" or (name.head and begins("change", name.text)):
        return _aimed(name, value)
    if name.shape not in {*_MEASURED, "time"} or name.head.endswith("度"):
        return _predicated(name, value, planned=planned)
    return _measured_in_words(name, value)


def _measured_in_words(name: Name, value: str) -> Clause:
    """Return the clause of a word that answers a measure."""
    if name.shape == "measure" and _share_a_word(name.thing, value):
        shared = _ends_alike(name.thing, value) if begins("predicate", value) else 0
        # 津贴｜发放标准: 按标准发放; 养护面积: 757万平方米养护全覆盖
        return Clause(name.thing[:-shared] if shared else "")
    runs_on = is_a("done", value) or value.startswith(("按", *_BOUNDS))
    several = _SEVERAL.search(value.partition("（")[0])
    return Clause(name.text, _COLON if several else "" if runs_on else "为")


_NONE = frozenset({"无", "零", "没有"})


def _harms(text: str) -> list[Tag]:
    """Return the words of what is not to happen: 事故."""
    return [tag for tag in tags(text) if tag.has("zero.things")]


def _confirmed(name: Name, value: str) -> Clause:
    """Return the clause of a question or of a name that tells all, and the word beside it."""
    if name.shape == "whether":
        so = is_a("done", value) or value in name.thing
        return Clause(name.thing, bare=True) if so else Clause(name.text, "为")
    own = name.thing.replace("；", "、")
    so = is_a("done", value) or is_a("good", value) or value.startswith(("无", "未发生", "没有"))
    return Clause(own, bare=True) if so else Clause(own, "，")


def _predicated(name: Name, value: str, *, planned: bool) -> Clause:
    """Return the clause of a word that tells how something is, what both say told once."""
    stem = name.text if name.tail else name.text.removesuffix("性").removesuffix("度")
    thing = stem[:-_PAIR] if name.head == "性" and len(stem) > _PAIR else stem
    thing = name.thing if name.head in {"情况", "状况"} else thing
    for own in (stem, thing):
        if shared := _overlap(own, value):
            return Clause(own[:-shared].removesuffix("的"))  # 费用结算｜及时｜性
    if shared := _ends_alike(thing, value):
        own = thing[:-shared]
        whole = own in value or begins("deed", value)  # 管护机制: 建立三级管护机制
        return Clause("" if whole else own)  # 资金｜按进度拨付
    if value in thing:
        return Clause(thing, bare=True)  # 平台｜稳定｜运行: 稳定
    if not name.head and is_a("degree", value) and (at := _degree_in(thing)):
        return Clause(thing[:at], tail=thing[at:])  # 冷链设备｜长期｜持续使用
    if _is_so(value):
        return _so(name, value, planned=planned)
    return _told_of(name, thing, value)


def _degree_in(thing: str) -> int:
    """Return where a word of degree stands inside a thing, before what is done; 0 for nowhere."""
    places = range(_PAIR, len(thing) - _PAIR)
    found = ((at, begins("degree", thing[at:])) for at in places)
    return next((at for at, word in found if word and at + len(word) < len(thing)), 0)


def _overlap(stem: str, value: str) -> int:
    """Return how many characters the end of a name and the beginning of its value share."""
    longest = min(len(value), len(stem) - 1)
    return next((n for n in range(longest, 1, -1) if stem.endswith(value[:n])), 0)


def _ends_alike(thing: str, value: str) -> int:
    """Return how many characters, two or more, a thing and its value have in common at the end."""
    most = min(len(thing), len(value) - 1)
    return next((n for n in range(most, 1, -1) if thing.endswith(value[-n:])), 0)


def _is_so(value: str) -> bool:
    """Return whether a word is a predicate that follows its name as it is."""
    good = all(is_a("good", each) for each in value.split("、"))
    done = len(value) <= _UNIT and bool(begins("deed", value))  # 建立健全, 建立并运行
    done = done or is_a("grade", value) or is_a("done", value)
    short = good or done or bool(ends("change", value))
    return short or (len(value) < _CLAUSE and "，" not in value)


def _so(name: Name, value: str, *, planned: bool) -> Clause:
    if is_a("grade", value) and name.head:
        return Clause(name.text, "为")
    changed = ends("change", value)
    how = value.removesuffix(changed)
    brought = bool(changed) and not planned and (not how or is_a("degree", how))
    return Clause(name.text, "得到" if brought else "")


def _aimed(name: Name, value: str) -> Clause:
    """Return the clause of an aim: 显著提高就业率, 完成一网通办事项."""
    verb = begins("change", name.text) or begins("aim", name.text)
    rest = name.text.removeprefix(verb)
    if verb and rest and value != verb and value.endswith(verb):
        # 有效保障｜群众出行, 服务能力｜得到提升
        return Clause(rest, first=not value.startswith(("得到", "有所")))
    if is_a("degree", value) and value not in name.text:
        changed = "" if verb or name.tail else ends("change", name.thing)
        own = name.thing.removesuffix(changed)  # 营养状况｜显著｜改善
        return Clause(own, tail=changed) if changed and own else Clause(name.text, first=True)
    if is_a("done", value) or value in name.text:
        return Clause(name.text, bare=True)
    return Clause(name.text, "效果" if is_a("good", value) else _COLON)


def _told_of(name: Name, thing: str, value: str) -> Clause:
    """Return the clause of words that tell something themselves: 按规定拨付, 日产日清."""
    thing = name.thing if name.head.endswith(("程度", "影响")) else thing
    several = _SEVERAL.split(value.partition("（")[0])
    if len(several) == 1 and _SIZED.match(value):
        return Clause(name.text, "" if value.startswith(_BOUNDS) else "为")  # 1.9元/车公里
    shared = next((at for at, pair in enumerate(_pairs(thing)) if pair in value), None)
    if len(several) > 1:
        tiers = shared is None and all(map(has_digit, several))
        return Clause(name.text, _COLON) if tiers else Clause("")  # 县道7000元，乡道3500元
    if shared is None:
        return _without_shared(name, thing, value)
    # 津贴｜发放标准: 按标准发放; 长效｜管护机制 would lose what it is
    runs_on = value.startswith("按") and shared >= _PAIR
    return Clause(thing[:shared].removesuffix("的") if runs_on else "")


def _without_shared(name: Name, thing: str, value: str) -> Clause:
    """Return the clause of words that have none in common with their name."""
    if begins("predicate", value):
        return Clause(thing)
    return Clause("") if name.head == "性" else Clause(name.text, _COLON)


_SIZED = re.compile(r"(?:不.{1,2}|超过)?\d")


def _share_a_word(one: str, other: str) -> bool:
    return any(pair in other for pair in _pairs(one))


def _pairs(text: str) -> Iterator[str]:
    return (text[at : at + _PAIR] for at in range(len(text) - 1))
