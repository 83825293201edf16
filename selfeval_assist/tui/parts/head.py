"""Step 1: what the form is about and who answers for it."""

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from selfeval_assist.tui.commands import Command
from selfeval_assist.tui.parts.base import Part, missing
from selfeval_assist.tui.state.standing import HEAD
from selfeval_assist.tui.terminal.safe import safe
from selfeval_assist.tui.widgets.field import Field
from selfeval_assist.tui.widgets.told import put

PATHS = (
    *HEAD,
    "people.manager",
    "people.filler",
    "people.phone",
    "policy",
    "notes",
)
_SHOWN = 2
"""How many fields are there at once; the others follow as soon as these are drawn."""


class Head(Part):
    """The head of the form, and what the reader of its file was not sure of."""

    DEFAULT_CSS = """
    #doubts { height: auto; margin-bottom: 1; }
    #why-policy { height: auto; margin: -1 0 1 0; color: $text-muted; }
    """

    BINDINGS = [Binding("f6", "own", "自己的评分办法", id="head.own", priority=True)]

    def compose(self) -> ComposeResult:
        """One field below the other."""
        source = self.session.form.provenance
        if source.notes:
            # Reading documents is loaded only where a document was read.
            from selfeval_assist.documents import doubts
            from selfeval_assist.reports.words import read_as

            form = self.session.form
            lines = "\n".join(
                f"· {safe(doubt.sentence + read_as(form, doubt))}" for doubt in doubts(form)
            )
            words = f"来自{safe(source.file)}，有 {len(source.notes)} 处请对照原表核实：\n{lines}"
            yield Static(Content.styled(words, "$text-warning"), id="doubts")
        for path in PATHS[:_SHOWN]:
            yield Field(path, self.session.form)

    async def complete(self) -> None:
        """Mount the fields that no small screen shows at first."""
        if len(self.query(Field)) < len(PATHS):
            await self.mount_all(Field(path, self.session.form) for path in PATHS[_SHOWN:])
            chosen = next(field for field in self.query(Field) if field.path == "policy")
            await self.mount(Static(id="why-policy", markup=False), after=chosen)
            self.follow()

    def follow(self) -> None:
        """Show the fields as they are now, and why the form has its policy."""
        super().follow()
        for told in self.query("#why-policy").results(Static):
            # Policies are loaded only when the first fields are drawn.
            from selfeval_assist.tui.state.scored import why_policy

            put(told, Content(safe(why_policy(self.session.form))))

    def action_own(self) -> None:
        """Score the form by a file of one's own."""
        from selfeval_assist.tui.dialogs.own import choose_own

        session = self.session
        choose_own(
            self,
            session.workspace,
            "policy",
            session.person,
            lambda path: session.put("policy", path),
        )

    def commands(self) -> Iterable[Command]:
        """Offer a policy of one's own."""
        yield "用自己的评分办法文件", "F6  .toml 文件", self.action_own

    @property
    def progress(self) -> str:
        """How many cells that every form needs are blank."""
        return missing(self.session.form, HEAD)
