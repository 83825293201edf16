"""What a person chose in the settings: the model and its key, and other keys for actions.

The address and the model stand in the workspace; the key never does. It lies in a file of its own
beside the workspace that only its owner can read.
"""

import json
from typing import TYPE_CHECKING

from pydantic import JsonValue, SecretStr, ValidationError

from selfeval_assist.workspace import Workspace, beside, write_private

if TYPE_CHECKING:
    from selfeval_assist.drafting import Endpoint

_ENDPOINT, _KEYMAP = "endpoint", "keymap"
_KEYS = "keys.json"


def stored_endpoint(workspace: Workspace) -> "Endpoint | None":
    """Return the model of the settings, or None when there is none or it is not well formed."""
    chosen = workspace.settings.get(_ENDPOINT)
    if not isinstance(chosen, dict) or not chosen.get("base_url"):
        return None
    try:
        return endpoint_of(str(chosen["base_url"]), str(chosen.get("model", "")), "", workspace)
    except ValueError:
        return None


def endpoint_of(base_url: str, model: str, key: str, workspace: Workspace) -> "Endpoint":
    """Return an endpoint of what was typed; without a key, with the one kept for the address.

    Raises:
        ValueError: what was typed is not well formed; the message is Chinese.
    """
    from selfeval_assist.drafting import Endpoint

    if not model.strip():
        raise ValueError("请填写模型名称，如 qwen3:8b。")
    try:
        plain = Endpoint(base_url=base_url, model=model.strip())
        secret = key.strip() or _keys(workspace).get(plain.base_url, "")
        return Endpoint(base_url=base_url, model=model.strip(), api_key=SecretStr(secret))
    except ValidationError as error:
        why = error.errors(include_input=False, include_context=False)[0]["msg"]
        raise ValueError(why.removeprefix("Value error, ") + "。") from None


def keep_endpoint(workspace: Workspace, endpoint: "Endpoint | None", *, person: str) -> None:
    """Store which model is used, or that none is.

    Raises:
        WorkspaceError: the workspace cannot be written.
        OSError: the file with the key cannot be written.
    """
    if endpoint is None:
        workspace.settings.put(_ENDPOINT, {}, person=person)
        return
    if secret := endpoint.api_key.get_secret_value():
        _keep_key(workspace, endpoint.base_url, secret)
    chosen: JsonValue = {"base_url": endpoint.base_url, "model": endpoint.model}
    workspace.settings.put(_ENDPOINT, chosen, person=person)


def stored_keymap(workspace: Workspace) -> dict[str, str]:
    """Return the keys that a person gave to actions, by the action's name."""
    chosen = workspace.settings.get(_KEYMAP)
    return (
        {k: v for k, v in chosen.items() if isinstance(v, str)} if isinstance(chosen, dict) else {}
    )


def keep_keymap(workspace: Workspace, keymap: dict[str, str], *, person: str) -> None:
    """Store the keys that a person gave to actions.

    Raises:
        WorkspaceError: the workspace cannot be written.
    """
    workspace.settings.put(_KEYMAP, dict(keymap), person=person)


def _keys(workspace: Workspace) -> dict[str, str]:
    """Return the key of each address; until one is written here, those that older releases kept.

    They left the last part of the workspace's name out, so that two workspaces had one file.
    """
    own, old = beside(workspace.path, _KEYS), workspace.path.with_suffix(f".{_KEYS}")
    for path in (own, old):
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            continue
        except (OSError, ValueError):
            return {}
        return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}
    return {}


def _keep_key(workspace: Workspace, base_url: str, secret: str) -> None:
    keys = {**_keys(workspace), base_url: secret}
    write_private(beside(workspace.path, _KEYS), json.dumps(keys, ensure_ascii=False, indent=1))
