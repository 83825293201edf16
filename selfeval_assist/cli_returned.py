"""The command that brings 退回意见 in a file of their own to the cells of a form."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from selfeval_assist.cli_output import CLEAN, FINDINGS, say, tell
from selfeval_assist.cli_words import File
from selfeval_assist.office.each import as_typed, shown

if TYPE_CHECKING:
    from selfeval_assist.form import SelfEvaluation


def returned(
    file: File,
    remarks: Annotated[
        tuple[Path, ...],
        Parameter(
            name="意见",
            help="退回意见（Word、Excel 或文本）：逐条编号，或列成表；可写多个。",
            negative="",
            json_list=False,
        ),
    ],
    /,
    *,
    to: Annotated[
        Path | None,
        Parameter(
            help="另存到这个文件夹：带着意见的表（.json，用 open 打开逐条处理）和整改情况；"
            "已有的文件不会被覆盖。"
        ),
    ] = None,
) -> int:
    """把退回意见逐条放到自评表的格子上，列出要处理的各条。有意见返回 1，没有返回 0。"""
    from selfeval_assist.documents import read
    from selfeval_assist.documents.remarks import with_file

    with as_typed(file):
        forms = read(file)
    found: list[SelfEvaluation] = []
    for form in forms:
        for path in remarks:
            with as_typed(path):
                brought = with_file(form, path)
            form = brought.form
            for line in brought.told(shown(path)):
                tell(line)
        found.append(form)
    for form in found:
        _list(form)
    if to is not None:
        _keep(found, to)
    return FINDINGS if any(form.returned for form in found) else CLEAN


def _list(form: "SelfEvaluation") -> None:
    """Print what is to be done on a form, a line a point."""
    from selfeval_assist.reports.amended import amended

    say(form.project or "（未填项目名称）")
    for number, said, cell, *_ in amended(form):
        say(f"{number}. {cell}：{' '.join(said.split())}")


def _keep(forms: "list[SelfEvaluation]", to: Path) -> None:
    from selfeval_assist.reports.export import export_form
    from selfeval_assist.reports.file_names import unused_stem

    used: set[str] = set()
    for form in forms:
        if form.returned:
            stem = unused_stem(form, used)
            for made in export_form(form, to, overwrite=False, formats=(".json",), stem=stem):
                say(str(made))
