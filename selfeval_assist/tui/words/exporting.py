"""What is said before a form is exported, and which text a key copies."""

import re
from collections.abc import Iterator, Mapping

from selfeval_assist.form import Indicator, SelfEvaluation, paths
from selfeval_assist.layouts import Layout
from selfeval_assist.scoring.arithmetic import plain
from selfeval_assist.tui.state.session import Session
from selfeval_assist.tui.words.keys import STEPS

_LEFT = {
    "head": "还有 {} 处没有填。",
    "funds": "还有 {} 处没有填。",
    "goals": "还有 {} 处没有填。",
    "indicators": "还有 {} 行没有填全。",
    "deviations": "还有 {} 处没有说明完。",
    "drafts": "还有 {} 段草稿没有逐句决定完，没决定的不会写进表里。",
}
"""What a step says about what is left to do there."""
_OPEN = re.compile(r"[缺待](\d+)")
_BLANK = "未填"
_BUDGET = "funds.deviation."


def left_to_do(progress: Mapping[str, str]) -> Iterator[str]:
    """Yield one sentence for each step in which something is left to do.

    Args:
        progress: what stands beside each step, by its name.
    """
    for number, (name, title) in enumerate(STEPS.items(), start=1):
        shown = progress.get(name, "")
        found = _OPEN.fullmatch(shown)
        if name in _LEFT and found:
            yield f"“{number} {title}”{_LEFT[name].format(found[1])}"
        elif shown == _BLANK:
            yield f"“{number} {title}”还没有填。"


def left_open(form: SelfEvaluation) -> Iterator[str]:
    """Yield one sentence for each cell in which a person still has to fill something in."""
    for path in paths.pending(form):
        whose = "项目预算的" if path.startswith(_BUDGET) else ""
        yield f"{whose}{paths.label(form, path)}还有“待填”的内容，上报前请补全。"


def automatic(layout: Layout) -> str:
    """Return what stands for the layout while nobody chose one."""
    return f"自动选择：{layout.name}"


COMPUTED = "points"
"""The column of the computed scores, which no cell of the form holds."""
COLUMNS = ("name", "target", "actual", "weight", "score", COMPUTED, "deviation.text", "level2")
_ROW = ("level1", "level2", "name", "target", "actual", "weight", "score", "deviation.text")


def column_title(name: str) -> str:
    """Return how a person calls a column."""
    if name == COMPUTED:
        return "核算得分"
    info = Indicator.model_fields[name.partition(".")[0]]
    return info.title or name


def column_text(session: Session, name: str) -> str:
    """Return a column of the indicator table, one line a row.

    Args:
        session: the open form.
        name: a field of an indicator, such as ``actual`` or ``deviation.text``, or ``COMPUTED``.
    """
    if name == COMPUTED:
        return "\n".join(plain(row.points) for row in session.sheet.rows)
    count = len(session.form.indicators)
    return "\n".join(_line(session.form, f"indicators.{row}.{name}") for row in range(count))


def row_text(form: SelfEvaluation, index: int) -> str:
    """Return a row of the indicator table with tabs between the cells."""
    return "\t".join(_line(form, f"indicators.{index}.{name}") for name in _ROW)


def _line(form: SelfEvaluation, path: str) -> str:
    """Return a cell without what would make a second line or cell of it."""
    return " ".join(paths.text(form, path).split())
