"""The walk through one form: the steps at the side, one part at a time, score and findings live."""

import contextlib
from collections.abc import Callable, Iterator
from functools import partial

from pydantic import ValidationError
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import ContentSwitcher, Footer, OptionList, Static
from textual.widgets.option_list import Option

from selfeval_assist.checks.waivers import covers
from selfeval_assist.drafting import Endpoint
from selfeval_assist.form import Waiver
from selfeval_assist.form.vocabulary import LEVEL2, parent_level
from selfeval_assist.review import Action
from selfeval_assist.scoring.arithmetic import plain, rounded
from selfeval_assist.tui.filling import described
from selfeval_assist.tui.help import help_on
from selfeval_assist.tui.parts.base import Part
from selfeval_assist.tui.parts.deviations import Deviations
from selfeval_assist.tui.parts.drafts import Drafts
from selfeval_assist.tui.parts.export import Export
from selfeval_assist.tui.parts.findings import Findings, sums
from selfeval_assist.tui.parts.funds import Funds
from selfeval_assist.tui.parts.goals import Goals
from selfeval_assist.tui.parts.head import Head
from selfeval_assist.tui.parts.indicators import Indicators
from selfeval_assist.tui.safe import safe
from selfeval_assist.tui.screens.choose import Choose
from selfeval_assist.tui.screens.dialogs import Confirm, Explain, Write
from selfeval_assist.tui.screens.scores import Scores
from selfeval_assist.tui.session import Session
from selfeval_assist.tui.widgets.field import Field
from selfeval_assist.tui.widgets.score_panel import ScorePanel
from selfeval_assist.tui.widgets.told import told
from selfeval_assist.workspace import ConflictError, WorkspaceError

AUTOSAVE = 1.0
"""Seconds between two looks whether something is to be saved."""
LONGEST = 5
"""Looks after which unbroken typing is saved too; a version for every second would be noise."""


class Walk(Screen[None]):
    """All parts of one form."""

    CSS_PATH = "walk.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    BINDINGS = [
        Binding("f1", "explain", "说明", id="walk.explain"),
        Binding("f2", "save", "保存", id="walk.save"),
        Binding("f3", "step(-1)", "上步", id="walk.back"),
        Binding("f4", "step(1)", "下步", id="walk.next"),
        Binding("f5", "show('findings')", "检查", id="walk.check"),
        Binding("f8", "draft", "起草", id="walk.draft"),
        Binding("ctrl+g", "scores", "得分明细", id="walk.scores", show=False),
        Binding("ctrl+z", "undo", "撤销", id="walk.undo", priority=True, show=False),
        Binding("ctrl+y", "redo", "重做", id="walk.redo", priority=True, show=False),
        Binding("escape", "back", "回到检查", id="walk.return", show=False),
        Binding("f10", "leave", "返回", id="walk.leave"),
    ]

    def __init__(self, session: Session, endpoint: Endpoint | None) -> None:
        super().__init__()
        self.session = session
        self.parts: tuple[Part, ...] = (
            Head(session),
            Funds(session),
            Goals(session),
            Indicators(session),
            Deviations(session),
            Findings(session),
            Drafts(session, endpoint),
            Export(session),
        )
        self._failure: WorkspaceError | None = None
        self._seen = session.form
        self._looks = 0
        self._jumped = False

    def compose(self) -> ComposeResult:
        """Title, steps, parts, score, state, keys."""
        yield Static("", id="title", markup=False)
        with Horizontal(id="body"):
            yield OptionList(
                *(Option(part.TITLE, id=part.id) for part in self.parts),
                id="steps",
                markup=False,
                compact=True,
            )
            with ContentSwitcher(initial=self.parts[0].id, id="parts"):
                yield from self.parts
            yield ScorePanel(id="score")
        yield Static("", id="status", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Follow the session, and save when the person pauses."""
        self.session.listeners.append(self.follow)
        self.set_interval(AUTOSAVE, self._autosave)
        self.query_one("#steps", OptionList).highlighted = 0
        self.follow()
        self.parts[0].start()
        if self.session.policy_problem:
            self.notify(self.session.policy_problem, severity="warning", timeout=15, markup=False)

    def on_unmount(self) -> None:
        """Leave the session; whatever closes the screen, what was typed is stored if it can be."""
        with contextlib.suppress(WorkspaceError):
            self.session.save()
        if self.follow in self.session.listeners:
            self.session.listeners.remove(self.follow)

    def follow(self) -> None:
        """Show the form as it is now."""
        form = self.session.form
        year = f"（{form.year}年度）" if form.year else ""
        self.query_one("#title", Static).update(
            Content(f"{form.title}{year}  {form.project or '未命名项目'}"), layout=False
        )
        self.query_one(ScorePanel).follow(self.session)
        self.current.follow()
        self._progress()
        self._status()

    @property
    def current(self) -> Part:
        """The part that is shown."""
        shown = self.query_one("#parts", ContentSwitcher).current
        return next(part for part in self.parts if part.id == shown)

    def action_show(self, name: str) -> None:
        """Show a part by its name."""
        self._jumped = False
        self.query_one("#parts", ContentSwitcher).current = name
        names = [part.id for part in self.parts]
        self.query_one("#steps", OptionList).highlighted = names.index(name)
        self.current.follow()
        self.current.start()

    def action_step(self, by: int) -> None:
        """Go to the next or the previous part."""
        at = self.parts.index(self.current) + by
        if 0 <= at < len(self.parts):
            self.action_show(self.parts[at].id or "")

    def action_draft(self) -> None:
        """Go to the drafts; when they are shown already, draft the chosen text."""
        if isinstance(self.current, Drafts):
            self.current.action_draft()
        else:
            self.action_show("drafts")

    def action_scores(self) -> None:
        """Show every point with its worked sum."""
        self.app.push_screen(Scores(self.session))

    def action_explain(self) -> None:
        """Explain the focused field: what belongs there, and what is to be looked at."""
        around = (self.focused or self).ancestors_with_self
        field = next((node for node in around if isinstance(node, Field)), None)
        self.app.push_screen(Explain(help_on(self.session, field.path if field else "")))

    def action_save(self) -> None:
        """Store the form when it has changed; a failure is said and nothing is lost."""
        try:
            self.session.save()
        except WorkspaceError as error:
            if str(error) != str(self._failure or ""):
                self.notify(safe(error), severity="error", timeout=15, markup=False)
            self._failure = error
        else:
            self._failure = None
        self._status()

    def _autosave(self) -> None:
        paused, self._seen = self._seen is self.session.form, self.session.form
        self._looks = 0 if self.session.saved else self._looks + 1
        if self._looks and (paused or self._looks >= LONGEST):
            self._looks = 0
            self.action_save()

    def commands(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        """Yield what the palette offers here: name, help, action."""
        for part in self.parts:
            show = partial(self.action_show, part.id or "")
            yield f"到“{part.TITLE}”", "换到这一步", show
        yield "得分明细", "Ctrl+G  每一分怎么算出来的", self.action_scores
        yield "保存", "F2", self.action_save
        yield "撤销", "Ctrl+Z", self.action_undo
        yield "重做", "Ctrl+Y", self.action_redo
        yield "返回列表", "F10", self.action_leave

    def action_undo(self) -> None:
        """Take back the last step."""
        if not self.session.undo():
            self.notify("没有可以撤销的操作。", markup=False)

    def action_redo(self) -> None:
        """Do again what was taken back."""
        if not self.session.redo():
            self.notify("没有可以重做的操作。", markup=False)

    def action_leave(self) -> None:
        """Save and go back to the list."""
        self.save_before(lambda: self.dismiss(None))

    def save_before(self, then: Callable[[], object]) -> None:
        """Save and go on; when saving fails, the person decides what becomes of the changes."""
        self.action_save()
        if self._failure is None:
            then()
            return
        conflict = isinstance(self._failure, ConflictError)

        def answered(yes: bool | None) -> None:
            if not yes:
                return
            with told(self):
                if conflict:
                    self.session.fork()
                then()

        if conflict:
            advice = "可以把您现在的内容另存为一份新表；别处保存的那一份不受影响。"
            yes = "另存为新表"
        else:
            advice = "现在离开会丢失最近一次保存以后的修改。"
            yes = "仍然离开"
        self.app.push_screen(Confirm(f"{safe(self._failure)}\n\n{advice}", yes=yes), answered)

    def action_back(self) -> None:
        """Return to the findings from the field to which one of them led."""
        if self._jumped:
            self.action_show("findings")

    @on(OptionList.OptionSelected, "#steps")
    def _step_chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_show(event.option_id or "")

    @on(Field.Edited)
    def _edited(self, event: Field.Edited) -> None:
        event.stop()
        path, _, name = event.path.rpartition(".")
        try:
            if name == "level2" and (level1 := parent_level(event.text)):
                self.session.put_all({event.path: event.text, f"{path}.level1": level1})
            else:
                blank = name == "year" and not event.text.strip()
                self.session.put(event.path, None if blank else event.text)
        except ValidationError:
            event.field.complain("这一栏读不出来：年度应是 1990 到 2100 之间的四位数字。")

    @on(Findings.Jump)
    def _jump(self, event: Findings.Jump) -> None:
        event.stop()
        for part in self.parts:
            if part.reveal(event.path):
                self.action_show(part.id or "")
                self.call_after_refresh(part.reveal, event.path)
                self._jumped = True
                self._status()
                return
        self.notify("这一条针对整张表，没有单独的格子。", markup=False)

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

    @on(Drafts.Edit)
    def _edit_sentence(self, event: Drafts.Edit) -> None:
        event.stop()
        drafts = self.current

        async def written(text: str | None) -> None:
            if text and isinstance(drafts, Drafts):
                await drafts.settle(event.proposal, event.sentence, Action.EDIT, text)

        self.app.push_screen(Write("修改这句话", event.text), written)

    @on(Drafts.Consent)
    def _ask_consent(self, event: Drafts.Consent) -> None:
        event.stop()
        endpoint = event.endpoint

        def answered(yes: bool | None) -> None:
            if yes:
                with told(self):
                    self.session.allow(endpoint)
                    self.action_draft()

        question = (
            f"起草要连接本机以外的模型服务 {endpoint.host}（{endpoint.model}）。\n"
            "只发送指标名称等文字标签，不发送任何数值。是否允许？这一选择会记录下来。"
        )
        self.app.push_screen(Confirm(question, yes="允许这个服务", no="不允许"), answered)

    @on(Indicators.Add)
    def _add_row(self, event: Indicators.Add) -> None:
        event.stop()
        part = next(part for part in self.parts if isinstance(part, Indicators))

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

    def _progress(self) -> None:
        """Show beside each step what is left to do there."""
        steps = self.query_one("#steps", OptionList)
        for index, part in enumerate(self.parts):
            label = f"{index + 1} {part.TITLE} {part.progress}".rstrip()
            if str(steps.get_option_at_index(index).prompt) != label:
                steps.replace_option_prompt_at_index(index, Content(label))

    def _status(self) -> None:
        sheet = self.session.sheet
        claimed = "未填" if sheet.claimed is None else plain(sheet.claimed)
        saved = "已保存" if self.session.saved else "保存失败" if self._failure else "未保存"
        score = f"核算 {plain(rounded(sheet.total, 2))}  表中 {claimed}"
        back = "  Esc 回到检查" if self._jumped else "  Ctrl+G 得分明细"
        self.query_one("#status", Static).update(
            Content(f"{score}  {sums(self.session)}  {saved}{back}"), layout=False
        )
