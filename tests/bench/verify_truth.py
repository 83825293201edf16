"""What is true by a form, worked out from its cells without the verifier and its facts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

import real_forms

from selfeval_assist.form import Comparator, Indicator, Kind, Number, SelfEvaluation

EXAMPLES = Path(__file__).parents[2] / "examples"
INVENTED = Path(__file__).parents[1] / "data" / "verify" / "forms"
NAMES = ("finished", "shanghai-integration", "shanghai-maintenance")
_TIMES = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(10**8)}
_NUMBER = re.compile(r"(\d[\d,]*(?:\.\d+)?)(万|亿)?(%|个百分点|[^\W\d_]*)")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit; money in yuan, a rate in percent."""

    number: Decimal
    unit: str

    def like(self, other: "Quantity") -> bool:
        """Whether both say the same; a missing unit says nothing else."""
        same = self.unit == other.unit or "" in {self.unit, other.unit}
        return same and self.number == other.number


@cache
def form(name: str) -> SelfEvaluation:
    """Return an example, a published form, or one made up for the verifier alone."""
    folder = EXAMPLES if name in NAMES else INVENTED
    if (path := folder / f"{name}.json").exists():
        return SelfEvaluation.model_validate_json(path.read_bytes())
    return real_forms.form(name)


def names() -> tuple[str, ...]:
    """Return the examples, the published forms and those made up."""
    return (*NAMES, *real_forms.names(), *sorted(path.stem for path in INVENTED.glob("*.json")))


def quantities(text: str) -> list[Quantity]:
    """Return the numbers that a value written in digits holds."""
    found = []
    for match in _NUMBER.finditer(text):
        number = Decimal(match[1].replace(",", "")) * _TIMES[match[2] or ""]
        unit = re.sub(r"(?:以上|以下|以内|至|前|底前|内|左右|余)$", "", match[3])
        found.append(Quantity(number, unit))
    return found


def same(one: str, other: str) -> bool:
    """Whether two written values say the same number."""
    left, right = quantities(one), quantities(other)
    return len(left) == len(right) and all(map(Quantity.like, left, right))


@cache
def yuan(cell: Number, unit: str) -> Decimal | None:
    """Return an amount in yuan."""
    if cell.value is None:
        return None
    return cell.value * _TIMES[(cell.unit or unit).removesuffix("元")]


def money(name: str) -> dict[str, Decimal]:
    """Return the amounts of the total line in yuan, and what follows from them."""
    of = form(name)
    total = of.funds.total
    found = {
        role: amount
        for role in ("initial", "adjusted", "executed")
        if (amount := yuan(getattr(total, role), of.money_unit)) is not None
    }
    if {"initial", "adjusted"} <= found.keys() and found["initial"] != found["adjusted"]:
        found["change"] = abs(found["initial"] - found["adjusted"])
    if {"adjusted", "executed"} <= found.keys() and found["executed"] < found["adjusted"]:
        found["unspent"] = found["adjusted"] - found["executed"]
    if {"initial", "executed"} <= found.keys() and found["executed"] < found["initial"]:
        found["saved"] = found["initial"] - found["executed"]
    return found


def shares(name: str) -> dict[str, Decimal]:
    """Return the rates that follow from the amounts, in percent at two decimals, half up."""
    amounts = money(name)
    pairs = {
        "rate": ("executed", "adjusted"),
        "initial_rate": ("executed", "initial"),
        "change_percent": ("change", "initial"),
        "unspent_share": ("unspent", "adjusted"),
    }
    return {
        role: percent(amounts[top], amounts[base])
        for role, (top, base) in pairs.items()
        if top in amounts and amounts.get(base)
    }


def percent(top: Decimal, base: Decimal) -> Decimal:
    """Return a share in percent at two decimals, half up."""
    return (top / base * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


def verdict(row: Indicator) -> str:
    """Return ``met``, ``exceeded``, ``missed`` or ``late`` where the two cells leave no doubt."""
    target, actual = row.target.value, row.actual.value
    if target.kind is Kind.DATE and actual.kind is Kind.DATE:
        if target.date and actual.date and not target.yearless and not actual.yearless:
            return "late" if actual.date > target.date else "met"
        return ""
    t, a = target.magnitude, actual.magnitude
    if t is None or a is None or not (target.numeric and actual.numeric):
        return ""
    if target.upper is not None or actual.upper is not None or not _alike(row):
        return ""
    sign = target.comparator
    if a == t:
        return "met" if sign in {Comparator.GE, Comparator.LE, Comparator.EQ} else ""
    if actual.comparator not in {Comparator.NONE, Comparator.EQ}:
        return ""
    if sign in {Comparator.GE, Comparator.GT}:
        return "exceeded" if a > t else "missed"
    if sign in {Comparator.LE, Comparator.LT}:
        return "exceeded" if a < t else "missed"
    return ""


def _alike(row: Indicator) -> bool:
    """Whether both cells count the same thing in the same unit."""
    target, actual = row.target.value, row.actual.value
    return target.unit == actual.unit and target.multiplier == actual.multiplier


def verdicts(name: str) -> dict[int, str]:
    """Return the rows of a form whose verdict is beyond doubt."""
    rows = enumerate(form(name).indicators)
    return {index: found for index, row in rows if row.name.strip() and (found := verdict(row))}


def missed(name: str) -> bool:
    """Whether the form has a row that was certainly not reached or late."""
    return any(found in {"missed", "late"} for found in verdicts(name).values())


@cache
def words(name: str) -> str:
    """Return everything that is printed in a form, for what must not stand there."""
    return form(name).model_dump_json()


def absent(name: str, texts: Iterable[str]) -> list[str]:
    """Return the texts that do not stand in the form."""
    return [text for text in texts if text not in words(name)]
