"""The commands that explain the rules, the scoring policies and the layouts."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from selfeval_assist.cli_output import CLEAN, UNUSABLE, destination, pour, tell
from selfeval_assist.cli_words import Force, JsonFormat, LayoutArgument, Output, PolicyArgument


def rule(
    code: Annotated[
        str, Parameter(name="编号", help="规则编号，如 FUND001；不写则列出全部。")
    ] = "",
    /,
    *,
    format: JsonFormat = "text",
    output: Output = None,
    force: Force = False,
) -> int:
    """说明一条检查规则：查什么、为什么、正反例、怎么改。"""
    from selfeval_assist.checks import RULES
    from selfeval_assist.reports.records import rule_record

    found = RULES.get(code.strip().upper())
    if code and found is None:
        tell(f"没有编号为“{code}”的规则。用 selfeval-assist rule 列出全部。")
        return UNUSABLE
    if format == "json":
        wanted = [found] if found else RULES.values()
        return _show([_json([*map(rule_record, wanted)])], output, force, utf8=True)
    if found is None:
        return _show(
            (f"{each.code}  {each.severity.value}  {each.title}" for each in RULES.values()),
            output,
            force,
        )
    explained = f"{found.code} {found.title}\n依据：{found.basis}\n\n{found.explain}"
    return _show([explained], output, force)


AsToml = Annotated[bool, Parameter(name="--toml", negative="", help="印成 .toml 文件。")]

policies = App(
    name="policies",
    help="列出评分办法及其来源，或说明其中一种。",
    usage="selfeval-assist policies [命令] [选项]",
)


@policies.default
def list_policies(
    *, format: JsonFormat = "text", output: Output = None, force: Force = False
) -> int:
    """列出评分办法及其来源。"""
    from selfeval_assist.policies import available

    if format == "json":
        every = [policy.model_dump(mode="json") for policy in available()]
        return _show([_json(every)], output, force, utf8=True)

    lines = (
        f"{policy.id}  {policy.name}\n    预算执行：{policy.execution.source}"
        for policy in available()
    )
    return _show(lines, output, force)


@policies.command(name="show")
def show_policy(
    name: PolicyArgument,
    /,
    *,
    format: JsonFormat = "text",
    toml: AsToml = False,
    output: Output = None,
    force: Force = False,
) -> int:
    """说明一种评分办法的每项设置及其依据；--toml 印成文件，改几处就是自己的办法。"""
    from selfeval_assist.policies import load
    from selfeval_assist.reports.as_toml import policy_toml
    from selfeval_assist.reports.policy_text import policy_text

    policy = load(name)
    if toml:
        return _show([policy_toml(policy)], output, force, utf8=True)
    if format == "json":
        return _show([_json(policy.model_dump(mode="json"))], output, force, utf8=True)
    return _show([policy_text(policy)], output, force)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


layouts = App(
    name="layouts",
    help="列出导出用的表样及其来源，或印出其中一种。",
    usage="selfeval-assist layouts [命令] [选项]",
)


@layouts.command(name="show")
def show_layout(name: LayoutArgument, /, *, output: Output = None, force: Force = False) -> int:
    """把一种表样印成 .toml 文件，改几处就是自己的表样。"""
    from selfeval_assist.layouts import load
    from selfeval_assist.reports.as_toml import layout_toml

    return _show([layout_toml(load(name))], output, force, utf8=True)


@layouts.default
def list_layouts(*, output: Output = None, force: Force = False) -> int:
    """列出导出用的表样及其来源。"""
    from selfeval_assist.layouts import available

    lines = (f"{layout.id}  {layout.name}\n    {layout.source}" for layout in available())
    return _show(lines, output, force)


def _show(pieces: Iterable[str], output: Path | None, force: bool, *, utf8: bool = False) -> int:
    with destination(output, force=force, utf8=utf8) as into:
        pour(pieces, into, set())
    return CLEAN
