"""Step 6: what should be looked at, why, and where; quietly at the end, what was not checked."""

from collections.abc import Iterator

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from selfeval_assist.checks import RULES, Finding, Rule, Severity
from selfeval_assist.drafting import Endpoint
from selfeval_assist.form import paths
from selfeval_assist.reports.words import SEVERITIES
from selfeval_assist.tui.parts.base import Part
from selfeval_assist.tui.session import Session

_STYLES = {Severity.ERROR: "$text-error", Severity.WARNING: "$text-warning", Severity.INFO: ""}
_ORDER = list(Severity)
_NEEDS = {
    "declaration": "批复的绩效目标申报表；按 b 读入它的文件",
    "last_year": "上年的自评表；按 b 读入它的文件（在列表中用 F3“沿用去年”建的表会自动对照）",
}


class Findings(Part):
    """The findings, worst first, with the explanation of the chosen one."""

    BINDINGS = [
        Binding("w", "waive", "确认", id="finding.waive"),
        Binding("t", "screen.links", "对照", id="finding.links"),
        Binding("m", "ask", "模型", id="finding.ask"),
        Binding("b", "screen.compare", "对照文件", id="finding.compare", show=False),
    ]

    class Ask(Message):
        """A person wants a model to read the form."""

    class Jump(Message):
        """A person wants to see the place of a finding."""

        def __init__(self, path: str) -> None:
            super().__init__()
            self.path = path

    class Waive(Message):
        """A person wants to accept a finding with a reason."""

        def __init__(self, finding: Finding) -> None:
            super().__init__()
            self.finding = finding

    def __init__(self, session: Session, endpoint: Endpoint | None) -> None:
        super().__init__(session, endpoint)
        self._findings: list[Finding] = []
        self._unchecked: tuple[Rule, ...] = ()

    def compose(self) -> ComposeResult:
        """A line of sums, the list, and the explanation."""
        yield Static("", id="sums", markup=False)
        yield OptionList(id="found", markup=False, compact=True)
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
        self.query_one("#sums", Static).update(Content(self._state()))
        if found == self._findings and unchecked == self._unchecked:
            return
        self._findings, self._unchecked = found, unchecked
        options = self.query_one("#found", OptionList)
        at = options.highlighted or 0
        options.clear_options()
        options.add_options(Option(_line(finding)) for finding in found)
        options.add_options(Option(_left_out(rule)) for rule in unchecked)
        if options.option_count:
            options.highlighted = min(at, options.option_count - 1)
        self._explain()

    def _state(self) -> str:
        """Return the sums, and what stands about the model's reading."""
        opinions = sum(not each.waived for each in self.session.opinions)
        parts = [sums(self.session)]
        if opinions:
            parts.append(f"模型意见 {opinions}")
            if not self.session.asked:
                parts.append("（提出后表格有改动）")
        if unchecked := self.session.unchecked:
            parts.append(f"未检查 {len(unchecked)}")
        return "  ".join(parts)

    @property
    def progress(self) -> str:
        """How many errors are open."""
        open_ = [f.severity for f in self.session.findings if not f.waived]
        errors = open_.count(Severity.ERROR)
        return f"错{errors}" if errors else f"提醒{len(open_)}" if open_ else "通过"

    def reveal(self, path: str) -> bool:
        """Findings have no fields of their own."""
        return False

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._explain()

    @on(OptionList.OptionSelected)
    def _entered(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_index < len(self._findings):
            self.post_message(self.Jump(self._findings[event.option_index].where))

    def copied(self) -> tuple[str, str] | None:
        """Return the sentence of the chosen finding."""
        finding = self._chosen()
        return (finding.code, finding.message) if finding else None

    def action_waive(self) -> None:
        """Ask for the reason why the chosen finding is to be accepted, or take that back."""
        if finding := self._chosen():
            self.post_message(self.Waive(finding))

    def action_ask(self) -> None:
        """Let a model read the texts that need a reader."""
        self.post_message(self.Ask())

    def say(self, text: str) -> None:
        """Show what the reading of a model has come to."""
        self.query_one("#sums", Static).update(Content(text or self._state()))

    def _chosen(self) -> Finding | None:
        at = self.query_one("#found", OptionList).highlighted
        return self._findings[at] if at is not None and at < len(self._findings) else None

    def _explain(self) -> None:
        at = self.query_one("#found", OptionList).highlighted or 0
        late = at - len(self._findings)
        if finding := self._chosen():
            accepted = "w：撤回人工确认" if finding.waived else "w：确认无误并写明理由"
            parts = [
                (f"回车：到这一处修改（Esc 回来）  {accepted}\n", "$text-accent"),
                (f"{finding.code} {_title(finding)}", "bold"),
                (f"  {paths.label(self.session.form, finding.where)}\n", ""),
                (f"依据：{finding.basis}\n\n", "$text-muted"),
                *_explained(finding.code),
            ]
        elif 0 <= late < len(self._unchecked):
            rule = self._unchecked[late]
            parts = [
                (f"{rule.code} {rule.title}\n", "bold"),
                (f"{_why(rule)}。\n\n", "$text-muted"),
                *_explained(rule.code),
            ]
        else:
            parts = [("没有发现需要核实的问题。", "")]
        self.query_one("#explain", Static).update(Content.assemble(*parts))


def sums(session: Session) -> str:
    """Return how many findings of each severity are open, in words."""
    counts = dict.fromkeys(_ORDER, 0)
    for finding in session.findings:
        if not finding.waived:
            counts[finding.severity] += 1
    return "  ".join(f"{SEVERITIES[level]} {count}" for level, count in counts.items())


def _explained(code: str) -> Iterator[tuple[str, str]]:
    """Yield the explanation of a rule, its headings in bold."""
    for line in RULES[code].explain.splitlines() if code in RULES else ():
        yield f"{line.removeprefix('## ')}\n", "bold" if line.startswith("## ") else ""


def _title(finding: Finding) -> str:
    return RULES[finding.code].title if finding.code in RULES else ""


def _line(finding: Finding) -> Content:
    if finding.waived:
        return Content.styled(f"已确认 {finding.code} {finding.message}", "$text-muted")
    level = (SEVERITIES[finding.severity], _STYLES[finding.severity])
    return Content.assemble(level, f" {finding.code} {finding.message}")


def _why(rule: Rule) -> str:
    """Return why a rule did not run, or not in all parts."""
    if rule.kind == "language":
        return "没有检查：要由语言模型阅读文字；按 m 请模型看，引文须能在表中找到"
    if rule.needs:
        return f"没有检查：需要{_NEEDS[rule.needs]}"
    return f"只检查了一部分：其余需要{_NEEDS[rule.partly]}"


def _left_out(rule: Rule) -> Content:
    state = "部分未查" if rule.partly and not rule.needs else "未检查"
    return Content.styled(f"{state} {rule.code} {rule.title}", "$text-muted")
