"""What was typed and is no version yet comes back after the program ended at once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from programs import PATIENCE

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.tui.app import now
from selfeval_assist.tui.state.left import left
from selfeval_assist.tui.state.session import Session
from selfeval_assist.workspace import FormId, Workspace


def session(workspace: Workspace, form_id: FormId) -> Session:
    return Session(workspace, form_id, person="陈默", clock=now)


def kept(workspace: Workspace) -> list[Path]:
    return sorted(workspace.path.parent.glob("*.unsaved-*"))


@pytest.fixture
def form_id(workspace: Workspace, finished: SelfEvaluation) -> FormId:
    return workspace.create(finished, person="陈默")


def test_typing_that_was_not_saved_comes_back(workspace: Workspace, form_id: FormId) -> None:
    first = session(workspace, form_id)
    first.put("unit", "打到一半")
    first.jot()
    assert workspace.load(form_id).form.unit != "打到一半"
    second = session(workspace, form_id)
    assert second.recovered == second.form == first.form
    assert not second.saved
    second.save()
    assert workspace.load(form_id).form.unit == "打到一半"
    assert kept(workspace) == []
    assert session(workspace, form_id).recovered is None


def test_nothing_is_kept_of_a_form_that_is_saved(workspace: Workspace, form_id: FormId) -> None:
    first = session(workspace, form_id)
    first.jot()
    assert kept(workspace) == []
    first.put("unit", "甲")
    first.jot()
    first.save()
    assert kept(workspace) == []


def test_only_the_owner_can_read_what_is_kept(workspace: Workspace, form_id: FormId) -> None:
    first = session(workspace, form_id)
    first.put("unit", "甲")
    first.jot()
    (file,) = kept(workspace)
    if os.name == "posix":
        assert file.stat().st_mode & 0o077 == 0


def test_typing_on_an_older_version_is_not_taken(workspace: Workspace, form_id: FormId) -> None:
    first = session(workspace, form_id)
    first.put("unit", "旧版本上的修改")
    first.jot()
    other = session(workspace, form_id)
    other.put("unit", "别处保存的修改")
    other.save()
    first.jot()
    third = session(workspace, form_id)
    assert third.recovered is None
    assert third.form.unit == "别处保存的修改"


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"null", b"[]", b'{"revision": 1}', b"\xff\xfe", b"\x00" * 4096],
    ids=["empty", "cut", "null", "list", "without form", "not UTF-8", "zeros"],
)
def test_a_damaged_file_does_not_keep_a_form_shut(
    workspace: Workspace, form_id: FormId, finished: SelfEvaluation, damage: bytes
) -> None:
    first = session(workspace, form_id)
    first.put("unit", "甲")
    first.jot()
    (file,) = kept(workspace)
    file.write_bytes(damage)
    second = session(workspace, form_id)
    assert second.recovered is None
    assert second.form == finished
    second.put("unit", "乙")
    second.jot()
    recovered = session(workspace, form_id).recovered
    assert recovered is not None
    assert recovered.unit == "乙"


def test_a_file_cut_short_anywhere_is_whole_or_nothing(
    workspace: Workspace, form_id: FormId, finished: SelfEvaluation
) -> None:
    first = session(workspace, form_id)
    first.put("unit", "甲")
    first.jot()
    (file,) = kept(workspace)
    whole = file.read_bytes()
    for length in range(0, len(whole), 97):
        file.write_bytes(whole[:length])
        assert session(workspace, form_id).form == finished


def test_half_a_write_leaves_what_was_kept_before(workspace: Workspace, form_id: FormId) -> None:
    first = session(workspace, form_id)
    first.put("unit", "甲")
    first.jot()
    (file,) = kept(workspace)
    file.with_name(f"{file.name}.part").write_text('{"revision":1,"proc', encoding="utf-8")
    recovered = session(workspace, form_id).recovered
    assert recovered is not None
    assert recovered.unit == "甲"


def test_two_forms_are_kept_apart(
    workspace: Workspace, form_id: FormId, finished: SelfEvaluation
) -> None:
    other_id = workspace.create(finished, person="陈默")
    one, other = session(workspace, form_id), session(workspace, other_id)
    one.put("unit", "甲")
    other.put("unit", "乙")
    one.jot()
    other.jot()
    assert len(kept(workspace)) == 2
    one.save()
    assert len(kept(workspace)) == 1
    assert session(workspace, form_id).recovered is None
    recovered = session(workspace, other_id).recovered
    assert recovered is not None
    assert recovered.unit == "乙"


def test_the_typing_of_a_program_that_runs_is_its_own(
    workspace: Workspace, form_id: FormId, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = session(workspace, form_id)
    first.put("unit", "甲")
    wait = "import sys; print('up', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", wait],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        other.stdout.readline()
        with monkeypatch.context() as patch:
            patch.setattr(os, "getpid", lambda: other.pid)
            first.jot()
        assert left(workspace) == ((), ())
        other.stdin.close()
        other.wait(timeout=PATIENCE)
    ((found,), _) = left(workspace)
    assert found.form.unit == "甲"


def test_a_full_disk_is_no_end_of_the_work(
    workspace: Workspace, form_id: FormId, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = session(workspace, form_id)
    first.put("unit", "甲")
    first.jot()
    first.put("unit", "甲乙")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            first.jot()
    recovered = session(workspace, form_id).recovered
    assert recovered is not None
    assert recovered.unit == "甲"
