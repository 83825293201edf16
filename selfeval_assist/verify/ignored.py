"""What in a text claims nothing: list marks, numbers of services, names, document numbers."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from selfeval_assist.prose import units, words

BLANK = "\ue000"

PENDING = re.compile(r"【待填[^【】\n]{0,200}】")
"""A visible request to the person: ``【待填：原因】``."""
DOCUMENT = re.compile(
    r"[〔\[(【]\s*(?:19|20)\d{2}\s*[〕\])】]\s*第?\d+号"  # 财预〔2020〕10号
    r"|[〔\[(【][〇零一二三四五六七八九]{4}[〕\])】]"  # 〔二〇二一〕十二号
    r"第?[〇零一二三四五六七八九十百]+号"
    r"|(?<!\d)第?\d++号(?:令|文|公告|通知|决议)"  # 第36号令
    r"|(?<![A-Za-z])[A-Za-z]{2,}+[-_/]?\d{4}[-_/]?\d*"  # YL2025-071
)
"""The number of a document or contract."""
# 1. 2、 (3) at the beginning of a line or part.
_LIST_MARK = re.compile(r"(?:(?<=[。；;：\n])|^)[ \t]*(?:\(\d{1,2}\)|\d{1,2}[.、)](?!\d))")
# 12345热线, 5G, H5, 7×24, 1+N: digits in the name of a service or technique. 第3行, 目标1：.
_NAMED = re.compile(
    r"\d{3,5}(?=[^，。；、\d]{0,8}热线)|(?<![\dA-Za-z])(?:[345]G|H5|IPv[46]|[23]D|A[34])(?![\dA-Za-z])"
    r"|1\+[NX\d]|7[·×xX]24|(?:目标|指标|任务|第)\d{1,2}(?=[：:、行条款])"
)
# “两个免于提交”: the name of a campaign, whose numeral counts nothing.
_SLOGAN = re.compile(r"“[一二两双三四五六七八九十](?!成|分之)[^“”\d]{3,9}”")
# 一分不剩, 一个都没落下: says that none is left out, and counts nothing
_NOT_ONE = re.compile(
    rf"一{units.pattern()}(?:(?=[都也][不未没])|(?=(?:不|未|没有?)(?:{words.alternatives('way.down')})))"
)
_SHORTEST = 4


def _blank(match: "re.Match[str]") -> str:
    return BLANK * len(match[0])


def masked(plain: str, names: Iterable[str]) -> str:
    """Return a text with everything blanked that claims nothing, each character in its place.

    Args:
        plain: the text in one width.
        names: the names of indicators, whose digits and words are theirs.
    """
    plain, end = _quiet(plain), 0
    for at, name in _standing(plain, names):
        if at >= end:
            end = at + len(name)
            plain = plain[:at] + BLANK * len(name) + plain[end:]
    return plain


@lru_cache(maxsize=256)
def _quiet(plain: str) -> str:
    for pattern in (PENDING, DOCUMENT, _LIST_MARK, _NAMED, _SLOGAN, _NOT_ONE):
        plain = pattern.sub(_blank, plain)
    return plain


def _standing(plain: str, names: Iterable[str]) -> list[tuple[int, str]]:
    """Return where names stand in a text, the longest first at each place."""
    found = []
    for name in set(names):
        at = plain.find(name) if len(name) >= _SHORTEST else -1
        while at >= 0:
            found.append((at, name))
            at = plain.find(name, at + 1)
    return sorted(found, key=lambda each: (each[0], -len(each[1])))


def documents(plain: str) -> Iterator["re.Match[str]"]:
    """Yield the numbers of documents and contracts in a text."""
    yield from DOCUMENT.finditer(plain)
