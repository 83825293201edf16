"""The lines of the funds block: which are sources of money, and what the whole project has."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from selfeval_assist.form.cells import Number
from selfeval_assist.form.models import FundLine, Funds, MoneyUnit, SelfEvaluation
from selfeval_assist.form.money import in_unit
from selfeval_assist.form.text import squeeze
from selfeval_assist.prose import words

_Amounts = tuple[Decimal | None, ...]
"""Initial and adjusted budget and money spent, in one unit."""


@dataclass(frozen=True, slots=True)
class Money:
    """The amounts of the whole project in the form's money unit, and the rate in percent.

    They come from the total line; where its budget is blank or zero, from its source lines, so
    that a slip in the total line does not hide everything else.
    """

    initial: Decimal | None
    adjusted: Decimal | None
    executed: Decimal | None

    @property
    def rate(self) -> Decimal | None:
        """Executed as exact percent of the full-year budget."""
        return _percent(self.executed, self.adjusted)

    @property
    def initial_rate(self) -> Decimal | None:
        """Executed as exact percent of the initial budget."""
        return _percent(self.executed, self.initial)


# Lines below the total that are not sources of money.
_NOT_SOURCES = (
    "支出", "结余", "收回", "年末", "下年", "未使用", "剩余", "执行率", "合计", "小计", "总额",
    "预算数", "调整",
)  # fmt: skip
_CARRIED = words.combined(("", "其中", "其中:"), ("结转",), ("", "数", "金额", "资金"))
# 其中：中央补助, 市级资金
_NESTED = (
    "中央", "地方", "上级", "省", "市", "县", "区", "本级", "乡镇", "一般公共", "基金", "国有资本",
    "债券",
)  # fmt: skip
OF_WHICH = "其中"
"""How a line begins that is a part of the line above."""
# 财政拨款, 一般公共预算
_PARENT = ("财政", "拨款", "预算")


def is_source(line: FundLine) -> bool:
    """Return whether a fund line names where money comes from, rather than what became of it."""
    name = squeeze(line.name)
    if not name:
        return False
    return name.startswith("上年") or not (words.holds(name, _NOT_SOURCES) or name in _CARRIED)


def slipped(budget: Decimal | None, executed: Decimal | None) -> bool:
    """Return whether money spent can only be in 元 beside a budget in 万元: 1725600 of 180."""
    if not budget or executed is None or budget <= 0:
        return False
    return _LEAST_SPENT <= executed / budget / _FACTOR <= 1


_FACTOR, _LEAST_SPENT = Decimal(10_000), Decimal("0.05")


def sources_of(form: SelfEvaluation) -> tuple[tuple[int, FundLine, bool], ...]:
    """Return the source lines as (place, line, whether it may be a part of an earlier line)."""
    return parted(form.funds, form.money_unit)


def parted(funds: Funds, unit: MoneyUnit) -> tuple[tuple[int, FundLine, bool], ...]:
    """Return what ``sources_of`` does for the funds block of a form with a money unit."""
    found = [(at, line) for at, line in enumerate(funds.sources) if is_source(line)]
    parts = _parts(funds.total, [line for _, line in found], unit)
    return tuple((at, line, part) for (at, line), part in zip(found, parts, strict=True))


def adds_up(funds: Funds, unit: MoneyUnit) -> bool:
    """Whether the lines that are no parts of others add up to the total in all its columns."""
    lines = [_amounts(line, unit) for _, line, part in parted(funds, unit) if not part]
    return _is_sum(_amounts(funds.total, unit), lines)


def _parts(total: FundLine, lines: Sequence[FundLine], unit: MoneyUnit) -> Sequence[bool]:
    """Return which lines are parts of earlier ones: as they are called, unless amounts tell.

    All lines are sources where they add up to the total only together; a run of lines that adds up
    to the line above is a part of it where the total says so.
    """
    amounts = [_amounts(line, unit) for line in lines]
    whole = _amounts(total, unit)
    readings = (_called(lines), [False] * len(lines), _summed(amounts))
    return max(readings, key=lambda parts: _agreeing(whole, _without(amounts, parts)))


def _without(amounts: Sequence[_Amounts], parts: Sequence[bool]) -> list[_Amounts]:
    return [each for each, part in zip(amounts, parts, strict=True) if not part]


def _called(lines: Sequence[FundLine]) -> list[bool]:
    """Return which lines are parts by their names, such as 其中：中央资金 below 财政拨款."""
    found: list[bool] = []
    parent = False
    for line in lines:
        name = squeeze(line.name)
        if not found:
            # The first line is often printed "其中:当年财政拨款": a part of the total alone.
            name = name.removeprefix(OF_WHICH).removeprefix(":")
        level = name.startswith((OF_WHICH, "-", "—")) or words.holds(name, _NESTED)
        # Behind another line 其中 begins a part of that line, even where that is 中央资金 itself.
        found.append((parent and level) or (bool(found) and name.startswith(OF_WHICH)))
        parent = parent or (not level and words.holds(name, _PARENT))
    return found


def _summed(amounts: Sequence[_Amounts]) -> list[bool]:
    """Return which lines are of the first run of lines that adds up to the line above it."""
    found = [False] * len(amounts)
    at = 0
    while at < len(amounts):
        ends = range(at + 2, len(amounts) + 1)
        end = next((end for end in ends if _is_sum(amounts[at], amounts[at + 1 : end])), at + 1)
        found[at + 1 : end] = [True] * (end - at - 1)
        at = end
    return found


def _amounts(line: FundLine, unit: MoneyUnit) -> _Amounts:
    return tuple(in_unit(cell, unit) for cell in (line.initial, line.adjusted, line.executed))


def _is_sum(whole: _Amounts, lines: Sequence[_Amounts]) -> bool:
    """Return whether lines add up to another in every column that it and they have."""
    return any(whole) and 0 < _agreeing(whole, lines) == len(_pairs(whole, lines))


def _agreeing(whole: _Amounts, lines: Sequence[_Amounts]) -> int:
    """Return in how many columns lines add up to another one."""
    return sum(one == other for one, other in _pairs(whole, lines))


def _pairs(whole: _Amounts, lines: Sequence[_Amounts]) -> list[tuple[Decimal, Decimal]]:
    """Return the amounts of a line and those of others together, where both have any."""
    sums = zip(whole, map(_sum, zip(*lines, strict=True)), strict=False)
    return [(one, other) for one, other in sums if one is not None and other is not None]


def money_of(form: SelfEvaluation) -> Money:
    """Return the project's amounts from the total line, or from the sources where it has none."""
    unit, total = form.money_unit, form.funds.total
    initial, adjusted, executed = (
        in_unit(cell, unit) for cell in (total.initial, total.adjusted, total.executed)
    )
    one = initial and executed is not None and total.adjusted.blank
    if one and not _has_column(form):
        adjusted = initial  # the form prints one budget only
    if adjusted or executed:
        return Money(initial, adjusted, executed)
    top = [line for _, line, nested in sources_of(form) if not nested]
    if not any(in_unit(line.adjusted, unit) for line in top):
        return Money(initial, adjusted, executed)
    sums = (
        _sum([in_unit(cell, unit) for cell in cells])
        for cells in zip(
            *((line.initial, line.adjusted, line.executed) for line in top), strict=True
        )
    )
    return Money(*sums)


def _has_column(form: SelfEvaluation) -> bool:
    """Return whether any line has an adjusted budget, or a cell for it in the document."""
    lines = (form.funds.total, *form.funds.sources)
    cells = form.provenance.cells
    return any(not line.adjusted.blank for line in lines) or "funds.total.adjusted" in cells


def _sum(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def _percent(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    if part is None or whole is None or whole <= 0:
        return None
    return part / whole * 100


def line_of_all(form: SelfEvaluation) -> tuple[FundLine, str]:
    """Return the total line with its amounts as ``money_of`` has them, and a remark on these.

    The remark is a Chinese clause; empty where the line's own budget counts.
    """
    line, unit, money = form.funds.total, form.money_unit, money_of(form)
    if money.adjusted == in_unit(line.adjusted, unit):
        return line, ""
    amounts = {
        name: Number("" if amount is None else format(amount, "f") + unit)
        for name in ("initial", "adjusted", "executed")
        for amount in [getattr(money, name)]
    }
    only = money.adjusted == in_unit(line.initial, unit)
    why = "表中只有年初预算数，按它计算" if only else "年度资金总额没有金额，按资金明细合计"
    return line.model_copy(update=amounts), why
