"""The commands over files with forms; one bad file is said and the rest goes on."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from selfeval_assist.cli_inputs import (
    as_typed,
    compared,
    expanded,
    over,
    policy_named,
    second_documents,
    shown,
    unknown_code,
    with_liftings,
)
from selfeval_assist.cli_model import model_drafter, model_reader
from selfeval_assist.cli_output import (
    CLEAN,
    FINDINGS,
    UNUSABLE,
    destination,
    pour,
    say,
    tell,
    told,
)
from selfeval_assist.cli_words import (
    Allow,
    Codes,
    Declaration,
    Files,
    Force,
    LastYear,
    LayoutName,
    Output,
    PolicyName,
    Send,
    Target,
    Template,
)

if TYPE_CHECKING:
    from selfeval_assist.form import SelfEvaluation


def check(
    files: Files,
    /,
    *,
    format: Annotated[
        Literal["text", "json", "html"],
        Parameter(help="text 供阅读，json 供程序使用，html 供浏览器打开和打印。"),
    ] = "text",
    output: Output = None,
    force: Force = False,
    policy: PolicyName = "",
    declaration: Declaration = None,
    last_year: LastYear = None,
    model: Annotated[
        bool,
        Parameter(
            negative="", help="请大模型阅读表中的文字（发送前遮去个人信息），结果注明模型意见。"
        ),
    ] = False,
    allow: Allow = False,
    send: Send = (),
    select: Annotated[
        Codes, Parameter(negative="", help="只列出这些规则，如 FUND006，或开头相同的，如 FUND。")
    ] = (),
    ignore: Annotated[Codes, Parameter(negative="", help="不列出这些规则；写法同 --select。")] = (),
    severity: Annotated[
        Literal["E", "W", "I"],
        Parameter(help="列到哪一级为止：E 错误，W 提醒，I 建议。"),
    ] = "I",
    unfold: Annotated[
        bool, Parameter(negative="", help="同类的提醒和建议逐条列出，并写明每条规则的依据。")
    ] = False,
) -> int:
    """检查自评表，列出提请核实的问题。没有错误和提醒时返回 0，有则返回 1，读不了返回 2。"""
    from selfeval_assist import reports
    from selfeval_assist.checks import Severity
    from selfeval_assist.reports import Failed
    from selfeval_assist.reports.beside import KINDS

    if stranger := unknown_code((*select, *ignore)):
        tell(f"没有编号以“{stranger}”开头的规则。用 selfeval-assist rule 列出全部。")
        return UNUSABLE
    show: Any = {
        "text": partial(reports.as_text, unfold=unfold),
        "json": reports.json_record,
        "html": reports.html_section,
    }[format]
    join: Any = {"json": reports.json_array, "html": reports.html_page}.get(format)
    chosen, reader = policy_named(policy), model_reader(allow=allow, send=send) if model else None
    given = second_documents(declaration=declaration, last_year=last_year)
    codes, fitted = {CLEAN}, set[str]()

    def judge(file: Path, form: "SelfEvaluation") -> Iterator[Any]:
        beside, missing = compared(form, file, given)
        fitted.update(beside)
        ask = reader(with_liftings(form)) if reader else None
        report = reports.report_on(shown(file), form, chosen, ask=ask, missing=missing, **beside)
        report = reports.only(report, select=select, ignore=ignore, severity=Severity(severity))
        codes.add(CLEAN if report.clean else FINDINGS)
        yield show(report)

    read = [*expanded(files), *(each.path for kind in given.values() for each in kind)]
    with destination(output, force=force, inputs=read, utf8=format != "text") as into:
        judged = over(files, judge)
        if join is not None:
            every = told(judged, codes)
            judged = iter([join(show(one) if isinstance(one, Failed) else one for one in every)])
        pour(judged, into, codes, between="\n")
    for kind in given.keys() - fitted:
        tell(f"给出的{KINDS[kind]}与要检查的自评表没有一份相符。")
        codes.add(UNUSABLE)
    return max(codes)


def score(
    files: Files,
    /,
    *,
    policy: PolicyName = "",
    output: Output = None,
    force: Force = False,
) -> int:
    """核算得分，逐行列出算式。"""
    from selfeval_assist.reports import report_on, score_sheet

    chosen, codes = policy_named(policy), {CLEAN}

    def work_out(file: Path, form: "SelfEvaluation") -> Iterator[str]:
        report = report_on(shown(file), form, chosen)
        yield f"{form.project or report.file}\n{score_sheet(report)}"

    with destination(output, force=force, inputs=expanded(files)) as into:
        pour(over(files, work_out), into, codes)
    return max(codes)


def draft(
    files: Files,
    /,
    *,
    all: Annotated[
        bool, Parameter(negative="", help="按成文通读：整段打印全部文字，附字数和核对结果。")
    ] = False,
    model: Annotated[
        bool,
        Parameter(
            negative="", help="用环境变量中设置的大模型起草；发送名称和文字，其中的数字先遮去。"
        ),
    ] = False,
    show_prompt: Annotated[
        bool,
        Parameter(negative="", help="只打印会发给大模型的内容，不发送；不需要设置大模型。"),
    ] = False,
    text: Annotated[str, Parameter(help="只要这一种文字，如 预期目标、实际完成情况。")] = "",
    allow: Allow = False,
    send: Send = (),
    policy: PolicyName = "",
    output: Output = None,
    force: Force = False,
) -> int:
    """逐句起草，每个数字注明来自哪一格。不写 --model 时由程序拟稿。"""
    from selfeval_assist.reports import report_on
    from selfeval_assist.reports.drafts import composed, draft_all, draft_pages, draft_text, prompts

    by_model = model and not show_prompt
    drafter = model_drafter(allow=allow, send=send) if by_model else composed
    chosen, codes = policy_named(policy), {CLEAN}

    def write(file: Path, form: "SelfEvaluation") -> Iterator[str]:
        sheet = report_on(shown(file), form, chosen).sheet
        form = with_liftings(form) if model else form
        yield form.project or shown(file)
        if show_prompt:
            yield from prompts(form, sheet, text)
        elif all:
            yield from draft_pages(form, sheet, drafter, text)
        else:
            yield from (draft_text(form, each) for each in draft_all(form, sheet, drafter, text))

    with destination(output, force=force, inputs=expanded(files)) as into:
        pour(over(files, write), into, codes)
    return max(codes)


def export(
    files: Files,
    /,
    *,
    to: Target = Path(),
    format: Annotated[
        tuple[Literal["xlsx", "docx", "md", "json"], ...],
        Parameter(negative="", help="导出到文件夹时的格式，可写多个。"),
    ] = ("xlsx", "docx", "json"),
    layout: LayoutName = "",
    template: Template = None,
    table: Annotated[
        bool,
        Parameter(negative="", help="另写一份“目标—完成情况—指标”对照表（Word），供负责人核看。"),
    ] = False,
) -> int:
    """导出当地表样的 Excel、Word 等文件；已有的文件不会被覆盖。"""
    from selfeval_assist.documents import DocumentError
    from selfeval_assist.layouts import load
    from selfeval_assist.reports.export import export_form, warnings_before_export
    from selfeval_assist.reports.file_names import unused_stem

    codes, written, used = {CLEAN}, set[Path](), set[str]()
    chosen = load(layout) if layout else None

    def beside(form: "SelfEvaluation", folder: Path, stem: str) -> Path:
        from selfeval_assist.policies import policy_for
        from selfeval_assist.reports.consistency import write_consistency
        from selfeval_assist.scoring import score as scored

        return write_consistency(form, scored(form, policy_for(form)), folder, stem)

    def hand_in(file: Path, form: "SelfEvaluation") -> Iterator[str]:
        if to in written:
            raise DocumentError(
                shown(to), "已经写入另一张表，一个文件只放一张", "请在 --to 后面写一个文件夹"
            )
        for warning in warnings_before_export(form):
            tell(warning)
        stem = unused_stem(form, used)
        with as_typed(template):
            made = export_form(
                form,
                to,
                overwrite=False,
                formats=[f".{each}" for each in format],
                layout=chosen,
                template=template,
                stem=stem,
                tell=tell,
            )
        written.update(made)
        yield from map(str, made)
        if table:
            yield str(beside(form, made[0].parent, stem))

    pour(over(files, hand_in), say, codes)
    return max(codes)
