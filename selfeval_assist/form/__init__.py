"""What a self-evaluation form is: models, field paths and the value grammar. No input or output."""

from selfeval_assist.form.cells import Measure, Number
from selfeval_assist.form.grammar import parse_value, render_value
from selfeval_assist.form.models import (
    CauseCategory,
    Deviation,
    Evidence,
    FundLine,
    Funds,
    Goal,
    Indicator,
    Lifted,
    Mark,
    MoneyUnit,
    People,
    Provenance,
    Returned,
    SelfEvaluation,
    Unread,
    Waiver,
)
from selfeval_assist.prose.values import Comparator, Kind, Value

__all__ = [
    "CauseCategory",
    "Comparator",
    "Deviation",
    "Evidence",
    "FundLine",
    "Funds",
    "Goal",
    "Indicator",
    "Kind",
    "Lifted",
    "Mark",
    "Measure",
    "MoneyUnit",
    "Number",
    "People",
    "Provenance",
    "Returned",
    "SelfEvaluation",
    "Unread",
    "Value",
    "Waiver",
    "parse_value",
    "render_value",
]
