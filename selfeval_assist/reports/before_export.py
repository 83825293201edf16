"""What a person is told before a form is written: the last door before it is sent."""

from collections.abc import Iterator
from decimal import Decimal

from selfeval_assist.checks import Severity, check
from selfeval_assist.failures import Failure, attempt
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import PolicyError, policy_for
from selfeval_assist.reports.export import warnings_before_export
from selfeval_assist.scoring import ScoreSheet, score
from selfeval_assist.scoring.arithmetic import plain, rounded

_CENTS = 2
"""Decimals of a total."""


def before_export(form: SelfEvaluation) -> Iterator[str]:
    """Yield what is left to fill in, how many errors are open, and a total computed otherwise.

    The paper itself stays as the form has it; nothing is yielded of the last two where the form
    names a policy that does not exist, or the program fails on it: ``check`` says so.
    """
    yield from warnings_before_export(form)
    try:
        policy = policy_for(form)
    except PolicyError:
        return
    sheet = score(form, policy)
    found = attempt("检查", check, form, policy, sheet)
    if not isinstance(found, Failure):
        errors = sum(each.severity is Severity.ERROR and not each.waived for each in found)
        if errors:
            yield f"还有 {errors} 条错误没有处理，见 check。"
    yield from _other_total(form, sheet)


def _other_total(form: SelfEvaluation, sheet: ScoreSheet) -> Iterator[str]:
    """Yield that the printed total is none that the values of the form can come to."""
    printed = form.total.value
    if printed is None or not sheet.weighted or sheet.failed:
        return
    low, high = rounded(sheet.total, _CENTS), rounded(sheet.highest, _CENTS)
    lost = _rounding(form, sheet)
    if not low - lost <= rounded(printed, _CENTS) <= high + lost:
        computed = plain(low)
        if low != high:
            computed += f" 到 {plain(high)} 之间（有几行算不出得分）"
        printed_as = form.total.raw.strip()
        yield (
            f"总分照表印作 {printed_as}，而按各行的目标值和完成值重新计分为 {computed}，"
            "请核对各行得分后再上报。"
        )


def _rounding(form: SelfEvaluation, sheet: ScoreSheet) -> Decimal:
    """Return by how much the total changes where each score is rounded as it is printed."""
    cells = [form.funds.total.score, *(row.score for row in form.indicators)]
    points = [sheet.execution.points, *(row.points for row in sheet.rows)]
    return sum(
        (
            abs(rounded(each, cell.decimals) - each)
            for cell, each in zip(cells, points, strict=False)
            if each is not None and not cell.blank
        ),
        Decimal(0),
    )
