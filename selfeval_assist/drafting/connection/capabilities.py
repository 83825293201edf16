"""What a server admits, as data: see ``capabilities.toml``."""

import tomllib
from collections.abc import Mapping
from fnmatch import fnmatch
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field


class Capability(BaseModel):
    """One row of the table; the fields are explained in the data file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: str
    note: str = ""
    hosts: tuple[str, ...] = ()
    ports: tuple[int, ...] = ()
    models: tuple[str, ...] = ()
    any: bool = False
    max_tokens: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    sampling: bool = True
    stream_usage: bool = False
    thinking_off: Mapping[str, Any] = Field(default_factory=lambda: MappingProxyType({}))
    repair: Literal["instruct", "resample"] = "instruct"
    parallel: int = Field(default=4, gt=0)
    stop: tuple[str, ...] = ()
    default_model: str = ""
    standing: Literal["measured", "read", "memory"]

    def fits(self, base_url: str, model: str) -> bool:
        """Whether the row is about this address and model.

        A row without host and port is found by its name only.
        """
        parts = urlsplit(base_url)
        host = (parts.hostname or "").casefold()
        if self.any:
            return True
        place = any(host == known or host.endswith("." + known) for known in self.hosts)
        if not place and not (self.ports and parts.port in self.ports):
            return False
        return not self.models or any(fnmatch(model.casefold(), p) for p in self.models)


@cache
def table() -> tuple[Capability, ...]:
    """Return all rows in the order in which they are tried."""
    data = files("selfeval_assist.drafting.connection").joinpath("capabilities.toml")
    rows = tomllib.loads(data.read_text("utf-8"))["row"]
    return tuple(Capability.model_validate(row) for row in rows)


def capability_for(base_url: str, model: str, name: str = "") -> Capability:
    """Return the row for an endpoint.

    Args:
        base_url: the endpoint's address.
        model: the model's name.
        name: the row a person chose (``vllm``, ``llama.cpp`` …), or empty to find it by address.

    Raises:
        KeyError: there is no row of that name.
    """
    for row in table():
        if row.name == name if name else row.fits(base_url, model):
            return row
    raise KeyError(name)
