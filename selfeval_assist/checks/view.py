"""How rules look at a form: rows beside their scores."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from selfeval_assist.checks.words import without_number
from selfeval_assist.facts import Scored, build_stated
from selfeval_assist.form import Comparator, Indicator, Kind, SelfEvaluation, Value
from selfeval_assist.form.text import squeeze
from selfeval_assist.form.vocabulary import COST
from selfeval_assist.prose import words
from selfeval_assist.prose.outcome import Undone, undone
from selfeval_assist.scoring import Basis, RowScore, ScoreSheet, Verdict
from selfeval_assist.scoring.direction import comparator_of, magnitudes, values_of
from selfeval_assist.verify.explained import row_explained

# Without a sign nobody can tell on which side of the target these are good.
_EITHER_WAY = words.combined(
    ("控制", "调整", "变动", "变化", "结余", "结转", "节约", "压缩", "降低", "下降", "减少"),
    ("率", "额", "数", "比例", "幅度"),
)
_FEW_POINTS = 2
# ★其中：脱贫户
_STARS = "★☆* \t\n\u3000"


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator row with what rules ask most often.

    Attributes:
        index: its place in ``form.indicators``.
        path: its field path.
        data: the row itself.
        score: its line in the score sheet.
        name: the indicator's name without stars and the template's numbering.
        target: the parsed target.
        actual: the parsed actual value.
        comparator: how the target is meant, from its own sign, the sign column or the name.
        verdict: the sheet's verdict; UNKNOWN where the row has no sign and could be meant either
            way, because a fault must not rest on a guess. Equal values are decided either way.
        part: whether it is a 其中 row without points of its own.
        explained: whether a reason is stated for it, in its cell or below the rows.
    """

    index: int
    path: str
    data: Indicator
    score: RowScore
    name: str
    target: Value
    actual: Value
    comparator: Comparator
    verdict: Verdict
    part: bool
    explained: bool

    @property
    def lost(self) -> bool:
        """Whether fewer points than the weight are claimed."""
        weight, claimed = self.score.weight, self.score.claimed
        return weight is not None and claimed is not None and claimed < weight

    @property
    def below_formula(self) -> bool:
        """Whether a row that reached its target claims fewer points than follow from it."""
        score = self.score
        if score.basis is not Basis.COMPUTED or not self.decided or self.missed:
            return False
        scored = score.claimed is not None and score.points is not None
        return scored and (score.claimed or 0) < (score.points or 0)

    @property
    def full(self) -> bool:
        """Whether the whole weight is claimed."""
        return self.score.weight is not None and self.score.claimed == self.score.weight

    @property
    def missed(self) -> bool:
        """Whether the target was missed in its own direction, or met late."""
        return self.verdict in {Verdict.MISSED, Verdict.LATE}

    @property
    def not_done(self) -> Undone | None:
        """How the actual value in words says that the work is not done; None where it does not."""
        if not self.missed or self.score.basis is Basis.COMPUTED:
            return None
        said = undone(self.actual.words, self.data.target.raw, self.data.name)
        return said or (Undone.PARTLY if self.actual.numeric else None)

    @property
    def decided(self) -> bool:
        """Whether the direction of the row is beyond doubt."""
        return self.verdict is self.score.verdict

    @property
    def beyond(self) -> Decimal:
        """Percent of the target that was reached beyond it; 0 unless more was wanted and done."""
        if self.verdict is not Verdict.EXCEEDED:
            return Decimal(0)
        if self.comparator in {Comparator.LE, Comparator.LT} or self._near or self._lasting:
            return Decimal(0)
        if self.visits:
            return Decimal(0)
        return self.score.overshoot or Decimal(0)

    @property
    def visits(self) -> bool:
        """Whether one value counts people and the other their visits: neither tells the other."""
        units = {self.target.unit, self.actual.unit}
        return len(units) > 1 and "人次" in units and units <= {"人次", "人", "名"}

    @property
    def _lasting(self) -> bool:
        """Whether years are told that a thing is made to last: nobody does too much of them."""
        return self.target.kind is Kind.DURATION and self.target.unit.startswith("年")

    @property
    def _near(self) -> bool:
        """Whether both are percentages a few points apart: 6.1% of 5% is no fifth too much."""
        wanted, reached = self.target.number, self.actual.number
        if wanted is None or reached is None or self.target.kind is not Kind.RATIO:
            return False
        return self.actual.kind is Kind.RATIO and abs(reached - wanted) < _FEW_POINTS


def rows_of(form: SelfEvaluation, sheet: ScoreSheet) -> tuple[Row, ...]:
    """Return the rows that hold anything, in form order; once for a form and its sheet."""
    return _rows(Scored(form, sheet))


@lru_cache(maxsize=8)
def _rows(of: Scored) -> tuple[Row, ...]:
    rows, table = of.form.indicators, build_stated(of.form, of.sheet)
    return tuple(
        _row(line, rows[line.index], explained=row_explained(table, line.index))
        for line in of.sheet.rows
        if not rows[line.index].empty
    )


@lru_cache(maxsize=4096)
def bare_name(name: str) -> str:
    """Return an indicator's name without stars and the template's numbering (``指标1：``)."""
    return without_number(squeeze(name))


def equal(target: Value, actual: Value) -> bool:
    """Return whether a plain actual value is exactly the number of the target."""
    if not (target.numeric and actual.numeric) or target.upper is not None:
        return False
    if actual.comparator not in {Comparator.NONE, Comparator.EQ}:
        return False
    wanted, reached = magnitudes(target, actual)
    return wanted == reached


def own_groups(rows: tuple[Row, ...]) -> bool:
    """Return whether a form groups its rows otherwise than the rules: 投入, 结果, 影响."""
    return any(row.data.level1.strip() and not row.data.group for row in rows)


@lru_cache(maxsize=1024)
def _row(line: RowScore, data: Indicator, *, explained: bool) -> Row:
    comparator = comparator_of(data)
    target, actual = values_of(data)
    name = bare_name(data.name)
    open_way = _either_way(data, comparator) and not equal(target, actual)
    verdict = Verdict.UNKNOWN if open_way else line.verdict
    return Row(
        index=line.index,
        path=f"indicators.{line.index}",
        data=data,
        score=line,
        name=name,
        target=target,
        actual=actual,
        comparator=comparator,
        verdict=verdict,
        part=data.weight.blank
        and (data.parent is not None or data.name.lstrip(_STARS).startswith("其中")),
        explained=explained,
    )


def _either_way(row: Indicator, comparator: Comparator) -> bool:
    """Return whether a row without any sign could count in either direction."""
    if _above_range(row):
        return True
    if row.target.value.comparator is not Comparator.NONE or row.nature.strip():
        return False
    if row.target.value.kind is Kind.DATE:
        return False
    if row.kind == "时效指标" and row.target.value.kind is Kind.DURATION:
        return True
    if comparator is Comparator.NONE and (row.group == COST or "成本" in row.kind):
        return True
    return words.holds(row.name, _EITHER_WAY)


def _above_range(row: Indicator) -> bool:
    """Return whether more was done than a range says, which may be good or bad."""
    upper, actual = row.target.value.upper_magnitude, row.actual.value.magnitude
    return upper is not None and actual is not None and actual > upper
