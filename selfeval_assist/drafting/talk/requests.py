"""What a person asks for in a conversation, read by code: no model decides what is meant.

How wishes are worded stands in ``requests.toml``; the first pattern that fits a clause is meant.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

from selfeval_assist.prose.clauses import pieces
from selfeval_assist.prose.numerals import chinese_number
from selfeval_assist.prose.words import holds
from selfeval_assist.review.thread import Intent

Kind = Literal[
    "undo", "restore", "redraft", "keep",
    "longer", "shorter", "only", "drop", "first", "last", "add",
    "merge", "split", "swap", "before", "back", "whole", "words", "cut", "upto", "rest",
    "figure", "claim", "cause", "layout",
    "other",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wish:
    """One change that a person wants.

    Attributes:
        kind: what is wanted; the patterns of ``requests.toml`` are the list of it.
        about: what it is about, in the person's words; empty for the whole text.
        sentences: the numbers of the sentences meant, from 1, or from the end below 0.
        limit: the most characters that the text shall have, or None.
        said: the part of the request that was read as this wish.
        named: words by which a sentence is pointed at, or ``这两句``, ``刚才删的``; else empty.
        new: what shall stand in the place of ``about``, the sign that joins, or 前 or 后.
    """

    kind: Kind
    about: str = ""
    sentences: tuple[int, ...] = ()
    limit: int | None = None
    said: str = field(default="", compare=False)
    named: str = ""
    new: str = ""

    @property
    def placed(self) -> bool:
        """Whether it is about certain sentences."""
        return bool(self.sentences or self.named)


FREE: frozenset[Kind] = frozenset({"other", "claim"})
"""What only a model could word, where nothing in the form stands against it."""
THESE, GONE = "这", "刚才删的"
"""How a wish points at the sentences of the last wish, and at those that went last."""

_WHOLE: frozenset[Kind] = frozenset({"undo", "restore", "redraft"})
_QUOTED = re.compile(r"“[^”]+”|\"[^\"]+\"|「[^」]*」|『[^』]*』|‘[^’]*’|“”")
_SIGN = 0xE000
_DIGITS = {0xFF10 + at: str(at) for at in range(10)}
_TAIL = re.compile(
    r"(?:的)?(?:相关)?(?:情况|内容|部分|方面|信息|这(?:一)?(?:句|段|项|条|部分)|那(?:一)?(?:句|段)|"
    r"成果|成效|工作|那|一下|吧|了|的|都|也|就)+$"
)
_HEAD = re.compile(r"^(?:一下|关于|有关|对|把|将|吧|这|其中的?|请|帮我|麻烦|提到|写着?|说)+")
_LIMIT = re.compile(r"(\d{2,4})\s*个?字|([一二两三四五六七八九])百字")
_WHY = re.compile(
    r"为什么|为何|为啥|凭什么|依据(?:是什么|在哪|呢|何在)|根据(?:是?什么|哪)|"
    r"(?:怎么|咋)(?:会|就|是|又|来|算|得出|计算|回事|写|说|变)|哪(?:里|儿)?来|"
    r"从哪|出处(?:是什么|在哪|呢)|什么意思|如何(?:得出|计算|算)|理由是什么|"
    r"是不是|会不会|对吗|[写提]到?了?没有?[?？]?$|有没有[写提]|写没写|是多少|[?？]\s*$"
)
_MISSING = re.compile(r"没有?写[到上]?(?!完|好)")
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
_ASKS = re.compile(r"[帮替给]我|你[来帮]?写|编[一个]")
_PLEASE = re.compile(
    r"^(?:请问|您好|你好|[，,])*(?:能不能|能否|可不可以|可否|可以|能|麻烦|请)"
    r"(?=.*(?:短|简|删|去掉|突出|强调|补充|加|放|改|写|换|撤|恢复))(.*?)(?:吗|呢|么)?[?？]?$",
    re.DOTALL,
)
_POLITE = re.compile(r"^(?:请|帮我|麻烦|我想|我要|先(?!写|说)|然后|接着|再(?=[把将第]))+")
_CHAT = re.compile(
    r"^(?:谢谢|多谢|辛苦|哦|知道了|明白|你好|您好|你是谁|您是谁|帮助|help|"
    r"怎么用|你?(?:能|会|可以)做?(?:什么|啥)|在吗|返回|保存|没了|没有了)(?:了|吧|啦|您|你|的)*[。.!！?？~]*$",
    re.IGNORECASE,
)


@cache
def _grammar() -> dict[str, Any]:
    path = Path(__file__).with_name("requests.toml")
    data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    names = {"Q": "[\ue000-\ue0ff]", **data["fragments"]}
    for _ in names:
        names = {name: _expanded(text, names) for name, text in names.items()}
    for wish in data["wish"]:
        wish["pattern"] = re.compile(_expanded(wish["pattern"], names))
    wish_of_split = next(wish for wish in data["wish"] if "at" in wish)
    data["at"] = re.compile(_expanded(wish_of_split["at"], names))
    data["names"] = names
    for name in ("yes", "no", "polite"):
        data["answers"][name] = re.compile(data["answers"][name], re.IGNORECASE)
    data["but"] = re.compile(rf"^(?:{data['answers']['but']})")
    return data


def _expanded(text: str, names: dict[str, str]) -> str:
    return re.sub(r"@([A-Z]+)", lambda name: f"(?:{names[name[1]]})", text)


@cache
def _fragment(name: str) -> "re.Pattern[str]":
    return re.compile(_grammar()["names"][name])


def decision_of(said: str) -> bool | None:
    """Return what is said about a change that waits: take it, leave it, or something else."""
    answers = _grammar()["answers"]
    clauses = [each for each in re.split(r"[，,。；;！!~～\s]+", said) if each]
    clauses = [each for each in clauses if not answers["polite"].fullmatch(each)]
    for name, taken in (("yes", True), ("no", False)):
        if clauses and all(answers[name].fullmatch(each) for each in clauses):
            return taken
    return None


def reserved(said: str) -> bool:
    """Return whether an answer to a change that waits comes with something against it."""
    clauses = pieces(said, "；;。，,\n！!")
    if len(clauses) < 2 or decision_of(clauses[0]) is None:
        return False
    return decision_of(clauses[0]) is False or bool(_grammar()["but"].match(clauses[1].strip()))


def intent_of(said: str) -> Intent:
    """Return what a person wants, as far as the words show it."""
    said = _asked(said)
    if not said.strip() or _CHAT.match(said.strip()):
        return "unclear"
    wishes = wishes_of(said)
    kinds = {wish.kind for wish in wishes}
    if "whole" in kinds:
        return "change"
    if _WHY.search(said) or (_MISSING.search(said) and kinds <= {"other", "figure"}):
        return "why"
    if _TOLD.match(said):
        return "fact"
    stated = len(said) >= 10 and _DATED.search(said) is not None and not _ASKS.search(said)
    if _FACT.match(said) and (stated or not wishes or holds(said, _CITED) or len(said) > 20):
        return "fact"
    told = "cause" in kinds or stated
    return (
        "fact" if told and kinds <= {"cause" if "cause" in kinds else "add", "other"} else "change"
    )


def wishes_of(said: str) -> tuple[Wish, ...]:
    """Return the changes that are asked for; what is not understood is one wish of its own."""
    said = _asked(said)
    if dictated := _dictated(said):
        return (dictated,)
    text, quoted = _masked(said.translate(_DIGITS))
    text = re.sub(r"(?<=[^\x00-\x7f])[ \t]+|[ \t]+(?=[^\x00-\x7f])", "", text)
    found: list[tuple[Wish, bool]] = []
    for clause in re.split(r"[；;。\n]|[，,](?!\s*\d{1,2}句)", text):
        if clause.strip() and decision_of(clause) is None:
            found.append(_wish(clause.strip(), quoted))
    told = [wish for wish, remark in found if not remark]
    if told and any(wish.kind not in {"other", "keep", "rest"} for wish in told):
        carried = next((wish for wish, remark in found if remark), None)
        return tuple(_joined([_carried(wish, carried) for wish in told]))
    return tuple(_joined([wish for wish, _ in found]))


def _carried(wish: Wish, before: Wish | None) -> Wish:
    """Return a wish about the sentences that the remark before it is about."""
    if before is None or wish.placed or wish.kind in _WHOLE:
        return wish
    about = wish.about or (before.about if before.kind == wish.kind else "")
    return replace(wish, about=about, sentences=before.sentences, named=before.named)


def _joined(wishes: list[Wish]) -> Iterator[Wish]:
    """Yield wishes without those that only say how the one before is meant, each once."""
    done: list[Wish] = []
    for wish in wishes:
        before = done[-1] if done else None
        if wish.kind == "other" and before and before.kind == "merge" and _joint(wish.said):
            done[-1] = replace(before, new=_joint(wish.said))
        elif wish.kind == "rest" and before and before.kind == "upto":
            continue
        elif wish.kind == "split" and before and before.kind == "split" and not wish.placed:
            done[-1] = replace(before, about=wish.about, new=wish.new)
        elif wish not in done:
            done.append(wish if wish.kind != "rest" else replace(wish, kind="other"))
    return iter(done)


def _joint(said: str) -> str:
    found = _fragment("JOINT").search(said)
    return str(_grammar()["joints"][found[0]]) if found else ""


def _asked(said: str) -> str:
    """Return a request without the polite question around it (能不能再短点？)."""
    return _PLEASE.sub(r"\1", said.strip())


def _dictated(said: str) -> Wish | None:
    """Return a sentence that a person dictates: 第2句改成：…, 把第2句换成“…”."""
    names = _grammar()["names"]
    pattern = rf"(?:请|把|将|吧)*({names['LIST']}|{names['ENDS']}|{names['THESE']}){names['SET']}"
    if not (head := re.match(pattern, said.translate(_DIGITS))):
        return None
    rest = said[head.end() :].strip()
    if rest.startswith((":", "：")):
        new = rest[1:].strip()
    elif _QUOTED.fullmatch(rest.rstrip("。. ")):
        new = rest.rstrip("。. ")
    else:
        return None
    new = new[1:-1] if _QUOTED.fullmatch(new) else new
    numbers, named = _place(head[1])
    return Wish("whole", sentences=numbers, named=named, new=new.strip(), said=said)


def _masked(said: str) -> tuple[str, list[str]]:
    """Return a request with one sign for each quotation, and the quoted words."""
    quoted: list[str] = []

    def sign(match: "re.Match[str]") -> str:
        quoted.append(match[0][1:-1])
        return chr(_SIGN + len(quoted) - 1)

    return _QUOTED.sub(sign, said), quoted


def _shown(text: str, quoted: list[str]) -> str:
    """Return masked text as it was said."""
    return re.sub(r"[\ue000-\ue0ff]", lambda sign: f"“{quoted[ord(sign[0]) - _SIGN]}”", text)


def _bare(text: str, quoted: list[str]) -> str:
    """Return the words meant by a part of a masked clause, without quotation marks."""
    sign = re.search(r"[\ue000-\ue0ff]", text)
    return quoted[ord(sign[0]) - _SIGN] if sign else text.strip()


def _wish(clause: str, quoted: list[str]) -> tuple[Wish, bool]:
    """Return what one clause asks for, and whether it only remarks on something."""
    clause = _POLITE.sub("", clause)
    for each in _grammar()["wish"]:
        match = each["pattern"].search(clause)
        if match and each["kind"] == "other":
            return _other(clause, quoted), True
        if match and not _DEGREE.search(_bare(match.groupdict().get("new") or "", quoted)):
            return _read(each["kind"], match, quoted), bool(each.get("remark"))
    return _other(clause, quoted), False


_DEGREE = re.compile(r"^(?:更|再|得)|(?:一?些|一?点)$")


def _other(clause: str, quoted: list[str]) -> Wish:
    said = _shown(clause, quoted)
    numbers, named = _place(clause, loose=False)
    return Wish("other", said, numbers, said=said, named=named)


def _read(kind: Kind, match: "re.Match[str]", quoted: list[str]) -> Wish:
    """Return the wish of a pattern that fits a clause."""
    clause, said = match.string, _shown(match.string, quoted)
    if kind in _WHOLE:
        return Wish(kind, said=said)
    about = next((found for name in _ABOUT if (found := match.groupdict().get(name))), "").strip()
    numbers, named = _place(clause if kind in _PLACED else about or match[0])
    placed = bool(numbers or named)
    if placed and kind in {"drop", "only"} and not _bounded(kind, about):
        return _other(clause, quoted)  # a part of a sentence is named by quoting it
    words, new = _words(kind, match, about, quoted)
    if kind == "words" and _fragment("S").fullmatch(about):
        kind, words, new = "whole", new, ""
    if kind == "figure" and numbers:  # 第5句546人次改成600人次
        words = term(_shown(re.sub(r"^.*?句[里中的]*", "", about), quoted))
    own = kind in _LITERAL or kind == "figure" or not placed
    limit = _limit(clause) if kind == "shorter" else None
    return Wish(kind, words if own else "", numbers, limit, said, named, new)


def _words(kind: Kind, match: "re.Match[str]", about: str, quoted: list[str]) -> tuple[str, str]:
    """Return the words that a wish is about, and what is said about them besides."""
    if kind == "merge":
        return "", _joint(match.string)
    if kind == "split":
        at = _grammar()["at"].search(match.string)
        return (_bare(at["at"], quoted), "后" if at["behind"] else "前") if at else ("", "")
    if kind == "cut":
        return _bare(about, quoted), "字" if _fragment("CHARS").search(match[0]) else ""
    groups = match.groupdict()
    new = _bare(groups.get("new") or "", quoted) or groups.get("side") or ""
    return _bare(about, quoted) if kind in _LITERAL else term(_shown(about, quoted)), new


def _bounded(kind: Kind, about: str) -> bool:
    """Return whether nothing but sentences is named: not a part of one, nor all but them."""
    return kind == "drop" and not re.sub(r"[把将吧的都也就里中]", "", _fragment("S").sub("", about))


_ABOUT = ("about", "front", "plain")
_LITERAL = frozenset({"words", "cut", "upto", "split", "whole"})
_PLACED = frozenset({
    "words", "cut", "upto", "split", "merge", "swap", "before", "back", "shorter", "first", "last",
    "drop", "keep", "only",
})  # fmt: skip
"""Kinds in whose clause a sentence may be named anywhere."""


def _place(text: str, *, loose: bool = True) -> tuple[tuple[int, ...], str]:
    """Return the numbers of the sentences that are named, in their order, and how else they are."""
    found: list[int] = []
    numbered = "|".join(_fragment(name).pattern for name in ("RANGE", "LIST", "ENDS"))
    for match in re.finditer(numbered, text):
        found += _numbers(match[0])
    if found:
        return tuple(dict.fromkeys(found)), ""
    if loose and _fragment("GONE").search(text):
        return (), GONE
    if these := _fragment("THESE").search(text):
        count = _fragment("N").search(these[0])
        before = text[: these.start()].strip("把将吧的 ")
        if not before:
            return (), f"{THESE}{_number(count[0]) if count else ''}"
    if loose and (named := _fragment("NAMED").search(text)):
        words = re.sub(r"的?[这那]一?句$", "", _HEAD.sub("", named[0]))
        return (), words
    return (), ""


def _numbers(text: str) -> list[int]:
    """Return the numbers of one name of sentences: 2-4句, 八、九两句, 倒数第二句, 最后两句."""
    if _fragment("RANGE").fullmatch(text):
        first, last = (_number(each) for each in _fragment("N").findall(text)[:2])
        return list(range(first, last + 1))
    if _fragment("LIST").fullmatch(text):
        one = rf"(?:^|第|{_fragment('SEP').pattern})({_fragment('N').pattern})"
        return [_number(each) for each in re.findall(one, text)]
    count = _fragment("N").search(text)
    many = _number(count[0]) if count else 1
    if text.startswith("倒数第"):
        return [-many]
    from_front = text[0] in "首头开" or text.startswith(("最前", "前"))
    return list(range(1, many + 1) if from_front else range(-many, 0))


def _number(text: str) -> int:
    return int(text) if text.isdigit() else int(chinese_number(text) or 0)


def term(text: str) -> str:
    """Return what a phrase is about, without the words around it."""
    if words := words_in_quotes(text):
        return words
    return _TAIL.sub("", _HEAD.sub("", text.strip())).strip(' “”"「」『』')


def sentence_numbers(text: str) -> tuple[int, ...]:
    """Return the numbers of the sentences that are named.

    From 1; those counted from the end are negative, -1 for the last.
    """
    return _place(text.translate(_DIGITS), loose=False)[0]


def words_in_quotes(text: str) -> str:
    """Return the words of a text that are quoted, or empty."""
    match = _QUOTED.search(text)
    return match[0][1:-1].strip() if match else ""


def _limit(said: str) -> int | None:
    match = _LIMIT.search(said)
    return int(match[1] or 100 * _number(match[2])) if match else None
