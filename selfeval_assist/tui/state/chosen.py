"""What a person chose or left: name, model and key, other keys for actions, the place in a form."""

import contextlib
import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import JsonValue, SecretStr, TypeAdapter, ValidationError

from selfeval_assist.failures import Failure, attempt
from selfeval_assist.tui.terminal.safe import safe
from selfeval_assist.workspace import FormId, Workspace, beside, write_private
from selfeval_assist.workspace.keys import Place, keep_key, stored_key

if TYPE_CHECKING:
    from selfeval_assist.drafting import Endpoint


_ENDPOINT, _KEYMAP = "endpoint", "keymap"
_OWN = 9
"""How many files of one's own are remembered."""


def stored_endpoint(workspace: Workspace) -> "Endpoint | None":
    """Return the model of the settings, or None when there is none or it cannot be used."""
    try:
        return _endpoint(workspace)
    except ValueError:
        return None


def unusable(workspace: Workspace) -> str:
    """Return why the model of the settings cannot be used, as a Chinese sentence, or nothing."""
    try:
        _endpoint(workspace)
    except ValueError as error:
        return f"设置里的模型现在不能用：{error}请到列表的 F8 设置中改。"
    return ""


def chosen_model(workspace: Workspace) -> tuple[str, str]:
    """Return address and model of the settings, whether they can be used or not."""
    chosen = workspace.settings.get(_ENDPOINT)
    if not isinstance(chosen, dict):
        return "", ""
    return str(chosen.get("base_url") or ""), str(chosen.get("model") or "")


def endpoint_of(base_url: str, model: str, key: str, workspace: Workspace) -> "Endpoint":
    """Return an endpoint of what was typed; without a key, with the one kept for the address.

    Raises:
        ValueError: what was typed is not well formed, or the key may not or cannot be used; the
            message is Chinese.
    """
    from selfeval_assist.drafting import Endpoint

    if not model.strip():
        raise ValueError("请填写模型名称，如 qwen3:8b。")
    secret, kept = SecretStr(key.strip()), None
    try:
        plain = Endpoint(base_url=base_url, model=model.strip())
        if not key.strip() and (kept := stored_key(workspace, plain.base_url)):
            secret = kept.secret
        endpoint = Endpoint(base_url=base_url, model=model.strip(), api_key=secret)
    except ValidationError as error:
        why = error.errors(include_input=False, include_context=False)[0]["msg"]
        whose = "已存的密钥没有使用：" if kept else ""
        raise ValueError(f"{whose}{why.removeprefix('Value error, ')}。") from None
    if kept and kept.problem:
        raise ValueError(f"{kept.problem}；请重新填写密钥，或删除已存的密钥。")
    return endpoint


def keep_endpoint(
    workspace: Workspace, endpoint: "Endpoint | None", *, person: str, place: Place = "file"
) -> None:
    """Store which model is used, or that none is.

    Args:
        workspace: where it is stored.
        endpoint: the model, or None.
        person: who chooses.
        place: where its key is kept, if it has one.

    Raises:
        WorkspaceError: the workspace or the keyring cannot be written.
        OSError: the file with the key cannot be written.
    """
    if endpoint is None:
        workspace.settings.put(_ENDPOINT, {}, person=person)
        return
    if secret := endpoint.api_key.get_secret_value():
        keep_key(workspace, endpoint.base_url, secret, place, person=person)
    chosen: JsonValue = {"base_url": endpoint.base_url, "model": endpoint.model}
    workspace.settings.put(_ENDPOINT, chosen, person=person)


def _endpoint(workspace: Workspace) -> "Endpoint | None":
    address, model = chosen_model(workspace)
    return endpoint_of(address, model, "", workspace) if address else None


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


def person_of(workspace: Workspace) -> str:
    """Return the name given in the settings, or else that of the account."""
    named = workspace.settings.get("person")
    return safe(named if isinstance(named, str) and named else account())


def filler(workspace: Workspace, person: str) -> str:
    """Return the name that a person gave, or nothing where it is only that of the account."""
    return person if workspace.settings.get("person") or person != account() else ""


def asked(workspace: Workspace) -> bool:
    """Return whether the person has been asked for a name, whatever they answered."""
    return workspace.settings.get("person") is not None


def account() -> str:
    """Return the name of the account."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "本机用户"


Spot = tuple[str, str]
"""The step, and the field path in it; empty where a step is begun at its beginning."""
_KEPT = TypeAdapter(dict[int, Spot])


def place_in(workspace: Workspace, form_id: FormId) -> Spot:
    """Return where a form was left; two empty texts where nobody has been in it."""
    return _all(_file(workspace)).get(form_id, ("", ""))


def keep_place(workspace: Workspace, form_id: FormId, place: Spot) -> None:
    """Remember where a form is left. It is no part of the form: where it cannot be, it is not."""
    file = _file(workspace)
    kept = _all(file) | {int(form_id): place}
    with contextlib.suppress(OSError):
        write_private(file, _KEPT.dump_json(kept).decode())


def _file(workspace: Workspace) -> Path:
    return beside(workspace.path, "places.json")


def _all(file: Path) -> dict[int, Spot]:
    with contextlib.suppress(OSError, ValidationError):
        return _KEPT.validate_json(file.read_bytes())
    return {}


OwnKind = Literal["policy", "layout"]
"""What a person may have a file of their own for."""


def own_files(workspace: Workspace, kind: OwnKind) -> tuple[str, ...]:
    """Return the paths of the person's own files that are still there, the last used first."""
    kept = workspace.settings.get(f"own_{kind}")
    paths = kept if isinstance(kept, list) else []
    return tuple(each for each in paths if isinstance(each, str) and Path(each).is_file())


def own_name(path: str, kind: OwnKind) -> str:
    """Return how a file of one's own is shown: the name in it, and that of the file."""
    found = attempt("读取文件", _read, path, kind)
    name = "读不出" if isinstance(found, Failure) else found
    return safe(f"{name}（{Path(path).name}）")


def take_own(workspace: Workspace, path: Path, kind: OwnKind, *, person: str) -> str:
    """Check a file of one's own and remember where it is; return its path as it is kept.

    Raises:
        PolicyError, LayoutError: it cannot be used; the message is Chinese and names file and key.
        WorkspaceError: it cannot be stored.
    """
    kept = str(path.absolute())
    _read(kept, kind)
    known: dict[JsonValue, None] = dict.fromkeys((kept, *own_files(workspace, kind)))
    paths: list[JsonValue] = list(known)[:_OWN]
    workspace.settings.put(f"own_{kind}", paths, person=person)
    return kept


def _read(path: str, kind: OwnKind) -> str:
    from selfeval_assist import layouts, policies

    return policies.load(path).name if kind == "policy" else layouts.load(path).name
