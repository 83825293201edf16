"""Keys of model services: a private file, the keyring, their order, removing, what is refused."""

import ast
import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import keyring
import programs
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError

from selfeval_assist.tui.state.chosen import (
    chosen_model,
    endpoint_of,
    keep_endpoint,
    stored_endpoint,
    unusable,
)
from selfeval_assist.workspace import Workspace, WorkspaceError, beside
from selfeval_assist.workspace.keys import (
    Place,
    keep_key,
    keyring_usable,
    remove_key,
    stored_key,
)

AT = "https://model.example/v1"
ROOT = Path(__file__).parents[3] / "selfeval_assist"


class Memory(KeyringBackend):
    """A keyring that forgets; ``locked`` refuses everything."""

    priority = 5  # type: ignore[assignment]  # a class property there

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def _open(self) -> dict[tuple[str, str], str]:
        if self.locked:
            raise KeyringError("locked")
        return self.kept

    def get_password(self, service: str, username: str) -> str | None:
        return self._open().get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._open()[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self._open()[service, username]


@pytest.fixture
def ring() -> Iterator[Memory]:
    before, memory = keyring.get_keyring(), Memory()
    keyring.set_keyring(memory)
    yield memory
    keyring.set_keyring(before)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path / "自评.sqlite3") as opened:
        yield opened


def _secret(workspace: Workspace, address: str = AT) -> tuple[str, Place] | None:
    key = stored_key(workspace, address)
    return (key.secret.get_secret_value(), key.place) if key else None


def test_a_key_in_the_file_is_read_by_its_owner_alone(workspace: Workspace) -> None:
    keep_key(workspace, AT, "sk-one", "file", person="陈默")
    assert _secret(workspace) == ("sk-one", "file")
    file = beside(workspace.path, "keys.json")
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "sk-one" not in repr(stored_key(workspace, AT))
    assert not any("sk-one" in event.detail for event in workspace.events())


def test_a_key_is_in_one_place_and_the_file_comes_first(workspace: Workspace, ring: Memory) -> None:
    keep_key(workspace, AT, "sk-file", "file", person="陈默")
    keep_key(workspace, AT, "sk-ring", "keyring", person="陈默")
    assert _secret(workspace) == ("sk-ring", "keyring")
    assert json.loads(beside(workspace.path, "keys.json").read_text(encoding="utf-8")) == {}
    beside(workspace.path, "keys.json").write_text(json.dumps({AT: "sk-mine"}), encoding="utf-8")
    assert _secret(workspace) == ("sk-mine", "file")
    keep_key(workspace, AT, "sk-file", "file", person="陈默")
    assert ring.kept == {}
    assert not any("sk-" in event.detail for event in workspace.events())


@pytest.mark.parametrize("place", ["file", "keyring"])
def test_a_key_can_be_removed(workspace: Workspace, ring: Memory, place: Place) -> None:
    assert not remove_key(workspace, AT, person="陈默")
    keep_key(workspace, AT, "sk-one", place, person="陈默")
    assert remove_key(workspace, AT, person="陈默")
    assert _secret(workspace) is None
    assert ring.kept == {}


def test_a_key_of_an_older_release_does_not_come_back(workspace: Workspace) -> None:
    old = workspace.path.with_suffix(".keys.json")
    old.write_text(json.dumps({AT: "sk-old"}), encoding="utf-8")
    assert _secret(workspace) == ("sk-old", "file")
    assert remove_key(workspace, AT, person="陈默")
    assert _secret(workspace) is None


def test_two_workspaces_have_keys_of_their_own(
    workspace: Workspace, ring: Memory, tmp_path: Path
) -> None:
    with Workspace.open(tmp_path / "另一个.sqlite3") as other:
        keep_key(workspace, AT, "sk-one", "keyring", person="陈默")
        keep_key(other, AT, "sk-two", "keyring", person="陈默")
        assert (_secret(workspace), _secret(other)) == (
            ("sk-one", "keyring"),
            ("sk-two", "keyring"),
        )


def test_a_keyring_that_cannot_be_opened_is_said(workspace: Workspace, ring: Memory) -> None:
    endpoint = endpoint_of(AT, "m", "sk-one", workspace)
    keep_endpoint(workspace, endpoint, person="陈默", place="keyring")
    assert stored_endpoint(workspace) == endpoint
    ring.locked = True
    assert stored_endpoint(workspace) is None
    assert "系统钥匙串打不开" in unusable(workspace)
    with pytest.raises(WorkspaceError, match="没有收下密钥"):
        keep_key(workspace, AT, "sk-two", "keyring", person="陈默")
    with pytest.raises(WorkspaceError, match="没有删去密钥"):
        remove_key(workspace, AT, person="陈默")
    ring.locked, ring.kept = False, {}
    assert "没有找到这个密钥" in unusable(workspace)


def test_a_stored_key_is_refused_for_plain_http_and_that_is_said(workspace: Workspace) -> None:
    plain = "http://model.example/v1"
    keep_endpoint(workspace, endpoint_of(plain, "m", "", workspace), person="陈默")
    assert unusable(workspace) == ""
    beside(workspace.path, "keys.json").write_text(json.dumps({plain: "sk-one"}), encoding="utf-8")
    assert stored_endpoint(workspace) is None
    why = unusable(workspace)
    assert "已存的密钥没有使用" in why
    assert "https://" in why
    assert "sk-one" not in why
    assert chosen_model(workspace) == (plain, "m"), "what was chosen is not lost"
    assert remove_key(workspace, plain, person="陈默")
    assert unusable(workspace) == ""


def test_a_machine_without_a_keyring_offers_none(monkeypatch: pytest.MonkeyPatch) -> None:
    from keyring.backends.fail import Keyring

    before = keyring.get_keyring()
    keyring.set_keyring(Keyring())  # type: ignore[no-untyped-call]
    assert not keyring_usable()
    keyring.set_keyring(before)
    monkeypatch.setitem(__import__("sys").modules, "keyring", None)
    assert not keyring_usable()


def test_the_extra_is_loaded_by_one_module_and_only_when_it_is_used() -> None:
    def imports(file: Path) -> bool:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        names = [
            name
            for node in ast.walk(tree)
            for name in (
                [each.name for each in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom) and not node.level
                else []
            )
        ]
        return any(name.partition(".")[0] == "keyring" for name in names)

    assert [each.name for each in ROOT.rglob("*.py") if imports(each)] == ["keys.py"]
    code = (
        "import sys, tempfile, pathlib\n"
        "from selfeval_assist.workspace import Workspace\n"
        "from selfeval_assist.tui.state.chosen import endpoint_of, keep_endpoint, stored_endpoint\n"
        "place = pathlib.Path(tempfile.mkdtemp()) / 'w'\n"
        "with Workspace.open(place) as w:\n"
        "    keep_endpoint(w, endpoint_of('https://a.example/v1', 'm', 'k', w), person='甲')\n"
        "    stored_endpoint(w)\n"
        "print('keyring' in sys.modules)\n"
    )
    assert programs.python(code).stdout.strip() == "False"
