"""How rules look at a form: rows beside their scores, and the amounts of the whole project."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from selfeval_assist.checks.words import without_number
from selfeval_assist.facts import Scored, build_stated
from selfeval_assist.form import Comparator, FundLine, Indicator, Kind, SelfEvaluation, Value
from selfeval_assist.form.money import in_unit
from selfeval_assist.form.text import squeeze
from selfeval_assist.form.vocabulary import COST
from selfeval_assist.prose import words
from selfeval_assist.scoring import RowScore, ScoreSheet, Verdict
from selfeval_assist.scoring.direction import comparator_of, values_of
from selfeval_assist.verify.explained import row_explained

# Without a sign nobody can tell on which side of the target these are good.
_EITHER_WAY = re.compile(
    r"(?:控制|调整|变动|变化|结余|结转|节约|压缩|降低|下降|减少)(?:率|额|数|比例|幅度)"
)
_NOT_REACHED = 3
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
            way, because a fault must not rest on a guess.
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
    def full(self) -> bool:
        """Whether the whole weight is claimed."""
        return self.score.weight is not None and self.score.claimed == self.score.weight

    @property
    def missed(self) -> bool:
        """Whether the target was missed in its own direction, or met late."""
        return self.verdict in {Verdict.MISSED, Verdict.LATE}

    @property
    def decided(self) -> bool:
        """Whether the direction of the row is beyond doubt."""
        return self.verdict is self.score.verdict

    @property
    def beyond(self) -> Decimal:
        """Percent of the target that was reached beyond it; 0 unless more was wanted and done."""
        if self.verdict is not Verdict.EXCEEDED:
            return Decimal(0)
        if self.comparator in {Comparator.LE, Comparator.LT}:
            return Decimal(0)
        return self.score.overshoot or Decimal(0)


@dataclass(frozen=True, slots=True)
class Money:
    """The amounts of the whole project in the form's money unit, and the rate in percent.

    They come from the total line; where its budget is blank or zero, from its source lines, so
    that a slip in the total line does not hide everything else.
    """

    initial: Decimal | None
    adjusted: Decimal | None
    executed: Decimal | None

    @property
    def rate(self) -> Decimal | None:
        """Executed as exact percent of the full-year budget."""
        return _percent(self.executed, self.adjusted)

    @property
    def initial_rate(self) -> Decimal | None:
        """Executed as exact percent of the initial budget."""
        return _percent(self.executed, self.initial)


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


def says_missed(value: Value) -> bool:
    """Return whether an actual value in words says that its target was not reached."""
    return value.tier == _NOT_REACHED or any(
        tag.has("verdict.missed", "verdict.late") for tag in words.tags(value.words)
    )


@lru_cache(maxsize=1024)
def _row(line: RowScore, data: Indicator, *, explained: bool) -> Row:
    comparator = comparator_of(data)
    target, actual = values_of(data)
    name = bare_name(data.name)
    verdict = Verdict.UNKNOWN if _either_way(data, comparator) else line.verdict
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
    return _EITHER_WAY.search(row.name) is not None


def _above_range(row: Indicator) -> bool:
    """Return whether more was done than a range says, which may be good or bad."""
    upper, actual = row.target.value.upper_magnitude, row.actual.value.magnitude
    return upper is not None and actual is not None and actual > upper


# Lines below the total that are not sources of money.
_NOT_SOURCES = re.compile(
    r"支出|结余|收回|年末|下年|未使用|剩余|执行率|合计|小计|总额|预算数|调整|^(?:其中[::]?)?结转(?:数|金额|资金)?$"
)
# 其中：中央补助, 市级资金
_NESTED = (
    "中央", "地方", "上级", "省", "市", "县", "区", "本级", "乡镇", "一般公共", "基金", "国有资本",
    "债券",
)  # fmt: skip
_OF_TOTAL = "其中"
# 财政拨款, 一般公共预算
_PARENT = ("财政", "拨款", "预算")


def is_source(line: FundLine) -> bool:
    """Return whether a fund line names where money comes from, rather than what became of it."""
    name = squeeze(line.name)
    if not name:
        return False
    return name.startswith("上年") or _NOT_SOURCES.search(name) is None


def _without_lead(name: str) -> str:
    whole = name.removeprefix(_OF_TOTAL)
    return name if whole == name else whole.removeprefix(":")


def sources_of(form: SelfEvaluation) -> tuple[tuple[int, FundLine, bool], ...]:
    """Return the source lines as (place, line, whether it may be a part of an earlier line)."""
    found: list[tuple[int, FundLine, bool]] = []
    parent = False
    for index, line in enumerate(form.funds.sources):
        if not is_source(line):
            continue
        name = squeeze(line.name)
        if not found:
            # The first line is often printed "其中:当年财政拨款": a part of the total alone.
            name = _without_lead(name)
        level = name.startswith((_OF_TOTAL, "-", "—")) or words.holds(name, _NESTED)
        # Behind another line 其中 begins a part of that line, even where that is 中央资金 itself.
        part = (parent and level) or (bool(found) and name.startswith(_OF_TOTAL))
        found.append((index, line, part))
        parent = parent or (not level and words.holds(name, _PARENT))
    return tuple(found)


def money_of(form: SelfEvaluation) -> Money:
    """Return the project's amounts from the total line, or from the sources where it has none."""
    unit, total = form.money_unit, form.funds.total
    initial, adjusted, executed = (
        in_unit(cell, unit) for cell in (total.initial, total.adjusted, total.executed)
    )
    if adjusted:
        return Money(initial, adjusted, executed)
    if executed:
        return Money(initial, adjusted, executed)
    top = [line for _, line, nested in sources_of(form) if not nested]
    if not any(in_unit(line.adjusted, unit) for line in top):
        return Money(initial, adjusted, executed)
    sums = (
        _sum([in_unit(cell, unit) for cell in cells])
        for cells in zip(
            *((line.initial, line.adjusted, line.executed) for line in top), strict=True
        )
    )
    return Money(*sums)


def _sum(values: list[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def _percent(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    if part is None or whole is None or whole <= 0:
        return None
    return part / whole * 100
