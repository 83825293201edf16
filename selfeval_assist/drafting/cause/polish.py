"""Polishing what a person stated: smoother words, and by check the same statement.

A model sees the text as a draft does, its numbers as references and its persons masked. What it
answers is compared both ways, so that nothing comes in and nothing is lost.
"""

import asyncio
import datetime
import re
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from selfeval_assist.drafting.asking import Made, Order, ask, turns_of
from selfeval_assist.drafting.chain import generation_of, ignore
from selfeval_assist.drafting.connection.endpoints import Endpoint
from selfeval_assist.drafting.connection.run import Run
from selfeval_assist.drafting.consent import Consent, Leave, Outgoing, masks_for, nobody, require
from selfeval_assist.drafting.events import Finished, OnEvent, Started
from selfeval_assist.drafting.foreign import endpoint_of, opened
from selfeval_assist.drafting.prompts import prompt_for
from selfeval_assist.drafting.settling import sentence_of
from selfeval_assist.drafting.sheet import Part
from selfeval_assist.drafting.texts import Material, Must, TextKind
from selfeval_assist.facts import build_facts
from selfeval_assist.facts.references import DIGITS, Known, Source, known_of
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.policies import policy_for
from selfeval_assist.prose.mentions import mentions
from selfeval_assist.prose.width import narrowed
from selfeval_assist.review import Proposal, Sentence
from selfeval_assist.scoring import ScoreSheet
from selfeval_assist.verify.referenced import unsure_of, verify_references

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

TASK = "润色"
"""Under which name the record keeps it."""

_LABELS = {"cause": "偏差原因", "effect": "影响", "measure": "改进措施"}
_QUOTED = re.compile(r"《[^》]*》|“[^”]*”|〔[^〕]*〕")
_UNCHANGED = "模型没有改动"
_AGAIN = "上一次写的不合要求：{why}。请重写，其余照上面的要求。"
_ROOM = 1.3
"""How much longer a polished text may be; joining words take room."""


async def polish(
    where: str,
    form: SelfEvaluation,
    sheet: ScoreSheet,
    endpoint: Endpoint | None = None,
    *,
    model: "BaseChatModel | None" = None,
    consent: Consent = nobody,
    on_event: OnEvent | None = None,
) -> Proposal:
    """Return a stated text in smoother words, to be shown as a diff and taken or left.

    Args:
        where: the field path, such as ``indicators.3.deviation.cause``; it holds a text.
        form: the form.
        sheet: its score sheet.
        endpoint: where the model is; None with a ``model`` of the caller's.
        model: any LangChain chat model, in the place of an endpoint; it needs the same consent.
        consent: says whether a person has allowed what goes out, beyond this machine.
        on_event: called with the events of the model's work, as in ``draft``.

    Returns:
        The proposal, without sentences where the model wrote nothing that says the same in other
        words; ``generation.fallback`` says why then, in Chinese.

    Raises:
        ClassifiedError: the form carries a classification mark; nothing was sent.
        NotAllowedError: nobody has allowed the endpoint; nothing was sent.
        PromptError: a prompt file is damaged.
        ValueError: there is neither endpoint nor model.
    """
    if endpoint is None:
        if model is None:
            raise ValueError("polishing needs an endpoint or a model")
        endpoint = endpoint_of(model)
    emit, begun, seconds = on_event or ignore, time.monotonic(), endpoint.limits.deadline
    part = await asyncio.to_thread(_part, where, form, sheet)
    order = Order(
        (part,), prompt_for("polish"), endpoint, emit, masks_for(form, Leave()), Run(seconds),
        seconds, {"note": ""},
    )  # fmt: skip
    outgoing = Outgoing(form, endpoint, "draft")
    masks = require(outgoing, consent, lambda masks: turns_of(replace(order, masks=masks)))
    order = replace(order, masks=masks)
    emit(Started(TASK, endpoint.model, endpoint.host, 1))
    async with opened(endpoint, model) as writer:
        made = await ask(order, writer)
        sentences, why = _settled(part, made)
        if why and made.outcomes and why != _UNCHANGED:
            again = await ask(replace(order, extra={"note": _AGAIN.format(why=why)}), writer)
            made = _after(made, again)
            sentences, why = _settled(part, made)
    proposal = Proposal(
        id=uuid.uuid4().hex,
        task=TASK,
        where=where,
        sentences=sentences,
        generation=generation_of(order, made, 0, why, begun),
        created=datetime.datetime.now(datetime.UTC),
    )
    emit(Finished(proposal, made.tokens))
    return proposal


def _after(made: Made, again: Made) -> Made:
    """Return what came of two orders, one after the other; the last reply counts."""
    return replace(
        again,
        requests=made.requests + again.requests,
        replies=made.replies + again.replies,
        rejected=made.rejected + again.rejected,
        history=made.history + again.history,
        outcomes=again.outcomes or made.outcomes,
    )


def _part(where: str, form: SelfEvaluation, sheet: ScoreSheet) -> Part:
    """Return the text as one to be written: it rests on itself, and says all its numbers."""
    table, policy = build_facts(form, sheet), policy_for(form)
    label, text = _LABELS[where.rpartition(".")[2]], paths.text(form, where).strip()
    limit = max(int(len(text) * _ROOM), len(text) + 10)
    kind = TextKind(TASK, label, where, lambda _: (1, limit), lambda _: [], (), prompt="polish")
    known = known_of(table, ("cause",), sources=[Source("t1", "cause", label, text, where)])
    known = Known(
        {ref: fact for ref, fact in known.values.items() if ref.startswith("t1.")},
        known.sources, table,
    )  # fmt: skip
    musts = tuple(Must(ref, frozenset({ref})) for ref in known.values)
    return Part(kind, None, known, musts, (), limit, Material(form, sheet, table, policy))


def _settled(part: Part, made: Made) -> tuple[tuple[Sentence, ...], str]:
    """Return the sentences that say the same, or why there are none."""
    if not made.outcomes:
        return (), made.failed.reason if made.failed else "模型没有答复"
    outcome, old = made.outcomes[0], part.known.sources["t1"].text
    if outcome.refused:
        first = outcome.refused[0].violations[0].message.rstrip("。")
        return (), f"模型写的与您说的不一致（{first}）"
    found = [sentence_of(each, part) for each in outcome.accepted]
    new = "".join(each.text for each in found)
    if why := altered(old, new, part.known):
        return (), f"模型写的与您说的不一致（{why}）"
    if new.rstrip("。") == old.rstrip("。"):
        return (), _UNCHANGED
    if not old.endswith("。"):  # a cause stands inside other sentences
        found[-1] = found[-1].model_copy(
            update={
                each: getattr(found[-1], each).removesuffix("。") for each in ("text", "template")
            }
        )
    return tuple(found), ""


def altered(old: str, new: str, known: Known) -> str:
    """Return in what a wording says something else than a text, in Chinese; empty when in nothing.

    Numbers, names and quoted titles are the same, numbers of one unit in the same order; and each
    of the two passes as a retelling of the other, dates and denials included.

    Args:
        old: the text as a person stated it.
        new: the wording.
        known: what the form names.
    """
    old, new = narrowed(old), narrowed(new)
    for what, of in _SAME.items():
        before, after = Counter(of(old, known)), Counter(of(new, known))
        for found, how in ((before - after, "少了"), (after - before, "多了")):
            if found:
                return f"{how}{what}“{next(iter(found))}”"
    if _counted(old) != _counted(new):
        return "同一单位的数次序变了"
    turned = (Counter(new) - Counter(old)) & Counter({char: len(new) for char in _OPPOSITES})
    added = _beyond(new, old, known) or "".join(turned)
    lost = _beyond(_SPOKEN.sub("", old), new, known)
    return f"多了“{added}”" if added else f"少了“{lost}”" if lost else ""


_OPPOSITES = "上下前后内外东西南北左右初中末早晚大小多少高低长短新旧"
"""What tells a time, a place or a size from its contrary: 上半年 is not 下半年."""
_SPOKEN = re.compile(r"(?:我|咱)们|[这那]边|然后|后来|[呢吧嘛啊着]")
"""What only speech needs; a polished text may leave it out."""
_SAME: dict[str, Callable[[str, Known], Iterable[str]]] = {
    "数": lambda text, _: DIGITS.findall(text),
    "数量": lambda text, _: [text[each.at : each.end] for each in mentions(text) if each.spoken],
    "": lambda text, _: _QUOTED.findall(text),
    "名称": lambda text, known: {name for name in known.titles if name in text},
}


def _counted(text: str) -> dict[str, list[str]]:
    """Return the numbers of a text in their order, by the character behind them."""
    found: dict[str, list[str]] = {}
    for match in DIGITS.finditer(text):
        found.setdefault(_unit(match), []).append(match[0])
    return found


def _unit(number: "re.Match[str]") -> str:
    return number.string[number.end() : number.end() + 1]


def _beyond(text: str, other: str, known: Known) -> str:
    """Return words with which a text goes beyond another; their numbers are the same."""
    on = known_of(known.table, ("cause",), sources=[Source("t1", "cause", "", other, "")])
    places: dict[tuple[str, str], list[int]] = {}
    for at, match in enumerate(DIGITS.finditer(other), start=1):
        places.setdefault((match[0], _unit(match)), []).append(at)

    def ref(match: "re.Match[str]") -> str:
        return f"{{t1.{places[match[0], _unit(match)].pop(0)}}}"

    told = DIGITS.sub(ref, text)
    found = (each.quote for each in verify_references(told, on, ("t1",)) if each.rule in _BEYOND)
    return next(iter((*found, *unsure_of(told, on, ("t1",)))), "")


_BEYOND = frozenset({"unsupported", "negation", "digit", "turned", "tense"})
