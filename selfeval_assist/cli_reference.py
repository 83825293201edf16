"""The commands that explain the rules, the scoring policies and the layouts."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from selfeval_assist.cli_output import CLEAN, UNUSABLE, destination, pour, tell
from selfeval_assist.cli_words import Force, Output, PolicyArgument


def rule(
    code: Annotated[
        str, Parameter(name="编号", help="规则编号，如 FUND001；不写则列出全部。")
    ] = "",
    /,
    *,
    output: Output = None,
    force: Force = False,
) -> int:
    """说明一条检查规则：查什么、为什么、正反例、怎么改。"""
    from selfeval_assist.checks import RULES

    if not code:
        return _show(
            (f"{each.code}  {each.severity.value}  {each.title}" for each in RULES.values()),
            output,
            force,
        )
    found = RULES.get(code.strip().upper())
    if found is None:
        tell(f"没有编号为“{code}”的规则。用 selfeval-assist rule 列出全部。")
        return UNUSABLE
    explained = f"{found.code} {found.title}\n依据：{found.basis}\n\n{found.explain}"
    return _show([explained], output, force)


policies = App(
    name="policies",
    help="列出评分办法及其来源，或说明其中一种。",
    usage="selfeval-assist policies [命令] [选项]",
)


@policies.default
def list_policies(*, output: Output = None, force: Force = False) -> int:
    """列出评分办法及其来源。"""
    from selfeval_assist.policies import available

    lines = (
        f"{policy.id}  {policy.name}\n    预算执行：{policy.execution.source}"
        for policy in available()
    )
    return _show(lines, output, force)


@policies.command(name="show")
def show_policy(name: PolicyArgument, /, *, output: Output = None, force: Force = False) -> int:
    """说明一种评分办法的每项设置及其依据。"""
    from selfeval_assist.policies import load
    from selfeval_assist.reports.policy_text import policy_text

    return _show([policy_text(load(name))], output, force)


def layouts(*, output: Output = None, force: Force = False) -> int:
    """列出导出用的表样及其来源。"""
    from selfeval_assist.layouts import available

    lines = (f"{layout.id}  {layout.name}\n    {layout.source}" for layout in available())
    return _show(lines, output, force)


def _show(pieces: Iterable[str], output: Path | None, force: bool) -> int:
    with destination(output, force=force) as into:
        pour(pieces, into, set())
    return CLEAN
