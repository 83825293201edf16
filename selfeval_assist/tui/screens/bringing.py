"""The ways to bring forms into the workspace: a file, a table, the examples, what was left."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from textual import work
from textual.screen import Screen

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.resources import folder
from selfeval_assist.tui.commands import Host
from selfeval_assist.tui.dialogs.choose import Choose
from selfeval_assist.tui.dialogs.confirm import Confirm
from selfeval_assist.tui.dialogs.write import Paste
from selfeval_assist.tui.state.left import Left, left, rescue
from selfeval_assist.tui.state.related import COPY, alike
from selfeval_assist.tui.terminal.safe import safe
from selfeval_assist.tui.widgets.told import told
from selfeval_assist.tui.words import asking
from selfeval_assist.workspace import FormId, Summary, Workspace

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
        form = self.workspace.liftings.confirm(form)
        return self.workspace.create(form, person=self.person, note=note)

    def open(self, form_id: FormId) -> None:
        """Walk through a form."""
        if isinstance(self.app, Host):
            self.app.open_form(form_id)

    def action_read(self) -> None:
        """Ask for a file and read every form in it."""
        from selfeval_assist.tui.dialogs.choose import Pick, usual_folder

        def picked(path: Path | None) -> None:
            if path:
                self.bring(path)

        self.app.push_screen(Pick(usual_folder(self.workspace)), picked)

    def action_paste(self) -> None:
        """Ask for a table that was copied elsewhere, and read every form in it."""

        def pasted(text: str | None) -> None:
            if text:
                self.read_pasted(text)

        self.app.push_screen(
            Paste(
                "在 Excel、WPS 或网页里选中整张表复制，粘贴到这里（Ctrl+Shift+V），再按 Ctrl+S。"
            ),
            pasted,
        )

    def read_pasted(self, text: str) -> None:
        """Read every form in a table that was copied elsewhere."""
        from selfeval_assist.documents import DocumentError, read_text

        with told(self, DocumentError):
            self.keep(read_text(text, "粘贴的表格"), "粘贴")

    @work(exclusive=True, group="read")
    async def bring(self, path: Path) -> None:
        """Read a file while the screen stays alive; when it holds one form, open it."""
        from selfeval_assist.documents import DocumentError, read

        self.say(f"正在读取“{safe(path.name)}”…")
        with told(self, DocumentError):
            forms = await asyncio.to_thread(read, path)
            self.say("")
            await self._store(forms, f"读自 {path.name}")
            self.workspace.settings.put("folder", str(path.parent), person=self.person)
        self.say("")

    def take(self, path: Path) -> None:
        """Read a file at once; when it holds one form, open it."""
        # Readers are only loaded when a file is read: a tenth of a second at every start.
        from selfeval_assist.documents import DocumentError, read

        with told(self, DocumentError):
            self.keep(read(path), f"读自 {path.name}")

    @work(group="keeping")
    async def keep(self, forms: Sequence[SelfEvaluation], note: str) -> None:
        """Keep what was read; one form is opened, several are listed."""
        with told(self):
            await self._store(forms, note)

    async def _store(self, forms: Sequence[SelfEvaluation], note: str) -> None:
        """Keep what was read; the person decides about what stands in the list already."""
        twins = [alike(self.workspace, form) for form in forms]
        here = [twin for twin in twins if twin]
        again = bool(here) and await self._again(len(forms), here)
        if again is None:
            return
        added = [
            self.add(form, f"{COPY}，{note}" if twin else note)
            for form, twin in zip(forms, twins, strict=True)
            if again or not twin
        ]
        self.fill()
        self._say_unread(forms)
        if len(forms) == 1:
            self.open(added[0] if added else here[0].id)
        else:
            self.notify(f"已读入 {len(added)} 份自评表。", markup=False)

    def _say_unread(self, forms: Sequence[SelfEvaluation]) -> None:
        """Say once for a file that pictures or hidden sheets in it were not looked at."""
        unread = dict.fromkeys(each for form in forms for each in form.provenance.unread)
        # What is no text of the file stands in brackets.
        if told_ := [f"{each.place}{each.text}" for each in unread if each.text.startswith("（")]:
            self.notify(safe("；".join(told_)), severity="warning", timeout=15, markup=False)

    async def _again(self, count: int, here: Sequence[Summary]) -> bool | None:
        """Ask whether what stands in the list is to be kept once more; None is neither."""
        first = f"{here[0].year or '年度未填'}“{here[0].project or '未命名项目'}”"
        if count == 1:
            title = f"列表里已有同一项目、年度和单位的表：{first}。"
            choices = [("no", "打开已有的那份"), ("yes", "再存一份（列表里标“副本”）")]
        else:
            title = f"读到 {count} 份表，其中 {len(here)} 份列表里已有，如{first}。"
            choices = [("no", "只存列表里没有的"), ("yes", "全部存下（重复的标“副本”）")]
        chosen = await self.app.push_screen_wait(Choose(title, choices))
        return None if chosen is None else chosen == "yes"

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


def offer(screen: Bringing, known: set[Path]) -> None:
    """Ask once about what was left unsaved; name the files that cannot be read.

    What fits its form is not asked about: it is there when the form is opened.

    Args:
        screen: the list of forms.
        known: the files that were offered or named before; those of this time are added.
    """
    with told(screen):
        every, broken = left(screen.workspace)
        found = [each for each in every if each.standing != "fits" and each.path not in known]
        broken = tuple(path for path in broken if path not in known)
        known.update(broken, (each.path for each in found))
        if broken:
            words = asking.unreadable(broken)
            screen.notify(words, severity="warning", timeout=15, markup=False)
        if found:
            _ask(screen, found)


def _ask(screen: Bringing, found: list[Left]) -> None:
    def answered(agreed: bool | None) -> None:
        if not agreed:
            return
        count = 0
        with told(screen):
            for each in found:
                count += rescue(screen.workspace, each, person=screen.person) is not None
        if count:
            screen.notify(asking.stored(count), timeout=15, markup=False)
        screen.fill()

    question = asking.offered(found)
    screen.app.push_screen(Confirm(question, asking.STORE, asking.LATER), answered)
