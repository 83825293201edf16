"""The ways to bring forms into the workspace: a file, a pasted table, the examples."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from textual import work
from textual.screen import Screen

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.resources import folder
from selfeval_assist.tui.dialogs.write import Paste
from selfeval_assist.tui.widgets.told import told
from selfeval_assist.tui.words.safe import safe
from selfeval_assist.workspace import FormId, Workspace

_EXAMPLES = ("finished.json", "shanghai-integration.json", "shanghai-maintenance.json")


class Bringing(Screen[None]):
    """A screen over the workspace into which forms are brought.

    Args:
        workspace: the opened workspace.
        person: in whose name forms are stored.
    """

    def __init__(self, workspace: Workspace, person: str) -> None:
        super().__init__()
        self.workspace = workspace
        self.person = person

    def fill(self) -> None:
        """Show the forms that there are now; the screen says how."""

    def say(self, text: str) -> None:
        """Show what is going on; the screen says where."""

    def add(self, form: SelfEvaluation, note: str) -> FormId:
        """Store a form as a new one in the workspace."""
        return self.workspace.create(form, person=self.person, note=note)

    def open(self, form_id: FormId) -> None:
        """Walk through a form."""
        from selfeval_assist.tui.app import SelfEvalApp

        if isinstance(self.app, SelfEvalApp):
            self.app.open_form(form_id)

    def action_read(self) -> None:
        """Ask for a file and read every form in it."""
        from selfeval_assist.tui.dialogs.pick import Pick, usual_folder

        def picked(path: Path | None) -> None:
            if path:
                self.bring(path)

        self.app.push_screen(Pick(usual_folder(self.workspace)), picked)

    def action_paste(self) -> None:
        """Ask for a table that was copied elsewhere, and read every form in it."""

        def pasted(text: str | None) -> None:
            from selfeval_assist.documents import DocumentError, read_text

            if text:
                with told(self, DocumentError):
                    self._store(read_text(text, "粘贴的表格"), "粘贴")

        self.app.push_screen(
            Paste(
                "在 Excel、WPS 或网页里选中整张表复制，粘贴到这里（Ctrl+Shift+V），再按 Ctrl+S。"
            ),
            pasted,
        )

    @work(exclusive=True, group="read")
    async def bring(self, path: Path) -> None:
        """Read a file while the screen stays alive; when it holds one form, open it."""
        from selfeval_assist.documents import DocumentError, read

        self.say(f"正在读取“{safe(path.name)}”…")
        with told(self, DocumentError):
            forms = await asyncio.to_thread(read, path)
            self._store(forms, f"读自 {path.name}")
            self.workspace.settings.put("folder", str(path.parent), person=self.person)
        self.say("")

    def take(self, path: Path) -> None:
        """Read a file at once; when it holds one form, open it."""
        # Readers are only loaded when a file is read: a tenth of a second at every start.
        from selfeval_assist.documents import DocumentError, read

        with told(self, DocumentError):
            self._store(read(path), f"读自 {path.name}")

    def _store(self, forms: Sequence[SelfEvaluation], note: str) -> None:
        """Keep what was read; one form is opened, several are listed."""
        added = [self.add(form, note) for form in forms]
        self.fill()
        if len(added) == 1:
            self.open(added[0])
        else:
            self.notify(f"已读入 {len(added)} 份自评表。", markup=False)

    def action_examples(self) -> None:
        """Read the example forms that are not in the list yet."""
        from selfeval_assist.documents import DocumentError, read

        with told(self, DocumentError):
            here = {(summary.year, summary.project) for summary in self.workspace.forms()}
            for name in _EXAMPLES:
                for form in read(folder("examples") / name):
                    if (form.year, form.project) not in here:
                        self.add(form, "示例")
            self.fill()
