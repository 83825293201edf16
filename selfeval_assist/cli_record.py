"""The commands over the record: the audit, marks that are lifted, backups and restoring."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from selfeval_assist.cli_inputs import over
from selfeval_assist.cli_output import (
    CLEAN,
    FINDINGS,
    OutputError,
    destination,
    pour,
    say,
    tell,
)
from selfeval_assist.cli_words import Files, Place
from selfeval_assist.office.each import shown

if TYPE_CHECKING:
    from selfeval_assist.form import SelfEvaluation
    from selfeval_assist.reports.draft_record import Drafts
    from selfeval_assist.workspace import Workspace

Form = Annotated[int | None, Parameter(name="编号", help="只列这一份表；不写则列整个工作区。")]
Backup = Annotated[Path, Parameter(name="备份文件", help="备份写到（或取自）的文件。")]
Replace = Annotated[bool, Parameter(negative="", help="允许替换已有的文件。")]
_FORMATS = (".html", ".json")


def audit(
    number: Form = None,
    /,
    *,
    verify: Annotated[
        bool, Parameter(negative="", help="核对记录、各版本和原文是否被改动；有不符时退出码为 1。")
    ] = False,
    export: Annotated[
        Path | None, Parameter(help="把记录写进这个文件：.html 为可打印的页面，.json 供程序读取。")
    ] = None,
    drafts: Annotated[
        bool,
        Parameter(
            negative="",
            help="连同每次起草的经过：交给模型的材料、提示词、答复原文、逐句核对结果和取舍。",
        ),
    ] = False,
    accept: Annotated[
        bool, Parameter(negative="", help="确认就用现有的工作区文件，尽管它比上次见到的少。")
    ] = False,
    force: Annotated[bool, Parameter(negative="", help="允许替换 --export 所写的文件。")] = False,
    workspace: Place = None,
) -> int:
    """列出工作区的操作记录：谁在什么时候做了什么；可核对是否被改动，可导出。"""
    from selfeval_assist.reports.audit_page import audit_cells
    from selfeval_assist.workspace import default_path, lines

    path = workspace or default_path()
    if accept:
        _accept(path)
    if export is not None:
        return _export(path, number, export, force, _drafts(path, number) if drafts else ())
    if verify:
        return _verify(path)
    if not accept:
        found = lines(path, number)
        if not found:
            tell("没有操作记录。")
        for line in found:
            say("  ".join(cell for cell in audit_cells(line) if cell))
        if drafts:
            _say_drafts(_drafts(path, number))
    return CLEAN


def _say_drafts(drafts: "Drafts") -> None:
    from selfeval_assist.reports.draft_record import draft_lines

    if not drafts:
        tell("没有起草过。")
    for line in draft_lines(drafts):
        say(line)


def _drafts(path: Path, number: int | None) -> "Drafts":
    """Return the drafts of one form, or of all, each with the decisions about its form."""
    from selfeval_assist.workspace import FormId, Workspace

    with Workspace.open(path) as opened:
        every = (*opened.forms(), *opened.forms(archived=True))
        wanted = sorted({each.id for each in every} if number is None else {FormId(number)})
        return tuple(
            (form, proposal, opened.decisions(form))
            for form in wanted
            for proposal in opened.proposals(form)
        )


def marks(
    files: Files,
    /,
    *,
    lift: Annotated[
        bool, Parameter(negative="", help="确认列出的标志都是误认、内容并不涉密；须写明理由。")
    ] = False,
    reason: Annotated[str, Parameter(help="确认的理由，记入操作记录。")] = "",
    person: Annotated[str, Parameter(help="确认人姓名；不写则用设置中的姓名。")] = "",
    workspace: Place = None,
) -> int:
    """列出文件中使表格不能交给模型的密级、内部资料标志；可写明理由确认为误认。还有标志时返回 1。"""
    from selfeval_assist.form.marks import in_form
    from selfeval_assist.tui.state.chosen import person_of
    from selfeval_assist.workspace import Workspace

    if lift and not reason.strip():
        raise OutputError("确认标志为误认时，请用 --reason 写明理由。")
    codes = {CLEAN}
    with Workspace.open(workspace) as opened:
        by = person.strip() or person_of(opened)

        def look(file: Path, read: "SelfEvaluation") -> "Iterator[str]":
            form = opened.liftings.confirm(read)
            if lift:
                form = _lifted(opened, form, reason, by)
            for each in form.lifted:
                who = f"{each.by} {each.date} 确认为误认：{each.reason}"
                yield f"{shown(file)}  {each.place}：{each.text}  {who}"
            left = in_form(form)
            if not form.lifted and not left:
                yield f"{shown(file)}  没有发现密级、内部资料标志；没有标志不等于不涉密。"
            for mark in left:
                codes.add(FINDINGS)
                yield f"{shown(file)}  {mark.place}：{mark.text}  不交给模型"

        pour(over(files, look), say, codes)
    return max(codes)


def _lifted(
    workspace: "Workspace", form: "SelfEvaluation", reason: str, by: str
) -> "SelfEvaluation":
    """Return a form whose marks are all lifted, once that is in the audit."""
    import datetime

    from selfeval_assist.form.marks import in_form, lift

    today = datetime.datetime.now().astimezone().date()
    new = lift(form, in_form(form), reason=reason, by=by, date=today)
    workspace.liftings.keep(form, new.lifted[len(form.lifted) :])
    return new


def backup(file: Backup, /, *, force: Replace = False, workspace: Place = None) -> int:
    """把整个工作区备份成一个文件；别的窗口正在使用时也可以。已有的文件不会被覆盖。"""
    from selfeval_assist.workspace import back_up, default_path

    path = workspace or default_path()
    back_up(path, file, force=force)
    say(f"工作区“{shown(path)}”已备份到“{shown(file)}”，并检查过是完整的。")
    return CLEAN


def restore(
    file: Backup,
    /,
    *,
    force: Replace = False,
    salvage: Annotated[
        bool,
        Parameter(
            negative="", help="文件已损坏：把还读得出的内容写进它旁边的新文件，列出读不出的。"
        ),
    ] = False,
    workspace: Place = None,
) -> int:
    """用备份恢复整个工作区；现有的会先另存在旁边，不加 --force 不会替换。"""
    if salvage:
        return _salvage(file)
    import datetime

    from selfeval_assist.tui.state.chosen import account
    from selfeval_assist.workspace import default_path, restore

    path = workspace or default_path()
    now = datetime.datetime.now(datetime.UTC)
    copy = restore(path, file, person=account(), at=now, force=force)
    say(f"工作区“{shown(path)}”已恢复成备份“{shown(file)}”里的内容。")
    if copy is not None:
        say(f"恢复前的内容另存为“{shown(copy)}”。")
    return CLEAN


def _salvage(file: Path) -> int:
    from selfeval_assist.workspace import salvage

    found = salvage(file)
    for each in found.lost:
        say(each)
    say(
        f"从“{shown(file)}”里读出 {found.forms} 张表、{found.versions} 个版本，"
        f"写进了“{shown(found.path)}”；读不出或与记录不符的有 {len(found.lost)} 处。"
    )
    say("查看无误后，可用 selfeval-assist restore 这个新文件 --force 换上；损坏的文件没有改动。")
    return FINDINGS if found.lost else CLEAN


def _accept(path: Path) -> None:
    from selfeval_assist.tui.state.chosen import account
    from selfeval_assist.workspace import Workspace

    with Workspace.open(path, accepted_by=account()):
        say(f"工作区“{shown(path)}”已按现有内容打开；如与上次见到的不同，已记入操作记录。")


def _verify(path: Path) -> int:
    from selfeval_assist.reports.audit_page import verdict_text
    from selfeval_assist.workspace import verify

    verdict = verify(path)
    for problem in verdict.problems:
        say(problem)
    say(verdict_text(verdict))
    say(f"最后一条的校验值：{verdict.link}")
    return CLEAN if verdict.whole else FINDINGS


def _export(path: Path, number: int | None, file: Path, force: bool, drafts: "Drafts" = ()) -> int:
    """Write the audit to a file; one that was tampered with is written with what was found."""
    from selfeval_assist.documents import DocumentError
    from selfeval_assist.reports.audit_page import audit_json, audit_page
    from selfeval_assist.workspace import lines, verify

    if file.suffix.lower() not in _FORMATS:
        raise DocumentError(shown(file), "不知道要写成什么格式", "请把文件名写成 .html 或 .json")
    make = audit_json if file.suffix.lower() == ".json" else audit_page
    verdict = verify(path)
    with destination(file, force=force, inputs=[path]) as write:
        write(make(shown(path), lines(path, number), verdict, drafts))
    return CLEAN if verdict.whole else FINDINGS
