"""What can go wrong between the tool and a model, said so that a clerk knows what to do.

A message never holds a key, a page that a server sent, or text of the form.
"""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from selfeval_assist.drafting.masking import Masks

Carries = Callable[["Masks"], tuple[tuple[str, str], ...]]
"""Returns the turns of one request, role and text, as some masks let it be sent."""

# What the operating system says, in its own language: ": [Errno 111] Connect call failed (…)".
_SYSTEM = re.compile(r"[：:]?\s*\[(?:Errno|WinError) .*", re.DOTALL)


class DraftingError(Exception):
    """Base of the room's errors.

    Attributes:
        summary: one Chinese clause: what happened.
        advice: one Chinese sentence: what to do.
        retry: whether the same call may succeed a moment later.
        lost: whether further calls of the same draft are pointless.
        detail: a short, masked remark of the server, without what the operating system adds; may
            be empty.
        partial: what had arrived of an answer before it failed; evidence, never a draft.
    """

    summary: ClassVar[str] = "起草没有成功"
    advice: ClassVar[str] = "请稍后重试；其间可以使用自动编写的文字。"
    retry: ClassVar[bool] = False
    lost: ClassVar[bool] = True

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = _SYSTEM.sub("", detail)
        self.partial = ""

    @property
    def reason(self) -> str:
        """What happened, with the detail, without the advice."""
        return f"{self.summary}（{self.detail}）" if self.detail else self.summary

    def __str__(self) -> str:
        return f"{self.reason}。{self.advice}"


class NotAllowedError(DraftingError):
    """Nobody has allowed this endpoint; nothing was sent.

    ``carries`` gives the request that waits for leave, where it is known.
    """

    summary = "尚未允许把内容发往该模型服务"
    advice = "请本人确认可以使用这个地址；没有发送任何内容。"

    def __init__(self, detail: str = "", carries: Carries | None = None) -> None:
        super().__init__(detail)
        self.carries = carries


class ClassifiedError(DraftingError):
    """The form carries a classification mark; nothing was sent."""

    summary = "表中带有密级或内部资料标志"
    advice = (
        "涉密内容不得发往模型服务，也不应在联网计算机上处理；没有发送任何内容。"
        "确属误认的，请本人在“检查”一步的命令“确认密级标志为误认”中写明理由。"
    )


class PromptError(DraftingError):
    """A prompt file is missing or not well formed."""

    summary = "提示词文件有问题"
    advice = "请恢复 prompts 目录中的原文件，或重新安装本程序。"


class EndpointError(DraftingError):
    """The settings of the endpoint are incomplete or contradictory."""

    summary = "模型服务的设置不完整或有误"
    advice = "请检查界面的“设置”，或环境变量 OPENAI_BASE_URL、OPENAI_MODEL、OPENAI_API_KEY。"


class MissingPackageError(DraftingError):
    """An optional package is not installed."""

    summary = "缺少运行本机模型的组件"
    advice = "请安装附加组件：pip install 'selfeval-assist[local]'。"


class LocalModelError(DraftingError):
    """The local model could not be started."""

    summary = "本机模型没有启动"
    advice = "请检查模型文件是否为完整的 .gguf 文件，内存是否够用。"


class AuthError(DraftingError):
    """401 or 403: the key is wrong, expired or not admitted."""

    summary = "密钥无效、已过期或没有权限"
    advice = "请检查密钥（界面的“设置”或环境变量 OPENAI_API_KEY）是否属于该服务，能否使用所选模型。"


class NotFoundError(DraftingError):
    """404: there is no such path or model."""

    summary = "服务上没有这个地址或模型"
    advice = "请检查 OPENAI_BASE_URL（通常以 /v1 结尾）和 OPENAI_MODEL 的写法。"


class BadRequestError(DraftingError):
    """400 or another 4xx: the server does not accept the request."""

    summary = "服务不接受这次请求"
    advice = "请检查所选模型是否支持对话接口；仍不行请换一个模型。"


class ServerError(DraftingError):
    """5xx, or an error object in the middle of a stream.

    ``wait`` is what the server asked for, in seconds, or None.
    """

    summary = "模型服务自身出错"
    advice = "这通常是暂时的，请稍后重试。"
    retry = True

    def __init__(self, detail: str = "", wait: float | None = None) -> None:
        super().__init__(detail)
        self.wait = wait


class RateLimitedError(ServerError):
    """429: too many requests, or the account has no quota left."""

    summary = "请求过于频繁或额度已用完"
    advice = "请稍后重试，或检查账户余额。"


class ConnectError(DraftingError):
    """The connection failed or was reset."""

    summary = "连接不上模型服务"
    advice = "请检查地址、网络、代理和证书设置（内网证书可用环境变量 SELFEVAL_CA_FILE 指定）。"
    retry = True


class UnreachableError(ConnectError):
    """No connection, for a reason that will not pass by itself: refused, unknown host, TLS."""

    retry = False


class ReplyTimeoutError(DraftingError):
    """The server did not answer, or stopped answering, in time."""

    summary = "模型服务在限定时间内没有答完"
    advice = "请稍后重试，或换一个更快的模型。"
    retry = True


class BrokenStreamError(DraftingError):
    """The answer broke off or cannot be read."""

    summary = "回答中途断开或内容损坏"
    advice = "断开的内容没有采用，请重试。"
    retry = True
    lost = False


class OversizedError(DraftingError):
    """A reply grew beyond what any answer needs; the rest of it was not taken in."""

    summary = "服务发来的内容远超一份回答应有的大小"
    advice = "多余的内容没有接收；请检查地址是否为模型服务，或换一个模型。"


class NotAModelError(DraftingError):
    """Something answered that is not a model: a login page, a gateway, a redirect."""

    summary = "这个地址返回的不是大模型接口的内容"
    advice = "可能是登录页、网关提示，或地址少了 /v1；请检查 OPENAI_BASE_URL。"


class FilteredError(DraftingError):
    """The provider's content filter ended the answer."""

    summary = "服务方的内容审核拦截了回答"
    advice = "被拦截的内容没有采用；可以改用自动编写的文字。"
    lost = False


class TruncatedError(DraftingError):
    """The answer ran into the length limit."""

    summary = "回答过长，被截断"
    advice = "被截断的内容没有采用；可以换一个模型再试。"
    lost = False


class EmptyReplyError(DraftingError):
    """The answer has no text, or holds only the model's thinking."""

    summary = "模型没有给出正文"
    advice = "如果是会“思考”的模型，请换成不思考的型号或关闭思考。"


class UnsupportedError(DraftingError):
    """The checks refused more than half of a reply, after its repair."""

    summary = "模型写的句子多数没有通过核对"
    advice = "这段文字已改用自动编写的文字。"
    lost = False
