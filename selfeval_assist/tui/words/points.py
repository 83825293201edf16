"""What stands below the indicator table: the points given out, and a row's worked score."""

from decimal import Decimal

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.scoring import ScoreSheet
from selfeval_assist.scoring.arithmetic import plain


def weights(form: SelfEvaluation, sheet: ScoreSheet) -> str:
    """Return the sum of the rows' weights in points, and what is left to 100 beside the budget."""
    given = [row.weight.value for row in form.indicators]
    total = sum((weight for weight in given if weight is not None), Decimal(0))
    left = 100 - total - sheet.execution.weight
    if left == 0:
        state = "已分完"
    elif left > 0:
        state = f"还剩 {plain(left)} 分"
    else:
        state = f"超出 {plain(-left)} 分"
    return f"分值合计 {plain(total)} 分，{state}。Ctrl+L 填得分，Ctrl+↑↓ 移动行"


def work(sheet: ScoreSheet, row: int) -> str:
    """Return how the score of a row is worked out; without rows, how to add one."""
    if not 0 <= row < len(sheet.rows):
        return "本行核算：按 F6 新增一行指标。"
    return f"本行核算：{sheet.rows[row].work}  {sheet.rows[row].note}".rstrip()
