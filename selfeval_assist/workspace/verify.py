"""Whether a workspace file is as this program wrote it: every line, version and document."""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from selfeval_assist.workspace import audit, copies, migrate, seen, start, tampering
from selfeval_assist.workspace.errors import WorkspaceError, explain
from selfeval_assist.workspace.nearby import APPLICATION_ID


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found in a workspace file.

    Attributes:
        lines: how many lines of the audit are linked.
        link: the link of the last one; whoever wrote it down can tell later that nothing before
            it was changed, even by somebody who could compute all links anew.
        problems: what is not as it was written, in Chinese; none when all is.
    """

    lines: int
    link: str
    problems: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether everything is as it was written."""
        return not self.problems


def verify(path: Path) -> Verdict:
    """Look at the whole file; nothing is changed, and other programs may go on using it.

    Raises:
        WorkspaceError: there is no such file, it is no workspace of this version, or it is locked.
    """
    start.present(path, make=False)
    before = seen.read(path)
    try:
        with closing(copies.reading(path)) as db, ThreadPoolExecutor(1) as aside:
            db.execute("BEGIN")
            _ours(db, path)
            # A quarter of the time goes to the pages, for which nothing else is needed.
            pages = aside.submit(_integrity, path)
            problems = tuple(_problems(db, path, before, pages))
            if problems:
                # A tampered text may be no proper text; it is to be named, not to end the search.
                db.text_factory = _any_text
                problems = tuple(_problems(db, path, before, pages))
            lines, link = _attempt(lambda: audit.last_link(db)) or (0, "")
    except sqlite3.Error as error:
        raise explain(error, path) from error
    return Verdict(lines, link, problems)


def lines(path: Path, form: int | None = None) -> tuple[audit.Line, ...]:
    """Return the audit as it stands in the file, of one form or of all; raises as ``verify``."""
    start.present(path, make=False)
    try:
        with closing(copies.reading(path)) as db:
            db.execute("BEGIN")
            _ours(db, path)
            db.text_factory = _any_text
            return audit.lines(db, form)
    except sqlite3.Error as error:
        raise explain(error, path) from error


def _ours(db: sqlite3.Connection, path: Path) -> None:
    (application,) = db.execute("PRAGMA application_id").fetchone()
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        raise WorkspaceError(f"“{path}”不是本程序的工作区；没有改动它。")
    if version != len(migrate.migrations()):
        raise WorkspaceError(
            f"工作区文件“{path}”的格式是 {version}，本程序的是 {len(migrate.migrations())}，"
            "还不能核对。较旧的请先用本程序打开一次（会自动升级并留副本），较新的请升级本程序。"
        )


def _integrity(path: Path) -> tuple[str, ...]:
    with closing(copies.reading(path)) as db:
        return tuple(copies.integrity(db))


def _problems(
    db: sqlite3.Connection,
    path: Path,
    before: seen.Seen | None,
    pages: "Future[tuple[str, ...]]",
) -> Iterator[str]:
    parts: tuple[Callable[[], Iterator[str]], ...] = (
        lambda: migrate.schema_problems(db),
        lambda: tampering.problems(db),
        lambda: _lost(db, path, before),
        lambda: (f"文件里有损坏之处：{text}" for text in pages.result()),
    )
    for part in parts:
        try:
            yield from part()
        except sqlite3.DatabaseError as error:
            yield f"有的内容读不出来（数据库说明：{error}）"


def _lost(db: sqlite3.Connection, path: Path, before: seen.Seen | None) -> Iterator[str]:
    row = db.execute("SELECT id FROM identity").fetchone()
    lines_now, link = audit.last_link(db)
    now = seen.Seen(str(row[0]) if row else "", lines_now, link)
    if lost := start.loss(path, before, now, audit.link_of(db, before.lines) if before else None):
        yield lost


def _any_text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _attempt(ask: Callable[[], tuple[int, str]]) -> tuple[int, str] | None:
    try:
        return ask()
    except (sqlite3.DatabaseError, TypeError):
        return None
