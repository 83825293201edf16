"""What the commands are given, files, a second document and a model, and how they print.

Everything heavy is imported inside the function that needs it.
"""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selfeval_assist.checks import Ask
    from selfeval_assist.drafting import Endpoint
    from selfeval_assist.form import SelfEvaluation
    from selfeval_assist.reports import Report
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

    tell(f"用大模型起草：{endpoint.model}（{endpoint.host}）；只发送名称，不发送数值。")
    return by_model(endpoint, allow=allow, tell=tell)


def model_reader(*, allow: bool) -> "Callable[[SelfEvaluation], Ask]":
    """Return what makes the reader of a form's texts from the endpoint in the environment.

    Raises:
        EndpointError: there are no settings, or they are wrong.
    """
    from selfeval_assist.drafting.reader import reader

    endpoint = _required_endpoint()
    tell(f"请大模型阅读：{endpoint.model}（{endpoint.host}）；会发送目标、完成情况和偏差说明原文。")
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


@contextmanager
def as_typed(file: Path | None) -> Iterator[None]:
    """Let an error about a file name it as it was typed: the same name may stand in two folders.

    Raises:
        DocumentError: what went wrong inside.
    """
    from selfeval_assist.documents import DocumentError

    try:
        yield
    except DocumentError as error:
        if file is None or error.file != file.name:
            raise
        raise DocumentError(shown(file), error.problem, error.advice, error.place) from error


def shown(file: Path) -> str:
    """Return a path as it is shown to a person."""
    from selfeval_assist.form.text import clean

    return str(clean(str(file)))


def tell(line: str) -> None:
    """Show a line about what is going on, apart from the output."""
    print(line, file=sys.stderr)


def print_last(text: str, code: int) -> int:
    """Print the last of a command's output and return its exit code, also where nobody reads it."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        print_no_more()
    return code


def print_no_more() -> None:
    """Let what is left of the output go nowhere: Python would fail again on it when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def second(file: Path | None) -> "SelfEvaluation | None":
    """Return the first form of a second document.

    Raises:
        DocumentError: it cannot be read.
    """
    from selfeval_assist.documents import read

    if file is None:
        return None
    with as_typed(file):
        return read(file)[0]


def reports_on(
    files: Sequence[Path],
    policy: str,
    reader: "Callable[[SelfEvaluation], Ask] | None" = None,
    **second: "SelfEvaluation | None",
) -> "list[Report]":
    """Read, score and check every form of every file.

    Raises:
        DocumentError: a file cannot be read.
        PolicyError: there is no such policy.
    """
    from selfeval_assist.documents import read
    from selfeval_assist.policies import load
    from selfeval_assist.reports import report_on

    chosen = load(policy) if policy else None
    reports = []
    for file in files:
        with as_typed(file):
            forms = read(file)
        reports += [
            report_on(shown(file), form, chosen, ask=reader(form) if reader else None, **second)
            for form in forms
        ]
    return reports
