"""The signs and words that say how a value is meant: ``≥95%``, ``不少于5个``, ``3天以内``."""

import re

from selfeval_assist.prose.values import Comparator

# Data-entry systems put the code of the sign before the sign: ``004 >=``.
_CODE = re.compile(r"^0\d{2}\s*(?=[><=≥≤])")
_PREFIXES = {
    Comparator.GE: r">=|=>|≥|≧|⩾|(?:不得?|未|没有)(?:少于|低于|小于)|大于或?等于|至少",
    Comparator.LE: (
        r"<=|=<|≤|≦|⩽|(?:不得?|未|没有)(?:超过|超出|突破|高于|大于|多于|超)"
        r"|小于或?等于|控制在|至多|最多"
    ),
    Comparator.GT: r">|大于|超过|高于|多于|突破|逾|超(?=[\d一二两三四五六七八九十百千万])",
    Comparator.LT: r"<|小于|低于|少于|不足|不到",
    Comparator.EQ: r"=+|═|等于",
    Comparator.APPROX: r"≈|~|约为|大约|(?<!节)约|接近|将近|近(?=[\d一二两三四五六七八九十百千万])",
}
_SUFFIXES = {
    Comparator.GE: r"\(?含?\)?及?以上(?:\(含\))?",
    Comparator.LE: r"\(?含?\)?及?(?:以下|以内|之内)(?:\(含\))?|(?<=[时日天月周秒钟])内",
    Comparator.GT: r"(?<=倍)(?:略?多|有?余)|出头|有余|挂零",
    Comparator.APPROX: r"左右|上下",
}
PREFIX = "|".join(_PREFIXES.values())
"""What stands before a number and says how it is meant, as the text of a pattern."""
_PREFIX = re.compile("|".join(f"(?P<{key.name}>{pattern})" for key, pattern in _PREFIXES.items()))
_SUFFIX = re.compile(
    "(?:" + "|".join(f"(?P<{key.name}>{pattern})" for key, pattern in _SUFFIXES.items()) + ")$"
)
# What stands in front of a number without changing it: 已完成100%, 共计5个, 验收合格率≥95%. Words
# that deny or rank are no such thing (未完成5个, 第3名, 前3名), nor is a bare 到, which is a
# misread ≥ (到0次).
_LEAD = re.compile(
    r"^(?!百分之|到[\d><=≥≤]|.*?[未不没无第前每])[\u4e00-\u9fff]{1,10}?[::]?(?=[\d><=≥≤])"
)
_NOTE = re.compile(r"\((?:含[\d.%]*|按期|已完成|达标|全年)\)$")
SUFFIX = "|".join(_SUFFIXES.values())
"""What stands behind a number and says how it is meant, as the text of a pattern."""
# 500余人, 1.5万余人, 30多台
_VAGUE = re.compile(r"(?<=[\d万亿])[多余](?=[\u4e00-\u9fff])")


def split(text: str) -> tuple[Comparator, str]:
    """Split a value into how it is meant and the rest.

    Args:
        text: NFKC text with single spaces.

    Returns:
        The comparator (a sign wins over a word behind the number) and the text without signs, the
        code of an entry system, words that only lead in, and a bracketed remark.
    """
    text = _NOTE.sub("", _CODE.sub("", text)).strip()
    found, text = _before(text)
    if found is Comparator.NONE and (match := _LEAD.match(text)):
        found, text = _before(text[match.end() :].strip())
    if (match := _SUFFIX.search(text)) and match.start() > 0:
        found = found or Comparator[match.lastgroup or "NONE"]
        text = text[: match.start()].strip()
    if vague := _VAGUE.search(text):
        found = found or Comparator.APPROX
        text = text[: vague.start()] + text[vague.end() :]
    return found, text


def _before(text: str) -> tuple[Comparator, str]:
    match = _PREFIX.match(text)
    if match is None:
        return Comparator.NONE, text
    return Comparator[match.lastgroup or "NONE"], text[match.end() :].strip()


def bound_of(before: str, after: str) -> Comparator:
    """Return how a number is meant by what stands before and behind it.

    The first one wins, unless the second says the opposite: 控制在33万元以上 is at least so much.
    """
    ahead = _PREFIX.match(f"{before}1") if before else None
    behind = _SUFFIX.search(after) if after else None
    first, last = (
        Comparator[match.lastgroup or "NONE"] if match else Comparator.NONE
        for match in (ahead, behind)
    )
    return last if {first, last} == {Comparator.GE, Comparator.LE} else first or last
