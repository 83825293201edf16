"""The model that the environment names, as the commands use it."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from selfeval_assist.cli_output import tell

if TYPE_CHECKING:
    from selfeval_assist.checks import Ask
    from selfeval_assist.drafting import Endpoint
    from selfeval_assist.form import SelfEvaluation
    from selfeval_assist.reports.drafts import Drafter


def model_drafter(*, allow: bool) -> "Drafter":
    """Return a drafter for the endpoint in the environment, and say on which one it relies.

    Raises:
        EndpointError: there are no settings, or they are wrong.
    """
    return _drafter(_required_endpoint(), allow=allow)


def model_drafter_if_set(*, allow: bool) -> "Drafter | None":
    """Return a drafter like ``model_drafter``, or None where no endpoint is set.

    Raises:
        EndpointError: the settings are wrong.
    """
    endpoint = _endpoint()
    return None if endpoint is None else _drafter(endpoint, allow=allow)


def _drafter(endpoint: "Endpoint", *, allow: bool) -> "Drafter":
    from selfeval_assist.reports.drafts import by_model

    tell(f"用大模型起草：{endpoint.model}（{endpoint.host}）；发送名称和文字，其中的数字先遮去。")
    return by_model(endpoint, allow=allow, tell=tell)


def model_reader(*, allow: bool) -> "Callable[[SelfEvaluation], Ask]":
    """Return what makes the reader of a form's texts from the endpoint in the environment.

    Raises:
        EndpointError: there are no settings, or they are wrong.
    """
    from selfeval_assist.drafting.reader import reader

    endpoint = _required_endpoint()
    tell(
        f"请大模型阅读：{endpoint.model}（{endpoint.host}）；会发送目标、完成情况和偏差说明，个人信息先遮去。"
    )
    return lambda form: reader(form, endpoint, consent=lambda _: allow, tell=tell)


def _required_endpoint() -> "Endpoint":
    """Return the endpoint that the environment names.

    Raises:
        EndpointError: it names none, or the settings are wrong.
    """
    from selfeval_assist.drafting.errors import EndpointError

    endpoint = _endpoint()
    if endpoint is None:
        raise EndpointError(
            "没有设置大模型：请设置 OPENAI_API_KEY，或设置 OPENAI_BASE_URL 和 OPENAI_MODEL"
        )
    return endpoint


def _endpoint() -> "Endpoint | None":
    """Return the endpoint that the environment names, or None where it names none.

    Raises:
        EndpointError: the settings are wrong.
    """
    from selfeval_assist.drafting.connection.endpoints import from_environment

    return from_environment(os.environ)
