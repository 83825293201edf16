"""Quantities inside prose: a number with its unit, exact.

Texts come as one line (``words.one_line``).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import lru_cache

from selfeval_assist.prose.decimals import decimal_of

_MULTIPLIERS = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(10**8)}
_QUANTITY = re.compile(
    r"(?<![\d.〔\[(第])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<mult>[万亿]?)余?(?P<unit>%|元|个百分点|[个件项台次人户家只头亩米座条套份篇所间辆场期本册批处栋名位株棵吨张]"
    r"(?:次|里)?|公里|千米|平方米|立方米|小时|天|个月|千瓦)?"
)
# Numbers that count nothing: years, dates and document numbers.
_NOT_COUNTS = re.compile(
    r"(?:19|20)\d{2}年|\d{1,2}月(?:\d{1,2}[日号])?|\d{1,2}[日号]|〔\d{4}〕\d+号|\d+号"
)
# A comma between digits groups thousands.
_CLAUSES = re.compile(r"[。;!?、]|(?<!\d),|,(?!\d{3})")
_SENTENCES = re.compile(r"[。;!?]")
_BREAKS = re.compile(r"[。;!?、:()（）]|(?<!\d),|,(?!\d{3})")

# What a result is set against, and words with which a text says how far it is away from that.
_AIM = (
    r"(?:年度|年初|预期|批复|原定?|既定)*(?:目标|指标|计划|预期|预算|任务|要求|标准|[上下]限|限额|合同|定额)"
    r"(?:值|数|量|工期|工作量|时间|期限|日期|约定|额)*"
)
_OFF = r"多|少|高|低|超|早|晚|快|慢|长|短|大|小|差|欠|缺|不足|提前|推迟|延|滞后|节|增|减|升|降"
_FROM_AIM = re.compile(
    rf"(?:比|较|距离?|离|与|同|(?<!不)(?:[超高低多少大小]于|超过?|超出)|不足|不到){_AIM}的?"
    rf"(?:为|相比|比较|相差)?(?:还|仍|尚|再|已|均|都)?(?:(?:{_OFF})\D{{0,8}})?$"
)
_BARELY_OFF = re.compile(
    r"(?:(?<![许不最至众诸大增更])多|(?<![至不最减缺稀])少|超额|超出|缺少|短缺|欠|(?:相|尚|还|仍)差|差[距额]|缺口"
    r"|(?<![\u4e00-\u9fff])(?:[高低差]|[多少][培建办开支购修种招发接服安铺改检收举组编印配采提完]\D{0,3})|提前|推迟|延[期迟后误]|滞后|逾期|超期|不足)"
    r"(?:[了出约近达为]|完成|实现|支出|执行|支付)*$"
)
# How far a result is away from that of another time.
_OF_TIME = re.compile(
    r"(?:同比|环比|(?:比|较|与|同).{0,4}?(?:上年|去年|往年|同期|上期|前[一两]?年|年初(?!预算|目标|计划)|(?:19|20)\d{2}年))"
    r"\D{0,12}$"
    r"|(?:增长|增加|提高|提升|上升|下降|降低|减少|压减|缩短|增多)(?:了|约|近|超过?)?$"
)


class Role(Enum):
    """What a number in a text says."""

    VALUE = "value"
    """What was planned or done."""
    GAP = "gap"
    """How far it is away from the goal: 比目标多8台, 提前12天."""
    CHANGE = "change"
    """How far it is away from another time: 同比增长8%."""


# A row with such a word in its name measures a difference itself.
_OF_DIFFERENCE = re.compile(r"增|减|降|提[高升前]|[上提]升|缩短|节[约省余]|超|差|逾期|推迟|延期")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text.

    Attributes:
        number: the number as written.
        multiplier: 1, 10 000 or 100 000 000.
        unit: ``%``, ``元``, a measure word, or an empty string.
        start: where it begins in the squeezed text.
        end: where it ends.
        role: whether it tells a value or only a distance.
    """

    number: Decimal
    multiplier: Decimal
    unit: str
    start: int
    end: int
    role: Role = Role.VALUE

    @property
    def amount(self) -> Decimal:
        """The number times its multiplier."""
        return self.number * self.multiplier

    @property
    def step(self) -> Decimal:
        """One unit of the last digit as written, with the multiplier."""
        return Decimal(1).scaleb(min(int(self.number.as_tuple().exponent), 0)) * self.multiplier

    def agrees(self, value: Decimal) -> bool:
        """Return whether a value is this quantity at the precision in which it is written."""
        return abs(self.amount - value) * 2 <= self.step


@lru_cache(maxsize=2048)
def quantities(text: str) -> tuple[Quantity, ...]:
    """Return the quantities of a squeezed text; years, dates and document numbers are left out.

    Remembered, because while a person types only one text of a form is new at each key.
    """
    return tuple(_found(text))


def _found(text: str) -> Iterator[Quantity]:
    skip = [match.span() for match in _NOT_COUNTS.finditer(text)]
    before = 0
    for match in _QUANTITY.finditer(text):
        if any(start <= match.start() < end for start, end in skip):
            continue
        number = decimal_of(match["number"])
        if number is None:
            continue
        yield Quantity(
            number,
            _MULTIPLIERS[match["mult"]],
            match["unit"] or "",
            match.start(),
            match.end(),
            _role(text[before : match.start()]),
        )
        before = match.end()


def claims(figures: Iterable[Quantity], name: str) -> list[Quantity]:
    """Return those of a text's quantities that can be the value of an indicator.

    Args:
        figures: the quantities.
        name: the name of the indicator. One that measures a difference itself (``成本降低率``) may
            have any of them; of all others a difference is not the value.
    """
    own = _OF_DIFFERENCE.search(name) is not None
    return [figure for figure in figures if own or figure.role is Role.VALUE]


def _role(lead: str) -> Role:
    """Return what a number says, from the words since the number before it."""
    words = _BREAKS.split(lead)[-1]
    if _FROM_AIM.search(words):
        return Role.GAP
    if _OF_TIME.search(words):
        return Role.CHANGE
    return Role.GAP if _BARELY_OFF.search(words) else Role.VALUE


def clauses(text: str) -> list[str]:
    """Return the clauses of a one-line text."""
    return [part for part in _CLAUSES.split(text) if part]


def sentences(text: str) -> list[str]:
    """Return the sentences of a one-line text."""
    return [part for part in _SENTENCES.split(text) if part]
