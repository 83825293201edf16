"""Step 8: writing the form to a file that can be handed in."""

from collections.abc import Sequence
from pathlib import Path

from platformdirs import user_documents_path
from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Button, Input, Select, Static

from selfeval_assist.checks import Severity
from selfeval_assist.documents import DocumentError
from selfeval_assist.documents.writers.content import layout_of
from selfeval_assist.documents.writers.left_out import left_out
from selfeval_assist.failures import Failure, attempt
from selfeval_assist.layouts import Layout, available, load
from selfeval_assist.layouts.load import DEFAULT, LayoutError
from selfeval_assist.policies import PolicyError
from selfeval_assist.reports.export import USUAL, ExportError, export_form
from selfeval_assist.reports.file_names import stem_among
from selfeval_assist.review import uses_model
from selfeval_assist.tui.commands import Host
from selfeval_assist.tui.dialogs.own import choose_own
from selfeval_assist.tui.parts.base import Part
from selfeval_assist.tui.state.chosen import own_files, own_name
from selfeval_assist.tui.state.related import earlier
from selfeval_assist.tui.state.scored import usable_policy
from selfeval_assist.tui.terminal.safe import safe
from selfeval_assist.tui.words.exporting import automatic, left_open, left_to_do
from selfeval_assist.tui.words.keys import STEPS
from selfeval_assist.workspace import WorkspaceError

_EXPORT = "导出 Excel、Word 和 .json"
_FILL = "填进本单位的空白表"
_REPORT = "导出自评报告（Word）"
_TAKEN = "已有同名文件"
"""How an error begins that goes away when the files may be replaced."""
_AGAIN = 0.5
"""Seconds until the steps that are still being loaded are looked at again."""


class Export(Part):
    """Where to write, what should be known before, and what was written."""

    DEFAULT_CSS = """
    #warnings, #written { height: auto; margin: 1 0; }
    .hidden { display: none; }
    """

    _paper = False
    """Whether the report is written, and not the form."""

    def compose(self) -> ComposeResult:
        """The folder, the layout, a blank form, the warnings, the buttons, what was written."""
        yield Static("放在哪个文件夹", classes="section", markup=False)
        yield Input(str(user_documents_path() / "自评表导出"), id="folder", compact=True)
        yield Static("表样", classes="section", markup=False)
        yield Select(self._layouts(), prompt=automatic(self._own), id="layout", compact=True)
        yield Button("用自己的表样文件", id="own", compact=True)
        yield Static("或者用本单位的空白表（可以不填）", classes="section", markup=False)
        yield Input(
            placeholder="空白表的路径，.xlsx 或 .docx；不改动原件", id="blank", compact=True
        )
        yield Static("", id="warnings", markup=False)
        yield Button(_EXPORT, id="write", variant="primary")
        yield Button(_REPORT, id="report", compact=True)
        yield Static("", id="written", markup=False)
        yield Button("替换已有的文件", id="replace", classes="hidden")

    def on_mount(self) -> None:
        """Show the warnings."""
        self.follow()

    def start(self) -> None:
        """Begin at the button."""
        self.query_one("#write", Button).focus()

    def follow(self) -> None:
        """Say what a person should know before handing the form in."""
        steps = {part.id or "": part.left for part in self.screen.query(Part)}
        if len(steps) < len(STEPS):
            self.set_timer(_AGAIN, self.follow)
        form, choice = self.session.form, self.query_one("#layout", Select)
        choice.prompt = automatic(self._own)
        choice.disabled = self._blank is not None
        lines = [*left_to_do(steps), *left_open(form)]
        found = attempt("读取表样", lambda: self.chosen or self._own)
        if isinstance(found, Failure):
            lines.append(f"{safe(found)}请重新选择表样。")
        elif not self._blank:
            lines += left_out(form, found)
        errors = sum(f.severity is Severity.ERROR and not f.waived for f in self.session.findings)
        if errors:
            lines.append(f"还有 {errors} 条错误没有处理，可在“检查”一步查看。")
        warning = "导出前请注意：\n" + "\n".join(f"· {line}" for line in lines)
        self.query_one("#warnings", Static).update(
            Content.styled(warning, "$text-warning")
            if lines
            else Content("没有待办事项，可以导出。")
        )
        plain = _FILL if self._blank else _EXPORT
        self.query_one("#write", Button).label = f"仍然{plain}" if lines else plain

    def reveal(self, path: str) -> bool:
        """Nothing of the form is edited here."""
        return False

    @property
    def _blank(self) -> Path | None:
        """The blank form to fill, if one was named; quotes come from dropping or copying a path."""
        text = self.query_one("#blank", Input).value.strip().strip("\"'").removeprefix("file://")
        return Path(text).expanduser() if text else None

    @property
    def _own(self) -> Layout:
        """The layout of the form's policy and place."""
        form = self.session.form
        found = attempt("选择表样", layout_of, form, usable_policy(form)[0].policy.id)
        return load(DEFAULT) if isinstance(found, Failure) else found

    @property
    def chosen(self) -> Layout | None:
        """The layout that a person chose, or None.

        Raises:
            LayoutError: a file of their own cannot be read any more.
        """
        value = self.query_one("#layout", Select).value
        return load(value) if isinstance(value, str) else None

    def _layouts(self) -> list[tuple[Content, str]]:
        """Return the layouts to choose from, a person's own files last."""
        own = own_files(self.session.workspace, "layout")
        return [
            *((Content(layout.name), layout.id) for layout in available()),
            *((Content(own_name(path, "layout")), path) for path in own),
        ]

    @on(Button.Pressed, "#own")
    def _choose_own(self, event: Button.Pressed) -> None:
        event.stop()

        def chosen(path: str) -> None:
            choice = self.query_one("#layout", Select)
            choice.set_options(self._layouts())
            choice.value = path

        session = self.session
        choose_own(self, session.workspace, "layout", session.person, chosen)

    @on(Select.Changed, "#layout")
    def _laid_out(self, event: Select.Changed) -> None:
        event.stop()
        self.follow()

    @on(Input.Changed, "#blank")
    def _named(self, event: Input.Changed) -> None:
        event.stop()
        self.follow()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.query_one("#write", Button).focus()

    @on(Button.Pressed, "#write, #report, #replace")
    def _write(self, event: Button.Pressed) -> None:
        event.stop()
        folder = Path(self.query_one("#folder", Input).value.strip()).expanduser()
        session, overwrite = self.session, event.button.id == "replace"
        if not overwrite:
            self._paper = event.button.id == "report"
        notes: list[str] = []
        try:
            drafts = attempt("读取草稿", session.workspace.proposals, session.form_id)
            if isinstance(drafts, Failure):
                notes.append(f"{drafts}导出的文件没有注明哪些文字出自模型。")
                drafts = ()
            files = export_form(
                session.form,
                folder,
                overwrite=overwrite,
                model_fields=uses_model(drafts, session.decisions, session.form),
                layout=self.chosen or self._own,
                template=None if self._paper else self._blank,
                formats=() if self._paper else USUAL,
                pages=("report",) if self._paper else (),
                stem=stem_among(session.form, earlier(session.workspace, session.form_id)),
                tell=notes.append,
            )
            self._hand_over(files)
        except (DocumentError, LayoutError, PolicyError, WorkspaceError) as error:
            result = Content.styled(safe(error), "$text-error")
            if isinstance(error, ExportError):
                self._hand_over(error.written)
            replaceable = isinstance(error, DocumentError) and error.problem.startswith(_TAKEN)
        else:
            names = "\n".join(f"  {safe(path.absolute())}" for path in files)
            told = "".join(f"\n· {safe(note)}" for note in notes)
            result = Content.assemble(
                (f"已导出：\n{names}", "$text-success"),
                (f"\n请核对：{told}" if notes else "", "$text-warning"),
            )
            replaceable = False
        self.query_one("#written", Static).update(result)
        self.query_one("#replace", Button).set_class(not replaceable, "hidden")
        # What was written, or why not, is below; on a small screen it would be out of sight.
        self.call_after_refresh(self.scroll_end, animate=False)

    def _hand_over(self, files: Sequence[Path]) -> None:
        """Let a browser download what was written."""
        if isinstance(self.app, Host):
            self.app.exported(files)
