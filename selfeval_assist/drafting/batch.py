"""An OpenAI batch file: the calls of many forms as lines of JSON, and the answers read back.

A call is known by the hash of its sheet. An answer to a form that has changed since, an answer that
nobody asked for or that comes twice, and a line that cannot be read are named; the rest is taken.
"""

import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from selfeval_assist.drafting.asking import Made, Order, turns_of
from selfeval_assist.drafting.chain import ignore, orders_of, parts_of, proposals_of
from selfeval_assist.drafting.connection.endpoints import Endpoint
from selfeval_assist.drafting.connection.run import Run
from selfeval_assist.drafting.consent import Consent, Leave, Outgoing, masks_for, nobody, require
from selfeval_assist.drafting.masking import Masks
from selfeval_assist.drafting.settling import first
from selfeval_assist.drafting.sheet import sha256
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.review import Proposal, Task
from selfeval_assist.scoring import ScoreSheet

_URL = "/v1/chat/completions"
_HASH = 16
"""Characters of a sheet's hash in the id of a call; 64 bits tell some thousand calls apart."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The texts of one form that are wanted.

    Attributes:
        name: how the form is called in the file: its id in a workspace, or a file name.
        form: the form.
        sheet: its score sheet.
        jobs: the texts, each with its row or None.
    """

    name: str
    form: SelfEvaluation
    sheet: ScoreSheet
    jobs: Sequence[tuple[Task, int | None]]


@dataclass(slots=True)
class Answers:
    """What came of a batch: drafts by form, and what could not be used, in Chinese."""

    proposals: dict[str, list[Proposal]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def batch_lines(
    wanted: Iterable[Wanted], endpoint: Endpoint, *, consent: Consent = nobody
) -> Iterator[str]:
    """Yield the lines of a batch file, one call each, for ``POST /v1/batches``.

    Raises:
        ClassifiedError, NotAllowedError: a form may not be sent; nothing of it is written.
        PromptError: a prompt file is damaged.
    """
    for each in wanted:
        masks = require(Outgoing(each.form, endpoint, "draft"), consent)
        for key, order in _orders(each, masks, endpoint).items():
            row = endpoint.capability
            body: dict[str, Any] = {
                "model": endpoint.model,
                "messages": [{"role": role, "content": text} for role, text in turns_of(order)],
                row.max_tokens: order.prompt.max_tokens,
                **row.thinking_off,
            }
            if row.sampling:
                body["temperature"] = order.prompt.temperature
            call = {"custom_id": key, "method": "POST", "url": _URL, "body": body}
            yield json.dumps(call, ensure_ascii=False)


def read_answers(
    lines: Iterable[str],
    wanted: Iterable[Wanted],
    endpoint: Endpoint,
    *,
    consent: Consent = nobody,
) -> Answers:
    """Return the drafts that the lines of an answered batch give for forms as they are now.

    There is no repair: what is refused is said by the composer, and what was not answered at all is
    named and not drafted. ``consent`` is the one with which the file was written: masks are put
    back as they were.
    """
    known: dict[str, tuple[str, Order]] = {}
    for each in wanted:
        leave = consent(Outgoing(each.form, endpoint, "draft")) or Leave()
        orders = _orders(each, masks_for(each.form, leave), endpoint)
        known |= {key: (each.name, order) for key, order in orders.items()}
    found, seen = Answers(), set[str]()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        key, text, why = _answer(line)
        why = why or _unusable(key, known, seen)
        if why:
            found.problems.append(f"第 {number} 行：{why}。")
            continue
        seen.add(key)
        name, order = known[key]
        found.proposals.setdefault(name, []).extend(_drafted(order, text))
    missing = {key: name for key, (name, _order) in known.items() if key not in seen}
    found.problems += [
        f"{name}：没有答复（{key.split('/')[1]}）。" for key, name in missing.items()
    ]
    return found


def _unusable(key: str, known: Mapping[str, object], seen: set[str]) -> str:
    """Say why an answer is not used; "" for one that is."""
    if key in seen:
        return "重复的答复，只用第一份"
    return "" if key in known else _stranger(key, known)


def _drafted(order: Order, text: str) -> list[Proposal]:
    """Return the drafts of one answered call."""
    raw = order.masks.put_back(text)
    made = Made(replies=[text], outcomes=first(order.parts, raw))
    made.history.append(made.outcomes)
    return [proposal for _, proposal in proposals_of(order, made, time.monotonic())]


def _orders(each: Wanted, masks: Masks, endpoint: Endpoint) -> dict[str, Order]:
    """Return the calls of a form by their ids: name, text and the hash of the sheet."""
    parts = parts_of(each.jobs, each.form, each.sheet)
    orders = orders_of(parts, masks, endpoint, ignore, Run(0), 0)
    for order in orders:
        turns_of(order)  # fills the masks, so that a reply can be put back
    return {
        "/".join((each.name, order.parts[0].kind.id, sha256(order.sheet)[:_HASH])): order
        for order in orders
    }


def _answer(line: str) -> tuple[str, str, str]:
    """Return id and text of an answered line, or why it cannot be used."""
    try:
        data = json.loads(line)
        key = str(data["custom_id"])
        if data.get("error"):
            return key, "", f"服务没有完成“{key}”"
        choice = data["response"]["body"]["choices"][0]
        if choice.get("finish_reason") not in (None, "stop"):
            return key, "", f"“{key}”没有写完"
        return key, str(choice["message"]["content"] or ""), ""
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        return "", "", "读不出来，可能文件不完整"


def _stranger(key: str, known: Mapping[str, object]) -> str:
    """Say why an answer belongs to no call: its form has changed, or nobody asked."""
    begin = key.rpartition("/")[0]
    if begin and any(each.startswith(f"{begin}/") for each in known):
        return f"“{begin}”在发出以后改过，这份答复不再适用"
    return f"“{key}”不是这批请求中的"
