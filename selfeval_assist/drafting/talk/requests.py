"""What a person asks for in a conversation, read by code: no model decides what is meant."""

import re
from dataclasses import dataclass
from typing import Literal

from selfeval_assist.review.thread import Intent

Kind = Literal["shorter", "stress", "drop", "add", "other"]


@dataclass(frozen=True, slots=True)
class Wish:
    """One change that a person wants.

    Attributes:
        kind: shorter; put something first; leave something out; add something; anything else.
        about: what it is about, in the person's words; empty for the whole text.
        sentence: the number of the sentence meant, from 1, or None.
    """

    kind: Kind
    about: str = ""
    sentence: int | None = None


_WHY = re.compile(
    r"为什么|为何|为啥|凭什么|依据(?:是什么|在哪|呢|何在)|根据(?:是?什么|哪)|怎么(?:来|算|得出|计算)|哪(?:里|儿)?来|"
    r"从哪|出处(?:是什么|在哪|呢)|什么意思|怎么回事|如何(?:得出|计算|算)|理由是什么|[?？]\s*$"
)
_FACT = re.compile(
    r"^(?:请?(?:补充|增加|记录|说明)(?:一个|一条|一下)?(?:新?(?:情况|事实|依据))?\s*[:：，,]|新(?:情况|事实)|"
    r"事实(?:上|是)|实际情况|另外[，,:：])"
)
_DATED = re.compile(r"\d{4}\s*年|\d{1,2}月\d{1,2}日|〔\d{4}〕|\d+\s*号")
_CITED = re.compile(r"出处|来源[:：]|载于|《")
_NUMBER = {mark: at for at, mark in enumerate("一二三四五六七八九十", start=1)}
_SENTENCE = re.compile(r"第\s*(\d{1,2}|[一二三四五六七八九十])\s*句")
_QUOTED = re.compile(r"[“\"「『]([^”\"」』]{1,60})[”\"」』]")
_WISHES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("shorter", re.compile(
        r"(?:再|更|尽量)?(?:写|说|改|弄)?(?:得)?(?:再|更)?(?:短|简短|简洁|精简|简练|简明|凝练)(?:一?些|一?点)?|太长|压缩|缩短|精简")),
    ("drop", re.compile(
        r"(?:删去|删掉|删除|去掉|去除|不要写?|不用写|不写|不提|别写|拿掉|省去)\s*(?P<about>[^，,。；;]*)")),
    ("stress", re.compile(
        r"(?:突出|强调|重点(?:写|说|突出)|着重(?:写|说)?|先(?:写|说))\s*(?P<about>[^，,。；;]*)|"
        r"把(?P<front>[^，,。；;]+?)(?:放|写|提|移)(?:在|到)?(?:最?前面?|开头|前)")),
    ("add", re.compile(
        r"(?:补充|加上|加入|增加|写上|写明|写清|带上|提一?下|补上)(?:一下|一句)?\s*(?P<about>[^，,。；;]*)")),
)  # fmt: skip
_TAIL = re.compile(
    r"(?:的)?(?:相关)?(?:情况|内容|部分|方面|信息|这(?:一)?(?:句|段|项|条|部分)|那(?:一)?(?:句|段)|成果|成效|工作|一下|吧|了|的)+$"
)
_HEAD = re.compile(r"^(?:一下|关于|有关|对|把|将|这|其中的?)+")


def intent_of(said: str) -> Intent:
    """Return what a person wants, as far as the words show it."""
    if _WHY.search(said):
        return "why"
    wishes = wishes_of(said)
    stated = len(said) >= 10 and _DATED.search(said) is not None
    if _FACT.match(said) and (stated or not wishes or _CITED.search(said) or len(said) > 20):
        return "fact"
    if stated and all(wish.kind in {"add", "other"} for wish in wishes):
        return "fact"
    return "change" if said.strip() else "unclear"


def wishes_of(said: str) -> tuple[Wish, ...]:
    """Return the changes that are asked for; what is not understood is one wish of its own."""
    wishes: list[Wish] = []
    for part in re.split(r"[；;。，,\n]", said):
        found = [_wish(kind, match) for kind, pattern in _WISHES if (match := pattern.search(part))]
        if found:
            # 不要写得太长 asks for less, not for leaving something out.
            shorter = [wish for wish in found if wish.kind == "shorter"]
            wishes += shorter[:1] or found[:1]
        elif part.strip():
            wishes.append(Wish("other", part.strip()))
    return tuple(dict.fromkeys(wishes))


def _wish(kind: Kind, match: re.Match[str]) -> Wish:
    groups = match.groupdict()
    about = groups.get("about") or groups.get("front") or ""
    number = sentence_of(about if about else match.string)
    return Wish(kind, "" if _SENTENCE.search(about) else term(about), number)


def term(text: str) -> str:
    """Return what a phrase is about, without the words around it."""
    if quoted := _QUOTED.search(text):
        return quoted[1].strip()
    return _TAIL.sub("", _HEAD.sub("", text.strip())).strip(' “”"「」『』')


def sentence_of(text: str) -> int | None:
    """Return the number of the sentence that is named, from 1."""
    match = _SENTENCE.search(text)
    if match is None:
        return None
    return int(match[1]) if match[1].isdigit() else _NUMBER[match[1]]


def quoted(said: str) -> str:
    """Return the words of a text that are quoted, or empty."""
    match = _QUOTED.search(said)
    return match[1].strip() if match else ""
