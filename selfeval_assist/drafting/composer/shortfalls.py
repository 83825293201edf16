"""What fell short of its target or came late, with how far: the last thing to be shortened."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from selfeval_assist.drafting.composer.fitting import Part, Wording
from selfeval_assist.drafting.composer.phrases import Phrase, alone, name_of
from selfeval_assist.facts import FactTable
from selfeval_assist.scoring import ScoreSheet, Verdict
from selfeval_assist.scoring.sheet import RowScore

SHORT = frozenset({Verdict.MISSED, Verdict.LATE})
"""The verdicts that are told in sentences of their own."""

_DETAIL, _FEWER, _COUNTED, _LAST = 50, 55, 75, 99
_NAMED = 2


def shortfalls(sheet: ScoreSheet, table: FactTable) -> Iterator[Part]:
    """Yield what was missed and what came late, each with its count."""
    for verdict, name, words in (
        (Verdict.MISSED, "missed", "未达到年度指标值的指标有"),
        (Verdict.LATE, "late", "未按期完成的指标有"),
    ):
        rows = [
            row
            for row in sheet.rows
            if row.verdict is verdict and f"row.{row.index}.verdict" in table
        ]
        if rows and f"rows.{name}" in table:
            yield _part(table, rows, f"rows.{name}", words)


def _part(table: FactTable, rows: Sequence[RowScore], own: str, words: str) -> Part:
    """Return rows of one verdict as a part.

    The verdict follows the figures, so that it is never read as one on a row named before.
    """
    full = [_row(table, row, full=True) for row in rows]
    short = [_row(table, row, full=False) for row in rows]
    fewer = [short[at] for at in _worst(rows)]
    together = Phrase(f"以上<{own}><{own}.verdict>", 2)
    wordings = [
        Wording(_judged(full, rows, together)),
        Wording(_judged(short, rows, together), _DETAIL),
        Wording((*fewer, Phrase(f"{words}<{own}>，其余见指标表", 1)), _FEWER),
        Wording((Phrase(f"{words}<{own}>，见指标表", 1),), _COUNTED),
        Wording((), _LAST),
    ]
    if len(fewer) == len(short):
        del wordings[2]
    return Part("未达到目标的指标", tuple(wordings))


def _judged(
    told: Sequence[Phrase], rows: Sequence[RowScore], together: Phrase
) -> tuple[Phrase, ...]:
    if len(rows) > 1:
        return (*told, together)
    return (Phrase(f"{told[0].text}，<row.{rows[0].index}.verdict>", told[0].facts + 1),)


def _worst(rows: Sequence[RowScore]) -> list[int]:
    """Return the places of the rows that lose most points, in form order."""

    def left(at: int) -> Decimal:
        row = rows[at]
        points = row.claimed if row.claimed is not None else row.points
        return Decimal(0) if points is None or row.weight is None else points - row.weight

    return sorted(sorted(range(len(rows)), key=left)[:_NAMED])


def _row(table: FactTable, score: RowScore, *, full: bool) -> Phrase:
    if score.verdict is Verdict.LATE:
        return late(table, score.index)
    return missed(table, score.index, full=full)


def missed(table: FactTable, row: int, *, full: bool) -> Phrase:
    """Return a row that missed its target: 甲546人次，比目标少54人次，完成比例91%."""
    own, gap = f"row.{row}", f"row.{row}.gap"
    base = alone(table, row, "actual", plain=True)
    if gap not in table:
        name = name_of(table, row, "actual")
        target = f"目标为<{own}.target>，" if f"{own}.target" in table else ""
        return Phrase(f"{name}{target}实际为<{own}.actual>", 2 if target else 1)
    text, facts = f"{base.text}，{apart(table, row)}<{gap}>", base.facts + 1
    if full and tells_share(table, row):
        return Phrase(f"{text}，完成比例<{own}.completion>", facts + 1)
    return Phrase(text, facts)


def tells_share(table: FactTable, row: int) -> bool:
    """Return whether the share reached says more than the gap: not of rates and of ceilings."""
    own = f"row.{row}"
    if f"{own}.completion" not in table or f"{own}.gap" not in table:
        return False
    gap = table[f"{own}.gap"]
    return not gap.value.endswith("百分点") and "超出" not in gap.wordings


def apart(table: FactTable, row: int) -> str:
    """Return the words before the gap of a row: 比目标少, or for a rate 比目标低."""
    gap = table[f"row.{row}.gap"]
    more = "超出" in gap.wordings
    if gap.value.endswith("百分点"):
        return "比目标高" if more else "比目标低"
    return "比目标多" if more else "比目标少"


def late(table: FactTable, row: int) -> Phrase:
    """Return the phrase of a row that was finished after its date."""
    own, name = f"row.{row}", name_of(table, row, "actual")
    if f"{own}.late" in table:
        base = alone(table, row, "actual")
        return Phrase(f"{base.text}，比计划推迟<{own}.late>", base.facts + 1)
    return Phrase(f"{name}目标为<{own}.target>，实际为<{own}.actual>", 2)
