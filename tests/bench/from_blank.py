"""The whole job from a blank form in a real terminal, by keys only, with every press listed.

``PYTHONPATH=tests python -m bench.from_blank`` prints the presses and what was typed at each step.
Needs tmux.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.newcomer import Step, Terminal, do

_ROWS = (
    # keys that choose the level, name, target, actual, points
    ((), "采购自助终端", "≥20台", "20台", "10"),
    ((), "培训窗口人员", "≥300人次", "270人次", "10"),
    (("Down",), "设备验收合格率", "=100%", "100%", "10"),
    (("Down",), "完成部署时间", "2025年11月底前", "2025年10月28日", "10"),
    (("Down",), "项目支出控制数", "≤100万元", "95万元", "10"),
    (("Down",) * 5, "平均等候时间", "≤15分钟", "12分钟", "15"),
    (("Down",), "设备待机能耗下降率", "≥10%", "12%", "15"),
    (("End",), "群众满意度", "≥90%", "93%", "10"),
)
PLANNED = "购置自助终端20台，培训窗口人员300人次，11月底前完成部署，群众平均等候时间不超过15分钟。"


def job() -> tuple[Step, ...]:
    """Return the whole job: name, head, money, goal, rows with scores, cause, draft, export."""
    return (
        Step(until="您的姓名"),
        Step((), "陈默"),
        Step(("Enter",), until="F2 新建"),
        Step(("F2",), until="主管部门"),
        Step((), "2025", field="year"),
        Step(("Enter",), "政务大厅改造", field="project"),
        Step(("Enter",), "云岭市行政审批局", field="department"),
        Step(("Enter",), "云岭市政务中心", field="unit"),
        Step(("F4",), until="执行率核算"),
        Step((), "100", field="funds.total.initial"),
        Step(("Enter",), "100", field="funds.total.adjusted"),
        Step(("Enter",), "95", field="funds.total.executed"),
        Step(("Enter",) * 4, until="95.00%"),
        Step(("F4",), PLANNED, until="15分钟", field="goal.planned"),
        Step(("F4",), until="按 F6 新增"),
        *(step for at, row in enumerate(_ROWS) for step in _row(at, *row)),
        Step(("Enter", "Enter"), until="表中 98.5"),
        Step(("F4",), until="需要说明原因"),
        Step(("F7",), until="第 1 问"),
        Step(("Enter",), until="第 2 问"),
        Step((), "两期培训因大厅搬迁停办", field="indicators.1.deviation.cause"),
        Step(("Enter",), until="第 3 问"),
        Step((), "明年一季度补训", field="indicators.1.deviation.effect"),
        Step(("Enter",), until="第 4 问"),
        Step((), "把两期培训排进一季度计划", field="indicators.1.deviation.measure"),
        Step(("Enter",), until="第 5 问"),
        Step((), "培训科", field="indicators.1.deviation.owner"),
        Step(("Enter",), until="第 6 问"),
        Step((), "2026年3月", field="indicators.1.deviation.deadline"),
        Step(("Enter",), until="问完了"),
        *_accepted(4, until="已逐句决定"),
        Step(("Escape",), until="已说明"),
        Step(("F8",), until="［未起草］实际完成情况"),
        Step(("Down", "F8"), until="还有 4 句待定"),
        *_accepted(4, until="已逐句决定"),
        Step(("F5",), until="未检查"),
        Step(("8",), until="放在哪个文件夹"),
        Step(("Enter",), until="已导出"),
        Step(("F10",), until="可上报"),
        Step(("C-q",)),
    )


def _accepted(count: int, until: str) -> Iterator[Step]:
    """Yield one press for each sentence, for there is no key for all of them."""
    for left in range(count - 1, -1, -1):
        yield Step(("a",), until="" if left else until)


def _row(
    at: int, level: tuple[str, ...], name: str, target: str, actual: str, points: str
) -> Iterator[Step]:
    yield Step(("F6",), until="新增哪一类指标")
    where = f"indicators.{at}"
    yield Step((*level, "Enter"), name, field=f"{where}.name")
    yield Step(("Enter",), target, field=f"{where}.target")
    yield Step(("Enter",), actual, field=f"{where}.actual")
    yield Step(("Enter",), points, field=f"{where}.weight")
    # The score is offered in its empty cell; Enter takes it.
    yield Step(("Enter", "Enter"))


def presses(steps: tuple[Step, ...]) -> int:
    """Return how many keys are pressed beside the values that are typed."""
    return sum(len(step.keys) for step in steps)


def main() -> None:
    """Do the job once and list every press."""
    if not shutil.which("tmux"):
        sys.exit("tmux is missing; this needs a terminal")
    steps = job()
    with tempfile.TemporaryDirectory() as place:
        terminal = Terminal(Path(place))
        try:
            terminal.start()
            count = 0
            for step in do(terminal, steps):
                count += len(step.keys)
                print(f"{count:3}  {' '.join(step.keys):24} {step.text}")
        finally:
            print(terminal.screen)
            terminal.close()
    print(
        f"{presses(steps)} key presses beside {sum(len(step.text) for step in steps)} typed letters"
    )


if __name__ == "__main__":
    main()
