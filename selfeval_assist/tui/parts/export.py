"""Step 8: writing the form to a file that can be handed in."""

from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Button, Input, Static

from selfeval_assist.checks import Severity
from selfeval_assist.documents import DocumentError
from selfeval_assist.reports.export import export_form, warnings_before_export
from selfeval_assist.tui.parts.base import Part


class Export(Part):
    """Where to write, what should be known before, and what was written."""

    TITLE = "导出"

    def compose(self) -> ComposeResult:
        """The folder, the warnings, the button and the result."""
        yield Static("放在哪个文件夹", classes="section", markup=False)
        yield Input(str(Path.cwd() / "自评表导出"), id="folder")
        yield Static("", id="warnings", markup=False)
        yield Button("导出 .xlsx 和 .json", id="write", variant="primary")
        yield Static("", id="written", markup=False)

    def on_mount(self) -> None:
        """Show the warnings."""
        self.follow()

    def start(self) -> None:
        """Begin at the button."""
        self.query_one("#write", Button).focus()

    def follow(self) -> None:
        """Say what a person should know before handing the form in."""
        lines = list(warnings_before_export(self.session.form))
        errors = sum(f.severity is Severity.ERROR and not f.waived for f in self.session.findings)
        if errors:
            lines.append(f"还有 {errors} 条错误没有处理，可在“检查”一步查看。")
        warning = "导出前请注意：\n" + "\n".join(f"· {line}" for line in lines)
        self.query_one("#warnings", Static).update(
            Content.styled(warning, "$text-warning")
            if lines
            else Content("没有待办事项，可以导出。")
        )
        self.query_one("#write", Button).label = "仍然导出" if lines else "导出 .xlsx 和 .json"

    def reveal(self, path: str) -> bool:
        """Nothing of the form is edited here."""
        return False

    @on(Button.Pressed, "#write")
    def _write(self, event: Button.Pressed) -> None:
        event.stop()
        folder = Path(self.query_one("#folder", Input).value).expanduser()
        try:
            files = export_form(self.session.form, folder, overwrite=False)
        except DocumentError as error:
            result = Content.styled(str(error), "$text-error")
        else:
            names = "\n".join(f"  {path}" for path in files)
            result = Content.styled(f"已导出：\n{names}", "$text-success")
        self.query_one("#written", Static).update(result)
