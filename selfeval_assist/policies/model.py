"""A scoring policy as data. Points and percents are decimals; a percent is 0–100."""

from decimal import Decimal
from itertools import pairwise
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from selfeval_assist.data_file import IDENTIFIER

Standing = Literal["V", "M", "P"]
"""Verified in a source, from memory (to be checked before it is quoted), or a product choice."""


class Section(BaseModel):
    """Base of a policy's sections: each says where it comes from and how sure we are."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str = Field(min_length=1)
    standing: Standing

    def _falls(self, *names: str) -> Self:
        """Refuse bounds of which a lower one lies above a higher one."""
        for higher, lower in pairwise(names):
            if getattr(self, higher) < getattr(self, lower):
                raise ValueError(f"{higher} 不能小于 {lower}")
        return self


class Match(BaseModel):
    """Forms to which the policy applies when the form does not name one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    places: tuple[str, ...] = ()
    """Provinces, cities or counties, such as ``上海市``."""
    points: bool = False
    """Whether a form of no such place is recognised by the points of its groups."""


class Band(BaseModel):
    """From this rate on (percent), this share of the weight is earned (percent)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rate: Decimal = Field(ge=0)
    share: Decimal = Field(ge=0, le=100)


class Cap(BaseModel):
    """Below this execution rate (percent), the total is at most so many points."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    below: Decimal = Field(gt=0, le=100)
    at_most: Decimal = Field(ge=0, le=100)


class Execution(Section):
    """How budget execution is scored."""

    weight: Decimal = Field(ge=0, le=100)
    denominator: Literal["adjusted", "initial"]
    """Full-year (adjusted) or initial budget."""
    formula: Literal["linear", "bands"]
    """Linear: weight × rate, within 0 and weight. Bands: the share of the highest band reached."""
    bands: tuple[Band, ...] = ()
    tolerance: Decimal = Field(ge=0)
    """How far a printed score may lie from the computed one, in points."""
    explain_below: Decimal = Field(ge=0, le=100)
    """A rate below this percent needs a reason."""

    @model_validator(mode="after")
    def _has_bands(self) -> Self:
        if self.formula == "bands" and not self.bands:
            raise ValueError("formula 写了 bands，要写明 bands 各档")
        return self


class Indicators(Section):
    """How indicator rows are scored."""

    reverse: Literal["target_over_actual", "one_minus_excess"]
    """For ≤ and <: T/A × w, or (1 − (A−T)/T) × w with 0 from A ≥ 2T."""
    zero_target: Literal["all_or_nothing"]
    """Target 0: full marks at 0 or below, else none."""
    decimals: int = Field(ge=0, le=4)
    """Half-up rounding of a row's points."""
    tolerance: Decimal = Field(ge=0)
    """How far a printed score may lie from the computed one, in points."""


class Tiers(Section):
    """Lower bounds of the tiers of a judgement in words, in percent of the weight."""

    reached: Decimal = Field(ge=0, le=100)
    partly: Decimal = Field(ge=0, le=100)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        return self._falls("reached", "partly")


class Overshoot(Section):
    """What happens when a target is exceeded, in percent of the target."""

    warn_at: Decimal = Field(gt=100)
    reason_at: Decimal = Field(gt=100)
    cut: Literal["none", "points"]
    """Whether points are taken off a row that reaches ``reason_at``."""
    cut_points: Decimal = Field(Decimal(0), ge=0)
    """How many, when ``cut`` is ``points``; a row never falls below zero."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        return self._falls("reason_at", "warn_at")


class Grades(Section):
    """Lower bounds of the grades in points."""

    excellent: Decimal
    good: Decimal
    fair: Decimal

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        return self._falls("excellent", "good", "fair")


class Weights(Section):
    """Points of the level-1 groups besides execution, by canonical level-1 name."""

    groups: dict[str, Decimal]
    """Empty where a place lets units split the points freely."""


class Caps(Section):
    """Upper limits of the total by execution rate; the lowest that applies counts."""

    limits: tuple[Cap, ...]


class Texts(Section):
    """Length limits of the texts in characters, and where a budget deviation is written."""

    goal: tuple[int, int]
    result: tuple[int, int]
    deviation: tuple[int, int]
    budget_deviation: Literal["append_to_actual", "notes", "column"]
    also: dict[str, tuple[int, int]] = Field(default_factory=dict)
    """Further texts that a form of this place has, by name, with their lengths."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        own = {"goal": self.goal, "result": self.result, "deviation": self.deviation}
        for name, (least, most) in (own | self.also).items():
            if least > most:
                raise ValueError(f"{name} 最少 {least} 字，多于最多 {most} 字")
        return self


class Labels(Section):
    """Where text accepted from a model is marked in exported files."""

    metadata: bool
    visible_in_drafts: bool


class Costs(Section):
    """When a cost indicator is expected."""

    project_words: tuple[str, ...]
    """Words in a project's name that mean building, buying or running something."""
    amount: Decimal | None = None
    """Full-year budget in yuan from which a cost indicator is expected; None switches it off."""


class Policy(BaseModel):
    """How forms of one place and year are scored and worded."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=IDENTIFIER)
    name: str = Field(min_length=1)
    based_on: str = ""
    match: Match = Match()
    execution: Execution
    indicators: Indicators
    tiers: Tiers
    overshoot: Overshoot
    grades: Grades
    weights: Weights
    texts: Texts
    labels: Labels
    costs: Costs
    caps: Caps | None = None

    @model_validator(mode="after")
    def _makes_at_most_a_hundred(self) -> Self:
        groups = sum(self.weights.groups.values(), Decimal(0))
        if groups + self.execution.weight > 100:
            raise ValueError(
                f"weights.groups 合计 {groups:f} 分，加上 execution.weight 的 "
                f"{self.execution.weight:f} 分，超过 100 分"
            )
        return self

    def __hash__(self) -> int:
        """Return a hash of its name: what a row scores is kept by row and policy."""
        return hash(self.id)
