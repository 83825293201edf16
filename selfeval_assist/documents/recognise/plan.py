"""What a 绩效目标申报表 says about money: a label and its amount, without headings of columns."""

import re
from collections.abc import Sequence

from selfeval_assist.documents.grid import Row
from selfeval_assist.documents.recognise.reading import Reading
from selfeval_assist.documents.recognise.words import FUND_TOTAL, OF_WHICH, label, number
from selfeval_assist.form import FundLine, Funds, Number

_MONEY = re.compile(r".{0,12}(?:资金|拨款|收入|经费|贷款|预算)(?:申请)?(?:总额|合计|数)?")
_LONGER = re.compile(r"(?:中期|实施期|总投资|三年|项目总).*")
"""Amounts of several years, which no self-evaluation is about."""
_OF_YEAR = re.compile(r"(?:年度|本年|全年|当年)")
_NUMBERING = re.compile(r"^(?:[①-⑨]|[(（]?[0-9一二三四五六]{1,2}[)）.、．](?!\d))\s*")


def _annual(rows: Sequence[Row]) -> int:
    """Return the column from which on amounts are those of the year; 0 without two totals in a row.

    ``项目资金总额│7713258│年度资金申请总额│1000000``: what stands left is the whole project's.
    """
    for row in rows:
        totals = [cell for cell in row.own if FUND_TOTAL.fullmatch(label(cell.text))]
        of_year = [cell for cell in totals if _OF_YEAR.match(label(cell.text))]
        if len(totals) > 1 and of_year:
            return of_year[0].column
    return 0


def read_plan(rows: Sequence[Row], reading: Reading) -> Funds | None:
    """Return the funds of rows such as ``年度资金总额：│100``, or None when there are none.

    The planned amounts are the initial budget.

    Args:
        rows: the rows above the goal.
        reading: collects cells and notes.
    """
    total: FundLine | None = None
    sources: list[FundLine] = []
    annual = _annual(rows)
    for row in rows:
        for cell, beside in zip(row.own, row.own[1:], strict=False):
            name = _NUMBERING.sub("", label(OF_WHICH.sub("", cell.text, count=1)))
            if not _MONEY.fullmatch(name) or _LONGER.fullmatch(name) or cell.column < annual:
                continue
            if not number(beside.text).looks_numeric:
                continue
            reading.keep(cell)
            if total is None and FUND_TOTAL.fullmatch(name) and not OF_WHICH.match(cell.text):
                amount = reading.take("funds.total.initial", beside, strip=True)
                total = FundLine(name="年度资金总额", initial=Number(amount))
            else:
                path = f"funds.sources.{len(sources)}.initial"
                amount = reading.take(path, beside, strip=True)
                sources.append(FundLine(name=name, initial=Number(amount)))
    if total is None and not sources:
        return None
    return Funds(total=total or FundLine(name="年度资金总额"), sources=tuple(sources))
