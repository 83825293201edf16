"""From replies to sentences: what is accepted, what is refused and why, and what is still missing.

Plain functions of parts and replies, so that a stored reply gives the same sentences again.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import count

from selfeval_assist.drafting.composing import composed
from selfeval_assist.drafting.errors import EmptyReplyError, UnsupportedError
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.drafting.reply import Written, sentences
from selfeval_assist.drafting.sheet import Part
from selfeval_assist.facts.purpose import EMPTY_WORDS
from selfeval_assist.facts.references import DIGITS, REF
from selfeval_assist.review import Origin, Sentence
from selfeval_assist.review.references import as_sentence
from selfeval_assist.review.supported import ground
from selfeval_assist.verify.equal import told_along
from selfeval_assist.verify.model import Violation
from selfeval_assist.verify.referenced import verify_references
from selfeval_assist.verify.spots import OPEN

_EMPTY = re.compile(
    rf"{'|'.join(EMPTY_WORDS)}|圆满|有效地?(?=提|改|促|推)|取得.{{0,6}}成[效果绩]|高质量完成"
)
_INSTRUCTED = re.compile(r"引用|材料|花括号|cites|JSON|json|作为(?:一个)?(?:AI|人工智能|语言模型)")
_FIGURE = re.compile(rf"{REF.pattern}|[rt]\d+|{DIGITS.pattern}")
_OWN = 15
"""Characters from which on a sentence that stands in a text already is said twice."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One sentence of a reply and what is wrong with it; nothing when it is accepted."""

    written: Written
    violations: tuple[Violation, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What replies have given for one part so far, in the order of its text."""

    part: Part
    judged: tuple[Judged, ...] = ()

    @property
    def accepted(self) -> tuple[Written, ...]:
        """The sentences that passed."""
        return tuple(each.written for each in self.judged if not each.violations)

    @property
    def refused(self) -> tuple[Judged, ...]:
        """The sentences that did not."""
        return tuple(each for each in self.judged if each.violations)

    @property
    def missing(self) -> tuple[int, ...]:
        """The numbers of the musts that no accepted sentence says."""
        said = _said(self.part, self.accepted)
        return tuple(at for at in range(len(self.part.musts)) if at not in said)

    @property
    def too_long(self) -> int:
        """How many characters the accepted sentences have too many, open questions not counted."""
        texts = (OPEN.sub("", sentence_of(each, self.part).text) for each in self.accepted)
        return max(0, sum(map(len, texts)) - self.part.limit)

    @property
    def whole(self) -> bool:
        """Whether all of it has to be written again: what was accepted is too long."""
        return self.too_long > 0 and not self.refused


def first(parts: Sequence[Part], raw: str) -> tuple[Outcome, ...]:
    """Return what a first reply gives for each part."""
    written = sentences(raw)
    return tuple(
        Outcome(part, tuple(_all_judged(_own(written, part, parts), part))) for part in parts
    )


def second(outcomes: Sequence[Outcome], raw: str) -> tuple[Outcome, ...]:
    """Return the outcomes with what a repair gives in place of what was refused."""
    parts = [each.part for each in outcomes]
    written = sentences(raw)
    refused = [(at, number) for at, each in enumerate(outcomes) for number in _refused(each)]
    known = {number + 1: place for number, place in enumerate(refused)}
    placed = {known[each.number]: each for each in reversed(written) if each.number in known}
    added = [each for each in written if each.number not in known]
    return tuple(
        _repaired(
            outcome,
            {
                number: restored(each, outcome.part)
                for (owner, number), each in placed.items()
                if owner == at
            },
            _own(added, outcome.part, parts),
        )
        for at, outcome in enumerate(outcomes)
    )


def better(before: Sequence[Outcome], again: tuple[Outcome, ...]) -> tuple[Outcome, ...]:
    """Return what a repair gave, or what was before where it holds fewer sentences."""
    fewer = sum(len(each.accepted) for each in again) < sum(len(each.accepted) for each in before)
    return tuple(before) if fewer else again


def _refused(outcome: Outcome) -> list[int]:
    return [at for at, each in enumerate(outcome.judged) if each.violations]


def _repaired(outcome: Outcome, placed: dict[int, Written], added: list[Written]) -> Outcome:
    again = added and (outcome.whole or not (placed or outcome.accepted))
    new = added if again else _inserted(outcome, placed, added)  # the whole text once more
    return replace(outcome, judged=tuple(_all_judged(new, outcome.part)))


def _inserted(outcome: Outcome, placed: dict[int, Written], added: list[Written]) -> list[Written]:
    """Return the sentences with what was written again in its place, new ones before questions."""
    kept = [placed.get(at, each.written) for at, each in enumerate(outcome.judged)]
    texts = [each.text for each in kept]
    at = next((at for at, text in enumerate(texts) if text.startswith("【待填")), len(kept))
    return [*kept[:at], *(each for each in added if each.text not in texts), *kept[at:]]


def _own(written: Sequence[Written], part: Part, parts: Sequence[Part]) -> list[Written]:
    return [restored(each, part) for each in written if _is_of(each, part, parts)]


def restored(each: Written, part: Part) -> Written:
    """Return a sentence of a reply with its open questions as the form prints them."""
    return replace(each, text=part.restored(each.text))


def _is_of(each: Written, part: Part, parts: Sequence[Part]) -> bool:
    """Return whether a sentence is about a part: the only, the named, or its rows'."""
    if len(parts) == 1:
        return True
    if each.row:
        return each.row == part.name
    rows = {ref.partition(".")[0] for ref in REF.findall(each.text) if ref.startswith("r")}
    return rows == {part.name}


def _all_judged(written: Sequence[Written], part: Part) -> Iterator[Judged]:
    """Yield sentences judged one by one; what stands in the text already is said twice."""
    said: set[str] = set()
    for each in written:
        violations = judge(each, part)
        if each.text in said and len(each.text) > _OWN:
            message = "这一句与前面的重复，请删去。"
            violations = (*violations, Violation("repeated", each.text, 0, message))
        said.add(each.text)
        yield Judged(each, violations)


@lru_cache(maxsize=256)
def judge(each: Written, part: Part) -> tuple[Violation, ...]:
    """Return what is wrong with one sentence; asked when it arrives, and again in its text."""
    found = list(verify_references(each.text, part.known, each.cites))
    for pattern, message in (
        (_EMPTY, "“{}”是空话，请删去。"),
        (_INSTRUCTED, "“{}”不是正文的内容，请删去。"),
    ):
        found += [
            Violation("banned", hit[0], hit.start(), message.format(hit[0]))
            for hit in pattern.finditer(each.text)
            if pattern is _EMPTY or not _is_of_sheet(each.text, hit, part)
        ]
    asked = {must.words for must in part.musts if must.words}
    for mark in OPEN.findall(each.text):
        if mark not in asked:
            message = f"“{mark}”不在“必须写到”里，请照原样写或删去。"
            found.append(Violation("pending", mark, each.text.find(mark), message))
    return tuple(found)


def _is_of_sheet(text: str, hit: "re.Match[str]", part: Part) -> bool:
    """Return whether the sheet itself goes on with a word, on either side: 原材料, 复核材料."""
    around = (text[max(0, hit.start() - 1) : hit.end()], text[hit.start() : hit.end() + 1])
    own = (*(source.text for source in part.known.sources.values()), *part.known.titles)
    return any(len(each) > len(hit[0]) and any(each in one for one in own) for each in around)


def objections(outcomes: Sequence[Outcome]) -> str:
    """Return what a model is told about its reply; empty when nothing is wrong."""
    numbers = count(1)
    lines = (line for each in outcomes for line in _objected(each, numbers))
    return "\n".join(lines)


def _objected(outcome: Outcome, numbers: Iterator[int]) -> Iterator[str]:
    """Yield what is wrong with one part: sentences refused, musts not said, too many characters."""
    part = outcome.part
    for each in outcome.refused:
        yield _refusal(part, next(numbers), each)
    borne = [each.written.text for each in outcome.refused]
    for must in (part.musts[at] for at in outcome.missing):
        kept = any(must.said_by(text, ()) for text in borne)
        where = f"（{part.name}）" if part.name else ""
        yield f"{'改写后仍要写到' if kept else '没有写到'}{where}：{part.told(must)}"
    name = part.name or "全文"
    if outcome.whole:
        yield f"{name}超过字数，请压缩，把{name}的句子全部重写。"
    elif outcome.refused and _length(outcome) > part.limit:
        yield f"{name}连同不合格的句子已经超过字数，改写时请压缩，不必写的删去。"


def _length(outcome: Outcome) -> int:
    """Return how long all sentences of a reply are, as a model is told to count."""
    texts = (OPEN.sub("", each.written.text) for each in outcome.judged)
    return sum(len(REF.sub(" " * _REF_LENGTH, text)) for text in texts)


_REF_LENGTH = 8


def _refusal(part: Part, number: int, each: Judged) -> str:
    """Return a refused sentence with its number and why it was refused."""
    why = "；".join(dict.fromkeys(v.message.rstrip("。") for v in each.violations))
    why = _FIGURE.sub(partial(_own_or_hidden, each.written.text), part.hidden(why))
    row = f"（{part.name}）" if part.name else ""
    return f"〔{number}〕{row}{part.hidden(each.written.text)}\n  不合格：{why}。"


def wanted_of(outcomes: Sequence[Outcome]) -> str:
    """Return how a model is to answer what it is told: what to write again, and what to leave."""
    asks = [
        "〔〕里有编号的句子逐句重写，用 number 写明编号（如 "
        '{"number":1,"text":"…","cites":[]}，编号只在 number 里）'
    ] * any(each.refused for each in outcomes)
    asks += ["没有写到的内容补写成新的句子"] * any(each.missing for each in outcomes)
    asks += ["超过字数的全部重写，写成新的句子，不写 number"] * any(each.whole for each in outcomes)
    asks += ["其余句子已经采用，不要重写"] * any(
        each.accepted and not each.whole for each in outcomes
    )
    return f"请按原来的写法改正：{'；'.join(asks)}。"


def _own_or_hidden(written: str, figure: "re.Match[str]") -> str:
    """Return a figure of an objection where the model wrote it itself; any other is the form's."""
    return figure[0] if figure[0][0] in "{rt" or figure[0] in written else "#"


def sentence_of(each: Written, part: Part) -> Sentence:
    """Return a sentence of a reply as it is kept: with its values and what it rests on."""
    return as_sentence(each.text, each.cites, part.known, Origin.MODEL)


def settled(outcome: Outcome) -> tuple[tuple[Sentence, ...], str]:
    """Return the sentences of a text, and why the composer's stand where they do.

    What was refused is left out; what must be said and is not is said by the composer. A reply of
    which less than half holds gives way to the composer's text.
    """
    part = outcome.part
    where = ground(part.kind.id, part.material.table, row=part.row)
    accepted = _fitting(outcome)
    if not accepted or len(accepted) * 2 < len(outcome.judged):
        why = UnsupportedError.summary if outcome.judged else EmptyReplyError.summary
        return tuple(composed(plan, where) for plan in part.plans), why
    sentences_ = [sentence_of(each, part) for each in accepted]
    more, why = _said_by_composer(replace(outcome, judged=tuple(map(Judged, accepted))))
    own = [composed(plan, where) for plan in more]
    tail = next((at for at, each in enumerate(sentences_) if each.pending), len(sentences_))
    now = [each for each in own if not each.pending]
    return (*sentences_[:tail], *now, *sentences_[tail:], *(e for e in own if e.pending)), why


def _fitting(outcome: Outcome) -> tuple[Written, ...]:
    """Return the accepted sentences; of a text too long the last that need not be said go."""
    kept = list(outcome.accepted)
    over = outcome.too_long
    for each in reversed(outcome.accepted):
        if over <= 0:
            break
        rest = [other for other in kept if other is not each]
        if _said(outcome.part, kept) == _said(outcome.part, rest):
            over -= len(sentence_of(each, outcome.part).text)
            kept = rest
    return tuple(kept)


def _said(part: Part, some: Sequence[Written]) -> set[int]:
    """Return the numbers of the musts that some sentences say, if with a value that is the same.

    A row that has nothing to be written is said by an open question that names it.
    """
    told = [(each, told_along(each.text, part.known)) for each in some]
    return {
        at
        for at, must in enumerate(part.musts)
        if any(must.said_by(each.text, each.cites) or must.refs & along for each, along in told)
        or (must.row is not None and not part.measured(must) and _is_asked(part, must.row, some))
    }


def _is_asked(part: Part, row: int, some: Sequence[Written]) -> bool:
    name = part.known.names.get(row, "")
    return any("【待填" in each.text and name in each.text for each in some)


def _said_by_composer(outcome: Outcome) -> tuple[list[SentencePlan], str]:
    """Return the composer's sentences for what is missing, each once, and what that is."""
    part, chosen = outcome.part, list[SentencePlan]()
    labels: list[str] = []
    for at in outcome.missing:
        must = part.musts[at]
        plan = next((plan for plan in part.plans if _says(plan, part, at)), None)
        if plan is not None:
            labels.append(must.label.strip("【】"))
            if plan not in chosen:
                chosen.append(plan)
    return chosen, f"模型没有写到：{'、'.join(labels)}" if labels else ""


def _says(plan: SentencePlan, part: Part, at: int) -> bool:
    """Return whether a sentence of the composer says one of the musts."""
    must = part.musts[at]
    if must.words:
        return plan.template == must.words
    facts = {part.known.values[ref].id for ref in must.refs if ref in part.known.values}
    if must.source:
        source = part.known.sources[must.source]
        return any(source.path in fact.sources for fact in plan.slots.values())
    ids = {fact.id.removesuffix(".wan") for fact in plan.slots.values()}
    return bool(ids & {each.removesuffix(".wan").replace(".plan", ".target") for each in facts})
