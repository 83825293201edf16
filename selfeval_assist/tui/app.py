"""The application: the workspace, the person, the endpoint, and which screen is shown."""

import asyncio
import datetime
import gc
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult, SystemCommand
from textual.binding import Binding
from textual.command import CommandPalette
from textual.screen import Screen
from textual.widgets import Input, Static, TextArea

from selfeval_assist.failures import Failure, attempt
from selfeval_assist.system import on_stop
from selfeval_assist.tui.commands import Commanding, Unsaved, spoken, told_with_keys
from selfeval_assist.tui.terminal.compat import (
    Palette,
    fix_wrapping,
    keep_boxes_whole,
    keep_pumps_alive,
    keep_styles,
    translate,
)
from selfeval_assist.tui.terminal.loading import loaded
from selfeval_assist.tui.terminal.surviving import Surviving, survive
from selfeval_assist.tui.terminal.themes import THEMES

# The first picture is there before the forms, the rules and the workspace are loaded.
if TYPE_CHECKING:
    from selfeval_assist.drafting import Endpoint
    from selfeval_assist.tui.screens.home import Home
    from selfeval_assist.workspace import FormId, Workspace, WorkspaceError

fix_wrapping()
keep_boxes_whole()
keep_styles()
keep_pumps_alive(survive)
_LAST_KEYS = 0.3
"""Seconds in which keys still come from a terminal that was just closed."""
_WALK = "selfeval_assist.tui.screens.walk"


class SelfEvalApp(Surviving):
    """The screens over one workspace.

    ``failure`` says why the workspace could not be opened, where the app opens it itself.

    Args:
        workspace: the opened workspace, which the caller closes; or how to open it once the first
            picture is shown, and then the app closes it.
        file: a file to read and open at once.
        endpoint: a model for drafting; None takes the one of the settings, or the composer.
        person: who decides; by default the name given in the settings, else the account's.
    """

    TITLE = "项目支出绩效自评助手"
    ENABLE_COMMAND_PALETTE = True
    CSS = "#opening { padding: 1 2; }"
    BINDINGS = [
        # As people expect of it; by itself it would go to the beginning of the line.
        Binding("ctrl+a", "select_all", "全选", show=False, priority=True)
    ]

    def __init__(
        self,
        workspace: "Workspace | Callable[[], Workspace]",
        *,
        file: Path | None = None,
        endpoint: "Endpoint | None" = None,
        person: str = "",
    ) -> None:
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name
        self.given = endpoint
        self.person = person
        self.failure: WorkspaceError | None = None
        self._file = file
        self._opening = workspace if callable(workspace) else None
        if not callable(workspace):
            self._use(workspace)

    def compose(self) -> ComposeResult:
        """What is shown until the workspace is open."""
        if self._opening:
            yield Static(f"{self.TITLE}\n\n正在打开…", id="opening", markup=False)

    def on_mount(self) -> None:
        """Show the list, or first that it is being opened."""
        if self._opening is None:
            self._begin()

    def on_ready(self) -> None:
        """Open the workspace behind the first picture; then load what opening a form needs."""
        if self._opening:
            self.call_after_refresh(self._open, self._opening)
        else:
            self.run_worker(loaded(_WALK))

    async def _open(self, opening: "Callable[[], Workspace]") -> None:
        """Open the workspace and begin; nothing can be done meanwhile, so no thread is needed."""
        from selfeval_assist.workspace import WorkspaceError

        try:
            workspace = opening()
        except WorkspaceError as error:
            self.failure = error
            self.exit(return_code=2)
            return
        self._use(workspace)
        self._begin()
        if not self._file:
            self.run_worker(loaded(_WALK))

    def _use(self, workspace: "Workspace") -> None:
        from selfeval_assist.tui.state.chosen import asked, person_of
        from selfeval_assist.tui.terminal.safe import safe

        self.workspace = workspace
        self._asked = bool(self.person) or asked(workspace)
        self.person = safe(self.person) or person_of(workspace)

    def _begin(self) -> None:
        """Open the file when one was given, or show the list."""
        from selfeval_assist.tui.state.chosen import stored_keymap, unusable
        from selfeval_assist.tui.terminal.safe import safe

        translate()
        chosen = self.workspace.settings.get("theme")
        if isinstance(chosen, str) and chosen in {theme.name for theme in THEMES}:
            self.theme = chosen
        self.set_keymap(stored_keymap(self.workspace))
        if self._file:
            self.run_worker(self._open_file(self._file))
        else:
            self._show_list()
        self.set_timer(1, _collect_garbage)
        for notice in self.workspace.notices:
            self.notify(notice, severity="warning", timeout=15, markup=False)
        if not self.given and (why := unusable(self.workspace)):
            self.notify(safe(why), severity="warning", timeout=15, markup=False)

    def _left(self, _: None) -> None:
        self._show_list()

    def _show_list(self) -> "Home":
        """Show the list of forms, which is made when it is first needed."""
        from selfeval_assist.tui.screens.home import Home

        for screen in self.screen_stack:
            if isinstance(screen, Home):
                return screen
        home = Home(self.workspace, self.person, self._call_person)
        self.push_screen(home)
        if not self._asked:
            self._asked = True
            home.call_after_refresh(home.ask_name)
        return home

    async def _open_file(self, file: Path) -> None:
        """Open a file with one new form in it at once; any other is brought to the list."""
        from selfeval_assist.documents import DocumentError, read
        from selfeval_assist.tui.state.related import alike
        from selfeval_assist.workspace import WorkspaceError

        try:
            (form,) = await asyncio.to_thread(read, file)
            note = f"读自 {file.name}"
            if not alike(self.workspace, form):
                self.open_form(self.workspace.create(form, person=self.person, note=note))
                return
        except (DocumentError, WorkspaceError, ValueError):
            pass
        home = self._show_list()
        home.call_after_refresh(home.bring, file)

    def on_load(self) -> None:
        """Hear when the terminal is closed."""
        on_stop(asyncio.get_running_loop(), self._hang_up)

    def _hang_up(self) -> None:
        """Store what was typed and end, because the terminal was closed or the system ends."""
        self.rescue()
        self._ending = asyncio.create_task(self._end())

    async def _end(self) -> None:
        """End when what was typed last has come to where it is stored from."""
        await asyncio.sleep(_LAST_KEYS)
        await self.caught_up()
        self.rescue()
        self.exit()

    def close(self) -> None:
        """Close the workspace if the app opened it."""
        if self._opening and hasattr(self, "workspace"):
            self.workspace.close()

    def rescue(self) -> bool:
        """Put on the disk what was typed into open forms; return whether all of it is there."""
        open_ones = [screen for screen in self.screen_stack if isinstance(screen, Unsaved)]
        return sum(screen.rescue() for screen in open_ones) == len(open_ones)

    async def action_quit(self) -> None:
        """Save the open form and leave; when it cannot be saved, the person is asked first."""
        unsaved = [screen for screen in self.screen_stack if isinstance(screen, Unsaved)]
        if unsaved:
            unsaved[-1].save_before(self.exit)
        else:
            self.exit()

    async def before_shutdown(self) -> None:
        """Let what is being mounted be finished before everything is taken down."""
        for screen in self.screen_stack:
            if isinstance(screen, Unsaved):
                await screen.settled()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Return the commands of the palette."""
        if isinstance(screen, Commanding):
            commands = told_with_keys(screen.commands(), screen, self)
            yield from (SystemCommand(*each) for each in commands)
        yield SystemCommand("切换深色和浅色", "两种高对比度配色", self.action_switch_theme)
        yield SystemCommand("退出", "Ctrl+Q  内容会先保存", self.action_quit)

    def action_command_palette(self) -> None:
        """Show the palette, with its hint in Chinese."""
        if len(self.screen_stack) > 1 and not isinstance(self.screen, CommandPalette):
            self.push_screen(Palette(placeholder="查找命令…", id="--command-palette"))

    def action_switch_theme(self) -> None:
        """Change between the dark and the light theme, and remember it."""
        names = [theme.name for theme in THEMES]
        self.theme = names[(names.index(self.theme) + 1) % len(names)]
        from selfeval_assist.tui.widgets.told import told

        with told(self):
            self.workspace.settings.put("theme", self.theme, person=self.person)

    def action_select_all(self) -> None:
        """Select the whole text of the focused field."""
        if isinstance(self.focused, Input | TextArea):
            self.focused.action_select_all()

    def get_key_display(self, binding: Binding) -> str:
        """Return how the footer names a key: Ctrl+C as everywhere else, and not ^c."""
        ctrl = binding.key.startswith("ctrl+")
        return spoken(binding.key) if ctrl else super().get_key_display(binding)

    def action_help_quit(self) -> None:
        """Say how to leave to those who press Ctrl+C."""
        self.notify("要退出请按 Ctrl+Q；内容会先保存。", markup=False)

    def _call_person(self, person: str) -> None:
        self.person = person

    @property
    def endpoint(self) -> "Endpoint | None":
        """The model for drafting: the one given at the start, or else the one of the settings."""
        from selfeval_assist.tui.state.chosen import stored_endpoint

        return self.given or stored_endpoint(self.workspace)

    def exported(self, files: Sequence[Path]) -> None:
        """Do nothing more with files that were written; in a browser they are downloaded."""

    def named_actions(self) -> Iterator[Binding]:
        """Yield every action to which a person can give another key, screen by screen."""
        from selfeval_assist.tui.dialogs.cause import Cause
        from selfeval_assist.tui.dialogs.talk import Talk
        from selfeval_assist.tui.parts.deviations import Deviations
        from selfeval_assist.tui.parts.drafts import Drafts
        from selfeval_assist.tui.parts.findings import Findings
        from selfeval_assist.tui.parts.funds import Funds
        from selfeval_assist.tui.parts.indicators import Indicators
        from selfeval_assist.tui.screens.home import Home
        from selfeval_assist.tui.screens.walk import Walk
        from selfeval_assist.tui.widgets.card import Card

        steps = (Funds, Indicators, Deviations, Findings, Drafts)
        for owner in (Home, Walk, *steps, Card, Cause, Talk):
            for each in owner.BINDINGS:
                if isinstance(each, Binding) and each.id:
                    yield each

    def open_form(self, form_id: "FormId") -> None:
        """Walk through a form of the workspace."""
        from selfeval_assist.tui.screens.walk import Walk
        from selfeval_assist.tui.state.session import Session
        from selfeval_assist.tui.terminal.safe import safe

        session = attempt(
            "打开这份表", Session, self.workspace, form_id, person=self.person, clock=now
        )
        if isinstance(session, Failure):
            way_out = f"用 selfeval-assist forms export {form_id} 可以导出存着的内容。"
            told = f"{safe(session)}{way_out}"
            self.notify(told, severity="error", timeout=15, markup=False)
            return
        self.push_screen(Walk(session, self.endpoint), self._left)


def _collect_garbage() -> None:
    """Begin to look for garbage where a start has put it off, but not in what is there by now."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def now() -> datetime.datetime:
    """Return the present moment in UTC."""
    return datetime.datetime.now(datetime.UTC)


def ended(app: SelfEvalApp) -> int:
    """Return the exit code of an app that has ended; where it could not go on, say why."""
    if why := app.crash or app.failure:
        print(why, file=sys.stderr)
    return app.return_code or 0
