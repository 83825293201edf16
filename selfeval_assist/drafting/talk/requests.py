"""What a person asks for in a conversation, read by code: no model decides what is meant."""

import re
from dataclasses import dataclass, field
from typing import Literal

from selfeval_assist.drafting.talk.mentions import sentence_numbers, term
from selfeval_assist.prose.clauses import pieces
from selfeval_assist.prose.words import holds
from selfeval_assist.review.thread import Intent

Kind = Literal[
    "undo", "restore", "redraft",
    "longer", "shorter", "only", "drop", "first", "last", "add",
    "merge", "split", "swap", "sentence",
    "figure", "claim", "cause", "layout",
    "other",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wish:
    """One change that a person wants.

    Attributes:
        kind: back by one change, to the first text, a fresh draft; more, less, nothing but, out,
            to the front, to the end, in; sentences into one, one into several, two exchanged, one
            back as it was; another figure, a claim that everything was done, a
            cause, another arrangement; or anything else.
        about: what it is about, in the person's words; empty for the whole text.
        sentences: the numbers of the sentences meant, from 1, or from the end below 0.
        limit: the most characters that the text shall have, or None.
        said: the part of the request that was read as this wish.
    """

    kind: Kind
    about: str = ""
    sentences: tuple[int, ...] = ()
    limit: int | None = None
    said: str = field(default="", compare=False)


_ABOUT = r"(?P<about>[^，,。；;]*)"
_THIS = r"(?:(?<=[把将])[^，,。；;]+?|第.{1,3}句|最后一?句|末句)"
_SENTENCES = r"(?:第[\d一二两三四五六七八九十、和与及第句]{1,12}句|最后一?句|末句)"
_POLITE = r"^(?:请|帮我|麻烦|我想|我要|还是|全部|都|再)*"
_SET = (
    r"(?:改成|改为|改到|改作|写成|写作|写为|说成|报成|填成|填为|换成|换为|变成|调成|调到|调整为|"
    r"提高到|降到|(?:应该|应当|其实|实际上?)应?[是为]|应[是为])"
)
_WISHES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("redraft", re.compile(
        _POLITE + r"(?:重新(?:写|拟|起草|生成|来)|重写|重拟|重来)"
        r"(?:一遍|一次|一下|全文|整篇|吧)*$")),
    ("sentence", re.compile(
        rf"(?P<about>{_SENTENCES})(?:恢复|还原|改回|变回|换回|退回|用回)|"
        rf"(?:恢复|还原|改回|换回)(?:成|到)?(?P<front>{_SENTENCES})")),
    ("merge", re.compile(
        rf"(?P<about>{_SENTENCES}.*)(?:合并|并成|连成|合成|合到|并到|合为)|合并(?P<front>.*{_SENTENCES})")),
    ("split", re.compile(
        rf"(?P<about>{_SENTENCES})(?:拆|分)(?:开|成|为)?(?!.*[点条段])|拆(?:开|分)?(?P<front>{_SENTENCES})")),
    ("swap", re.compile(
        rf"(?P<about>{_SENTENCES}.*)(?:对调|互换|交换|调换)|(?:对调|互换|交换|调换)(?P<front>.*{_SENTENCES}.*)")),
    ("restore", re.compile(
        _POLITE + r"(?:恢复|还原|改回|变回|回到|退回|换回|用回?)(?:成|到|为|去)?"
        r"(?:原|最初|最开始|一开始|开头的|初稿|第一[稿版])")),
    ("undo", re.compile(
        _POLITE + r"(?:撤销|撤回|撤消|回退|退回|还原|恢复|改回|取消)(?:到|去|来)?"
        r"(?:$|[上刚前修这]|一下|吧)|"
        r"^(?:回到)?上一[步版稿]$")),
    ("cause", re.compile(
        r"(?:原因|理由)(?:就?是|为|在于|写成|写作|写为|改成|改为|[:：])+(?P<about>.+)|"
        r"(?:是因为|因为|由于)(?P<front>.+)")),
    ("figure", re.compile(
        rf"(?P<about>[^，,。；;]*?){_SET}\s*(?:约|大于|不低于|超过)?[≥≤＞＜><=]*"
        r"(?:\d[\d.,]*(?!\s*个?字|\s*[句点段条]|[\d.,])|百分之|[一二两三四五六七八九十百千万]+[项次人元万个])|"
        r"(?P<front>.*?)(?:说错|写错|写得不对|不对$|有误|有问题|不一致|不准|不是\s*\d)")),
    ("claim", re.compile(
        r"(?:写|说|改|填)[^，,。；;]{0,8}?(?:全部|全都|都|均|圆满|全面|如期|按期|按时|超额)[^，,。；;]{0,3}?"
        r"(?:完成|达标|达到|达成|实现|合格|满分)")),
    ("layout", re.compile(
        r"合并|并成|连成|写成一[段句]|分成?[一二三四五两几\d]+[点条段]|分[点条段]|不要分[句段]|加小?标题|"
        r"对调|互换|交换|调换")),
    ("longer", re.compile(
        r"(?:写|说)?(?:得)?(?:再|更)?(?:长|详细|具体|丰富|充实|多)(?:一?些|一?点)|写长|展开|扩写|太短|太少|"
        r"字数(?:不够|不足)|写够|凑够|(?:不少于|至少|达到|扩到)\s*\d+\s*字|多写|多说|再详细")),
    ("shorter", re.compile(
        r"(?:再|更|尽量)?(?:写|说|改|弄)?(?:得)?(?:再|更)?(?:短|简短|简洁|精简|简练|简明|凝练)(?:一?些|一?点)?|"
        r"太长|压缩|缩短|缩减|精简|删减|啰嗦|冗长|字数太多|太多字|少写点|少写几|(?:数字|指标|内容)太多|那么多|[一两二三四五六]句话|缩到|压到|\d+\s*个?字|百字")),
    ("only", re.compile(
        rf"(?:只|仅)(?:要?写|保留|留下?|说|提|要){_ABOUT}|"
        r"除了?(?P<front>.+?)(?:以外|之外|外)?(?:其他|其余|别的)?[都全](?:不要|不写|删)")),
    ("drop", re.compile(
        r"(?:删去|删掉|删除|去掉|去除|不要(?:再?提到?|写|说|出现)|不要(?!了|$|再|写|提|说|出现|用)|不用写|不写|不提|别写|别提|拿掉|"
        r"省去)(?!了|$|吧)\s*" + _ABOUT)),
    ("drop", re.compile(
        r"(?P<about>[^，,。；;]*?)(?:都|全部?|就|可以)*"
        r"(?:删去|删掉|删除|删了?|去掉|去除|拿掉|不要(?:写|提|说)?|不写|不提|不用(?:写|提)?|省去)(?:了|吧)*$")),
    ("last", re.compile(
        rf"(?P<front>{_THIS})(?:放|写|移|挪|排|搬|调)(?:在|到|至)?(?:全文|正文)?的?"
        r"(?:最?后面?|末尾|结尾)$")),
    ("first", re.compile(
        rf"(?:突出|强调|重点(?:写|说|突出)|着重(?:写|说)?|先(?:写|说))\s*(?P<about>[^，,。；;]*?)(?:[再后然].*)?$|"
        rf"(?P<front>{_THIS})(?:放|写|提|移|挪|排|搬|调)(?:在|到|至)?(?:全文|正文)?的?"
        r"(?:最?前面?|最前头|开头|首句|第一句$|前$)")),
    ("layout", re.compile(r"[放移挪排调][在到].+[前后]面?$")),
    ("add", re.compile(
        r"(?:补充|^说明|加上|加入|增加|写上|写明|写清|写进|带上|提一?下|补上|加一?句|加个|加一段)"
        r"(?:一下|一句)?[\s:：]*" + _ABOUT)),
)  # fmt: skip
"""How wishes are worded; the first that fits is meant: 不要写得太长 asks for less, not a cut."""

FREE: frozenset[Kind] = frozenset({"other", "claim"})
"""What only a model could word, where nothing in the form stands against it."""
_SEVERAL: frozenset[Kind] = frozenset({"merge", "swap"})
_BACK: frozenset[Kind] = frozenset({"undo", "restore", "redraft"})
_LIMIT = re.compile(r"(\d{2,4})\s*个?字|([一二两三四五六七八九])百字")
_HUNDREDS = {mark: at * 100 for at, mark in enumerate("一二三四五六七八九", start=1)} | {"两": 200}
_WHY = re.compile(
    r"为什么|为何|为啥|凭什么|依据(?:是什么|在哪|呢|何在)|根据(?:是?什么|哪)|怎么(?:来|算|得出|计算)|哪(?:里|儿)?来|"
    r"从哪|出处(?:是什么|在哪|呢)|什么意思|怎么回事|如何(?:得出|计算|算)|理由是什么|"
    r"[写提]到?了?没有?[?？]?$|有没有[写提]|写没写|没有?写到?(?!完|好)|是多少|[?？]\s*$"
)
_FACT = re.compile(
    r"^(?:请?(?:补充|增加|记录|说明)(?:一个|一条|一下)?(?:新?(?:情况|事实|依据))?\s*[:：，,]|新(?:情况|事实)|"
    r"事实(?:上|是)|实际情况|另外[，,:：])"
)
_TOLD = re.compile(
    r"^请?补充(?:一个|一条|一下|一句)?\s*[:：]\s*(?![^\d，,；;]*(?:情况|原因|理由|措施|内容|数据)[。.]?$)\S"
)
"""A fact told behind a colon, whatever commas it has; a mere subject (整改措施) is looked up."""
_DATED = re.compile(r"\d{4}\s*年|\d{1,2}月\d{1,2}日|〔\d{4}〕|\d+\s*号")
_CITED = ("出处", "来源:", "来源：", "载于", "《")
_PLEASE = re.compile(
    r"^(?:请问|您好|你好|[，,])*(?:能不能|能否|可不可以|可否|可以|能|麻烦|请)"
    r"(?=.*(?:短|简|删|去掉|突出|强调|补充|加|放|改|写|换|撤|恢复))(.*?)(?:吗|呢|么)?[?？]?$",
    re.DOTALL,
)
_CHAT = re.compile(
    r"^(?:谢谢|多谢|辛苦|好的?|行|可以|嗯|哦|知道了|明白|你好|您好|你是谁|您是谁|帮助|help|"
    r"怎么用|你?(?:能|会|可以)做?(?:什么|啥)|在吗|返回|保存|采用|就这样|没了|没有了)(?:了|吧|啦|您|你|的)*[。.!！?？~]*$",
    re.IGNORECASE,
)


def intent_of(said: str) -> Intent:
    """Return what a person wants, as far as the words show it."""
    said = _asked(said)
    if not said.strip() or _CHAT.match(said.strip()):
        return "unclear"
    if _WHY.search(said):
        return "why"
    if _TOLD.match(said):
        return "fact"
    wishes = wishes_of(said)
    kinds = {wish.kind for wish in wishes}
    stated = len(said) >= 10 and _DATED.search(said) is not None
    if _FACT.match(said) and (stated or not wishes or holds(said, _CITED) or len(said) > 20):
        return "fact"
    if "cause" in kinds and kinds <= {"cause", "other"}:
        return "fact"
    return "fact" if stated and kinds <= {"add", "other"} else "change"


def wishes_of(said: str) -> tuple[Wish, ...]:
    """Return the changes that are asked for; what is not understood is one wish of its own."""
    parts = (part.strip() for part in pieces(_asked(said), "；;。，,\n"))
    return tuple(dict.fromkeys(_wish(part) for part in parts if part))


def _asked(said: str) -> str:
    """Return a request without the polite question around it (能不能再短点？)."""
    return _PLEASE.sub(r"\1", said.strip())


def _wish(said: str) -> Wish:
    for kind, pattern in _WISHES:
        if match := pattern.search(said):
            groups = match.groupdict()
            about = (groups.get("about") or groups.get("front") or "").strip()
            if kind in _BACK:
                return Wish(kind, said=said)
            named = re.findall(_SENTENCES, said) if kind in _SEVERAL else [about]
            numbers = tuple(dict.fromkeys(at for each in named for at in sentence_numbers(each)))
            about = "" if numbers else term(about)
            return Wish(kind, about, numbers, _limit(said) if kind == "shorter" else None, said)
    return Wish("other", said, said=said)


def _limit(said: str) -> int | None:
    match = _LIMIT.search(said)
    if match is None:
        return None
    return int(match[1]) if match[1] else _HUNDREDS[match[2]]
