"""Whatever is changed past the program, in any row of any table, is found and named."""

import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from filled_workspace import AT, fill

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.workspace import Workspace, WorkspaceError, audit, seen, tampering, verify

ROUNDS, SEEDS = 10, 120

# How what is said of a row of each table begins, by its key.
NAMES = {
    "form": "第 {} 号表在列表里的登记",
    "revision": "第 {} 号表的第 {} 版",
    "proposal": "草稿“{}”",
    "decision": "第 {} 条审阅决定",
    "thread": "对话“{}”",
    "turn": "第 {} 轮对话",
    "statement": "补充事实“{}”",
    "setting": "设置“{}”",
    "audit": "第 {} 条操作记录",
    "link": "第 {} 条操作记录",
    "document": "原文",
    "identity": "第 1 条操作记录",
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a workspace in which everything is there."""
    path = tmp_path_factory.mktemp("whole") / "w.sqlite3"
    fill(path)
    return path.read_bytes()


@pytest.fixture
def db(whole: bytes) -> Iterator[sqlite3.Connection]:
    """Its rows in memory, without the rules that keep them."""
    # A file that is closed holds all; in memory there can be no log.
    plain = bytearray(whole)
    plain[18:20] = b"\x01\x01"
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.deserialize(bytes(plain))
    connection.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
    connection.execute("PRAGMA ignore_check_constraints = ON")
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')
    yield connection
    connection.close()


def _columns(db: sqlite3.Connection, table: str) -> tuple[list[str], list[str]]:
    rows = db.execute(f'PRAGMA table_info("{table}")').fetchall()
    keys = sorted((row[5], row[1]) for row in rows if row[5])
    return [row[1] for row in rows], [name for _, name in keys]


def _other(rng: random.Random, value: Any) -> Any:
    """Return another value than the one that stands there."""
    if isinstance(value, int):
        return rng.choice([value + rng.randint(1, 9), value - 1, None, f"{value}号", b"\x00"])
    if not isinstance(value, str) or not value:
        return rng.choice(["无", 7, b"\xff\xfe"])
    at = rng.randrange(len(value))
    return rng.choice(
        [
            value[:at] + "改" + value[at + 1 :],
            value[:at] + value[at + 1 :],
            f"{value} ",
            "",
            value.encode(),
            value.encode() + b"\xff",
        ]
    )


def _tamper(db: sqlite3.Connection, rng: random.Random) -> str | None:
    """Change, remove or add one row; return how it must be named, None when nothing changed."""
    table = rng.choice(list(NAMES))
    columns, keys = _columns(db, table)
    rows = db.execute(f'SELECT rowid, * FROM "{table}"').fetchall()
    number, *row = rng.choice(rows)
    key = [row[columns.index(name)] for name in keys]
    how = rng.choice(["change", "change", "change", "remove", "add", "swap"])
    name = NAMES[table].format(*key)
    if how == "remove":
        db.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (number,))
        return "工作区自己的编号" if table == "identity" else name
    if how == "add":
        made = [
            _other(rng, value) if c in keys else value
            for c, value in zip(columns, row, strict=True)
        ]
        db.execute(f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(made))})', made)
        return "" if table != "document" else "原文"
    column = rng.choice(columns)
    value: Any = _other(rng, row[columns.index(column)])
    if how == "swap":
        value = rng.choice(rows)[1 + columns.index(column)]
    db.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', (value, number))
    after = db.execute(f'SELECT * FROM "{table}" WHERE rowid = ?', (number,)).fetchone()
    if after == tuple(row) and list(map(type, after)) == list(map(type, row)):
        return None
    if (table, column) == ("identity", "one"):
        return "工作区自己的编号"
    # A row whose key was changed is named by the old one, as missing.
    return name if after is not None or column not in keys else ""


def _tampered(db: sqlite3.Connection, rng: random.Random) -> tuple[str, list[str]]:
    """Tamper until something has changed; return the name and what is found, and take it back."""
    while True:
        db.execute("SAVEPOINT before")
        try:
            name = _tamper(db, rng)
            if name is not None:
                return name, list(tampering.problems(db))
        except sqlite3.IntegrityError:
            pass
        finally:
            db.execute("ROLLBACK TO before")
            db.execute("RELEASE before")


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_a_change_of_any_row_is_named(db: sqlite3.Connection, round_: int) -> None:
    assert list(tampering.problems(db)) == []
    for seed in range(SEEDS):
        name, found = _tampered(db, random.Random(round_ * SEEDS + seed))
        assert found, (round_, seed, name)
        assert any(name in problem for problem in found), (round_, seed, name, found)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("DROP TRIGGER audit_fixed", "防改规则“audit_fixed”不见了"),
        ("DROP INDEX audit_form", "索引“audit_form”不见了"),
        ("CREATE TABLE more (a)", "多出了数据表“more”"),
        ("UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = 'audit'", "操作记录不见了"),
        ("UPDATE sqlite_sequence SET seq = seq - 1 WHERE name = 'audit'", "超出了已发出的编号"),
        ("DELETE FROM setting", "设置“choice0”不见了"),
    ],
)
def test_a_change_in_the_file_is_named(
    tmp_path: Path, whole: bytes, change: str, says: str
) -> None:
    path = tmp_path / "w.sqlite3"
    path.write_bytes(whole)
    assert verify(path).whole
    with sqlite3.connect(path) as raw:
        raw.execute(change)
    raw.close()
    assert any(says in problem for problem in verify(path).problems)


def test_an_end_that_was_cut_off_cleanly_is_found_by_what_lies_beside(
    path: Path, form: SelfEvaluation
) -> None:
    with Workspace.open(path) as workspace:
        form_id = workspace.create(form, person="王芳")
        older = path.read_bytes(), path.with_name(f"{path.name}-wal").read_bytes()
        workspace.save(form_id, SelfEvaluation(), revision=1, person="李强")
    for suffix, data in zip(("", "-wal"), older, strict=True):
        path.with_name(path.name + suffix).write_bytes(data)
    assert "上次见到 2 条操作记录，现在只有 1 条" in verify(path).problems[0]
    with pytest.raises(WorkspaceError, match="少了 1 条"):
        Workspace.open(path)
    with Workspace.open(path, accepted_by="陈默") as workspace:
        assert workspace.events()[-1].action == "accept"
        assert workspace.events()[-1].person == "陈默"
        assert workspace.load(form_id).form == form
    assert verify(path).whole
    Workspace.open(path).close()


def test_a_history_that_was_written_anew_is_found_by_what_lies_beside(
    path: Path, form: SelfEvaluation
) -> None:
    with Workspace.open(path) as workspace:
        workspace.create(form, person="王芳")
    before = seen.read(path)
    assert before is not None
    seen.write(path, seen.Seen(before.workspace, before.lines, "0" * 64))
    with pytest.raises(WorkspaceError, match="第 1 条操作记录与上次见到的不同"):
        Workspace.open(path)


def test_documents_that_are_the_same_are_stored_once(
    workspace: Workspace, form: SelfEvaluation
) -> None:
    form_id = workspace.create(form, person="王芳")
    workspace.save(form_id, SelfEvaluation(), revision=1, person="王芳")
    workspace.restore(form_id, 1, revision=2, person="王芳")
    workspace.create(form, person="王芳")
    with workspace._database.reading() as db:
        assert db.execute("SELECT count(*) FROM document").fetchone() == (2,)
        assert db.execute("SELECT count(*) FROM revision").fetchone() == (4,)


def test_ten_thousand_lines_are_verified(path: Path, form: SelfEvaluation) -> None:
    with Workspace.open(path) as workspace:
        form_id = workspace.create(form, person="王芳")
        with workspace._database.writing() as db:
            for number in range(9_999):
                audit.record(db, AT, "王芳", "save", form=form_id, detail=f"{number}")
    verdict = verify(path)
    assert (verdict.lines, verdict.problems) == (10_000, ())
