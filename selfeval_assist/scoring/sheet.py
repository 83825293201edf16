"""The score sheet: every point with the sum that gives it."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

_HUNDRED = Decimal(100)


class Basis(StrEnum):
    """What the points of a row rest on."""

    COMPUTED = "computed"
    TAKEN = "taken"
    UNDECIDED = "undecided"


class Verdict(StrEnum):
    """How the actual value stands to its target, decided by code."""

    MET = "达成"
    EXCEEDED = "超额完成"
    MISSED = "未达成"
    LATE = "逾期"
    UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class RowScore:
    """The score of one indicator row.

    Attributes:
        index: the row's place in ``form.indicators``, from 0.
        basis: computed from values, taken from the form (a judgement in words) or undecided.
        weight: the row's weight in points, or None when it has none.
        claimed: the score printed in the form, or None.
        points: the points that the policy gives (computed) or the form claims (taken); None when
            undecided.
        verdict: how actual stands to target; UNKNOWN for words and unreadable values.
        completion: actual as percent of target (for a reverse row, target as percent of actual);
            None when there is no such ratio.
        overshoot: by how many percent of the target the actual lies beyond it in the good
            direction; 0 or more, None when unknown.
        work: the worked sum as text, such as ``8 × 164/180 = 7.29``; for a row not computed, why.
        tier: 1, 2 or 3 for a judgement in words that names its tier.
        note: a remark for the person, such as "scored at its bound"; may be empty.
        failed: whether the program failed on the row; ``work`` says so.
        exact: whether the points needed no rounding, so that there is one right number.
    """

    index: int
    basis: Basis
    weight: Decimal | None
    claimed: Decimal | None
    points: Decimal | None
    verdict: Verdict = Verdict.UNKNOWN
    completion: Decimal | None = None
    overshoot: Decimal | None = None
    work: str = ""
    tier: int | None = None
    note: str = ""
    failed: bool = False
    exact: bool = True


@dataclass(frozen=True, slots=True)
class ExecutionScore:
    """The score of budget execution.

    Attributes:
        basis: computed or undecided.
        weight: points the policy or the form gives to execution.
        claimed: the score printed in the form, or None.
        points: the computed points, or None when undecided.
        rate: executed as exact percent of the full-year budget, or None.
        initial_rate: executed as exact percent of the initial budget, or None.
        work: the worked sum as text.
        failed: whether the program failed on it; ``work`` says so.
    """

    basis: Basis
    weight: Decimal
    claimed: Decimal | None
    points: Decimal | None
    rate: Decimal | None
    initial_rate: Decimal | None
    work: str = ""
    failed: bool = False


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """Claimed and computed scores side by side. All figures are points.

    ``computed`` holds the execution score too; ``computed + taken`` is the tool's total;
    ``undecided`` is the weight of the rows that cannot be scored; ``cap`` limits the total where a
    policy ties it to the execution rate, and is None elsewhere. ``problem`` says in Chinese why the
    form cannot be scored at all; it is empty elsewhere.
    """

    policy: str
    execution: ExecutionScore
    rows: tuple[RowScore, ...]
    claimed: Decimal | None
    grade: str
    cap: Decimal | None = None
    problem: str = ""

    @property
    def failed(self) -> bool:
        """Whether the program failed on the form, on its execution or on one of its rows."""
        return bool(self.problem) or self.execution.failed or any(row.failed for row in self.rows)

    @property
    def weighted(self) -> bool:
        """Whether any row carries points; without them no total can be computed."""
        return not self.problem and any(row.weight for row in self.rows)

    @property
    def computed(self) -> Decimal:
        """Points that follow from values, execution included."""
        return self._points(Basis.COMPUTED) + (self.execution.points or Decimal(0))

    @property
    def taken(self) -> Decimal:
        """Points taken from the form because the row is a judgement in words."""
        return self._points(Basis.TAKEN)

    @property
    def undecided(self) -> Decimal:
        """Weight of what cannot be scored, execution included."""
        rows = sum(
            (r.weight or Decimal(0) for r in self.rows if r.basis is Basis.UNDECIDED), Decimal(0)
        )
        return rows + (self.execution.weight if self.execution.basis is Basis.UNDECIDED else 0)

    @property
    def most(self) -> Decimal:
        """The most points that the form can reach: 100, or the cap."""
        return _HUNDRED if self.cap is None else self.cap

    @property
    def total(self) -> Decimal:
        """The tool's total: computed and taken points, within what can be reached."""
        return min(self.computed + self.taken, self.most)

    @property
    def highest(self) -> Decimal:
        """The tool's total if all that cannot be scored earned its whole weight."""
        return min(self.computed + self.taken + self.undecided, self.most)

    def _points(self, basis: Basis) -> Decimal:
        points = (row.points for row in self.rows if row.basis is basis)
        return sum((p for p in points if p is not None), Decimal(0))
