"""Rule on the points of the level-1 groups, as the policy splits them."""

from collections.abc import Iterator
from decimal import Decimal

from selfeval_assist.checks.basis import PUBLISHED
from selfeval_assist.checks.registry import Hit, Severity, Subject, rule
from selfeval_assist.checks.weights import weighted_rows
from selfeval_assist.form.vocabulary import LEVEL1
from selfeval_assist.scoring.arithmetic import plain

_ZERO, _HUNDRED = Decimal(0), Decimal(100)


@rule(
    "WGT006",
    "一级指标分值与评分办法不符",
    severity=Severity.WARNING,
    message="一级指标分值为{here}，评分办法“{policy}”为{usual}，提请核实是否经批准调整。",
    basis=PUBLISHED + "；各组分值取自所用的评分办法",
    standing="M",
)
def groups_as_usual(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    各一级指标的分值合计与所用评分办法规定的分法相比。评分办法让单位自行分配的、分值没有读全的、
    合计本来就不对（WGT001）的不比较。
    为什么：原则上产出 50、效益 30、满意度 10；分值偏向一组，另一组做得怎样就看不出来。
    反例：产出 20 分，效益 60 分，满意度 10 分。
    正例：产出 50 分，效益 30 分，满意度 10 分。
    怎么改：申报时就如此的，附上批复；自评时改过的，恢复批复的分值。
    """
    usual = subject.policy.weights.groups
    here = _points(subject)
    if not usual or here is None or here == usual:
        return
    execution = subject.sheet.execution.weight
    if sum(here.values(), execution) == _HUNDRED:
        facts = {"here": _listed(here), "usual": _listed(usual), "policy": subject.policy.name}
        yield Hit("indicators", facts)


def _points(subject: Subject) -> dict[str, Decimal] | None:
    """Return the points of each level-1 group; None where a row has no points or no group."""
    sums: dict[str, Decimal] = {}
    for row in weighted_rows(subject):
        group, weight = row.data.group, row.score.weight
        if not group or weight is None:
            return None
        sums[group] = sums.get(group, _ZERO) + weight
    return sums


def _listed(points: dict[str, Decimal]) -> str:
    order = [group for group in LEVEL1 if group in points]
    return "、".join(f"{group.removesuffix('指标')} {plain(points[group])}" for group in order)
