"""Trying an endpoint out: what it is, whether it keeps slots, how fast it answers.

A probe sends an invented record and never anything of a form.
"""

import asyncio
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from selfeval_assist.drafting.connection.endpoints import Endpoint
from selfeval_assist.drafting.connection.formats import NONE, strictest_format
from selfeval_assist.drafting.connection.trial import TASK, Trial, write_trial
from selfeval_assist.drafting.errors import (
    AuthError,
    ConnectError,
    DraftingError,
    PromptError,
    ReplyTimeoutError,
)
from selfeval_assist.drafting.prompts import prompt_for

if TYPE_CHECKING:
    from langchain_openai import ChatOpenAI

Standing = Literal["ok", "note", "fail", "skipped"]
"""``note`` is worth knowing and stops nothing; ``skipped`` was not tried."""

DEADLINE = 60.0
"""Seconds for a whole probe, waits of a slow model included."""
STANDINGS = {"measured": "本程序实测过", "read": "只读过资料，未实测", "memory": "凭记忆，待核实"}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        name: what, in Chinese.
        standing: how it stands.
        told: one Chinese clause: what was found.
        advice: one Chinese sentence: what to do; empty when nothing is to be done.
    """

    name: str
    standing: Standing
    told: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Probe:
    """What was found about an endpoint.

    Attributes:
        endpoint: host and port.
        model: the model's name.
        server: the row of the capability table.
        checks: everything looked at, in order, for people.
        listed: whether the server lists the model; None when it lists none.
        streams: whether the answer came in pieces; None when there was none.
        thinks: whether the model's thinking came with the answer (it is stripped).
        slots: whether the trial sentence kept all its slots and no figure; None without an answer.
        first_token: seconds until the first text, or None.
        seconds: the whole probe.
    """

    endpoint: str
    model: str
    server: str
    checks: tuple[Check, ...]
    listed: bool | None = None
    streams: bool | None = None
    thinks: bool | None = None
    slots: bool | None = None
    first_token: float | None = None
    seconds: float = 0.0

    @property
    def usable(self) -> bool:
        """Whether drafting with it makes sense."""
        return not any(check.standing == "fail" for check in self.checks)


async def probe(endpoint: Endpoint, *, deadline: float = DEADLINE) -> Probe:
    """Try an endpoint: list its models, let it write a trial sentence, ask it for JSON.

    A person asks for a probe, and nothing of a form is sent, so it needs no consent. It raises
    nothing for a failing endpoint: what failed is told in the checks.

    Args:
        endpoint: where the model is.
        deadline: seconds for all of it.

    Raises:
        PromptError: the prompt file is damaged.
        EndpointError: certificates or proxy of the endpoint cannot be used.
    """
    from selfeval_assist.drafting.connection.client import open_model

    prompt_for(TASK)
    begun = time.monotonic()
    until = asyncio.get_running_loop().time() + deadline
    row = endpoint.capability
    found = Probe(endpoint.host, endpoint.model, row.name, (_kind(endpoint),))
    async with open_model(endpoint) as model:
        for name, look in (("连接", _models), ("试写", _trial), ("试写", _structured)):
            try:
                async with asyncio.timeout_at(until):
                    found = await look(endpoint, model, found)
            except PromptError:
                raise
            except (DraftingError, TimeoutError) as failed:
                error = failed if isinstance(failed, DraftingError) else ReplyTimeoutError()
                found = _with(found, Check(name, "fail", error.reason, error.advice))
                break
    return replace(found, seconds=round(time.monotonic() - begun, 3))


def _with(found: Probe, *checks: Check) -> Probe:
    return replace(found, checks=(*found.checks, *checks))


def _kind(endpoint: Endpoint) -> Check:
    row = endpoint.capability
    told = f"按“{row.title}”的方式请求（{STANDINGS[row.standing]}）"
    return Check("服务类型", "ok" if row.standing == "measured" else "note", told, row.note)


async def _models(endpoint: Endpoint, model: "ChatOpenAI", found: Probe) -> Probe:
    """List the models; a server without a list may still be a model server."""
    from selfeval_assist.drafting.connection.mapping import masked, translate

    try:
        page = await model.root_async_client.models.list()
        names = [str(each.id) for each in page.data]
    except Exception as error:  # the SDK raises anything; ``translate`` names it
        failed = translate(error, endpoint)
        if isinstance(failed, AuthError | ConnectError):
            raise failed from None
        return _with(found, Check("模型列表", "skipped", "服务没有给出模型列表，不影响使用"))
    listed = endpoint.model in names
    if listed:
        check = Check("模型列表", "ok", f"服务上有模型“{endpoint.model}”")
    else:
        some = "、".join(masked(name, endpoint) for name in names[:5]) or "（空）"
        told = f"服务列出的 {len(names)} 个模型里没有“{endpoint.model}”：{some}"
        check = Check("模型列表", "note", told, "请核对 OPENAI_MODEL 的写法。")
    reached = Check("连接", "ok", f"可以连接 {endpoint.host}")
    return replace(_with(found, reached, check), listed=listed)


async def _trial(endpoint: Endpoint, model: "ChatOpenAI", found: Probe) -> Probe:
    trial = await write_trial(endpoint, model)
    return replace(
        _with(found, *_told(trial)),
        streams=trial.streams,
        thinks=trial.thinks,
        slots=trial.kept,
        first_token=trial.first_token,
    )


def _told(trial: Trial) -> list[Check]:
    first = f"，首字用时 {trial.first_token:.1f} 秒"
    checks = [
        Check("逐字返回", "ok", "支持" + first)
        if trial.streams
        else Check("逐字返回", "note", "一次返回全文" + first, "可以使用，只是要等写完才能看到。"),
        Check("思考过程", "note", "模型会输出思考过程，已自动去掉", "关闭思考可以更快、更省。")
        if trial.thinks
        else Check("思考过程", "ok", "没有夹带思考过程"),
        Check("保留槽位", "ok", "试写的句子槽位齐全，没有自己写数字")
        if trial.kept
        else Check(
            "保留槽位",
            "note",
            "试写的句子漏写槽位或自己写了数字",
            "可以使用，但多数句子会改用程序拟稿；建议换更强的对话模型。",
        ),
    ]
    if trial.plain:
        told = "服务不接受附加参数，已改用最简单的请求"
        checks.append(Check("附加参数", "note", told, "可以使用；如果模型会思考，可能无法关闭。"))
    return checks


async def _structured(endpoint: Endpoint, model: "ChatOpenAI", found: Probe) -> Probe:
    name = await strictest_format(endpoint, model)
    if name == NONE:
        check = Check("结构化输出", "note", "没有可用的格式，起草不需要，不影响使用")
    else:
        check = Check("结构化输出", "ok", f"支持 {name}（起草不需要）")
    return _with(found, check)
