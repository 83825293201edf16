"""Money cells in one unit. All results are exact decimals."""

from decimal import Decimal

from selfeval_assist.form.cells import Number
from selfeval_assist.form.models import Funds, MoneyUnit

_YUAN = {"元": Decimal(1), "万": Decimal(10_000), "万元": Decimal(10_000), "亿": Decimal(10) ** 8}
_YUAN["亿元"] = _YUAN["亿"]
_LARGE = Decimal(100_000)
"""From here on a project's money is in 元: as 万元 it would be a billion, which few have."""
_CENTS = 2


def in_yuan(cell: Number, unit: MoneyUnit) -> Decimal | None:
    """Return the amount of a funds cell in yuan.

    Args:
        cell: the cell as printed; a unit written inside it wins over the column's.
        unit: the money unit of the table's heading.

    Returns:
        The amount in yuan, or None when the cell holds no number.
    """
    if cell.value is None:
        return None
    return cell.value * _YUAN.get(cell.unit, _YUAN[unit])


def in_unit(cell: Number, unit: MoneyUnit) -> Decimal | None:
    """Return the amount of a funds cell in the table's own unit, or None without a number."""
    yuan = in_yuan(cell, unit)
    return None if yuan is None else yuan / _YUAN[unit]


def convert(amount: Decimal, unit: MoneyUnit, to: MoneyUnit) -> Decimal:
    """Return an amount given in one money unit in another one."""
    return amount * _YUAN[unit] / _YUAN[to]


def assumed_unit(funds: Funds) -> tuple[MoneyUnit, str]:
    """Return the money unit of a table that prints none, and the words that say why.

    Args:
        funds: the funds block as printed.

    Returns:
        元 where the largest amount is too large for 万元 and none has a fraction of a cent.
    """
    lines = (funds.total, *funds.sources)
    amounts = [cell for line in lines for cell in (line.initial, line.adjusted, line.executed)]
    amounts = [cell for cell in amounts if cell.value is not None and cell.unit not in _YUAN]
    large = next((cell for cell in amounts if (cell.value or 0) >= _LARGE), None)
    if large is None or any(cell.decimals > _CENTS for cell in amounts):
        return "万元", "暂按“万元”"
    return "元", f"金额达 {large.raw.strip()}，已按“元”读取"
