"""What a person always adds to a command, in a file of their own: ``[check] select = ["FUND"]``.

Only the person's own file is read, never one that lies beside forms: a folder that came from
elsewhere must not change what a command does. What is a decision about one time, such as the leave
to send a form, cannot stand in it.
"""

import os
from collections.abc import Collection
from pathlib import Path
from typing import Any

import platformdirs
from cyclopts import CycloptsError
from cyclopts.config import Toml

from selfeval_assist.toml_file import TomlError, read_toml

PLACE = "SELFEVAL_CONFIG"
"""The variable of the environment that names another file."""
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
    """

    commands: Collection[str] = ()

    def _load_config(self, path: Path) -> dict[str, Any]:
        """Return the options by command.

        Raises:
            ConfigError: the file cannot be read, is no TOML, or decides what is decided each time.
        """
        try:
            found = read_toml(path)
        except TomlError as error:
            raise ConfigError(f"配置文件“{path}”读不了：{error}。请修改或移走它。") from error
        for command, options in found.items():
            if why := _wrong(command, options, self.commands):
                raise ConfigError(f"配置文件“{path}”：{why}。请修改。")
        return found


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
    """
    made = Config(file())
    made.commands = commands
    return made
