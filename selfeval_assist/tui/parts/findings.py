"""Step 6: what should be looked at, why, and where; quietly at the end, what was not checked."""

import asyncio
from collections.abc import Iterable

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from selfeval_assist.checks import Finding, Rule, Severity
from selfeval_assist.checks.waivers import covers
from selfeval_assist.drafting import DraftingError, Endpoint
from selfeval_assist.form import SelfEvaluation, Unread, Waiver, paths
from selfeval_assist.form.marks import in_form, lift
from selfeval_assist.tui.commands import Command
from selfeval_assist.tui.dialogs.choose import Choose, Pick, usual_folder
from selfeval_assist.tui.dialogs.confirm import Confirm
from selfeval_assist.tui.dialogs.consent import may_send
from selfeval_assist.tui.dialogs.write import Write
from selfeval_assist.tui.parts.base import Part
from selfeval_assist.tui.state import reading
from selfeval_assist.tui.state.related import KINDS, Kind
from selfeval_assist.tui.state.session import Session
from selfeval_assist.tui.state.standing import completeness
from selfeval_assist.tui.terminal.safe import safe
from selfeval_assist.tui.widgets.told import told
from selfeval_assist.tui.words.findings import (
    MARKS_LIFTED,
    NO_MARKS,
    at_length,
    in_a_line,
    marks_question,
    not_run_at_length,
    not_run_in_a_line,
    sums,
    unread_at_length,
    unread_in_a_line,
    wanted_for,
)

_ORDER = list(Severity)
_REMARKS = "remarks"


class Findings(Part):
    """The findings, worst first, with the explanation of the chosen one."""

    DEFAULT_CSS = """
    #found { height: 1fr; min-height: 5; border: none; }
    #why { height: auto; max-height: 14; border-top: solid $panel; }
    #why:focus { border-top: solid $accent; }
    """

    BINDINGS = [
        Binding("w", "waive", "确认", id="finding.waive"),
        Binding("t", "screen.links", "对照", id="finding.links"),
        Binding("m", "ask", "模型", id="finding.ask"),
        Binding("b", "compare", "对照文件", id="finding.compare", show=False),
        Binding("escape", "stop", "停止阅读", id="finding.stop", show=False),
    ]

    def __init__(self, session: Session, endpoint: Endpoint | None) -> None:
        super().__init__(session, endpoint)
        self._findings: list[Finding] = []
        self._unchecked: tuple[Rule, ...] = ()
        self._unread: tuple[Unread, ...] = ()

    def compose(self) -> ComposeResult:
        """A line of sums, the list, and the explanation."""
        yield Static("", id="sums", markup=False)
        yield OptionList(id="found", markup=False, compact=True)
        # Tab leads into it, so that a long explanation can be scrolled by keys.
        with VerticalScroll(id="why"):
            yield Static("", id="explain", markup=False)

    def on_mount(self) -> None:
        """Fill the list."""
        self.follow()

    def start(self) -> None:
        """Begin at the list."""
        self.query_one("#found", OptionList).focus()

    def follow(self) -> None:
        """Show the findings of the form as it is now."""
        everything = (*self.session.findings, *self.session.opinions)
        found = sorted(everything, key=lambda f: (f.waived, _ORDER.index(f.severity)))
        unchecked = self.session.unchecked
        self._say("")
        unread = self.session.form.provenance.unread
        shown = (self._findings, self._unchecked, self._unread)
        if (found, unchecked, unread) == shown:
            return
        self._findings, self._unchecked, self._unread = found, unchecked, unread
        options = self.query_one("#found", OptionList)
        at = options.highlighted or 0
        options.clear_options()
        options.add_options(Option(in_a_line(finding)) for finding in found)
        options.add_options(Option(not_run_in_a_line(rule)) for rule in unchecked)
        if unread:
            options.add_option(Option(unread_in_a_line(unread)))
        if options.option_count:
            options.highlighted = min(at, options.option_count - 1)
        self._explain()

    @property
    def progress(self) -> str:
        """How many errors are open; that nothing is found in half a form is no pass."""
        open_ = [f.severity for f in self.session.findings if not f.waived]
        errors = open_.count(Severity.ERROR)
        if open_:
            return f"错{errors}" if errors else f"提醒{len(open_)}"
        return "通过" if completeness(self.session.form) == 100 else "未填完"

    def reveal(self, path: str) -> bool:
        """Findings have no fields of their own."""
        return False

    def commands(self) -> Iterable[Command]:
        """Offer what can be done about findings."""
        return (
            ("确认这一条无误", "w  写明理由", self.action_waive),
            ("同申报表或上年的表对照", "b  读入文件，或不再对照", self.action_compare),
            ("读入退回意见", "b  Word、Excel 或文本，逐条放到格子上", self.bring_remarks),
            ("请模型阅读", "m", self.action_ask),
            ("确认密级标志为误认", "写明理由后才能使用模型", self.action_lift),
        )

    def copied(self) -> tuple[str, str] | None:
        """Return the sentence of the chosen finding."""
        finding = self._chosen()
        return (finding.code, finding.message) if finding else None

    def action_waive(self) -> None:
        """Ask for the reason why the chosen finding is to be accepted, or take that back."""
        finding = self._chosen()
        if finding is None:
            return
        waivers = self.session.form.waivers
        if finding.waived:
            kept = tuple(w for w in waivers if not covers(w, finding.code, finding.where))
            self.session.put("waivers", kept)
            self.notify("已撤回人工确认，按 Ctrl+Z 可以恢复。", markup=False)
            return

        def written(reason: str | None) -> None:
            if reason:
                waiver = Waiver(
                    code=finding.code,
                    where=finding.where,
                    reason=reason,
                    by=self.session.person,
                    date=self.session.clock().date(),
                )
                self.session.put("waivers", (*self.session.form.waivers, waiver))

        title = wanted_for(finding, self.session.person)
        self.app.push_screen(Write(title), written)

    def action_lift(self) -> None:
        """Ask why the marks of the form do not keep it from a model; the answer is stored."""
        session = self.session
        marks = in_form(session.form)
        if not marks:
            self.notify(NO_MARKS, markup=False)
            return

        def written(reason: str | None) -> None:
            if reason:
                today = session.clock().date()
                new = lift(session.form, marks, reason=reason, by=session.person, date=today)
                with told(self):
                    made = new.lifted[-len(marks) :]
                    session.workspace.liftings.keep(session.form, made, session.form_id)
                    session.put("lifted", new.lifted)
                    self.notify(MARKS_LIFTED, markup=False)

        claimed = session.form.provenance.lifted
        self.app.push_screen(Write(marks_question(marks, session.person, claimed)), written)

    @work(exclusive=True, group="comparing")
    async def action_compare(self) -> None:
        """Ask which document the form is to be compared with, and read its file."""
        title = "把这张表同哪一份对照？读入后，检查会列出目标、指标和分值的差别。"
        choices: list[tuple[str, str]] = list(KINDS.items())
        known = {f"no {kind}": kind for kind in KINDS if getattr(self.session, kind) is not None}
        choices += [(name, f"不再对照{KINDS[kind]}") for name, kind in known.items()]
        choices.append((_REMARKS, "退回意见（Word、Excel 或文本）：逐条列在所说的格上"))
        chosen = await self.app.push_screen_wait(Choose(title, choices, "declaration"))
        if chosen in known:
            self._compare_no_more(known[chosen])
        elif chosen == _REMARKS:
            self.bring_remarks()
        elif kind := next((each for each in KINDS if each == chosen), None):
            await self._compare(kind)

    @work(exclusive=True, group="remarks")
    async def bring_remarks(self) -> None:
        """Ask for a file of 退回意见 and bring each of them to its cell, as one step of undo."""
        from selfeval_assist.documents import DocumentError
        from selfeval_assist.documents.remarks import with_file

        path = await self.app.push_screen_wait(Pick(usual_folder(self.session.workspace)))
        if path is None:
            return
        self._say(f"正在读取“{safe(path.name)}”…")
        with told(self, DocumentError):
            found = await asyncio.to_thread(with_file, self.session.form, path)
            self.session.put_all(
                {"returned": found.form.returned, "provenance": found.form.provenance}
            )
            said = "\n".join(found.told(path.name))
            self.notify(safe(said), timeout=15, markup=False)
        self._say("")

    async def _compare(self, kind: Kind) -> None:
        """Ask for the file of a document, read it, and compare the form with it."""
        from selfeval_assist.documents import DocumentError, read

        path = await self.app.push_screen_wait(Pick(usual_folder(self.session.workspace)))
        if path is None:
            return
        self._say(f"正在读取“{safe(path.name)}”…")
        with told(self, DocumentError):
            forms = await asyncio.to_thread(read, path)
            if len(forms) != 1:
                self.notify(f"文件里有 {len(forms)} 份表，请只留要对照的一份。", markup=False)
            elif await self._belongs(forms[0]):
                self.session.compare_with(forms[0], kind)
                self.notify(f"已同{KINDS[kind]}对照；它存放在列表的归档箱里。", markup=False)
        self._say("")

    async def _belongs(self, other: SelfEvaluation) -> bool:
        """Return whether a document is of the same project, or the person takes it all the same."""
        names = ["".join(each.project.split()) for each in (self.session.form, other)]
        if not all(names) or names[0] == names[1]:
            return True
        question = f"这份文件的项目是“{other.project}”，与本表不同，仍要对照吗？"
        answer = await self.app.push_screen_wait(Confirm(question, yes="仍要对照"))
        return answer is True

    def _compare_no_more(self, kind: Kind) -> None:
        """Take a comparison back; the document stays in the archive of the list."""
        with told(self):
            self.session.compare_no_more(kind)
            self.notify(f"不再对照{KINDS[kind]}；那份文件仍在归档箱里。", markup=False)

    @work(exclusive=True, group="reading")
    async def action_ask(self) -> None:
        """Let a model read the texts that need a reader, once the person has allowed it."""
        endpoint = self.endpoint
        if endpoint is None:
            self.notify("没有配置模型，这些规则不检查；可以在列表的 F8 设置中配置。", markup=False)
            return
        with told(self, DraftingError):
            if not await may_send(self.app, self.session, endpoint, "read"):
                return
            self._say(f"模型正在阅读（{endpoint.host}）…按 Esc 停止。")
            said = await reading.read(self.session, endpoint, self._say)
            if said:
                self.notify(safe(said), severity="warning", timeout=15, markup=False)
            else:
                count = len(self.session.opinions)
                self.notify(f"模型读完了，提出 {count} 条意见。", markup=False)
        self._say("")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Esc only stops what is going on."""
        return action != "stop" or self._reading

    def action_stop(self) -> None:
        """Stop a model that reads the form."""
        self.workers.cancel_group(self, "reading")
        self._say("")
        self.notify("已停止，没有采用模型的任何意见。", markup=False)

    @property
    def _reading(self) -> bool:
        return any(w.node is self and w.group == "reading" and w.is_running for w in self.workers)

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._explain()

    @on(OptionList.OptionSelected)
    def _entered(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_index < len(self._findings):
            where, form = self._findings[event.option_index].where, self.session.form
            if where.startswith("returned."):
                where = paths.text(form, f"{where}.where")
            self.post_message(Part.Jump(where))

    def _say(self, text: str) -> None:
        """Show what is going on, or else the sums."""
        self.query_one("#sums", Static).update(Content(text or self._state()))

    def _state(self) -> str:
        """Return the sums, and what stands about the model's reading."""
        opinions = sum(not each.waived for each in self.session.opinions)
        parts = [sums(self.session.findings)]
        if opinions:
            parts.append(f"模型意见 {opinions}")
            if not self.session.asked:
                parts.append("（提出后表格有改动）")
        if unchecked := self.session.unchecked:
            parts.append(f"未检查 {len(unchecked)}")
        return "  ".join(parts)

    def _chosen(self) -> Finding | None:
        at = self.query_one("#found", OptionList).highlighted
        return self._findings[at] if at is not None and at < len(self._findings) else None

    def _explain(self) -> None:
        late = (self.query_one("#found", OptionList).highlighted or 0) - len(self._findings)
        if finding := self._chosen():
            text = at_length(finding, self.session.form)
        elif 0 <= late < len(self._unchecked):
            text = not_run_at_length(self._unchecked[late])
        elif late == len(self._unchecked) and self._unread:
            text = unread_at_length(self._unread)
        else:
            text = Content("没有发现需要核实的问题。")
        self.query_one("#explain", Static).update(text)
        self.query_one("#why").scroll_home(animate=False)
