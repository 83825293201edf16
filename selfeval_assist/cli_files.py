"""The commands that make files and texts of forms: ``draft`` and ``export``."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter
from cyclopts.validators import Number

from selfeval_assist.cli_inputs import over
from selfeval_assist.cli_many import Told, loaded, meant, outputs
from selfeval_assist.cli_model import model_and_consent
from selfeval_assist.cli_output import CLEAN, destination, pour, say, tell
from selfeval_assist.cli_words import (
    Allow,
    Cluster,
    Files,
    Force,
    FromFile,
    Jobs,
    JsonFormat,
    LayoutName,
    Output,
    PolicyName,
    Send,
    Target,
    Template,
)
from selfeval_assist.office.each import Work, as_typed, shown
from selfeval_assist.office.exporting import in_place
from selfeval_assist.office.run import ALONE, FEW, Hands
from selfeval_assist.office.tasks import Job, policy_named

if TYPE_CHECKING:
    from selfeval_assist.form import SelfEvaluation
    from selfeval_assist.layouts import Layout


def draft(
    files: Files = (),
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
    parallel: Annotated[
        int,
        Parameter(validator=Number(gte=0, lte=1000), help="模型同时受理几次请求；不写则按服务。"),
    ] = 0,
    requests_a_minute: Annotated[
        int, Parameter(validator=Number(gte=0), help="模型一分钟至多受理几次请求；不写则不限。")
    ] = 0,
    tokens_a_minute: Annotated[
        int, Parameter(validator=Number(gte=0), help="模型一分钟至多受理多少 token；不写则不限。")
    ] = 0,
    policy: PolicyName = "",
    format: JsonFormat = "text",
    output: Output = None,
    force: Force = False,
    from_file: FromFile = None,
    jobs: Jobs = 0,
    cluster: Cluster = "",
) -> int:
    """逐句起草，每个数字注明来自哪一格。不写 --model 时由程序拟稿。"""
    kinds = {"json": format == "json", "prompts": show_prompt, "pages": all, "text": True}
    form = next(kind for kind, wanted in kinds.items() if wanted)
    options = {"form": form, "text": text, "policy": policy}
    policy_named(policy)
    hands, told = Hands(jobs, cluster), Told({CLEAN})
    rate = {
        "parallel": parallel,
        "requests_a_minute": requests_a_minute,
        "tokens_a_minute": tokens_a_minute,
    }
    by_model = model and not show_prompt
    asked = model_and_consent(allow=allow, send=send, text=text, rate=rate) if by_model else None
    with (
        meant(files, from_file, "draft") as found,
        destination(output, force=force, inputs=found, utf8=format == "json") as into,
    ):
        if asked is None:
            quiet = output is not None
            made = outputs(found, Job("draft", options), told, hands=hands, quiet=quiet)
            pour(made, into, told.codes)
        else:
            from selfeval_assist.office.drafts import by_model as drafted

            forms = loaded(found, told, hands=hands, quiet=output is not None)
            alone = len(found) == 1
            pour(drafted(forms, options, *asked, tell, alone=alone), into, told.codes)
    return max(told.codes)


def export(
    files: Files = (),
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
    report: Annotated[
        bool,
        Parameter(negative="", help="另写一份自评报告（Word），表格和文字都出自这份表。"),
    ] = False,
    from_file: FromFile = None,
    jobs: Jobs = 0,
    cluster: Cluster = "",
) -> int:
    """导出当地表样的 Excel、Word 等文件；已有的文件不会被覆盖。"""
    from selfeval_assist.layouts import load
    from selfeval_assist.reports.export import SUFFIXES, make_folder

    hands = Hands(jobs, cluster)
    told, chosen = Told({CLEAN}), load(layout) if layout else None
    formats = [f".{each}" for each in format]
    pages = [name for name, wanted in (("table", table), ("report", report)) if wanted]
    options = {
        "formats": formats, "pages": pages, "layout": layout,
        "template": None if template is None else str(template),
    }  # fmt: skip
    one = to.suffix.lower() in SUFFIXES and not to.is_dir()
    with meant(files, from_file, "export") as found:
        if one or (hands == ALONE and len(found) <= FEW):
            made = over(found, _hand_in(to, formats, chosen, template, pages))
            pour(made, say, told.codes)
            return max(told.codes)
        make_folder(to)
        with TemporaryDirectory(prefix=".selfeval-", dir=to) as aside:
            job, used = Job("export", options | {"aside": aside}), set[str]()
            named = partial(in_place, to=to, used=used)
            made = outputs(found, job, told, hands=hands, then=named)
            pour(made, say, told.codes)
    return max(told.codes)


def _hand_in(
    to: Path,
    formats: list[str],
    chosen: "Layout | None",
    template: Path | None,
    pages: list[str],
) -> "Work[str]":
    """Return the work that exports a form from this process, and yields its files."""
    from selfeval_assist.documents import DocumentError
    from selfeval_assist.reports.before_export import before_export
    from selfeval_assist.reports.export import export_form
    from selfeval_assist.reports.file_names import unused_stem

    written, used = set[Path](), set[str]()

    def hand_in(file: Path, form: "SelfEvaluation") -> Iterator[str]:
        if to in written:
            raise DocumentError(
                shown(to), "已经写入另一张表，一个文件只放一张", "请在 --to 后面写一个文件夹"
            )
        for warning in before_export(form):
            tell(f"{shown(file)}：{warning}")
        stem = unused_stem(form, used)
        with as_typed(template):
            made = export_form(
                form,
                to,
                overwrite=False,
                formats=formats,
                layout=chosen,
                template=template,
                stem=stem,
                pages=pages,
                tell=tell,
            )
        written.update(made)
        yield from map(str, made)

    return hand_in
