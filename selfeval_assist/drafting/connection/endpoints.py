"""Where a model can be reached. Any server that speaks the OpenAI chat protocol will do."""

import ipaddress
from collections.abc import Mapping
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)

from selfeval_assist.drafting.connection.capabilities import Capability, capability_for, table
from selfeval_assist.drafting.connection.rate import Gate
from selfeval_assist.drafting.errors import EndpointError

OPENAI_URL = "https://api.openai.com/v1"


class Limits(BaseModel):
    """How long to wait and how often to try. Times are in seconds.

    Attributes:
        connect: for a connection.
        read: for the next bytes, the first ones included.
        chunk: for the next piece of text; keep-alive comments do not count.
        deadline: for a whole draft with all its sentences, waits and repairs.
        run: for all drafts of a run, such as every text of a form.
        tries: calls for one attempt at a sentence when the network or server fails.
        backoff: the first wait between tries; it doubles each time.
        retry_after: the longest wait that a server may ask for; beyond it the tool gives up.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    connect: float = Field(5, gt=0)
    read: float = Field(60, gt=0)
    chunk: float = Field(30, gt=0)
    deadline: float = Field(180, gt=0)
    run: float = Field(1800, gt=0)
    tries: int = Field(3, ge=1, le=10)
    backoff: float = Field(1, ge=0)
    retry_after: float = Field(20, ge=0)


class Endpoint(BaseModel):
    """One model at one address.

    Attributes:
        name: how a person calls it; may be empty.
        base_url: always explicit, ``/v1`` included; no user name, query or fragment.
        model: the model's name as the server knows it.
        api_key: may be empty where the server wants none.
        proxy: address of a proxy; environment variables for proxies are not looked at, and an
            endpoint on this machine is always reached directly.
        ca_file: certificates of an authority that the system does not know.
        server: the row of the capability table, or empty to find it by address.
        limits: times and tries.
        parallel: calls at a time; 0 takes what the capability table says.
        requests_a_minute: calls a minute; 0 is no bound.
        tokens_a_minute: tokens a minute, those of question and answer; 0 is no bound.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = ""
    base_url: str
    model: str = Field(min_length=1)
    api_key: SecretStr = SecretStr("")
    proxy: str = ""
    ca_file: Path | None = None
    server: str = ""
    limits: Limits = Limits()
    parallel: int = Field(0, ge=0, le=1000)
    requests_a_minute: int = Field(0, ge=0)
    tokens_a_minute: int = Field(0, ge=0)

    @field_validator("base_url", "proxy")
    @classmethod
    def _address(cls, value: str, info: object) -> str:
        value = value.strip().rstrip("/")
        if not value and getattr(info, "field_name", "") == "proxy":
            return value
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("地址应以 http:// 或 https:// 开头，如 https://主机/v1")
        _ = parts.port  # a port out of range raises here
        if getattr(info, "field_name", "") == "base_url" and (
            parts.username is not None or parts.query or parts.fragment
        ):
            raise ValueError("地址中不要写用户名、密码或问号后的参数")
        return value

    @field_validator("api_key")
    @classmethod
    def _header(cls, value: SecretStr) -> SecretStr:
        key = value.get_secret_value().strip()
        if not key.isascii() or any(mark.isspace() for mark in key):
            raise ValueError("密钥中不应有中文、全角字符或空格")
        return SecretStr(key)

    @field_validator("server")
    @classmethod
    def _known(cls, value: str) -> str:
        names = [row.name for row in table()]
        if value and value not in names:
            raise ValueError("服务类型应为：" + "、".join(names))
        return value

    @model_validator(mode="after")
    def _key_unread(self) -> Self:
        """Refuse a key that everybody on the way could read."""
        plain = urlsplit(self.base_url).scheme == "http"
        if plain and self.api_key.get_secret_value() and not is_loopback(self):
            raise ValueError("密钥不能用 http:// 明文发往别的机器，请改用 https:// 地址或去掉密钥")
        return self

    @property
    def host(self) -> str:
        """Host and, where given, port: what is shown and recorded."""
        parts = urlsplit(self.base_url)
        name = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
        return f"{name}:{parts.port}" if parts.port else name

    @property
    def capability(self) -> Capability:
        """What the server admits."""
        return capability_for(self.base_url, self.model, self.server)

    @property
    def slots(self) -> int:
        """Calls at a time."""
        return self.parallel or self.capability.parallel

    def gate(self, *, patient: bool = False) -> Gate:
        """Return what lets calls through as this endpoint allows; see ``Gate``."""
        return Gate(self.slots, self.requests_a_minute, self.tokens_a_minute, patient=patient)


def is_loopback(endpoint: Endpoint) -> bool:
    """Whether the endpoint runs on this machine, so that nothing leaves it."""
    host = urlsplit(endpoint.base_url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


VARIABLES = {
    "base_url": "OPENAI_BASE_URL",
    "model": "OPENAI_MODEL",
    "api_key": "OPENAI_API_KEY",
    "proxy": "SELFEVAL_PROXY",
    "ca_file": "SELFEVAL_CA_FILE",
    "server": "SELFEVAL_SERVER",
    "parallel": "SELFEVAL_PARALLEL",
    "requests_a_minute": "SELFEVAL_REQUESTS_A_MINUTE",
    "tokens_a_minute": "SELFEVAL_TOKENS_A_MINUTE",
}
"""The variables of the environment that describe an endpoint, by its fields."""


def from_environment(env: Mapping[str, str]) -> Endpoint | None:
    """Return the endpoint that environment variables describe, or None when there is none.

    ``OPENAI_API_KEY`` or ``OPENAI_BASE_URL`` asks for an endpoint; ``OPENAI_MODEL`` names the model
    (needed unless the address is OpenAI's own). The variables that begin with
    ``SELFEVAL_`` are optional.

    Raises:
        EndpointError: a setting is missing or not well formed; the variable is named.
    """
    values = {
        field: env[name].strip() for field, name in VARIABLES.items() if env.get(name, "").strip()
    }
    if not values.keys() & {"api_key", "base_url"}:
        return None
    values.setdefault("base_url", OPENAI_URL)
    if "model" not in values:
        try:
            values["model"] = capability_for(values["base_url"], "", "").default_model
        except ValueError:  # the address itself is refused below, by name
            values["model"] = "?"
        if not values["model"]:
            raise EndpointError("请用 OPENAI_MODEL 写明模型名称")
    try:
        return Endpoint.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_input=False, include_context=False)[0]
        field = str(first["loc"][0]) if first["loc"] else ""
        why = first["msg"].removeprefix("Value error, ")
        if not any("\u4e00" <= mark <= "\u9fff" for mark in why):
            why = "写法不对"
        name = VARIABLES.get(field) or VARIABLES["api_key"]  # what is about two is about the key
        raise EndpointError(f"{name}：{why}") from None
