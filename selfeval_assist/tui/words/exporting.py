"""What is said before a form is exported."""

import re
from collections.abc import Iterator, Mapping

from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.layouts import Layout
from selfeval_assist.review import pending
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
    for path in pending(form):
        whose = "项目预算的" if path.startswith(_BUDGET) else ""
        yield f"{whose}{paths.label(form, path)}还有“待填”的内容，上报前请补全。"


def automatic(layout: Layout) -> str:
    """Return what stands for the layout while nobody chose one."""
    return f"自动选择：{layout.name}"
