"""What stands beside the work and follows every key: the score, the points, what is stored."""

from decimal import Decimal

from textual.content import Content

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.scoring import ScoreSheet
from selfeval_assist.scoring.arithmetic import plain, rounded
from selfeval_assist.tui.state.session import Session
from selfeval_assist.tui.words.findings import sums


def computed_total(sheet: ScoreSheet) -> str:
    """Return the tool's total, or a dash where no row carries points."""
    return points(sheet.total if sheet.weighted else None)


def points(total: Decimal | None) -> str:
    """Return a total to two decimals, or a dash."""
    return "—" if total is None else plain(rounded(total, 2))


_BAR = 12
NO_WEIGHTS = "各行没有分值，核算不出总分，\n请补填各行分值。\n"


def overview(session: Session) -> Content:
    """Return the score by level and the number of findings."""
    sheet, form = session.sheet, session.form
    parts: list[tuple[str, str]] = [("得分核算\n", "bold")]
    groups: dict[str, list[int]] = {}
    for row in sheet.rows:
        groups.setdefault(form.indicators[row.index].group or "其他", []).append(row.index)
    bars = [("预算执行", sheet.execution.weight, sheet.execution.points)]
    zero = Decimal(0)
    for name, rows in groups.items():
        weight = sum((sheet.rows[i].weight or zero for i in rows), zero)
        points = sum((sheet.rows[i].points or zero for i in rows), zero)
        bars.append((name.removesuffix("指标"), weight, points))
    for name, weight, earned in bars:
        got = earned or zero
        filled = min(_BAR, int(_BAR * got / weight)) if weight > 0 else 0
        parts.append((f"{name}  {plain(got)}/{plain(weight)}\n", ""))
        parts.append(("█" * filled, "$success"))
        parts.append(("░" * (_BAR - filled) + "\n", "$text-muted"))
    claimed = "未填" if sheet.claimed is None else plain(sheet.claimed)
    parts += [
        (f"\n核算 {computed_total(sheet)}  表中 {claimed}\n", "bold"),
        (_no_total(sheet), "$text-warning"),
        (f"其中定性 {plain(sheet.taken)}  未核算 {plain(sheet.undecided)}\n", "$text-muted"),
        ("\n提请核实\n", "bold"),
        (_found(session) + "\n", ""),
    ]
    return Content.assemble(*parts)


def _found(session: Session) -> str:
    """Return how many findings there are, or that the rules have yet to run."""
    found = session.latest_findings
    return "正在检查…" if found is None else sums(found)


def _no_total(sheet: ScoreSheet) -> str:
    """Return why there is no total, in a line of its own; nothing where there is one."""
    if sheet.problem:
        return f"{sheet.problem}\n"
    return NO_WEIGHTS if sheet.rows and not sheet.weighted else ""


def status_line(session: Session, *, failed: bool, jumped: bool) -> Content:
    """Return the line at the bottom: score, findings, what is stored, what can be undone.

    Args:
        session: the open form.
        failed: whether the last try to store it failed.
        jumped: whether a finding led here, so that there is a way back.
    """
    sheet = session.sheet
    claimed = "未填" if sheet.claimed is None else plain(sheet.claimed)
    at = session.saved_at.astimezone().strftime("%H:%M:%S")
    saved = f"已保存 {at}" if session.saved else "保存失败" if failed else "未保存"
    undone, again = session.travel
    travel = f"撤销{undone} 重做{again}" if undone or again else ""
    parts = (
        f"核算 {computed_total(sheet)} 表中 {claimed}",
        _found(session),
        saved,
        "Esc 回到检查" if jumped else travel,
    )
    return Content("  ".join(part for part in parts if part))


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
