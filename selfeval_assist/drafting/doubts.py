"""Personal data that a mask would take the sense from, so that a person has to be asked.

A name in the name of a project, an identity number inside the number of a document, the number of
a hotline that the goal promises: code cannot tell whether they may be sent. Each is masked like
any other until the person says that it may stand. What is not recognised here stays masked.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selfeval_assist.drafting.personal import PHONE, Span, found, one_width, persons
from selfeval_assist.form import SelfEvaluation, paths


@dataclass(frozen=True, slots=True)
class Doubt:
    """A piece of personal data that means something where it stands.

    Attributes:
        phrase: the words around it that may be sent as a whole or not, in one width.
        value: the piece itself.
        kind: what it is, in Chinese.
        where: the field path of the first place.
        why: what it is part of, in Chinese.
    """

    phrase: str
    value: str
    kind: str
    where: str
    why: str


# What is called by these fields has no other name.
_NAMES = frozenset({
    "title", "project", "department", "unit", "name", "level1", "level2", "document",
})  # fmt: skip
_NUMBERED = re.compile(
    # 某财预〔2024〕110105194912310021号
    r"[\u4e00-\u9fffA-Za-z]{1,12}[〔\[(【]\d{4}[〕\])】]第?[\dA-Za-z-]{1,30}号"
    # 合同编号:HT-13812345678; but 身份证编号 is a person's own
    r"|(?<!身份证)(?<!护照)(?<!证件)(?:文号|编号|合同号|批号|单号|许可证号|备案号|项目号)[:为]?\s?[\dA-Za-z〔〕\[\]()-]{6,40}"
)
# 服务热线:0771-5551234, 投诉电话 84561234: printed for everybody
_PUBLIC = re.compile(
    r"(?:热线|(?:咨询|服务|投诉|举报|报修|监督|求助)(?:电话|热线)?)(?:号码)?[:为是]?\s{0,3}$"
)
_LONGEST_LABEL = 12
"""Characters before a telephone number in which stands whose it is."""


def doubts(form: SelfEvaluation) -> tuple[Doubt, ...]:
    """Return what a person has to be asked about, in the order of the form, each phrase once."""
    names = persons(form)
    seen: dict[str, Doubt] = {}
    for path in paths.leaves(form):
        plain = one_width(paths.text(form, path))
        for span in found(plain, names):
            if doubt := _doubt(path, plain, span):
                seen.setdefault(doubt.phrase, doubt)
    return tuple(seen.values())


def _doubt(path: str, plain: str, span: Span) -> Doubt | None:
    start, end, kind = span
    for phrase_start, phrase_end, why in _phrases(path, plain, span):
        if phrase_start <= start and end <= phrase_end:
            return Doubt(
                plain[phrase_start:phrase_end], plain[start:end].lstrip(":为是 "), kind, path, why
            )
    return None


def _phrases(path: str, plain: str, span: Span) -> Iterator[Span]:
    """Yield what a piece of personal data may be part of: where, and what that is."""
    start, end, kind = span
    for match in _NUMBERED.finditer(plain):
        yield *match.span(), "编号的一部分"
    before = plain[max(0, start - _LONGEST_LABEL) : start]
    if kind == PHONE and (label := _PUBLIC.search(before)):
        yield start - len(label[0]), end, "对外公布的电话"
    top, _, field = path.rpartition(".")
    if field in _NAMES and not (top.startswith("indicators.") and field == "unit"):  # its measure
        yield len(plain) - len(plain.lstrip()), len(plain.rstrip()), "名称的一部分"
