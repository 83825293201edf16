"""The history of a form: its versions, what each changed, and whether the record is as written."""

import asyncio
from collections.abc import Iterable

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from selfeval_assist.failures import Failure, attempt
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.tui.dialogs.confirm import Confirm
from selfeval_assist.tui.state.history import Changed, changed
from selfeval_assist.tui.state.session import Session
from selfeval_assist.tui.terminal.safe import safe
from selfeval_assist.tui.widgets.card import LEGEND, changes
from selfeval_assist.tui.widgets.told import told
from selfeval_assist.workspace import Revision, WorkspaceError, verify

_PROBLEMS = 3
"""Problems that are shown; a command lists all."""


class History(Screen[None]):
    """The versions of one form, the last one first.

    Args:
        session: the open form, which is stored when the screen opens.
    """

    CSS_PATH = "history.tcss"
    BINDINGS = [
        Binding("escape,f10", "dismiss(None)", "返回", id="history.back"),
        Binding("d", "against", "同上一版/同现在比", id="history.against"),
        Binding("r", "restore", "恢复这一版", id="history.restore"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._versions: list[Revision] = []
        self._against_now = False

    def compose(self) -> ComposeResult:
        """The verdict, the list with the differences beside it, the keys."""
        yield Static("正在核对操作记录…", id="verdict", markup=False)
        with Horizontal():
            yield OptionList(id="versions", markup=False, compact=True)
            with VerticalScroll(id="differences"):
                yield Static("", id="changed", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """List the versions; verify the record behind that."""
        self._fill()
        self.query_one("#versions", OptionList).focus()
        self._verify()

    def _fill(self) -> None:
        with told(self):
            self._versions = [*reversed(self.session.workspace.revisions(self.session.form_id))]
        options = self.query_one("#versions", OptionList)
        options.clear_options()
        options.add_options(Option(_in_a_line(each)) for each in self._versions)
        options.highlighted = 0 if self._versions else None

    @work(exclusive=True, group="verifying")
    async def _verify(self) -> None:
        """Say whether the whole record is as it was written."""
        try:
            verdict = await asyncio.to_thread(verify, self.session.workspace.path)
        except WorkspaceError as error:
            self._say(safe(error), "$text-error")
            return
        if verdict.whole:
            self._say(f"已核对 {verdict.lines} 条操作记录、各版本和原文：与写入时相符。", "")
            return
        named = "；".join(map(safe, verdict.problems[:_PROBLEMS]))
        more = f"等 {len(verdict.problems)} 处" if len(verdict.problems) > _PROBLEMS else ""
        self._say(f"与写入时不符：{named}{more}", "$text-error")

    def _say(self, text: str, style: str) -> None:
        self.query_one("#verdict", Static).update(Content.styled(text, style))

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._show()

    def action_against(self) -> None:
        """Change between what the version changed and what restoring it would change."""
        self._against_now = not self._against_now
        self._show()

    def action_restore(self) -> None:
        """Ask, and make the chosen version the present one; undo takes it back."""
        chosen = self._chosen()
        if chosen is None or chosen is self._versions[0]:
            self.notify("这就是现在的一版。", markup=False)
            return

        def answered(yes: bool | None) -> None:
            if yes:
                with told(self):
                    self.session.restore(chosen.number)
                    self._fill()
                    self.notify(f"已恢复第 {chosen.number} 版的内容，存为新的一版。", markup=False)

        question = f"把表恢复成第 {chosen.number} 版的内容？现在的内容仍留在历史里。"
        self.app.push_screen(Confirm(question, yes="恢复"), answered)

    def _chosen(self) -> Revision | None:
        at = self.query_one("#versions", OptionList).highlighted
        return self._versions[at] if at is not None and at < len(self._versions) else None

    def _show(self) -> None:
        """Show the differences of the chosen version."""
        chosen = self._chosen()
        if chosen is None:
            return
        forms = attempt("读取这一版", self._both, chosen.number)
        if isinstance(forms, Failure):
            text = Content.styled(safe(forms), "$text-error")
        else:
            text = Content.assemble(*_told(changed(*forms), self._title(chosen)))
        self.query_one("#changed", Static).update(text)
        self.query_one("#differences").scroll_home(animate=False)

    def _both(self, number: int) -> tuple[SelfEvaluation, SelfEvaluation]:
        """Return the two forms that are compared; the first version has none before it."""
        form = self._load(number)
        if self._against_now:
            return self.session.form, form
        return self._load(number - 1) if number > 1 else SelfEvaluation(), form

    def _load(self, number: int) -> SelfEvaluation:
        return self.session.workspace.load(self.session.form_id, number).form

    def _title(self, version: Revision) -> str:
        if self._against_now:
            return f"恢复成第 {version.number} 版会改的"
        before = f"同第 {version.number - 1} 版比" if version.number > 1 else "新建时的内容"
        return f"第 {version.number} 版，{before}"


def _in_a_line(version: Revision) -> str:
    when = version.at.astimezone().strftime("%m-%d %H:%M")
    return safe(f"{version.number:>3}  {when}  {version.person}  {version.note}").rstrip()


def _told(fields: Iterable[Changed], title: str) -> Iterable[Content | tuple[str, str]]:
    yield f"{title}（{LEGEND}）\n", "bold"
    count = 0
    for label, before, after in fields:
        count += 1
        yield f"\n{safe(label)}\n", "$text-accent"
        yield changes(safe(before), safe(after))
    yield ("\n" if count else "\n表上没有不同。"), ""
