"""The application: the workspace, the person, the endpoint, and which screen is shown."""

import datetime
import getpass
import importlib
import os
import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SystemCommand
from textual.command import CommandPalette
from textual.screen import Screen

from selfeval_assist.tui.chosen import stored_endpoint, stored_keymap
from selfeval_assist.tui.commands import Commanding, Unsaved
from selfeval_assist.tui.compat import fix_wrapping, translate
from selfeval_assist.tui.in_order import InOrder
from selfeval_assist.tui.safe import safe
from selfeval_assist.tui.screens.home import Home
from selfeval_assist.tui.themes import THEMES
from selfeval_assist.tui.widgets.told import told
from selfeval_assist.workspace import FormId, Workspace, WorkspaceError

if TYPE_CHECKING:
    from selfeval_assist.drafting import Endpoint

fix_wrapping()
translate()


class SelfEvalApp(InOrder):
    """The screens over one workspace.

    Args:
        workspace: the opened workspace; the caller closes it.
        file: a file to read and open at once.
        endpoint: a model for drafting; None takes the one of the settings, or the composer.
        person: who decides; by default the name given in the settings, else the account's.
    """

    TITLE = "项目支出绩效自评助手"
    ENABLE_COMMAND_PALETTE = True

    def __init__(
        self,
        workspace: Workspace,
        *,
        file: Path | None = None,
        endpoint: "Endpoint | None" = None,
        person: str = "",
    ) -> None:
        super().__init__()
        self.workspace = workspace
        self.given = endpoint
        named = workspace.settings.get("person")
        self.person = safe(person or (named if isinstance(named, str) and named else account()))
        self._file = file

    def on_mount(self) -> None:
        """Show the list, and open the file when one was given."""
        for theme in THEMES:
            self.register_theme(theme)
        chosen = self.workspace.settings.get("theme")
        names = {theme.name for theme in THEMES}
        self.theme = chosen if isinstance(chosen, str) and chosen in names else THEMES[0].name
        self.set_keymap(stored_keymap(self.workspace))
        home = Home(self.workspace, self.person, self._call_person)
        self.push_screen(home)
        for notice in self.workspace.notices:
            self.notify(notice, severity="warning", timeout=15, markup=False)
        if self._file:
            home.call_after_refresh(home.bring, self._file)

    def on_ready(self) -> None:
        """Load the walk on a thread while the list is read; opening a form is then quick."""
        self.run_worker(
            partial(importlib.import_module, "selfeval_assist.tui.screens.walk"), thread=True
        )

    async def action_quit(self) -> None:
        """Save the open form and leave; when it cannot be saved, the person is asked first."""
        unsaved = [screen for screen in self.screen_stack if isinstance(screen, Unsaved)]
        if unsaved:
            unsaved[-1].save_before(self.exit)
        else:
            self.exit()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Return the commands of the palette."""
        if isinstance(screen, Commanding):
            yield from (SystemCommand(*each) for each in screen.commands())
        yield SystemCommand("切换深色和浅色", "两种高对比度配色", self.action_switch_theme)
        yield SystemCommand("退出", "Ctrl+Q  内容会先保存", self.action_quit)

    def action_command_palette(self) -> None:
        """Show the palette, with its hint in Chinese."""
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(placeholder="查找命令…", id="--command-palette"))

    def action_switch_theme(self) -> None:
        """Change between the dark and the light theme, and remember it."""
        names = [theme.name for theme in THEMES]
        self.theme = names[(names.index(self.theme) + 1) % len(names)]
        with told(self):
            self.workspace.settings.put("theme", self.theme, person=self.person)

    def action_help_quit(self) -> None:
        """Say how to leave to those who press Ctrl+C."""
        self.notify("要退出请按 Ctrl+Q；内容会先保存。", markup=False)

    def _call_person(self, person: str) -> None:
        self.person = person

    @property
    def endpoint(self) -> "Endpoint | None":
        """The model for drafting: the one given at the start, or else the one of the settings."""
        return self.given or stored_endpoint(self.workspace)

    def open_form(self, form_id: FormId) -> None:
        """Walk through a form of the workspace."""
        from selfeval_assist.tui.screens.walk import Walk
        from selfeval_assist.tui.session import Session

        try:
            session = Session(self.workspace, form_id, person=self.person, clock=now)
        except WorkspaceError as error:
            self.notify(safe(error), severity="error", timeout=15, markup=False)
            return
        self.push_screen(Walk(session, self.endpoint))


def now() -> datetime.datetime:
    """Return the present moment in UTC."""
    return datetime.datetime.now(datetime.UTC)


def account() -> str:
    """Return the name under which decisions are recorded."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "本机用户"


def run(file: Path | None, *, workspace: Path | None = None) -> int:
    """Show the screens until the person leaves; return the exit code.

    A workspace that cannot be opened is one Chinese line and exit code 2.

    Args:
        file: a form to open at once.
        workspace: the workspace file; None for the person's own one.

    Raises:
        DraftingError: the endpoint in the environment is not well formed.
    """
    endpoint = None
    if {"OPENAI_API_KEY", "OPENAI_BASE_URL"} & os.environ.keys():
        from selfeval_assist.drafting import from_environment

        endpoint = from_environment(os.environ)
    try:
        opened = Workspace.open(workspace)
    except WorkspaceError as error:
        print(error, file=sys.stderr)
        return 2
    with opened:
        app = SelfEvalApp(opened, file=file, endpoint=endpoint)
        app.run()
    return app.return_code or 0
