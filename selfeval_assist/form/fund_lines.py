"""The lines of the funds block: which are sources of money, and what the whole project has."""

from dataclasses import dataclass
from decimal import Decimal

from selfeval_assist.form.cells import Number
from selfeval_assist.form.models import FundLine, SelfEvaluation
from selfeval_assist.form.money import in_unit
from selfeval_assist.form.text import squeeze
from selfeval_assist.prose import words


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
_OF_TOTAL = "其中"
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


def _without_lead(name: str) -> str:
    whole = name.removeprefix(_OF_TOTAL)
    return name if whole == name else whole.removeprefix(":")


def sources_of(form: SelfEvaluation) -> tuple[tuple[int, FundLine, bool], ...]:
    """Return the source lines as (place, line, whether it may be a part of an earlier line)."""
    found: list[tuple[int, FundLine, bool]] = []
    parent = False
    for index, line in enumerate(form.funds.sources):
        if not is_source(line):
            continue
        name = squeeze(line.name)
        if not found:
            # The first line is often printed "其中:当年财政拨款": a part of the total alone.
            name = _without_lead(name)
        level = name.startswith((_OF_TOTAL, "-", "—")) or words.holds(name, _NESTED)
        # Behind another line 其中 begins a part of that line, even where that is 中央资金 itself.
        part = (parent and level) or (bool(found) and name.startswith(_OF_TOTAL))
        found.append((index, line, part))
        parent = parent or (not level and words.holds(name, _PARENT))
    return tuple(found)


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


def _sum(values: list[Decimal | None]) -> Decimal | None:
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
