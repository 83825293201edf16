"""The walk through one form: the steps at the side, one part at a time, score and findings live."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from pydantic import ValidationError
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Key
from textual.timer import Timer
from textual.widgets import Footer, OptionList, Static

from selfeval_assist.failures import Failure, attempt
from selfeval_assist.form.vocabulary import parent_level
from selfeval_assist.tui.commands import Command, key_of
from selfeval_assist.tui.parts.base import Part
from selfeval_assist.tui.parts.steps import Parts, Steps
from selfeval_assist.tui.screens.saving import Saving
from selfeval_assist.tui.state.chosen import keep_place, place_in
from selfeval_assist.tui.state.session import Session
from selfeval_assist.tui.terminal.loading import loaded
from selfeval_assist.tui.terminal.safe import safe
from selfeval_assist.tui.widgets.field import Field
from selfeval_assist.tui.widgets.told import put_in_place, told, too_small
from selfeval_assist.tui.words.keys import NO_FIELD, OTHER_KEYS, STEPS

if TYPE_CHECKING:
    from selfeval_assist.drafting import Endpoint

_PAUSE = 0.1
"""Seconds without a key after which the rules run: while a person types on, only the score does."""
_ALWAYS = (("walk.draft", "F8", "起草"), ("walk.leave", "F10", "返回"))


class Walk(Saving):
    """All parts of one form.

    The first fields are there before score and findings are: rules and scoring are loaded behind
    them, and so are the other parts and every screen that a key opens.

    Args:
        session: the open form.
        endpoint: a model, or None.
    """

    CSS_PATH = "walk.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    BINDINGS = [
        # Before the focused editor: keys can come faster than an editor takes them, and what is
        # typed after one of these belongs to the next field already.
        Binding("tab", "app.focus_next", "下一栏", show=False, priority=True),
        Binding("shift+tab", "app.focus_previous", "上一栏", show=False, priority=True),
        Binding("f1", "explain", "说明", id="walk.explain", priority=True),
        Binding("f2", "save", "保存", id="walk.save", priority=True),
        Binding("f3", "step(-1)", "上步", id="walk.back", priority=True),
        Binding("f4", "step(1)", "下步", id="walk.next", priority=True),
        Binding("f5", "show('findings')", "检查", id="walk.check", priority=True),
        Binding("f8", "draft", "起草", id="walk.draft", priority=True),
        Binding("ctrl+g", "scores", "总览", id="walk.scores", show=False),
        Binding("ctrl+r", "preview", "整表", id="walk.preview", show=False),
        Binding("ctrl+t", "history", "历史", id="walk.history", show=False),
        Binding("ctrl+c", "copy", "复制", id="walk.copy", show=False),
        Binding("f12", "copy_column", "复制整列", id="walk.column", show=False, priority=True),
        Binding("ctrl+z", "undo", "撤销", id="walk.undo", priority=True, show=False),
        Binding("ctrl+y", "redo", "重做", id="walk.redo", priority=True, show=False),
        Binding("escape", "back", "回到检查，或到步骤栏", id="walk.return", show=False),
        # Where no field takes the digit as text.
        *(
            Binding(str(at), f"show('{name}')", title, show=False)
            for at, (name, title) in enumerate(STEPS.items(), start=1)
        ),
        Binding("f10", "leave", "返回", id="walk.leave", priority=True),
    ]

    def __init__(self, session: Session, endpoint: "Endpoint | None") -> None:
        super().__init__(session)
        # Known before it is drawn, so that not everything is styled twice.
        width, breaks = self.app.size.width, self.HORIZONTAL_BREAKPOINTS
        self.add_class([name for least, name in breaks if width >= least][-1], update=False)
        step, self._left_at = place_in(session.workspace, session.form_id)
        self._step = step if step in STEPS else next(iter(STEPS))
        self.parts = Parts(session, endpoint, self._step)
        self._jumped = False
        self._scored = False
        self.checking: Timer | None = None
        """Runs the rules over what was typed last; None when they have run."""

    def compose(self) -> ComposeResult:
        """Title, steps, parts, score, state; the keys come last."""
        yield Static("", id="title", markup=False)
        with Horizontal(id="body"):
            with Vertical(id="side"):
                yield Steps()
                yield Static(OTHER_KEYS, id="hints", markup=False)
            yield self.parts
            yield Static("正在核算…", id="score", markup=False)
        yield Static("", id="status", markup=False)

    def on_mount(self) -> None:
        """Begin where the form was left, or at the first field."""
        self.query_one(Steps).highlighted = list(STEPS).index(self._step)
        self._title()
        first = self.parts.loaded[self._step]
        if not (self._left_at and first.reveal(self._left_at)):
            first.start()
        self.call_after_refresh(self.load_rest)
        if self.session.recovered:
            words = "上次没有正常退出；没来得及保存的内容已经恢复，请核对。"
            self.notify(words, severity="warning", timeout=15, markup=False)
        for each in self.session.unread:
            self.notify(safe(each), severity="warning", timeout=15, markup=False)

    def on_resize(self) -> None:
        """Say whether there is room."""
        self.show_state()

    def on_unmount(self) -> None:
        """Leave the session."""
        if self.follow in self.session.listeners:
            self.session.listeners.remove(self.follow)

    def follow(self) -> None:
        """Show the form as it is now: first the score, and behind it what the rules find."""
        self._title()
        self._show_score()
        self.current.show_form()
        self.show_state()
        if self.checking:
            self.checking.stop()
        self.checking = self.set_timer(_PAUSE, self._check)

    @work(exclusive=True, group="checks")
    async def _check(self) -> None:
        """Run the rules behind the last of several keys."""
        await self._look()

    async def _look(self) -> None:
        """Run the rules; then show what they found, and what is left to do."""
        timer = self.checking
        await self.session.look()
        if not self.query(Steps):
            return  # the app ended meanwhile, and took the screen down
        self._show_score()
        self.query_one(Steps).tell(self.parts.loaded)
        self.show_state()
        if self.checking is timer:
            self.checking = None

    def _show_score(self) -> None:
        from selfeval_assist.tui.words.live import overview

        score = attempt("显示核算结果", overview, self.session)
        put_in_place(self.query_one("#score", Static), _shown(score))

    def _title(self) -> None:
        form = self.session.form
        year = f"（{form.year}年度）" if form.year else ""
        title = Content(f"{form.title}{year}  {form.project or '未命名项目'}")
        put_in_place(self.query_one("#title", Static), title)

    @property
    def current(self) -> Part:
        """The part that is shown."""
        return self.parts.shown

    @work(exclusive=True, group="parts")
    async def load_rest(self) -> None:
        """Show the keys; load score and findings, then the other parts, behind the first one."""
        await self.mount(Footer(show_command_palette=False, compact=True))
        # A footer shows the keys when it is next told of them, not when it is mounted.
        self.refresh_bindings()
        await loaded("selfeval_assist.tui.words.live")
        self._scored = True
        self.session.listeners.append(self.follow)
        self.follow()
        await self._look()
        with told(self):
            if problem := self.session.policy_problem:
                self.notify(problem, severity="warning", timeout=15, markup=False)
        steps = self.query_one(Steps)
        await self.parts.load_all(lambda: self.call_later(steps.tell, self.parts.loaded))

    async def settled(self) -> None:
        """Wait until nothing is being mounted any more."""
        await self.parts.close()

    async def action_show(self, name: str) -> None:
        """Show a part by its name."""
        self.keep()
        self._jumped = False
        part = await self.parts.show(name)
        if not part.is_attached:
            return  # the app ended meanwhile
        self.query_one(Steps).highlighted = list(STEPS).index(name)
        part.start()

    async def action_step(self, by: int) -> None:
        """Go to the next or the previous part."""
        names = list(STEPS)
        at = names.index(self.parts.current or "") + by
        if 0 <= at < len(names):
            await self.action_show(names[at])

    async def action_draft(self) -> None:
        """Go to the drafts; when they are shown already, draft the chosen text."""
        if self.parts.current == "drafts":
            await self.current.run_action("draft")
        else:
            await self.action_show("drafts")

    def action_scores(self) -> None:
        """Show the score by level, what is lost where, and every point with its worked sum."""
        from selfeval_assist.tui.screens.overviews import Scores

        self.app.push_screen(Scores(self.session))

    def action_preview(self) -> None:
        """Show the whole table as it will be printed: in the layout that was chosen for it."""
        from selfeval_assist.layouts.load import LayoutError
        from selfeval_assist.tui.parts.export import Export
        from selfeval_assist.tui.screens.overviews import Preview

        with told(self, LayoutError):
            chosen = next((part.chosen for part in self.query(Export)), None)
            self.app.push_screen(Preview(self.session.form, chosen))

    def action_history(self) -> None:
        """Show the versions of the form, what each changed, and bring one back."""
        from selfeval_assist.tui.screens.history import History

        self.keep()
        self.app.push_screen(History(self.session))

    def action_copy(self) -> None:
        """Copy the focused cell or text, or what the mouse has marked."""
        from selfeval_assist.tui.dialogs.copying import copy

        marked = self.get_selected_text()
        what = ("选中的文字", marked) if marked else self.current.copied()
        copy(self, *(what or ("", "")))

    def action_copy_column(self) -> None:
        """Copy a column of the indicator table: the one of the focused field, or a chosen one."""
        from selfeval_assist.tui.dialogs.copying import copy_column

        copy_column(self, self.session, self.current.column)

    def action_links(self) -> None:
        """Show the goal element by element, beside what answers it."""
        from selfeval_assist.tui.screens.overviews import Links

        async def chosen(path: str | None) -> None:
            if path:
                await self.show_place(path)

        self.app.push_screen(Links(self.session), chosen)

    def action_explain(self) -> None:
        """Explain the focused field: what belongs there, and what is to be looked at."""
        from selfeval_assist.tui.dialogs.confirm import Explain
        from selfeval_assist.tui.words.findings import help_on

        around = (self.focused or self).ancestors_with_self
        field = next((node for node in around if isinstance(node, Field)), None)
        self.app.push_screen(
            Explain(help_on(self.session, field.path if field else "", self.parts.current or ""))
        )

    def commands(self) -> Iterator[Command]:
        """Yield what the palette offers here."""
        yield from self.current.commands()
        for name, title in STEPS.items():
            yield f"到“{title}”", "换到这一步", partial(self.action_show, name)
        yield "总览和得分明细", "Ctrl+G  每一分怎么算出来的", self.action_scores
        links = key_of(self.app, "finding.links", "t")
        yield "目标与指标对照", f"检查一步按 {links}  三者是否对得上", self.action_links
        yield "预览整表", "Ctrl+R  导出后的样子", self.action_preview
        yield "历史", "Ctrl+T  各版改了什么，恢复其中一版，核对记录", self.action_history
        yield "复制本栏", "Ctrl+C", self.action_copy
        yield "复制整列", "F12  指标表的一列，逐行粘贴到申报系统", self.action_copy_column
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

    def save_before(self, then: Callable[[], object]) -> None:
        """Remember where the form is left, too."""
        self.remember()
        super().save_before(then)

    def rescue(self) -> bool:
        """Remember where the form is left, too."""
        self.remember()
        return super().rescue()

    def remember(self) -> None:
        """Remember where the form is left."""
        if self.parts.current:
            place = attempt("记住位置", lambda: (self.current.id or "", self.current.place))
            if not isinstance(place, Failure):
                keep_place(self.session.workspace, self.session.form_id, place)

    async def action_leave(self) -> None:
        """Save and go back to the list."""
        await self.settled()
        self.save_before(lambda: self.dismiss(None))

    async def action_back(self) -> None:
        """Return to the findings from the field to which one of them led, or else to the steps."""
        if self._jumped:
            await self.action_show("findings")
        else:
            self.query_one(Steps).focus()

    def on_key(self, event: Key) -> None:
        """Say so where a text is typed that nothing takes."""
        if event.is_printable and event.key not in self.active_bindings:
            self.notify(NO_FIELD, severity="warning", markup=False)

    @on(OptionList.OptionSelected, "#steps")
    async def _step_chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        await self.action_show(event.option_id or "")

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
            event.field.taken(event.text, self.session.form)
            self.refused.pop(event.path, None)
        except ValidationError:
            self.refused[event.path] = event.text
            event.field.complain("没有保存：年度应是 1990 到 2100 之间的四位数字。")
        self.show_state()

    @on(Part.Jump)
    async def _jump(self, event: Part.Jump) -> None:
        event.stop()
        await self.show_place(event.path)

    async def show_place(self, path: str) -> None:
        """Show the field of a path; Esc leads back to the findings."""
        for name in STEPS:
            part = await self.parts.load(name)
            if part.reveal(path):
                await self.action_show(name)
                self.call_after_refresh(part.reveal, path)
                self._jumped = True
                self.show_state()
                return
        self.notify("这一条针对整张表，没有单独的格子。", markup=False)

    def show_state(self) -> None:
        """Show score, findings and what is stored, or that the window is too small."""
        status = self.query_one("#status", Static)
        if small := too_small(self, *_ALWAYS):
            status.update(Content(small))
            return
        if not self._scored:
            return
        from selfeval_assist.tui.words.live import status_line

        if self.refused:
            put_in_place(status, Content.styled(self.not_taken, "$text-warning"))
            return
        line = attempt(
            "显示状态",
            status_line,
            self.session,
            failed=self.failure is not None,
            jumped=self._jumped,
        )
        put_in_place(status, _shown(line))


def _shown(text: Content | Failure) -> Content:
    """Return a text for a pane, or why there is none."""
    return Content.styled(str(text), "$text-error") if isinstance(text, Failure) else text
