"""What the screens say in several places, or at length."""

from decimal import Decimal

from selfeval_assist.scoring import ScoreSheet
from selfeval_assist.scoring.arithmetic import plain, rounded


def computed_total(sheet: ScoreSheet) -> str:
    """Return the tool's total, or a dash where no row carries points."""
    return points(sheet.total if sheet.weighted else None)


def points(total: Decimal | None) -> str:
    """Return a total to two decimals, or a dash."""
    return "—" if total is None else plain(rounded(total, 2))
