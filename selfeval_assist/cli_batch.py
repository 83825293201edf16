"""The command over a whole folder of forms, which leaves tables, letters and a report."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from selfeval_assist.cli_output import CLEAN, FINDINGS, pour, say, tell
from selfeval_assist.cli_progress import with_progress
from selfeval_assist.cli_words import Cluster, Jobs, PolicyName
from selfeval_assist.office.run import Hands
from selfeval_assist.office.tasks import policy_named

if TYPE_CHECKING:
    from selfeval_assist.office.batch import Outcome

_SHOWN = 10
"""Failures that are told; the report has all."""


def batch(
    folder: Annotated[Path, Parameter(name="文件夹", help="放着自评表的文件夹，连同下级。")],
    /,
    *,
    into: Annotated[
        Path, Parameter(help="放结果的文件夹；中断后再运行一次，只做没有做完的和有变化的。")
    ],
    jobs: Jobs = 0,
    cluster: Cluster = "",
    policy: PolicyName = "",
    sender: Annotated[str, Parameter(help="退回意见的落款单位；不写则留“待填”。")] = "",
    deadline: Annotated[
        str, Parameter(help="退回意见要求的重新报送日期，如 2026年2月20日；不写则留“待填”。")
    ] = "",
    date: Annotated[str, Parameter(help="退回意见的日期；不写则留“待填”。")] = "",
) -> int:
    """检查一个文件夹里的全部自评表，写出问题清单、汇总表、各单位的退回意见和汇总报告。"""
    from selfeval_assist.office.batch import run_batch
    from selfeval_assist.office.letters import Sender

    policy_named(policy)
    outcome = run_batch(
        folder,
        into,
        {"policy": policy},
        hands=Hands(jobs, cluster),
        sender=Sender(sender, deadline, date),
        watch=with_progress,
    )
    if outcome.passed.counts:
        tell(outcome.passed)
    for name, other in outcome.kept.items():
        tell(f"“{name}”有人改动过，原来的一份改名为“{other}”保留。")
    failed = outcome.gathered.failed
    for name, why in failed[:_SHOWN]:
        tell(f"{name}：{why}")
    if len(failed) > _SHOWN:
        tell(f"没有读出的文件共 {len(failed)} 个，其余见汇总报告。")
    pour(_summary(outcome, into), say, set())
    found = any(each.errors or each.warnings for each in outcome.gathered.forms)
    return FINDINGS if found or failed else CLEAN


def _summary(outcome: "Outcome", into: Path) -> list[str]:
    before = outcome.files - outcome.read
    why = "选项或程序版本有变化，全部重新检查。" if outcome.again else ""
    forms, failed = len(outcome.gathered.forms), len(outcome.gathered.failed)
    head = (
        f"{outcome.files} 个文件：这次读了 {outcome.read} 个，以前做完的 {before} 个；"
        f"{forms} 份自评表，{failed} 个文件没有读出。{why}"
    )
    letters = [name for name in outcome.written if "/" in name]
    files = [str(into / name) for name in outcome.written if "/" not in name]
    folder = {str(into / name.split("/")[0]): None for name in letters}
    return [head, *files, *(f"{each}（{len(letters)} 份）" for each in folder)]
