"""What the commands are given: files, a second document, and the model of the environment.

Everything heavy is imported inside the function that needs it.
"""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selfeval_assist.checks import Ask
    from selfeval_assist.drafting import Endpoint
    from selfeval_assist.form import SelfEvaluation
    from selfeval_assist.reports import Report
    from selfeval_assist.reports.drafts import Drafter


def model_drafter(*, allow: bool, required: bool) -> "Drafter | None":
    """Return a drafter for the endpoint in the environment, and say on which one it relies.

    Raises:
        DraftingError: the settings are wrong, or there are none and ``required`` is set.
    """
    endpoint = _endpoint(required=required)
    if endpoint is None:
        return None
    from selfeval_assist.reports.drafts import by_model

    tell(f"用大模型起草：{endpoint.model}（{endpoint.host}）；只发送名称，不发送数值。")
    return by_model(endpoint, allow=allow, tell=tell)


def model_reader(*, allow: bool) -> "Callable[[SelfEvaluation], Ask]":
    """Return what makes the reader of a form's texts from the endpoint in the environment.

    Raises:
        DraftingError: there are no settings, or they are wrong.
    """
    from selfeval_assist.drafting.reader import reader

    endpoint = _endpoint(required=True)
    if endpoint is None:
        raise AssertionError("a required endpoint is there or has raised")
    tell(f"请大模型阅读：{endpoint.model}（{endpoint.host}）；会发送目标、完成情况和偏差说明原文。")
    return lambda form: reader(form, endpoint, consent=lambda _: allow, tell=tell)


def _endpoint(*, required: bool) -> "Endpoint | None":
    """Return the endpoint that the environment names.

    Raises:
        DraftingError: the settings are wrong, or there are none and ``required`` is set.
    """
    from selfeval_assist.drafting.connection.endpoints import from_environment
    from selfeval_assist.drafting.errors import EndpointError

    endpoint = from_environment(os.environ)
    if endpoint is None and required:
        raise EndpointError(
            "没有设置大模型：请设置 OPENAI_API_KEY，或设置 OPENAI_BASE_URL 和 OPENAI_MODEL"
        )
    return endpoint


def tell(line: str) -> None:
    """Show a line about what is going on, apart from the output."""
    print(line, file=sys.stderr)


def second(file: Path | None) -> "SelfEvaluation | None":
    """Return the first form of a second document.

    Raises:
        DocumentError: it cannot be read.
    """
    from selfeval_assist.documents import read

    return None if file is None else read(file)[0]


def reports_on(
    files: Sequence[Path],
    policy: str,
    reader: "Callable[[SelfEvaluation], Ask] | None" = None,
    **second: "SelfEvaluation | None",
) -> "list[Report]":
    """Read, score and check every form of every file."""
    from selfeval_assist.documents import read
    from selfeval_assist.form.text import clean
    from selfeval_assist.policies import load
    from selfeval_assist.reports import report_on

    chosen = load(policy) if policy else None
    return [
        report_on(
            str(clean(str(file))), form, chosen, ask=reader(form) if reader else None, **second
        )
        for file in files
        for form in read(file)
    ]
