"""The model that the environment names, as the commands use it."""

import os
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from selfeval_assist.cli_output import tell

if TYPE_CHECKING:
    from selfeval_assist.checks import Ask
    from selfeval_assist.drafting import Consent, Endpoint, Outgoing
    from selfeval_assist.form import SelfEvaluation
    from selfeval_assist.reports.drafts import Drafter


def model_drafter(*, allow: bool, send: "Collection[str]" = (), text: str = "") -> "Drafter":
    """Return a drafter for the endpoint in the environment, and say on which one it relies.

    Args:
        allow: whether the person allows what goes out, beyond this machine.
        send: phrases that the person wants sent though they hold personal data.
        text: the only text that is wanted; empty for all.

    Raises:
        EndpointError: there are no settings, or they are wrong.
    """
    return _drafter(_required_endpoint(), allow=allow, send=send, text=text)


def endpoint_and_consent(
    *, allow: bool, send: "Collection[str]" = ()
) -> "tuple[Endpoint, Consent]":
    """Return the endpoint of the environment, and what the person allows to be sent to it.

    Args:
        allow: whether the person allows what goes out, beyond this machine.
        send: phrases that the person wants sent though they hold personal data.

    Raises:
        EndpointError: there are no settings, or they are wrong.
    """
    return _required_endpoint(), _consent(allow=allow, send=send)


def model_drafter_if_set(*, allow: bool) -> "Drafter | None":
    """Return a drafter like ``model_drafter``, or None where no endpoint is set.

    Raises:
        EndpointError: the settings are wrong.
    """
    endpoint = _endpoint()
    return None if endpoint is None else _drafter(endpoint, allow=allow, send=(), text="")


def _drafter(endpoint: "Endpoint", *, allow: bool, send: "Collection[str]", text: str) -> "Drafter":
    from selfeval_assist.reports.drafts import by_model

    tell(f"用大模型起草：{endpoint.model}（{endpoint.host}）；发送名称和文字，其中的数字先遮去。")
    return by_model(endpoint, consent=_consent(allow=allow, send=send, text=text), tell=tell)


def model_reader(*, allow: bool, send: "Collection[str]" = ()) -> "Callable[[SelfEvaluation], Ask]":
    """Return what makes the reader of a form's texts from the endpoint in the environment.

    All questions about all forms are one run, with one deadline.

    Args:
        allow: whether the person allows what goes out, beyond this machine.
        send: phrases that the person wants sent though they hold personal data.

    Raises:
        EndpointError: there are no settings, or they are wrong.
    """
    from selfeval_assist.drafting import Run
    from selfeval_assist.drafting.reader import reader

    endpoint = _required_endpoint()
    run, consent = Run(endpoint.limits.run), _consent(allow=allow, send=send)
    tell(
        f"请大模型阅读：{endpoint.model}（{endpoint.host}）；会发送目标、完成情况和偏差说明，个人信息先遮去。"
    )
    return lambda form: reader(form, endpoint, consent=consent, tell=tell, run=run)


def _consent(*, allow: bool, send: "Collection[str]", text: str = "") -> "Consent":
    """Return the consent of a command: what would go out is told where it is not allowed.

    A file has no number in a workspace, so the leave holds for this one command.
    """
    from selfeval_assist.drafting import Leave, Outgoing, is_loopback
    from selfeval_assist.drafting.personal import one_width

    told: list[SelfEvaluation] = []
    wanted = frozenset(one_width(each).strip() for each in send)

    def asked(outgoing: Outgoing, /) -> Leave | None:
        allowed = allow or is_loopback(outgoing.endpoint)
        if outgoing.form not in told[-1:]:
            told.append(outgoing.form)
            if not allowed:
                _tell_what_goes_out(outgoing, text)
            _tell_left_out(outgoing, wanted)
        return Leave(wanted) if allowed else None

    return asked


def _tell_what_goes_out(outgoing: "Outgoing", text: str) -> None:
    from selfeval_assist.policies import policy_for
    from selfeval_assist.reports.drafts import jobs_for
    from selfeval_assist.reports.outgoing import shipment, summary, words
    from selfeval_assist.scoring import score

    policy = policy_for(outgoing.form)
    sheet = score(outgoing.form, policy)
    batches = [jobs_for(outgoing.form, sheet, text)] if text else None
    found = shipment(outgoing, sheet, policy, batches=batches)
    tell("还没有发送任何内容。允许后会发送：")
    for line in (*summary(found), "表中会发出的文字：", *words(found)):
        tell(line)


def _tell_left_out(outgoing: "Outgoing", wanted: "Collection[str]") -> None:
    """Tell what is masked though a mask changes its sense, and how to send it as it stands."""
    from selfeval_assist.drafting import doubts
    from selfeval_assist.reports.outgoing import doubt_line

    for doubt in doubts(outgoing.form):
        if doubt.phrase not in wanted:
            tell(f"遮住会改变意思，不选就遮住：{doubt_line(doubt)}。")
            tell(f'要照原样发送，请加 --send "{doubt.phrase}"。')


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
