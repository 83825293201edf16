"""The list of forms in the workspace, and the ways to begin."""

from collections.abc import Callable, Iterator
from pathlib import Path

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, DataTable, Footer, Input, Static

from selfeval_assist.checks import Severity, check
from selfeval_assist.form import FundLine, Funds, SelfEvaluation
from selfeval_assist.form.vocabulary import FUND_SOURCES
from selfeval_assist.resources import folder
from selfeval_assist.scoring import score
from selfeval_assist.scoring.arithmetic import plain, rounded
from selfeval_assist.tui.fallback import usable_policy
from selfeval_assist.tui.screens.dialogs import Confirm, Explain, Write
from selfeval_assist.tui.widgets.told import told
from selfeval_assist.workspace import FormId, Summary, Workspace, WorkspaceError

_COLUMNS = (("年度", 4), ("项目", 30), ("核算", 6), ("错误", 4), ("提醒", 4), ("上次修改", 16))
_EXAMPLES = ("finished.json", "shanghai-integration.json", "shanghai-maintenance.json")
_WELCOME = (
    "这里列出您的自评表，用 ↑ ↓ 选中一份按回车打开。F2 新建一份，F4 打开文件"
    "（.xlsx、.json 或表格文本），F6 载入示例。第一次用，可以先看示例。"
)
_HELP = """\
怎么用
· 本程序只用键盘就能操作，也可以用鼠标点。屏幕最下面一行是现在能用的键。
· 打开一份表后，左边是八个步骤，F4 下一步，F3 上一步；填写的内容自动保存。
· 光标在某一栏时按 F1，可以看这一栏怎么填。
· 程序只核算和提请核实，不会替您改数，也不会替您编原因。
· 粘贴用终端自己的粘贴键，一般是 Ctrl+Shift+V 或 Shift+Insert。

显示自检
下面三行的右边线应当对齐。没有对齐，请把终端的“歧义宽度字符”设为窄（单倍宽）。
│汉字汉字│
│“”…—·→≥①│
│12345678│"""


class Home(Screen[None]):
    """The forms of the workspace."""

    CSS_PATH = "home.tcss"
    BINDINGS = [
        Binding("f1", "explain", "说明", id="home.explain"),
        Binding("f2", "new", "新建", id="home.new"),
        Binding("f4", "read", "打开", id="home.open"),
        Binding("f6", "examples", "示例", id="home.examples"),
        Binding("f7", "name", "姓名", id="home.name"),
        Binding("delete", "archive", "归档", id="home.archive"),
        Binding("slash", "search", "查找", id="home.search"),
        Binding("f10", "app.quit", "退出", id="home.quit"),
    ]

    def __init__(
        self, workspace: Workspace, person: str, named: Callable[[str], None] = lambda _: None
    ) -> None:
        super().__init__()
        self.named = named
        self.workspace = workspace
        self.person = person
        self._forms: list[Summary] = []
        self._figures: dict[tuple[FormId, int], tuple[str, str, str]] = {}

    def compose(self) -> ComposeResult:
        """Title, search, list, keys."""
        yield Static("", id="title", markup=False)
        yield Static(_WELCOME, id="welcome", markup=False)
        yield Input(placeholder="按项目名称查找", id="search", compact=True)
        table: DataTable[Text] = DataTable(cursor_type="row", zebra_stripes=True)
        for title, width in _COLUMNS:
            table.add_column(Text(title), width=width)
        yield table
        with Horizontal(id="buttons"):
            yield Button("新建", id="new", variant="primary", compact=True)
            yield Button("打开文件", id="open", compact=True)
            yield Button("载入示例", id="examples", compact=True)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Fill the list."""
        self.fill()
        self.query_one(DataTable).focus()

    def on_screen_resume(self) -> None:
        """Fill the list again when a form was closed."""
        self.fill()

    def fill(self) -> None:
        """Show the forms whose project holds what is searched for."""
        self.query_one("#title", Static).update(
            Content(f"项目支出绩效自评助手    填报人：{self.person}")
        )
        wanted = self.query_one("#search", Input).value.strip()
        table: DataTable[Text] = self.query_one(DataTable)
        at = max(table.cursor_row, 0)
        table.clear()
        self._forms = [form for form in self.workspace.forms() if wanted in form.project]
        for summary in self._forms:
            table.add_row(*(_cell(text, width) for text, (_, width) in self._line(summary)))
        if self._forms:
            table.move_cursor(row=min(at, len(self._forms) - 1))

    def add(self, form: SelfEvaluation, note: str) -> FormId:
        """Store a form as a new one in the workspace."""
        return self.workspace.create(form, person=self.person, note=note)

    def action_new(self) -> None:
        """Begin a blank form."""
        sources = tuple(FundLine(name=name) for name in FUND_SOURCES)
        blank = SelfEvaluation(funds=Funds(sources=sources))
        with told(self):
            self._open(self.add(blank, "新建"))

    def action_read(self) -> None:
        """Ask for a file and read every form in it."""

        def written(text: str | None) -> None:
            if text:
                self.take(Path(text.strip().strip("\"'")).expanduser())

        self.app.push_screen(Write("文件在哪里？可以把文件拖进来，或粘贴它的路径。"), written)

    def take(self, path: Path) -> None:
        """Read a file into the workspace; when it holds one form, open it."""
        # Readers are only loaded when a file is read: a tenth of a second at every start.
        from selfeval_assist.documents import DocumentError, read

        with told(self, DocumentError):
            added = [self.add(form, f"读自 {path.name}") for form in read(path)]
            self.fill()
            if len(added) == 1:
                self._open(added[0])
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

    def action_explain(self) -> None:
        """Say how to begin, and show whether the terminal draws columns right."""
        self.app.push_screen(Explain(_HELP))

    def action_name(self) -> None:
        """Ask for the name under which decisions are recorded, and remember it."""

        def written(text: str | None) -> None:
            if text:
                self.person = " ".join(text.split())
                self.named(self.person)
                with told(self):
                    self.workspace.settings.put("person", self.person, person=self.person)
                    self.fill()

        title = "您的姓名（采用、修改、确认都记在这个名下）"
        self.app.push_screen(Write(title, self.person), written)

    def commands(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        """Yield what the palette offers here: name, help, action."""
        yield "新建自评表", "F2", self.action_new
        yield "打开文件", "F4", self.action_read
        yield "载入示例", "F6", self.action_examples
        yield "填写我的姓名", "F7  决定和确认都记在这个名下", self.action_name

    def action_search(self) -> None:
        """Go to the search line."""
        self.query_one("#search", Input).focus()

    def action_archive(self) -> None:
        """Put the chosen form away after a question."""
        table = self.query_one(DataTable)
        if not self._forms or not table.has_focus:
            return
        summary = self._forms[table.cursor_row]

        def answered(yes: bool | None) -> None:
            if yes:
                with told(self):
                    self.workspace.archive(summary.id, person=self.person)
                    self.fill()

        name = summary.project or "未命名项目"
        self.app.push_screen(
            Confirm(f"把“{name}”归档？归档后不再列出，内容都保留。", "归档"), answered
        )

    @on(Input.Changed, "#search")
    def _searched(self, event: Input.Changed) -> None:
        event.stop()
        self.fill()

    @on(Input.Submitted, "#search")
    def _found(self, event: Input.Submitted) -> None:
        event.stop()
        self.query_one(DataTable).focus()

    @on(DataTable.RowSelected)
    def _chosen(self, event: DataTable.RowSelected) -> None:
        event.stop()
        self._open(self._forms[event.cursor_row].id)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        {"new": self.action_new, "open": self.action_read, "examples": self.action_examples}[
            event.button.id or "new"
        ]()

    def _open(self, form_id: FormId) -> None:
        from selfeval_assist.tui.app import SelfEvalApp

        if isinstance(self.app, SelfEvalApp):
            self.app.open_form(form_id)

    def _line(self, summary: Summary) -> list[tuple[str, tuple[str, int]]]:
        # A version never changes, so it is worked out once; every key of a search asks again.
        key = (summary.id, summary.revision)
        if key not in self._figures:
            self._figures[key] = self._work_out(summary.id)
        figures = self._figures[key]
        changed = summary.changed.astimezone().strftime("%m月%d日 %H:%M")
        texts = [str(summary.year or "—"), summary.project or "未命名项目", *figures, changed]
        return list(zip(texts, _COLUMNS, strict=True))

    def _work_out(self, form_id: FormId) -> tuple[str, str, str]:
        """Return score, errors and warnings of a form as texts."""
        try:
            form = self.workspace.load(form_id).form
        except WorkspaceError:
            return "读不出", "", ""
        policy, _ = usable_policy(form)
        sheet = score(form, policy)
        levels = [f.severity for f in check(form, policy, sheet) if not f.waived]
        points = plain(rounded(sheet.total, 2))
        return points, str(levels.count(Severity.ERROR)), str(levels.count(Severity.WARNING))


def _cell(text: str, width: int) -> Text:
    cell = Text(text, no_wrap=True, end="")
    cell.truncate(width, overflow="ellipsis")
    return cell
