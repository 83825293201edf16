"""What the forms of each department come to: sums, and rates and points weighted by money.

Amounts are added, ratios are not: the rate of a department is its executed amount over its budget.
A form without an amount is left out of the sums that need it, and is named.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from selfeval_assist.office.gathering import Brief
from selfeval_assist.scoring.arithmetic import rounded

NAMELESS = "（未写明主管部门）"


@dataclass(frozen=True, slots=True)
class Department:
    """The forms of one department, or of all, and what they come to; money in 万元.

    Attributes:
        name: the department as the forms print it.
        forms: its forms, in the order of the files.
    """

    name: str
    forms: tuple[Brief, ...]

    @property
    def initial(self) -> Decimal | None:
        """The sum of the budgets at the beginning of the year; None where no form says one."""
        return _known(each.initial for each in self.forms)

    @property
    def adjusted(self) -> Decimal | None:
        """The sum of the budgets of the whole year; None where no form says one."""
        return _known(each.adjusted for each in self.forms)

    @property
    def executed(self) -> Decimal | None:
        """The sum of what was spent; None where no form says one."""
        return _known(each.executed for each in self.forms)

    @property
    def rate(self) -> Decimal | None:
        """What was spent of each hundred of budget, over the forms that say both; else None."""
        both = [(each.executed, each.adjusted) for each in self.forms if each.executed is not None]
        rate = _weighted(both)
        return None if rate is None else rounded(rate * 100, 2)

    @property
    def mean(self) -> Decimal | None:
        """The mean of the points, each form as much as any other; None without points."""
        found = [each.score for each in self.forms if each.score is not None]
        return rounded(_sum(found) / len(found), 2) if found else None

    @property
    def weighted(self) -> Decimal | None:
        """The mean of the points, each form by its budget; None without points or budgets."""
        mean = _weighted(
            (each.score * (each.adjusted or 0), each.adjusted)
            for each in self.forms
            if each.score is not None
        )
        return None if mean is None else rounded(mean, 2)

    def without(self, field: str) -> tuple[Brief, ...]:
        """Return the forms that lack ``initial``, ``adjusted``, ``executed`` or ``score``."""
        return tuple(each for each in self.forms if getattr(each, field) is None)


def departments(forms: Sequence[Brief]) -> tuple[Department, ...]:
    """Return the departments of some forms, in the order in which they come first."""
    found: dict[str, list[Brief]] = {}
    for each in forms:
        found.setdefault(each.department or NAMELESS, []).append(each)
    return tuple(Department(name, tuple(own)) for name, own in found.items())


def _weighted(pairs: Iterable[tuple[Decimal, Decimal | None]]) -> Decimal | None:
    """Return the sum of the first over that of the second, of the pairs that have a second."""
    whole = [(part, money) for part, money in pairs if money]
    money = _sum(each for _, each in whole)
    return _sum(part for part, _ in whole) / money if money else None


def _known(amounts: Iterable[Decimal | None]) -> Decimal | None:
    found = [each for each in amounts if each is not None]
    return _sum(found) if found else None


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))
