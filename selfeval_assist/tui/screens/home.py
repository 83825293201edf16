"""The list of forms in the workspace, and the ways to begin."""

from collections.abc import Callable, Iterator
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Paste
from textual.widgets import Button, DataTable, Footer, Input, Static

from selfeval_assist.form import FundLine, Funds, People, SelfEvaluation, paths
from selfeval_assist.form.vocabulary import FUND_SOURCES
from selfeval_assist.tui.commands import Command, Host
from selfeval_assist.tui.dialogs.confirm import Confirm, Explain
from selfeval_assist.tui.dialogs.write import Write
from selfeval_assist.tui.screens.bringing import Bringing, offer
from selfeval_assist.tui.state.chosen import filler
from selfeval_assist.tui.state.related import link
from selfeval_assist.tui.state.taken_over import begun_again, years_moved
from selfeval_assist.tui.terminal.safe import safe
from selfeval_assist.tui.widgets.form_list import FormList
from selfeval_assist.tui.widgets.told import told, too_small
from selfeval_assist.tui.words.asking import year_question
from selfeval_assist.tui.words.keys import HOW_TO, NO_FILE, RULER
from selfeval_assist.workspace import FormId, Workspace

_FIRST = (
    "还没有自评表。F2 新建一份；F4 打开已有的文件；F5 粘贴表格；F6 载入示例。\n"
    "第一次用，可以先按 F6 看示例。\n\n"
    f"先看显示：下面三行的右边线应当对齐；没有对齐请按 F1 看怎么办。\n{RULER}"
)
_SOME = "↑↓ 选中，回车打开；F3 用选中的表新建下一年度；F7 姓名；F9 归档箱；/ 查找"
_PUT_AWAY = "这里是已归档的表和对照文件，可以打开看，不能改。Del 取回，F9 回到列表。"
_NAME = "您的姓名（采用、修改、确认都记在这个名下，新建的表也填作填报人）"
_ONCE = "只问这一次；以后按 F7 改。现在不填请按 Esc。"
_BUTTONS = {
    "new": "新建",
    "again": "沿用去年",
    "read": "打开文件",
    "paste": "粘贴表格",
    "examples": "示例",
    "archived": "归档箱",
    "settings": "设置",
}


_ALWAYS = (("home.settings", "F8", "设置"), ("home.quit", "F10", "退出"))
_ON_LIST = frozenset({"new", "again", "read", "paste", "examples", "archive"})
_PUT_AWAY_ONLY = frozenset({"take_back"})


class Home(Bringing):
    """The forms of the workspace."""

    CSS_PATH = "home.tcss"
    BINDINGS = [
        Binding("f1", "explain", "说明", id="home.explain"),
        Binding("f2", "new", "新建", id="home.new"),
        Binding("f3", "again", "沿用", id="home.again"),
        Binding("f4", "read", "打开", id="home.open"),
        Binding("f5", "paste", "粘贴", id="home.paste"),
        Binding("f6", "examples", "示例", id="home.examples"),
        Binding("f7", "name", "姓名", id="home.name", show=False),
        Binding("f8", "settings", "设置", id="home.settings"),
        Binding("f9", "archived", "归档箱", id="home.archived", show=False),
        Binding("delete", "archive", "归档", id="home.archive"),
        Binding("delete", "take_back", "取回", id="home.back"),
        Binding("slash", "search", "查找", id="home.search", show=False),
        Binding("escape", "show_all", "显示全部", id="home.all", show=False),
        Binding("f10", "app.quit", "退出", id="home.quit"),
    ]

    def __init__(
        self, workspace: Workspace, person: str, named: Callable[[str], None] = lambda _: None
    ) -> None:
        super().__init__(workspace, person)
        self.named = named
        self._put_away = False
        self._offered: set[Path] = set()

    def compose(self) -> ComposeResult:
        """Title, search, list, buttons, keys."""
        yield Static("", id="title", markup=False)
        yield Static("", id="welcome", markup=False)
        yield Input(placeholder="查找：按 / 输入项目、单位或年度", id="search", compact=True)
        yield FormList(self.workspace)
        yield Static("", id="state", markup=False)
        with Horizontal(id="buttons"):
            for name, label in _BUTTONS.items():
                yield Button(label, id=name, compact=True)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Fill the list."""
        self.fill()
        self.query_one(FormList).focus()

    def on_resize(self) -> None:
        """Say whether there is room."""
        self.say("")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only offer what works on the list, or on what was put away."""
        return action not in (_ON_LIST if self._put_away else _PUT_AWAY_ONLY)

    def on_screen_resume(self) -> None:
        """Fill the list again when a form was closed; offer what was left unsaved."""
        self.fill()
        offer(self, self._offered)

    def fill(self) -> None:
        """Show the forms that hold what is searched for."""
        where = "归档箱" if self._put_away else "项目支出绩效自评助手"
        who = filler(self.workspace, safe(self.person)) or "未填，按 F7"
        self.query_one("#title", Static).update(Content(f"{where}    填报人：{who}"))
        wanted = self.query_one("#search", Input).value.split()
        everything = self.workspace.forms(archived=self._put_away)
        first = not everything and not self._put_away
        found = [
            each
            for each in everything
            if all(
                word in f"{each.year} {each.project} {each.department} {each.unit}"
                for word in wanted
            )
        ]
        told_ = _FIRST if first else _PUT_AWAY if self._put_away else _SOME
        if len(found) < len(everything):
            sought = " ".join(wanted)
            told_ = f"查找“{sought}”：{len(everything)} 份中的 {len(found)} 份，Esc 显示全部"
        self.query_one("#welcome", Static).update(Content(told_))
        self.set_class(first, "-first")
        self.query_one(FormList).show(found)
        self.say("没有找到符合的表。" if wanted and not found else "")

    def action_new(self) -> None:
        """Begin a blank form."""
        sources = tuple(FundLine(name=name) for name in FUND_SOURCES)
        policy = self.workspace.settings.get("policy")
        blank = SelfEvaluation(
            funds=Funds(sources=sources),
            people=People(filler=filler(self.workspace, self.person)),
            policy=policy if isinstance(policy, str) else "",
        )
        with told(self):
            self.open(self.add(blank, "新建"))

    def action_again(self) -> None:
        """Begin the next year's form from the chosen one."""
        chosen = self.query_one(FormList).chosen
        if chosen is None:
            self.notify("请先选中去年的表。", markup=False)
            return
        with told(self):
            old = self.workspace.load(chosen.id).form
            new = begun_again(old)
            moved = years_moved(new, old.year)
            if not moved:
                self._begin_again(new, chosen.id)
                return

            def answered(yes: bool | None) -> None:
                begun = new
                for path, text in moved.items() if yes else ():
                    begun = paths.put(begun, path, text)
                with told(self):
                    self._begin_again(begun, chosen.id)

            question = year_question(new, moved, old.year or 0)
            self.app.push_screen(Confirm(question, "一并改写", "都不改", undoable=True), answered)

    def _begin_again(self, form: SelfEvaluation, last_year: FormId) -> None:
        """Store the next year's form and open it, compared with last year's."""
        new = self.add(form, f"沿用第 {last_year} 号表")
        link(self.workspace, new, last_year, "last_year", person=self.person)
        self.open(new)

    def on_paste(self, event: Paste) -> None:
        """Open a file that was dropped on the list, or read a table that was pasted there."""
        from selfeval_assist.tui.dialogs.choose import is_file, path_in

        if is_file(path := path_in(event.text)):
            self.bring(path)
        elif "\t" in event.text:
            self.read_pasted(event.text)
        else:
            self.notify(NO_FILE, severity="warning", markup=False)

    def action_explain(self) -> None:
        """Say how to begin, and show whether the terminal draws columns right."""
        self.app.push_screen(Explain(HOW_TO))

    def action_settings(self) -> None:
        """Show what can be chosen once for all forms."""
        from selfeval_assist.tui.screens.settings import Settings

        def closed(_: object) -> None:
            if isinstance(self.app, Host):
                self.person = self.app.person
            self.fill()

        self.app.push_screen(Settings(self.workspace, self.person), closed)

    def action_name(self) -> None:
        """Ask for the name under which decisions are recorded, and remember it."""
        self.app.push_screen(Write(_NAME, filler(self.workspace, self.person)), self._call)

    def ask_name(self) -> None:
        """Ask for the name once; without an answer the account's stands in for it."""

        def answered(text: str | None) -> None:
            if text:
                self._call(text)
                return
            with told(self):
                self.workspace.settings.put("person", "", person=self.person)

        self.app.push_screen(Write(f"{_NAME}\n{_ONCE}"), answered)

    def _call(self, text: str | None) -> None:
        if text:
            self.person = " ".join(text.split())
            self.named(self.person)
            with told(self):
                self.workspace.settings.put("person", self.person, person=self.person)
                self.fill()

    def commands(self) -> Iterator[Command]:
        """Yield what the palette offers here."""
        if not self._put_away:
            yield "新建自评表", "F2", self.action_new
            yield "从去年的表新建", "F3  沿用选中的表", self.action_again
            yield "打开文件", "F4", self.action_read
            yield "粘贴表格", "F5", self.action_paste
            yield "载入示例", "F6", self.action_examples
        yield "填写我的姓名", "F7  决定和确认都记在这个名下", self.action_name
        yield "设置", "F8  模型、评分办法、配色、按键", self.action_settings
        archive = ("回到列表", "F9") if self._put_away else ("归档箱", "F9  看已归档的表")
        yield *archive, self.action_archived

    def action_search(self) -> None:
        """Go to the search line."""
        self.query_one("#search", Input).focus()

    def action_show_all(self) -> None:
        """Show every form again after a search."""
        self.query_one("#search", Input).value = ""
        self.query_one(FormList).focus()

    def action_archived(self) -> None:
        """Change between the list and what was put away."""
        self._put_away = not self._put_away
        for name in _ON_LIST & _BUTTONS.keys():
            self.query_one(f"#{name}", Button).display = not self._put_away
        self.query_one("#archived", Button).label = "回列表" if self._put_away else "归档箱"
        self.refresh_bindings()
        self.fill()
        self.query_one(FormList).focus()

    def action_archive(self) -> None:
        """Put the chosen form away after a question."""
        self._ask_to_move("把“{}”归档？归档后列在归档箱（F9），内容都保留。", "归档", archived=True)

    def action_take_back(self) -> None:
        """Take the chosen form back into the list after a question."""
        self._ask_to_move("把“{}”取回列表？", "取回", archived=False)

    def _ask_to_move(self, question: str, yes: str, *, archived: bool) -> None:
        table = self.query_one(FormList)
        chosen = table.chosen
        if chosen is None or not table.has_focus:
            return

        def answered(agreed: bool | None) -> None:
            if agreed:
                with told(self):
                    self.workspace.archive(chosen.id, person=self.person, archived=archived)
                    self.fill()

        name = chosen.project or "未命名项目"
        self.app.push_screen(Confirm(question.replace("{}", name), yes), answered)

    @on(Input.Changed, "#search")
    def _searched(self, event: Input.Changed) -> None:
        event.stop()
        self.fill()

    @on(Input.Submitted, "#search")
    def _found(self, event: Input.Submitted) -> None:
        event.stop()
        self.query_one(FormList).focus()

    @on(DataTable.RowSelected)
    def _chosen(self, event: DataTable.RowSelected) -> None:
        event.stop()
        chosen = self.query_one(FormList).chosen
        if chosen and self._put_away:
            # What was put away can be looked at but not changed.
            from selfeval_assist.tui.screens.overviews import Preview

            with told(self):
                self.app.push_screen(Preview(self.workspace.load(chosen.id).form))
        elif chosen:
            self.open(chosen.id)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        getattr(self, f"action_{event.button.id}")()

    def say(self, text: str) -> None:
        """Show what is going on, and before all that the window is too small."""
        text = too_small(self, *_ALWAYS) or text
        self.query_one("#state", Static).update(Content(text))
