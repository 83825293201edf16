"""The commands. Everything heavy is imported inside the command that needs it."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import App, CycloptsError, Group, Parameter

from selfeval_assist import __version__
from selfeval_assist.cli_forms import forms
from selfeval_assist.cli_inputs import (
    as_typed,
    model_drafter,
    model_drafter_if_set,
    model_reader,
    print_last,
    print_no_more,
    reports_on,
    second,
    tell,
)
from selfeval_assist.cli_words import (
    Allow,
    ChineseHelp,
    Declaration,
    Examined,
    File,
    Files,
    LastYear,
    Place,
    PolicyArgument,
    PolicyName,
    Target,
    Template,
    usage_error,
)

CLEAN, FINDINGS, UNUSABLE = 0, 1, 2
"""Exit codes: nothing but advice; something to be looked at; usage error or unreadable file."""

app = App(
    name="selfeval-assist",
    help="填写、核算、检查并起草《项目支出绩效自评表》。不带命令时打开填报界面。",
    version=__version__,
    group_commands=Group("命令"),
    group_parameters=Group("选项"),
    group_arguments=Group("参数"),
    usage="selfeval-assist [命令] [参数] [选项]",
    help_format="plaintext",
    help_formatter=ChineseHelp(),
    result_action="return_value",
    exit_on_error=False,
    print_error=False,
)
app["--help"].help = "显示用法。"
app["--version"].help = "显示版本。"


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; every expected error is one Chinese line."""
    from selfeval_assist.documents import DocumentError
    from selfeval_assist.drafting.errors import DraftingError, NotAllowedError
    from selfeval_assist.policies import PolicyError
    from selfeval_assist.workspace import WorkspaceError

    try:
        code = app(list(arguments))
    except CycloptsError as error:
        print(usage_error(error), file=sys.stderr)
        return UNUSABLE
    except NotAllowedError as error:
        print(f"{error}可以使用时请加 --allow。", file=sys.stderr)
        return UNUSABLE
    except (DocumentError, PolicyError, DraftingError, WorkspaceError) as error:
        print(error, file=sys.stderr)
        return UNUSABLE
    except BrokenPipeError:
        print_no_more()
        return CLEAN
    return code if isinstance(code, int) else CLEAN


@app.default
def home(*, workspace: Place = None) -> int:
    """打开填报界面。"""
    from selfeval_assist.tui import run as run_screens

    return run_screens(None, workspace=workspace)


@app.command(name="open")
def open_file(file: File, /, *, workspace: Place = None) -> int:
    """用填报界面打开一份自评表。"""
    from selfeval_assist.tui import run as run_screens

    with as_typed(file):
        return run_screens(file, workspace=workspace)


@app.command
def check(
    files: Files,
    /,
    *,
    format: Annotated[
        Literal["text", "json", "html"],
        Parameter(help="text 供阅读，json 供程序使用，html 供浏览器打开和打印。"),
    ] = "text",
    policy: PolicyName = "",
    declaration: Declaration = None,
    last_year: LastYear = None,
    model: Annotated[
        bool,
        Parameter(negative="", help="请大模型阅读表中的文字（会发送文字原文），结果注明模型意见。"),
    ] = False,
    allow: Allow = False,
) -> int:
    """检查自评表，列出提请核实的问题。没有错误和提醒时返回 0，有则返回 1，读不了返回 2。"""
    from selfeval_assist.reports import as_html, as_json, as_text

    reports = reports_on(
        files,
        policy,
        model_reader(allow=allow) if model else None,
        declaration=second(declaration),
        last_year=second(last_year),
    )
    match format:
        case "json":
            text = as_json(reports)
        case "html":
            text = as_html(reports)
        case _:
            text = "\n\n".join(map(as_text, reports))
    return print_last(text, CLEAN if all(report.clean for report in reports) else FINDINGS)


@app.command
def score(files: Files, /, *, policy: PolicyName = "") -> int:
    """核算得分，逐行列出算式。"""
    from selfeval_assist.reports import score_sheet

    for report in reports_on(files, policy):
        print(report.form.project or report.file)
        print(score_sheet(report))
    return CLEAN


@app.command(usage="selfeval-assist rule [编号]")
def rule(
    code: Annotated[
        str, Parameter(name="编号", help="规则编号，如 FUND001；不写则列出全部。")
    ] = "",
    /,
) -> int:
    """说明一条检查规则：查什么、为什么、正反例、怎么改。"""
    from selfeval_assist.checks import RULES

    if not code:
        for each in RULES.values():
            print(f"{each.code}  {each.severity.value}  {each.title}")
        return CLEAN
    found = RULES.get(code.strip().upper())
    if found is None:
        print(f"没有编号为“{code}”的规则。用 selfeval-assist rule 列出全部。", file=sys.stderr)
        return UNUSABLE
    print(f"{found.code} {found.title}\n依据：{found.basis}\n\n{found.explain}")
    return CLEAN


policies = App(
    name="policies",
    help="列出评分办法及其来源，或说明其中一种。",
    usage="selfeval-assist policies [命令]",
)
app.command(policies)


@policies.default
def list_policies() -> int:
    """列出评分办法及其来源。"""
    from selfeval_assist.policies import available

    for policy in available():
        print(f"{policy.id}  {policy.name}\n    预算执行：{policy.execution.source}")
    return CLEAN


@policies.command(name="show")
def show_policy(name: PolicyArgument, /) -> int:
    """说明一种评分办法的每项设置及其依据。"""
    from selfeval_assist.policies import load
    from selfeval_assist.reports.policy_text import policy_text

    print(policy_text(load(name)))
    return CLEAN


app.command(forms)


@app.command
def draft(
    files: Files,
    /,
    *,
    all: Annotated[
        bool, Parameter(negative="", help="按成文通读：整段打印全部文字，附字数和核对结果。")
    ] = False,
    model: Annotated[
        bool,
        Parameter(negative="", help="用环境变量中设置的大模型起草；只发送指标名称，不发送数值。"),
    ] = False,
    allow: Allow = False,
    policy: PolicyName = "",
) -> int:
    """逐句起草，每个数字注明来自哪一格。不写 --model 时由程序拟稿。"""
    from selfeval_assist.reports.drafts import composed, draft_all, draft_pages, draft_text

    drafter = model_drafter(allow=allow) if model else composed
    for report in reports_on(files, policy):
        form, sheet = report.form, report.sheet
        print(form.project or report.file)
        sentences = (draft_text(form, each) for each in draft_all(form, sheet, drafter))
        for page in draft_pages(form, sheet, drafter) if all else sentences:
            print(page, flush=True)
    return CLEAN


@app.command
def export(
    files: Files,
    /,
    *,
    to: Target = Path(),
    format: Annotated[
        tuple[Literal["xlsx", "docx", "md", "json"], ...],
        Parameter(negative="", help="导出到文件夹时的格式，可写多个。"),
    ] = ("xlsx", "docx", "json"),
    template: Template = None,
) -> int:
    """导出官方表样的 Excel、Word 等文件；已有的文件不会被覆盖。"""
    from selfeval_assist.reports.export import export_form, warnings_before_export

    for report in reports_on(files, ""):
        for warning in warnings_before_export(report.form):
            tell(warning)
        with as_typed(template):
            written = export_form(
                report.form,
                to,
                overwrite=False,
                formats=[f".{each}" for each in format],
                template=template,
                tell=tell,
            )
        for path in written:
            print(path)
    return CLEAN


@app.command
def doctor(
    *,
    offline: Annotated[bool, Parameter(negative="", help="不去连接大模型服务。")] = False,
    workspace: Examined = None,
) -> int:
    """检查本程序的安装、工作区、终端和大模型服务；不改动任何东西，也不发送表中内容。"""
    from selfeval_assist.reports.doctor import doctor as look_over
    from selfeval_assist.reports.doctor_text import doctor_text

    found = look_over(os.environ, workspace=workspace, online=not offline)
    return print_last(doctor_text(found), CLEAN if found.well else FINDINGS)


@app.command(usage="selfeval-assist serve [选项] [文件]")
def serve(
    file: Annotated[
        Path | None, Parameter(name="文件", help="要打开的自评表文件；不写则打开工作区。")
    ] = None,
    /,
    *,
    port: Annotated[int, Parameter(help="端口；被占用时用下一个。")] = 8765,
    browser: Annotated[
        bool, Parameter(negative="--no-browser", help="自动打开浏览器；不要时写 --no-browser。")
    ] = True,
    workspace: Place = None,
) -> int:
    """在本机浏览器里使用同样的界面；只在本机可以访问，用一次性链接进入。"""
    from selfeval_assist.tui.serve import serve as serve_screens

    with as_typed(file):
        return serve_screens(file, port, browser, workspace)


@app.command
def demo(
    *,
    to: Annotated[Path, Parameter(help="放导出文件的文件夹。")] = Path("demo-output"),
) -> int:
    """用示例表走一遍全过程：读取、核算、检查、起草、导出。"""
    from selfeval_assist.reports.demo import demo as demonstration
    from selfeval_assist.reports.drafts import composed

    # The examples are published or made up, so a configured model may see their labels.
    drafter = model_drafter_if_set(allow=True)
    for piece in demonstration(to, drafter or composed):
        print(piece, flush=True)
    return CLEAN
