"""What in a workspace is not as the audit says that it was written."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from selfeval_assist.workspace import audit

Kept = dict[tuple[str, audit.Key], str | None]
"""The checksum that a row should have, by table and key; None for a row that was removed."""

Row = tuple[Any, ...]

_NAMES = {
    "form": "第 {} 号表在列表里的登记",
    "revision": "第 {} 号表的第 {} 版",
    "proposal": "草稿“{}”",
    "decision": "第 {} 条审阅决定",
    "thread": "对话“{}”",
    "turn": "第 {} 轮对话",
    "statement": "补充事实“{}”",
    "setting": "设置“{}”",
}


def problems(db: sqlite3.Connection) -> Iterator[str]:
    """Say, in Chinese, what was changed, removed or added past the program; nothing when whole.

    Args:
        db: a connection inside a transaction; a file from before the links has no problems.
    """
    tables = audit.kept_tables(db)
    if not _has_links(db):
        return
    kept: Kept = {}
    yield from _lines(db, kept)
    for table, columns in tables.items():
        yield from _rows(db, table, columns, kept)
    for (table, key), checksum in kept.items():
        if checksum is not None:
            yield f"{_name(table, key)}不见了"
    yield from _documents(db)


def _has_links(db: sqlite3.Connection) -> bool:
    found = db.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'link'")
    return found.fetchone() is not None


def _lines(db: sqlite3.Connection, kept: Kept) -> Iterator[str]:
    """Follow the chain; what its lines keep goes into ``kept``."""
    lines = {row[0]: row for row in db.execute("SELECT * FROM audit ORDER BY id")}
    linked = db.execute("SELECT audit, kept, link FROM link ORDER BY audit")
    links = {row[0]: row[1:] for row in linked}
    names = db.execute("SELECT id, one FROM identity").fetchall()
    if [one for _, one in names] != [1]:
        yield "工作区自己的编号不见了，或被改动过"
    before = str(names[0][0]) if names else ""
    last = _last_number(db)
    if extra := sorted(number for number in lines.keys() | links.keys() if number < 1):
        yield f"有编号不对的操作记录：{extra[0]}"
    for number in range(1, max(last, *lines, *links, 0) + 1):
        if wrong := _wrong(number, lines.get(number), links.get(number), before):
            yield wrong
        if number > last:
            yield f"第 {number} 条操作记录超出了已发出的编号"
        if number in links:
            before = str(links[number][1])
    kept.update(_all_kept([text for number, (text, _) in links.items() if number > 0]))


def _wrong(number: int, line: Row | None, link: Row | None, before: str) -> str:
    """Say what is wrong with one line of the audit; "" when it follows from the one before."""
    if line is None:
        return f"第 {number} 条操作记录不见了"
    if link is None:
        return f"第 {number} 条操作记录没有校验值：不是由本程序写入的，或校验值被删去"
    if audit.chained(before, line, link[0]) != link[1]:
        return f"第 {number} 条操作记录或它的校验值被改动过"
    return ""


def _last_number(db: sqlite3.Connection) -> int:
    """Return the highest number that a line ever had; SQLite remembers it when lines go."""
    row = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'audit'").fetchone()
    return row[0] if row is not None and isinstance(row[0], int) else 0


def _all_kept(texts: Sequence[str]) -> Kept:
    """Return what links keep, in their order: read at once where none of them is spoilt."""
    try:
        every = json.loads(f"[{','.join(texts)}]")
        if len(every) == len(texts):
            return {
                (table, tuple(key)): checksum for each in every for table, key, checksum in each
            }
    except (ValueError, TypeError, RecursionError):
        pass
    return {entry: checksum for text in texts for entry, checksum in _kept(text).items()}


def _kept(text: str) -> Kept:
    """Return what a link keeps; a spoilt list is told by its link, and what can be read is used."""
    try:
        return {(table, tuple(key)): checksum for table, key, checksum in json.loads(text)}
    except (ValueError, TypeError, RecursionError):
        return {}


def _rows(db: sqlite3.Connection, table: str, columns: Sequence[str], kept: Kept) -> Iterator[str]:
    """Compare the rows of a table, and take those that are there out of ``kept``."""
    names = [name for name, *_ in db.execute(f'SELECT * FROM "{table}"  LIMIT 0').description]  # noqa: S608
    places = [names.index(column) for column in columns]
    for row in db.execute(f'SELECT * FROM "{table}"'):  # noqa: S608
        key = tuple(row[place] for place in places)
        if (table, key) not in kept:
            yield f"{_name(table, key)}没有操作记录：不是由本程序写入的"
            continue
        checksum = kept.pop((table, key))
        if checksum is None:
            yield f"{_name(table, key)}已经删去，却又出现"
        elif checksum != audit.checksum(row):
            yield f"{_name(table, key)}被改动过"


def _documents(db: sqlite3.Connection) -> Iterator[str]:
    used: dict[Any, str] = {}
    for form, revision, digest in db.execute("SELECT form, revision, document FROM revision"):
        used.setdefault(digest, f"第 {form} 号表的第 {revision} 版")
    # Bytes are what is hashed: to make a text of each would take as long again.
    stored = "SELECT digest, typeof(text), CAST(text AS BLOB) FROM document"
    for digest, kind, data in db.execute(stored):
        version = used.pop(digest, None)
        if version is None:
            yield f"有一份原文（校验值 {str(digest)[:12]}）不属于任何一版"
        elif kind != "text" or hashlib.sha256(data).hexdigest() != digest:
            yield f"{version}的原文被改动过"
    for version in used.values():
        yield f"{version}的原文不见了"


def _name(table: str, key: Sequence[object]) -> str:
    pattern = _NAMES.get(table)
    return pattern.format(*key) if pattern else f"“{table}”里的 {'、'.join(map(str, key))}"
