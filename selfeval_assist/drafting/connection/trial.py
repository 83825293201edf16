"""The trial sentence: whether a model keeps slots, how fast it answers, whether it thinks aloud.

The record is invented and nothing of a form is ever sent.
"""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from selfeval_assist.drafting.connection.endpoints import Endpoint
from selfeval_assist.drafting.connection.reply import sentence, visible
from selfeval_assist.drafting.connection.stream import Reply, stream_once
from selfeval_assist.drafting.errors import BadRequestError
from selfeval_assist.drafting.material import inputs_for
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.drafting.prompts import REPAIRS, prompt_for
from selfeval_assist.facts import Fact
from selfeval_assist.verify.template import verify_template

if TYPE_CHECKING:
    from langchain_openai import ChatOpenAI

TASK = "actual"
"""Whose prompt the trial uses."""

_TRIALS = 2
_LOST = frozenset({"slot_missing", "slot_unknown", "slot_repeated", "empty", "digit"})
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
        broken = verify_template(sentence(reply.text), INVENTED.slots)
        if kept := not any(each.rule in _LOST for each in broken):
            break
    thinks = reply.thought or visible(reply.text).strip() != reply.text.strip()
    return Trial(kept, streams, thinks, first_token or 0.0, plain)


async def _written(
    endpoint: Endpoint, model: "ChatOpenAI", how: tuple[int, bool], shown: list[float]
) -> Reply:
    """Return one answer to the trial; ``shown`` gets the time of each visible piece."""
    from selfeval_assist.drafting.connection.client import chain_for

    attempt, plain = how
    values: dict[str, Any] = {**inputs_for(INVENTED), REPAIRS: []}
    chain = chain_for(model, endpoint, prompt_for(TASK), attempt=attempt, plain=plain)
    return await stream_once(chain, values, endpoint, lambda _text: shown.append(time.monotonic()))
