"""The program behind one page: the screens, with what only a browser has.

Started by ``tabs`` as ``python -P -m selfeval_assist.tui.serve.child``.
"""

import selfeval_assist.environment  # noqa: F401  # before anything else

# isort: split
import argparse
import contextlib
import io
import mimetypes
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from html import escape
from pathlib import Path

from textual.app import SystemCommand
from textual.binding import Binding
from textual.events import Mount
from textual.screen import ModalScreen, Screen

from selfeval_assist.documents import DocumentError, read
from selfeval_assist.drafting.connection.endpoints import Endpoint, from_environment
from selfeval_assist.failures import Failure, attempt, last_resort
from selfeval_assist.policies import PolicyError
from selfeval_assist.reports.export import SUFFIXES, export_form, warnings_before_export
from selfeval_assist.review import uses_model
from selfeval_assist.tui.app import SelfEvalApp, ended
from selfeval_assist.tui.screens.home import Home
from selfeval_assist.tui.screens.walk import Walk
from selfeval_assist.tui.serve.driver import Asked, Attached, BrowserDriver, Ending, Received
from selfeval_assist.tui.serve.plain import listed, plain
from selfeval_assist.tui.widgets.form_list import FormList
from selfeval_assist.tui.widgets.told import told
from selfeval_assist.workspace import (
    SAVE_WAIT,
    ConflictError,
    FormId,
    Workspace,
    WorkspaceError,
)

_FIRST = SUFFIXES[0]


class BrowserApp(SelfEvalApp):
    """The screens in a browser: files are downloaded and uploaded, pages come and go.

    Args:
        workspace: the opened workspace; the caller closes it.
        form: a form to open at once.
        endpoint: a model for drafting; None drafts with the composer.
    """

    BINDINGS = [
        Binding("ctrl+s", "download", "下载", id="browser.download", show=False),
        Binding("ctrl+o", "upload", "上传文件", id="browser.upload", show=False),
    ]

    def __init__(
        self, workspace: Workspace, *, form: FormId | None = None, endpoint: Endpoint | None = None
    ) -> None:
        super().__init__(workspace, endpoint=endpoint)
        self._form = form

    def on_mount(self, event: Mount | None = None) -> None:
        """Show the list, and on top of it the form that was asked for."""
        if event is not None:
            # Otherwise the list would be put on top of the form once more.
            event.prevent_default()
        super().on_mount()
        if self._form is not None:
            self.screen.call_after_refresh(self.open_form, self._form)

    def get_system_commands(self, screen: Screen[object]) -> Iterator[SystemCommand]:
        """Return the commands of the palette."""
        for suffix in SUFFIXES:
            key = "Ctrl+S  " if suffix == _FIRST else ""
            told_ = f"{key}下载打开的自评表"
            yield SystemCommand(f"下载 {suffix}", told_, partial(self.action_download, suffix))
        yield SystemCommand("上传文件", "Ctrl+O  读入电脑里的文件", self.action_upload)
        yield from super().get_system_commands(screen)

    def action_download(self, suffix: str = _FIRST) -> None:
        """Let the browser download the open form as a kind of file, by its suffix."""
        walk = self._walk
        if walk is None:
            self.notify("请先打开一份自评表，再下载。", severity="warning", markup=False)
            return
        session = walk.session
        with told(self, DocumentError, PolicyError), tempfile.TemporaryDirectory() as place:
            found = attempt("读取草稿", session.workspace.proposals, session.form_id)
            drafts = () if isinstance(found, Failure) else found
            by_model = uses_model(drafts, session.decisions, session.form)
            files = export_form(
                session.form,
                Path(place),
                overwrite=True,
                model_fields=by_model,
                formats=(suffix,),
                tell=lambda note: self.notify(note, severity="warning", markup=False),
            )
            self.exported(files)
            left = len(list(warnings_before_export(session.form)))
            if left:
                text = f"已下载；还有 {left} 处“待填”，上报前请补全。"
                self.notify(text, severity="warning", markup=False)

    def exported(self, files: Sequence[Path]) -> None:
        """Let the browser download files that were written.

        Raises:
            DocumentError: one cannot be read.
        """
        for file in files:
            try:
                content = io.BytesIO(file.read_bytes())
            except OSError as error:
                raise DocumentError(
                    str(file), problem="写好的文件读不出来", advice="请再试一次"
                ) from error
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            self.deliver_binary(content, save_filename=file.name, mime_type=kind)

    def action_upload(self) -> None:
        """Let the person choose a file in the browser."""
        if isinstance(self._driver, BrowserDriver):
            self._driver.pick_file()

    def on_asked(self, event: Asked) -> None:
        """Do what a button beside the terminal says."""
        if event.what in SUFFIXES:
            self.action_download(event.what)
        elif event.what == "upload":
            self.action_upload()
        elif event.what == "plain" and isinstance(self._driver, BrowserDriver):
            shown = attempt("写成文字版", self._plain)
            text = escape(str(shown)) if isinstance(shown, Failure) else shown
            self._driver.write_meta({"type": "plain", "html": text})

    def _plain(self) -> str:
        walk = self._walk
        return plain(walk.session) if walk else listed(self._home.query_one(FormList))

    def on_attached(self, event: Attached) -> None:
        """Draw everything for a page that was loaded anew."""
        if isinstance(self._driver, BrowserDriver):
            self._driver.prepare_page()
        self.refresh(layout=True)

    def on_received(self, event: Received) -> None:
        """Read an uploaded file: open it from the list, only take it in beside an open form."""
        try:
            self._take_in(event.path)
        finally:
            shutil.rmtree(event.path.parent, ignore_errors=True)

    def on_ending(self, event: Ending) -> None:
        """End, when what was typed last has come to where it is stored from."""
        self.set_timer(0.2, self._store_and_end)

    def _store_and_end(self) -> None:
        """Store what is open and end; what somebody else overtook becomes a form of its own."""
        for screen in self.screen_stack:
            if isinstance(screen, Walk):
                screen.remember()
                with contextlib.suppress(WorkspaceError):
                    try:
                        screen.session.save()
                    except ConflictError:
                        screen.session.fork()
        self.exit()

    @property
    def _walk(self) -> Walk | None:
        walks = [screen for screen in self.screen_stack if isinstance(screen, Walk)]
        return walks[-1] if walks else None

    @property
    def _home(self) -> Home:
        return next(screen for screen in self.screen_stack if isinstance(screen, Home))

    def _take_in(self, path: Path) -> None:
        home = self._home
        if self._walk is None:
            while isinstance(self.screen, ModalScreen):
                self.pop_screen()
            home.take(path)
            return
        with told(self, DocumentError):
            for form in read(path):
                home.add(form, f"读自 {path.name}")
            self.notify(f"已读入“{path.name}”，按 F10 回到列表就能看到。", markup=False)


def main() -> int:
    """Show the screens to one page until it ends; return the exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--workspace", type=Path, required=True)
    parser.add_argument("--form", type=int)
    options = parser.parse_args()
    try:
        workspace = Workspace.open(options.workspace, save_wait=SAVE_WAIT)
    except WorkspaceError as error:
        print(error, file=sys.stderr)
        return 2
    with workspace:
        form = None if options.form is None else FormId(options.form)
        app = BrowserApp(workspace, form=form, endpoint=from_environment(os.environ))
        app.run()
    return ended(app)


if __name__ == "__main__":
    sys.exit(last_resort(main))
