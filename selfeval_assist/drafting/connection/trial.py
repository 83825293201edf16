"""The trial sentence: whether a model keeps references, and how fast it answers.

The record is invented and nothing of a form is ever sent.
"""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from selfeval_assist.drafting.connection.endpoints import Endpoint
from selfeval_assist.drafting.connection.reply import visible
from selfeval_assist.drafting.connection.stream import Reply, stream_once
from selfeval_assist.drafting.errors import BadRequestError
from selfeval_assist.drafting.prompts import REPAIRS, prompt_for, shared
from selfeval_assist.drafting.reply import sentences
from selfeval_assist.facts.references import DIGITS, REF

if TYPE_CHECKING:
    from langchain_openai import ChatOpenAI

TASK = "trial"
"""The prompt of the trial."""

_TRIALS = 2
INVENTED = """项目：城区绿化养护；单位：某市园林所
r0〔数量指标〕绿化养护面积：超过目标；{r0.target}＝“不少于#公顷”，{r0.actual}＝“#公顷”
必须写到：r0的完成情况
全文不超过六十个字，标点在内；一个引用按八个字算。"""
"""The invented record of the trial; it holds no values."""
_ASKED = "{r0.actual}"


@dataclass(frozen=True, slots=True)
class Trial:
    """How a model wrote the trial sentence.

    Attributes:
        kept: whether the sentence kept all its slots and holds no figure.
        streams: whether an answer came in pieces.
        thinks: whether the model's thinking came with the answer (it is stripped).
        first_token: seconds until the first text of the first answer.
        plain: whether the server took only a request without extra parameters.
    """

    kept: bool
    streams: bool
    thinks: bool
    first_token: float
    plain: bool


async def write_trial(endpoint: Endpoint, model: "ChatOpenAI") -> Trial:
    """Let the model write the invented sentence; its first answer with all slots counts.

    Raises:
        DraftingError: the endpoint fails.
    """
    kept, plain, streams = False, False, False
    first_token: float | None = None
    reply = Reply("")
    for attempt in range(1, _TRIALS + 1):
        shown: list[float] = []
        begun = time.monotonic()
        try:
            reply = await _written(endpoint, model, (attempt, plain), shown)
        except BadRequestError:
            if plain:
                raise
            plain = True
            reply = await _written(endpoint, model, (attempt, plain), shown)
        streams = streams or len(shown) > 1
        if first_token is None:
            first_token = round(shown[0] - begun, 3)
        if kept := _kept(reply.text):
            break
    thinks = reply.thought or visible(reply.text).strip() != reply.text.strip()
    return Trial(kept, streams, thinks, first_token or 0.0, plain)


def _kept(raw: str) -> bool:
    """Return whether a reply holds the references that were asked for, and no figure."""
    text = "".join(each.text for each in sentences(raw))
    return _ASKED in text and not DIGITS.search(REF.sub("", text))


async def _written(
    endpoint: Endpoint, model: "ChatOpenAI", how: tuple[int, bool], shown: list[float]
) -> Reply:
    """Return one answer to the trial; ``shown`` gets the time of each visible piece."""
    from selfeval_assist.drafting.connection.client import chain_for

    attempt, plain = how
    form = "lines" if endpoint.capability.repair == "resample" else "reply"
    values: dict[str, Any] = {
        "rules": shared("rules"), "reply": shared(form), "sheet": INVENTED, REPAIRS: [],
    }  # fmt: skip
    chain = chain_for(model, endpoint, prompt_for(TASK), attempt=attempt, plain=plain)
    return await stream_once(chain, values, endpoint, lambda _text: shown.append(time.monotonic()))
