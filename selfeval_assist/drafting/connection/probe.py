"""Trying an endpoint out: what it is, whether it keeps slots, how fast it answers.

A probe sends an invented record and never anything of a form.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from selfeval_assist.drafting.connection.endpoints import Endpoint
from selfeval_assist.drafting.connection.reply import sentence, unfenced, visible
from selfeval_assist.drafting.connection.stream import Reply, stream_once
from selfeval_assist.drafting.errors import (
    AuthError,
    BadRequestError,
    ConnectError,
    DraftingError,
    PromptError,
    ReplyTimeoutError,
)
from selfeval_assist.drafting.material import inputs_for
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.drafting.prompts import REPAIRS, prompt_for
from selfeval_assist.facts import Fact, verify_template

if TYPE_CHECKING:
    from langchain_openai import ChatOpenAI

Standing = Literal["ok", "note", "fail", "skipped"]
"""``note`` is worth knowing and stops nothing; ``skipped`` was not tried."""

DEADLINE = 60.0
"""Seconds for a whole probe, waits of a slow model included."""
STANDINGS = {"measured": "本程序实测过", "read": "只读过资料，未实测", "memory": "凭记忆，待核实"}

_TRIALS = 2
_LOST = frozenset({"slot_missing", "slot_unknown", "slot_repeated", "empty"})
_AREA = ("绿化养护面积",)
INVENTED = SentencePlan(
    "产出数量",
    "产出数量方面，绿化养护面积实际完成<F1>，年度指标值<F2>，<F3>。",
    {
        "F1": Fact("x.actual", "实际完成值", "37公顷", "quantity", (), "", ("实际完成", "完成"),
                   subjects=_AREA),
        "F2": Fact("x.target", "年度指标值", "36公顷", "quantity", (), "", ("目标值", "计划"),
                   subjects=_AREA),
        "F3": Fact("x.verdict", "完成判定", "达到年度指标值", "verdict", (), subjects=_AREA),
    },
)  # fmt: skip
"""The invented record of the trial; its values are never sent either."""

_JSON = '只输出一行 JSON，形如 {"item": "绿化", "done": true}，不要解释。'
_SCHEMA = {
    "type": "object",
    "properties": {"item": {"type": "string"}, "done": {"type": "boolean"}},
    "required": ["item", "done"],
    "additionalProperties": False,
}
_RUNGS: dict[str, dict[str, Any]] = {
    "json_schema": {
        "type": "json_schema",
        "json_schema": {"name": "answer", "strict": True, "schema": _SCHEMA},
    },
    "json_object": {"type": "json_object"},
}


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
        reachable: whether something answered as a model server does.
        listed: whether the server lists the model; None when it lists none.
        streams: whether the answer came in pieces; None when there was none.
        thinks: whether the model's thinking came with the answer (it is stripped).
        slots: whether the trial sentence kept all its slots and no figure; None without an answer.
        structured: the strictest output format whose answer could be parsed, or ``none``.
        first_token: seconds until the first text, or None.
        seconds: the whole probe.
    """

    endpoint: str
    model: str
    server: str
    checks: tuple[Check, ...]
    reachable: bool = False
    listed: bool | None = None
    streams: bool | None = None
    thinks: bool | None = None
    slots: bool | None = None
    structured: str = "none"
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

    prompt_for("actual")
    begun = time.monotonic()
    found: dict[str, Any] = {}
    checks = [_row(endpoint)]
    until = asyncio.get_running_loop().time() + deadline
    async with open_model(endpoint) as model:
        for look in (_models, _trial, _structured):
            try:
                checks += await _bounded(look(endpoint, model, found), until)
            except PromptError:
                raise
            except DraftingError as error:
                checks.append(Check("连接" if look is _models else "试写", "fail", error.reason,
                                    error.advice))  # fmt: skip
                break
    found["reachable"] = "listed" in found or "slots" in found
    return Probe(
        endpoint.host,
        endpoint.model,
        endpoint.capability.name,
        tuple(checks),
        seconds=round(time.monotonic() - begun, 3),
        **found,
    )


T = TypeVar("T")
Look = Callable[[Endpoint, "ChatOpenAI", dict[str, Any]], Awaitable[list[Check]]]


async def _bounded(work: Awaitable[T], until: float) -> T:
    try:
        async with asyncio.timeout_at(until):
            return await work
    except TimeoutError:
        raise ReplyTimeoutError from None


def _row(endpoint: Endpoint) -> Check:
    row = endpoint.capability
    told = f"按“{row.title}”的方式请求（{STANDINGS[row.standing]}）"
    return Check("服务类型", "ok" if row.standing == "measured" else "note", told, row.note)


async def _models(endpoint: Endpoint, model: "ChatOpenAI", found: dict[str, Any]) -> list[Check]:
    """List the models; a server without a list may still be a model server."""
    from selfeval_assist.drafting.connection.mapping import masked, translate

    try:
        page = await model.root_async_client.models.list()
        names = [str(each.id) for each in page.data]
    except Exception as error:  # the SDK raises anything; ``translate`` names it
        failed = translate(error, endpoint)
        if isinstance(failed, AuthError | ConnectError):
            raise failed from None
        return [Check("模型列表", "skipped", "服务没有给出模型列表，不影响使用")]
    found["listed"] = endpoint.model in names
    reached = Check("连接", "ok", f"可以连接 {endpoint.host}")
    if found["listed"]:
        return [reached, Check("模型列表", "ok", f"服务上有模型“{endpoint.model}”")]
    some = "、".join(masked(name, endpoint) for name in names[:5]) or "（空）"
    told = f"服务列出的 {len(names)} 个模型里没有“{endpoint.model}”：{some}"
    return [reached, Check("模型列表", "note", told, "请核对 OPENAI_MODEL 的写法。")]


async def _trial(endpoint: Endpoint, model: "ChatOpenAI", found: dict[str, Any]) -> list[Check]:
    """Let the model write the invented sentence; its first answer with all slots counts."""
    values: dict[str, Any] = {**inputs_for(INVENTED), REPAIRS: []}
    kept, plain, reply = False, False, Reply("")
    for attempt in range(1, _TRIALS + 1):
        shown: list[float] = []
        begun = time.monotonic()
        try:
            reply = await _written(endpoint, model, values, (attempt, plain), shown)
        except BadRequestError:
            if plain:
                raise
            plain = True
            reply = await _written(endpoint, model, values, (attempt, plain), shown)
        found["streams"] = found.get("streams", False) or len(shown) > 1
        found.setdefault("first_token", round(shown[0] - begun, 3))
        broken = verify_template(sentence(reply.text), INVENTED.slots)
        if kept := not any(each.rule in _LOST or each.rule == "digit" for each in broken):
            break
    found["slots"] = kept
    found["thinks"] = reply.thought or visible(reply.text).strip() != reply.text.strip()
    return [*_told(found), *_extras(plain)]


async def _written(
    endpoint: Endpoint,
    model: "ChatOpenAI",
    values: dict[str, Any],
    how: tuple[int, bool],
    shown: list[float],
) -> Reply:
    """Return one answer to the trial; ``shown`` gets the time of each visible piece."""
    from selfeval_assist.drafting.connection.client import chain_for

    attempt, plain = how
    chain = chain_for(model, endpoint, prompt_for("actual"), attempt=attempt, plain=plain)
    return await stream_once(chain, values, endpoint, lambda _text: shown.append(time.monotonic()))


def _extras(plain: bool) -> list[Check]:
    if not plain:
        return []
    told = "服务不接受附加参数，已改用最简单的请求"
    return [Check("附加参数", "note", told, "可以使用；如果模型会思考，可能无法关闭。")]


def _told(found: dict[str, Any]) -> list[Check]:
    first = f"，首字用时 {found['first_token']:.1f} 秒"
    checks = [
        Check("逐字返回", "ok", "支持" + first)
        if found["streams"]
        else Check("逐字返回", "note", "一次返回全文" + first, "可以使用，只是要等写完才能看到。"),
        Check("思考过程", "note", "模型会输出思考过程，已自动去掉", "关闭思考可以更快、更省。")
        if found["thinks"]
        else Check("思考过程", "ok", "没有夹带思考过程"),
    ]
    if found["slots"]:
        return [*checks, Check("保留槽位", "ok", "试写的句子槽位齐全，没有自己写数字")]
    advice = "可以使用，但多数句子会改用程序拟稿；建议换更强的对话模型。"
    return [*checks, Check("保留槽位", "note", "试写的句子漏写槽位或自己写了数字", advice)]


async def _structured(
    endpoint: Endpoint, model: "ChatOpenAI", found: dict[str, Any]
) -> list[Check]:
    """Go down from the strictest format; one counts only when its answer can be parsed."""
    row = endpoint.capability
    for rung, form in _RUNGS.items():
        body = {row.max_tokens: 200, "response_format": form, **row.thinking_off}
        chain = model.bind(extra_body=body)
        try:
            reply = await stream_once(_Asked(chain), {}, endpoint, lambda _text: None)
        except (AuthError, ConnectError, ReplyTimeoutError):
            raise
        except DraftingError:
            continue
        if _parses(reply.text):
            found["structured"] = rung
            return [Check("结构化输出", "ok", f"支持 {rung}（起草不需要）")]
    return [Check("结构化输出", "note", "没有可用的格式，起草不需要，不影响使用")]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A model that is asked one fixed question, with the face of a chain."""

    model: Any

    def astream(self, _values: dict[str, Any]) -> Any:
        return self.model.astream([("user", _JSON)])


def _parses(raw: str) -> bool:
    try:
        value = json.loads(unfenced(visible(raw)))
    except ValueError:
        return False
    return isinstance(value, dict) and isinstance(value.get("done"), bool) and "item" in value
