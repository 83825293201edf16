"""Where the key of a model service is kept: in a private file, or in the keyring of the system.

The file lies beside the workspace and only its owner can read it. The keyring is an extra
(``keyring``) and is only loaded where a key was put into it or is to be. A key in the environment
comes before both, and never comes here.
"""

import json
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import JsonValue, SecretStr

from selfeval_assist.workspace.beside import beside, write_private
from selfeval_assist.workspace.errors import WorkspaceError
from selfeval_assist.workspace.store import Workspace

Place = Literal["file", "keyring"]
PLACES: dict[Place, str] = {"file": "本机的密钥文件（仅本人可读）", "keyring": "系统钥匙串"}

_FILE = "keys.json"
_SERVICE = "selfeval-assist"
_KEPT = "keyring"
"""The setting that names the addresses whose key is in the keyring, so that no other asks it."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key that is stored: what it is and where; ``problem`` says why it cannot be read now."""

    secret: SecretStr
    place: Place
    problem: str = ""


def stored_key(workspace: Workspace, address: str) -> Key | None:
    """Return the key that is kept for an address: from the file, or else from the keyring."""
    if secret := _in_file(workspace).get(address):
        return Key(SecretStr(secret), "file")
    if address not in _listed(workspace):
        return None
    try:
        secret = _keyring().get_password(_SERVICE, _name(workspace, address))
    except Exception as error:  # every backend has errors of its own
        return Key(SecretStr(""), "keyring", f"系统钥匙串打不开（{type(error).__name__}）")
    problem = "" if secret else "系统钥匙串里没有找到这个密钥"
    return Key(SecretStr(secret or ""), "keyring", problem)


def keep_key(workspace: Workspace, address: str, secret: str, place: Place, *, person: str) -> None:
    """Store a key in one place, and take it out of the other.

    Raises:
        WorkspaceError: the keyring does not take it, or the workspace cannot be written.
        OSError: the file cannot be written.
    """
    if place == "file":
        _put_file(workspace, {**_in_file(workspace), address: secret})
        _forget_in_keyring(workspace, address, person)
        return
    try:
        _keyring().set_password(_SERVICE, _name(workspace, address), secret)
    except Exception as error:
        raise WorkspaceError(
            f"系统钥匙串没有收下密钥（{type(error).__name__}）；请改为存在密钥文件里。"
        ) from error
    _list(workspace, {*_listed(workspace), address}, person)
    _forget_in_file(workspace, address)


def remove_key(workspace: Workspace, address: str, *, person: str) -> bool:
    """Take a key out of wherever it is kept; return whether there was one.

    Raises:
        WorkspaceError: the keyring does not give it up, or the workspace cannot be written.
        OSError: the file cannot be written.
    """
    in_file = _forget_in_file(workspace, address)
    return _forget_in_keyring(workspace, address, person) or in_file


def keyring_usable() -> bool:
    """Return whether the extra is installed and finds a keyring on this machine."""
    try:
        keyring = _keyring()
        return bool(keyring.get_keyring().priority > 0)
    except Exception:
        return False


def _keyring() -> Any:
    """Load the extra.

    Raises:
        ImportError: it is not installed.
    """
    import keyring

    return keyring


def _name(workspace: Workspace, address: str) -> str:
    return f"{workspace.id} {address}"


def _listed(workspace: Workspace) -> set[str]:
    known = workspace.settings.get(_KEPT)
    return {each for each in known if isinstance(each, str)} if isinstance(known, list) else set()


def _list(workspace: Workspace, addresses: set[str], person: str) -> None:
    chosen: list[JsonValue] = [*sorted(addresses)]
    workspace.settings.put(_KEPT, chosen, person=person)


def _forget_in_keyring(workspace: Workspace, address: str, person: str) -> bool:
    listed = _listed(workspace)
    if address not in listed:
        return False
    try:
        keyring = _keyring()
        name = _name(workspace, address)
        if keyring.get_password(_SERVICE, name) is not None:
            keyring.delete_password(_SERVICE, name)
    except Exception as error:
        raise WorkspaceError(
            f"系统钥匙串没有删去密钥（{type(error).__name__}）；请在系统的钥匙串里删去"
            f"“{_SERVICE}”的一项。"
        ) from error
    _list(workspace, listed - {address}, person)
    return True


def _in_file(workspace: Workspace) -> dict[str, str]:
    """Return the key of each address; until one is written here, those that older releases kept.

    They left the last part of the workspace's name out, so that two workspaces had one file.
    """
    own, old = beside(workspace.path, _FILE), workspace.path.with_suffix(f".{_FILE}")
    for path in (own, old):
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            continue
        except (OSError, ValueError):
            return {}
        return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}
    return {}


def _put_file(workspace: Workspace, keys: dict[str, str]) -> None:
    text = json.dumps(keys, ensure_ascii=False, indent=1)
    write_private(beside(workspace.path, _FILE), text)


def _forget_in_file(workspace: Workspace, address: str) -> bool:
    keys = _in_file(workspace)
    if address not in keys:
        return False
    # Written also when it is empty: a file of an older release would speak again.
    _put_file(workspace, {name: key for name, key in keys.items() if name != address})
    return True
