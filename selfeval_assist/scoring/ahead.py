"""Whether an actual value tells what is still to come: a plan, or a part that is not there yet."""

from selfeval_assist.form import Indicator, Kind
from selfeval_assist.prose import ahead


def to_come(row: Indicator) -> str:
    """Return the words of an actual value that tell what is still to come; "" for a result."""
    raw = row.actual.raw
    if raw.isascii() or row.actual.blank:
        return ""
    counted = row.actual.value.kind in {Kind.COUNT, Kind.AMOUNT}
    return ahead.to_come(raw, row.target.raw, row.name, counted=counted)
