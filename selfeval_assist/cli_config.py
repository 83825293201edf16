"""What a person always adds to a command, in a file of their own: ``[check] select = ["FUND"]``.

Only the person's own file is read, never one that lies beside forms: a folder that came from
elsewhere must not change what a command does. What is a decision about one time, such as the leave
to send a form, cannot stand in it, nor can a key. ``[model]`` names the model for the commands and
the screens alike: it is put into the environment where that names none, and a key comes from there
or from where the screens keep it.
"""

import os
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import platformdirs
from cyclopts import CycloptsError
from cyclopts.config import Toml

from selfeval_assist.toml_file import TomlError, read_toml

PLACE = "SELFEVAL_CONFIG"
"""The variable of the environment that names another file."""
MODEL = "model"
"""The part of the file that names the model; the others are named after commands."""
EACH_TIME = frozenset({"allow", "send", "force", "output", "lift", "salvage"})
"""Options that a person decides anew each time."""


def file() -> Path:
    """Return where the file lies, whether it is there or not."""
    own = platformdirs.user_config_path("selfeval-assist", appauthor=False) / "config.toml"
    return Path(os.environ.get(PLACE) or own)


class ConfigError(CycloptsError):
    """The file cannot be used; the message is Chinese."""


class Config(Toml):
    """The file as cyclopts takes it; what is wrong in it is said in Chinese.

    Attributes:
        commands: those that there are.
        told: all that stands in it, read once.
    """

    commands: Collection[str] = ()
    told: Mapping[str, Any] = {}

    def _load_config(self, path: Path) -> dict[str, Any]:
        """Return the options by command.

        Raises:
            ConfigError: the file decides what is decided each time, or names no command.
        """
        found = {part: told for part, told in self.told.items() if part != MODEL}
        for command, options in found.items():
            if why := _wrong(command, options, self.commands):
                raise ConfigError(f"配置文件“{path}”：{why}。请修改。")
        return found


def _read(path: Path) -> dict[str, Any]:
    try:
        return read_toml(path)
    except TomlError as error:
        raise ConfigError(f"配置文件“{path}”读不了：{error}。请修改或移走它。") from error


def use_model(made: Config) -> None:
    """Let the model of the file be that of the environment, unless that names another.

    Raises:
        ConfigError: its model is not well formed or holds a key.
    """
    told = made.told.get(MODEL)
    if told is None:
        return
    from selfeval_assist.drafting.connection.endpoints import VARIABLES

    names = {field: name for field, name in VARIABLES.items() if field != "api_key"}
    if why := _wrong_model(told, names):
        raise ConfigError(f"配置文件“{made.path}”的 [{MODEL}]：{why}。请修改。")
    if os.environ.get(names["base_url"], "").strip():
        return
    for field, value in told.items():
        os.environ.setdefault(names[field], str(value))


def _wrong_model(told: object, names: Mapping[str, str]) -> str:
    """Return what is wrong with the model of the file, or nothing."""
    from selfeval_assist.drafting.connection.endpoints import from_environment
    from selfeval_assist.drafting.errors import EndpointError

    if not isinstance(told, dict):
        return "要写成一节，其下各占一行"
    if "api_key" in told:
        return "密钥不能写进配置文件，请用环境变量 OPENAI_API_KEY，或在界面的“设置”里存放"
    if strange := sorted(told.keys() - names.keys()):
        return f"没有“{strange[0]}”这一项，可以写 {'、'.join(names)}"
    if not {"base_url", "model"} <= told.keys():
        return "要写明 base_url 和 model"
    try:
        from_environment({names[field]: str(value) for field, value in told.items()})
    except EndpointError as error:
        field, _, why = error.detail.partition("：")
        own = next((each for each, name in names.items() if name == field), field)
        return f"{own}：{why}"
    return ""


def _wrong(command: str, options: object, commands: Collection[str]) -> str:
    """Return what is wrong with a part of the file, or nothing."""
    if command not in commands and isinstance(options, dict):
        return f"没有“{command}”这个命令；有 {'、'.join(sorted(commands))}"
    if not isinstance(options, dict):
        return f"“{command}”要写在某个命令之下，如 [check]"
    banned = sorted(EACH_TIME & {key.lstrip("-") for key in options})
    return f"[{command}] 里的“{banned[0]}”每次由本人决定，不能写进配置" if banned else ""


def config(commands: Collection[str]) -> Config:
    """Return the person's file, as the command line takes it.

    Args:
        commands: the names of those that there are.

    Raises:
        ConfigError: the file cannot be read or is no TOML.
    """
    made = Config(path := file())
    made.commands = commands
    made.told = _read(path) if path.exists() else {}
    return made
