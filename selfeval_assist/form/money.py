"""Money cells in one unit. All results are exact decimals."""

from decimal import Decimal

from selfeval_assist.form.cells import Number
from selfeval_assist.form.models import MoneyUnit

_YUAN = {"元": Decimal(1), "万": Decimal(10_000), "万元": Decimal(10_000), "亿": Decimal(10) ** 8}
_YUAN["亿元"] = _YUAN["亿"]


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
