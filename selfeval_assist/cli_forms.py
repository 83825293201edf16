"""The commands that reach what is stored in the workspace, also where the screens cannot.

A form that cannot be read, scored or shown any more is still listed, handed out as it is stored,
and brought back to an earlier version.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import App, Group, Parameter

from selfeval_assist.cli_output import say, tell
from selfeval_assist.cli_words import Place
from selfeval_assist.failures import FAILED, Failure, attempt
from selfeval_assist.office.each import shown

if TYPE_CHECKING:
    from selfeval_assist.workspace import FormId, Summary, Workspace

Number = Annotated[int, Parameter(name="编号", help="表的编号，见 selfeval-assist forms。")]
Version = Annotated[int, Parameter(name="版本", help="要恢复到的版本。")]

forms = App(
    name="forms",
    help="列出工作区里的表，导出或恢复其中一份；界面打不开时也能用。",
    usage="selfeval-assist forms [命令]",
    group_commands=Group("命令"),
    group_parameters=Group("选项"),
    group_arguments=Group("参数"),
)


@forms.default
def list_forms(*, workspace: Place = None) -> int:
    """列出工作区里的表：编号、项目、年度、单位、版本和状态。"""
    from selfeval_assist.workspace import Workspace

    with Workspace.open(workspace) as opened:
        for notice in opened.notices:
            tell(notice)
        found = [*opened.forms(), *opened.forms(archived=True)]
        if not found:
            tell(f"工作区“{shown(opened.path)}”里还没有表。")
        for each in found:
            say(_line(opened, each))
    return 0


@forms.command(name="export", usage="selfeval-assist forms export [选项] 编号")
def export_stored(
    number: Number,
    /,
    *,
    to: Annotated[Path, Parameter(help="导出到的文件夹；不写则放在当前文件夹。")] = Path(),
    format: Annotated[
        tuple[Literal["xlsx", "docx", "md", "json"], ...],
        Parameter(negative="", help="导出的格式，可写多个；json 是存着的原文。"),
    ] = ("json",),
    revision: Annotated[
        int | None, Parameter(name="--revision", help="要导出的版本；不写则为最新的一版。")
    ] = None,
    workspace: Place = None,
) -> int:
    """导出工作区里的一份表；读不出来的表，json 也照原文导出。已有的文件不会被覆盖。"""
    from selfeval_assist.workspace import FormId, Workspace

    code = 0
    with Workspace.open(workspace) as opened:
        for each in _exported(opened, FormId(number), revision, to, [f".{one}" for one in format]):
            if isinstance(each, Failure):
                tell(str(each))
                code = FAILED
            else:
                say(shown(each))
    return code


@forms.command(name="restore", usage="selfeval-assist forms restore [选项] 编号 版本")
def restore(number: Number, version: Version, /, *, workspace: Place = None) -> int:
    """把一份表恢复成较早的一版：存为新的一版，原有各版都保留。"""
    from selfeval_assist.tui.state.chosen import person_of
    from selfeval_assist.workspace import FormId, Workspace

    with Workspace.open(workspace) as opened:
        form_id = FormId(number)
        now = opened.revisions(form_id)[-1].number
        new = opened.restore(form_id, version, revision=now, person=person_of(opened))
    if new == now:
        say(f"第 {number} 号表现在的第 {now} 版与第 {version} 版相同，没有改动。")
    else:
        say(f"第 {number} 号表已恢复到第 {version} 版的内容，存为第 {new} 版。")
    return 0


def _line(workspace: "Workspace", summary: "Summary") -> str:
    year = f"{summary.year}年度" if summary.year else "年度未填"
    cells = (
        f"{summary.id}",
        summary.project or "未命名项目",
        year,
        summary.unit or "单位未填",
        f"第 {summary.revision} 版",
        _state(workspace, summary),
    )
    return "  ".join(" ".join(cell.split()) for cell in cells)


def _state(workspace: "Workspace", summary: "Summary") -> str:
    """Return what can be said of a form: how far it is, or what cannot be done with it."""
    from selfeval_assist.tui.state.standing import standing_of

    found = standing_of(workspace, summary.id)
    if isinstance(found, str):
        return found
    return "已归档" if summary.archived else found.state


def _exported(
    workspace: "Workspace",
    form_id: "FormId",
    revision: int | None,
    folder: Path,
    formats: "Sequence[str]",
) -> "Iterator[Path | Failure]":
    """Yield the files that are written, or in the place of some why they are not.

    Raises:
        WorkspaceError: there is no such form or no such version.
    """
    from selfeval_assist.reports.export import export_form

    text = workspace.document(form_id, revision)
    if ".json" in formats:
        yield attempt("导出", _write_stored, text, form_id, revision, folder)
    if official := [each for each in formats if each != ".json"]:
        stored = attempt("读取", workspace.load, form_id, revision)
        if isinstance(stored, Failure):
            yield stored
            return
        files = attempt(
            "导出", export_form, stored.form, folder, overwrite=False, formats=official, tell=tell
        )
        yield from [files] if isinstance(files, Failure) else files


def _write_stored(text: str, form_id: "FormId", revision: int | None, folder: Path) -> Path:
    """Write a stored document as it is, whether a form can be made of it or not."""
    from selfeval_assist.documents import DocumentError, atomic
    from selfeval_assist.system import reason

    version = "" if revision is None else f"-第{revision}版"
    path = folder / f"第{form_id}号表{version}.json"
    if path.exists():
        raise DocumentError(str(path), "已有同名文件", "请换一个文件夹，或先把它移走")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DocumentError(
            str(folder), f"文件夹建不了（{reason(error)}）", "请检查路径"
        ) from error

    def fill(place: Path) -> None:
        # A lone half of a character can be stored; it is kept as JSON writes it.
        place.write_text(text, encoding="utf-8", errors="backslashreplace")

    atomic.write(path, fill)
    return path
