"""A model as the reader that the language rules ask.

Unlike a draft, a question of these rules carries texts of the form as they stand, figures
included; it goes through the same gate, and personal data is masked in it all the same.
"""

import asyncio
from collections.abc import Callable

from selfeval_assist.checks import AskError
from selfeval_assist.drafting.connection.endpoints import Endpoint
from selfeval_assist.drafting.connection.reply import visible
from selfeval_assist.drafting.connection.run import Run
from selfeval_assist.drafting.connection.stream import stream_once, with_retries
from selfeval_assist.drafting.consent import Consent, Outgoing, nobody, require
from selfeval_assist.drafting.errors import DraftingError
from selfeval_assist.form import SelfEvaluation

_MAX_TOKENS = 2000


def reader(
    form: SelfEvaluation,
    endpoint: Endpoint,
    *,
    consent: Consent = nobody,
    tell: Callable[[str], None] = lambda _line: None,
    run: Run | None = None,
) -> Callable[[str], str]:
    """Return a function that asks the model one question, for ``checks.ask_about``.

    The function raises ``AskError`` where there is no answer. After a failure that further
    questions would only meet again it asks nothing more.

    Args:
        form: the form that the questions will be about.
        endpoint: where the model is; its deadline holds for each question.
        consent: says whether a person has allowed what goes out, beyond this machine.
        tell: called with a Chinese line about each wait, and about each failure once.
        run: what the questions have in common with those about other forms: one deadline, and
            a server that is lost is not asked again; by default they are alone.

    Raises:
        ClassifiedError: the form carries a classification mark; nothing will be sent.
        NotAllowedError: nobody has allowed the endpoint; nothing will be sent.
    """
    masks = require(Outgoing(form, endpoint, "read"), consent)
    told: set[str] = set()
    common = run or Run(endpoint.limits.run)

    def ask(question: str, /) -> str:
        if common.lost:
            raise AskError from common.lost
        seconds = min(endpoint.limits.deadline, common.left)
        try:
            return masks.put_back(
                asyncio.run(_answer(masks.hide(question), endpoint, seconds, tell))
            )
        except DraftingError as error:
            if error.reason not in told:
                told.add(error.reason)
                tell(f"语言类规则没有得到答复：{error.reason}。")
            common.lost = error if error.lost else None
            raise AskError from error

    return ask


async def _answer(
    question: str, endpoint: Endpoint, seconds: float, tell: Callable[[str], None]
) -> str:
    """Return the visible text of the model's answer, which may take so many seconds."""
    from langchain_core.prompts import ChatPromptTemplate

    from selfeval_assist.drafting.connection.client import open_model

    row = endpoint.capability
    body = {row.max_tokens: _MAX_TOKENS, **row.thinking_off}
    deadline = asyncio.get_running_loop().time() + seconds
    async with open_model(endpoint) as model:
        chain = ChatPromptTemplate([("human", "{question}")]) | model.bind(extra_body=body)
        reply = await with_retries(
            lambda: stream_once(chain, {"question": question}, endpoint, lambda _text: None),
            endpoint,
            deadline,
            lambda seconds, why: tell(f"{why}，{seconds:.0f} 秒后再试。"),
        )
    return visible(reply.text)
