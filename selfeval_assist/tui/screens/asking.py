"""What the steps of the walk ask a person before they do it."""

import asyncio

from textual import on, work
from textual.screen import Screen

from selfeval_assist.checks import ask_about
from selfeval_assist.checks.waivers import covers
from selfeval_assist.drafting import DraftingError, Endpoint
from selfeval_assist.drafting.connection.warm import warm
from selfeval_assist.form import Waiver
from selfeval_assist.form.vocabulary import LEVEL2
from selfeval_assist.review import Action
from selfeval_assist.tui import copying
from selfeval_assist.tui.compared import KINDS
from selfeval_assist.tui.filling import described
from selfeval_assist.tui.parts.consent import Consent
from selfeval_assist.tui.parts.findings import Findings
from selfeval_assist.tui.parts.indicators import Indicators
from selfeval_assist.tui.safe import safe
from selfeval_assist.tui.screens.choose import Choose
from selfeval_assist.tui.screens.dialogs import Confirm, Write
from selfeval_assist.tui.screens.pick import Pick, usual_folder
from selfeval_assist.tui.session import Session
from selfeval_assist.tui.widgets.cards import Cards
from selfeval_assist.tui.widgets.told import told


class Asking(Screen[None]):
    """The questions that the parts of a form put to a person, each with what follows from it.

    Args:
        session: the open form.
        endpoint: a model, or None.
    """

    def __init__(self, session: Session, endpoint: Endpoint | None) -> None:
        super().__init__()
        self.session = session
        self.endpoint = endpoint

    def copy(self, name: str, text: str) -> None:
        """Put a text on the clipboard of the terminal or the browser, and say so."""
        if not text.strip():
            self.notify("这里没有可以复制的内容。", markup=False)
            return
        self.app.copy_to_clipboard(text)
        self.notify(f"已复制{name}（{len(text)} 字），可以粘贴到别处。", markup=False)

    def copy_column(self, name: str) -> None:
        """Put a column of the indicator table on the clipboard, one line a row."""
        count = len(self.session.form.indicators)
        self.copy(f"“{copying.title(name)}”一列 {count} 行", copying.column(self.session, name))

    def choose_column(self) -> None:
        """Ask which column is to be copied."""

        def chosen(name: str | None) -> None:
            if name:
                self.copy_column(name)

        columns = [(name, copying.title(name)) for name in copying.COLUMNS]
        self.app.push_screen(Choose("复制指标表的哪一列？每行一格。", columns, "actual"), chosen)

    @on(Findings.Ask)
    def _ask_model(self, event: Findings.Ask) -> None:
        event.stop()
        endpoint = self.endpoint
        if endpoint is None:
            self.notify("没有配置模型，这些规则不检查；可以在列表的 F8 设置中配置。", markup=False)
            return

        def answered(yes: bool | None) -> None:
            if yes:
                with told(self):
                    self.session.allow(endpoint, "readers")
                    self._read(endpoint)

        if self.session.may_read(endpoint):
            self._read(endpoint)
            return
        question = (
            f"请模型（{endpoint.host}，{endpoint.model}）阅读这张表的文字？\n"
            "与起草不同，这一步会把偏差说明、总体目标等文字原样发送，其中可能有数字。"
            "是否允许？这一选择会记录下来。"
        )
        self.app.push_screen(Confirm(question, yes="允许发送文字", no="不允许"), answered)

    @work(exclusive=True, group="comparing")
    async def action_compare(self) -> None:
        """Ask which document the form is to be compared with, and read its file."""
        from selfeval_assist.documents import DocumentError, read

        title = "把这张表同哪一份对照？读入后，检查会列出目标、指标和分值的差别。"
        chosen = await self.app.push_screen_wait(Choose(title, list(KINDS.items()), "declaration"))
        kind = next((each for each in KINDS if each == chosen), None)
        if kind is None:
            return
        path = await self.app.push_screen_wait(Pick(usual_folder(self.session.workspace)))
        if path is None:
            return
        part = self.query_one(Findings)
        part.say(f"正在读取“{safe(path.name)}”…")
        with told(self, DocumentError):
            forms = await asyncio.to_thread(read, path)
            if len(forms) == 1:
                self.session.compare_with(forms[0], kind)
                self.notify(f"已同{KINDS[kind]}对照；它存放在列表的归档箱里。", markup=False)
            else:
                self.notify(f"文件里有 {len(forms)} 份表，请只留要对照的一份。", markup=False)
        part.say("")

    def stop_reading(self) -> bool:
        """Stop a model that reads the form; return whether there was one."""
        if not self.workers.cancel_group(self, "reading"):
            return False
        self.query_one(Findings).say("")
        self.notify("已停止，没有采用模型的任何意见。", markup=False)
        return True

    @work(exclusive=True, group="reading")
    async def _read(self, endpoint: Endpoint) -> None:
        """Let the model read the form, off the event loop, and show what it says."""
        from selfeval_assist.drafting.reader import reader

        session, form = self.session, self.session.scored_form
        about = session.form
        part = self.query_one(Findings)
        told_lines: list[str] = []

        def tell(line: str) -> None:
            told_lines.append(line)
            self.app.call_from_thread(part.say, line)

        part.say(f"模型正在阅读（{endpoint.host}）…按 Esc 停止。")
        try:
            await warm()
            ask = reader(form, endpoint, consent=session.may_read, tell=tell)
            opinions = await asyncio.to_thread(ask_about, form, ask, session.policy)
        except DraftingError as error:
            part.say("")
            self.notify(safe(error), severity="error", timeout=15, markup=False)
            return
        if told_lines:
            self.notify(safe(told_lines[-1]), severity="warning", timeout=15, markup=False)
            part.say("")
            return
        session.hear(opinions, about)
        part.say("")
        self.notify(f"模型读完了，提出 {len(opinions)} 条意见。", markup=False)

    @on(Findings.Waive)
    def _waive(self, event: Findings.Waive) -> None:
        event.stop()
        finding = event.finding
        if finding.waived:
            waivers = self.session.form.waivers
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

        title = f"{finding.code}：请写明为什么可以接受（将记为 {self.session.person} 确认）"
        self.app.push_screen(Write(title), written)

    @on(Cards.Edit)
    def _edit_sentence(self, event: Cards.Edit) -> None:
        event.stop()
        cards = self.query_one(Cards)

        async def written(text: str | None) -> None:
            if text:
                await cards.settle(event.proposal, event.sentence, Action.EDIT, text)

        self.app.push_screen(Write("修改这句话", event.text), written)

    @on(Consent)
    def _ask_consent(self, event: Consent) -> None:
        event.stop()
        endpoint = event.endpoint

        def answered(yes: bool | None) -> None:
            if yes:
                with told(self):
                    self.session.allow(endpoint, "endpoints")
                    event.then()

        question = (
            f"起草要连接本机以外的模型服务 {endpoint.host}（{endpoint.model}）。\n"
            "只发送指标名称等文字标签，不发送任何数值。是否允许？这一选择会记录下来。"
        )
        self.app.push_screen(Confirm(question, yes="允许这个服务", no="不允许"), answered)

    @on(Indicators.Add)
    def _add_row(self, event: Indicators.Add) -> None:
        event.stop()
        part = self.query_one(Indicators)

        def chosen(level2: str | None) -> None:
            if level2:
                part.add(level2)

        levels = [(level.name, f"{level.level1}  {level.name}") for level in LEVEL2.values()]
        self.app.push_screen(Choose("新增哪一类指标？", levels, part.level), chosen)

    @on(Indicators.Fill)
    def _fill_scores(self, event: Indicators.Fill) -> None:
        event.stop()
        wanted = self.session.to_fill()
        if not wanted:
            self.notify("表中的得分和总分与核算结果一致，不用填写。", markup=False)
            return
        shown = described(self.session.form, wanted)

        def answered(yes: bool | None) -> None:
            if yes:
                self.session.put_all(wanted)
                self.notify(f"已填写 {len(wanted)} 处，按 Ctrl+Z 可以撤销。", markup=False)

        question = f"按核算结果填写下列各处？定性指标和未核算的行不动。\n\n{shown}"
        self.app.push_screen(Confirm(question, yes="填写"), answered)
