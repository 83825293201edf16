"""Drafted texts as plain text: each sentence and the cells that it rests on."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from selfeval_assist.drafting import (
    Consent,
    Endpoint,
    Event,
    FellBack,
    OnEvent,
    Run,
    Started,
    Waiting,
    compose,
    draft_texts,
    preview_texts,
)
from selfeval_assist.drafting.composer.elements import unmeasured_elements
from selfeval_assist.drafting.composing import where_of
from selfeval_assist.drafting.errors import DraftingError
from selfeval_assist.drafting.texts import Material, jobs_of, kind_of, kinds
from selfeval_assist.facts import build_facts
from selfeval_assist.failures import Failure, attempt
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.policies import policy_for
from selfeval_assist.review import Origin, Proposal, Task, rests_on
from selfeval_assist.review.supported import ground, supported, without_source
from selfeval_assist.scoring import ScoreSheet

if TYPE_CHECKING:
    from selfeval_assist.drafting.foreign import Model

Job = tuple[Task, int | None]
Drafter = Callable[[Sequence[Job], SelfEvaluation, ScoreSheet], Sequence["Proposal | Undrafted"]]
"""What writes texts: the composer, or a chain with a model behind it."""


@dataclass(frozen=True, slots=True)
class Verified:
    """One drafted text with what a reader wants to know about it.

    ``length`` and ``limits`` are characters; ``violations`` are Chinese messages, none when every
    figure and wording is supported by the form; ``unread`` are the words of which nothing in the
    form says where they come from.
    """

    proposal: Proposal
    text: str
    length: int
    limits: tuple[int, int]
    violations: tuple[str, ...]
    unread: tuple[str, ...] = ()

    @property
    def too_long(self) -> bool:
        """Whether the text does not fit its field."""
        return self.length > self.limits[1]


@dataclass(frozen=True, slots=True)
class Undrafted:
    """A text on which the program failed: its task, the row for a deviation, and why."""

    task: Task
    row: int | None
    why: Failure

    @property
    def where(self) -> str:
        """The field path to which the text would belong."""
        return where_of(self.task, self.row)


_ORIGINS = {Origin.COMPOSER: "程序拟稿", Origin.MODEL: "模型拟稿", Origin.PERSON: "本人"}


def composed(
    jobs: Sequence[Job], form: SelfEvaluation, sheet: ScoreSheet
) -> Sequence[Proposal | Undrafted]:
    """Draft with the deterministic composer."""
    return [_attempted(compose, task, form, sheet, row) for task, row in jobs]


def _attempted(
    write: Callable[..., Proposal],
    task: Task,
    form: SelfEvaluation,
    sheet: ScoreSheet,
    row: int | None,
) -> Proposal | Undrafted:
    proposal = attempt("起草", partial(write, row=row), task, form, sheet)
    return Undrafted(task, row, proposal) if isinstance(proposal, Failure) else proposal


def telling(tell: Callable[[str], None], *, each: bool = True) -> OnEvent:
    """Return what tells a person of the events of drafting, as Chinese lines.

    Args:
        tell: shows a line.
        each: whether the beginning of each text is told, as for a single form.
    """

    def heard(event: Event) -> None:
        match event:
            case Started(task=task):
                if each:
                    tell(f"正在起草{kind_of(task).title}…")
            case Waiting(seconds=seconds, why=why):
                tell(f"{why}，{seconds:.0f} 秒后再试。")
            case FellBack(reason=reason):
                tell(f"部分文字改用程序拟稿：{reason}。")

    return heard


def by_model(
    model: "Model",
    *,
    consent: Consent,
    tell: Callable[[str], None] = lambda _: None,
) -> Drafter:
    """Return a drafter that asks a model and falls back to the composer.

    All its drafts are one run, with one deadline; a server that is lost is not asked again.

    Args:
        model: where the model runs, or any LangChain chat model.
        consent: says whether the person has allowed what goes out, beyond this machine.
        tell: shows a Chinese line about what is going on; a model may take a while.
    """
    heard = telling(tell)
    endpoint = model if isinstance(model, Endpoint) else None
    own = None if isinstance(model, Endpoint) else model
    run = Run(endpoint.limits.run) if endpoint else None

    def drafter(
        jobs: Sequence[Job], form: SelfEvaluation, sheet: ScoreSheet
    ) -> Sequence[Proposal | Undrafted]:
        drafted = draft_texts(
            jobs, form, sheet, endpoint, model=own, consent=consent, on_event=heard, run=run
        )
        found = attempt("起草", asyncio.run, drafted)
        if not isinstance(found, Failure):
            return found
        if found.error:
            raise found.error  # the model is refused or gone, for every text
        return [Undrafted(task, row, found) for task, row in jobs]

    return drafter


def jobs_for(form: SelfEvaluation, sheet: ScoreSheet, text: str = "") -> tuple[Job, ...]:
    """Return the texts of a form, in its order; of one kind only where ``text`` names it.

    Raises:
        UnknownTextError: there is no text of that name.
    """
    material = Material(form, sheet, build_facts(form, sheet), policy_for(form))
    if not text:
        return jobs_of(material)
    named = [kind for kind in kinds().values() if kind.title == text]
    if not named:
        titles = "、".join(kind.title for kind in kinds().values())
        raise UnknownTextError(f"“{text}”；可以写：{titles}")
    # a text that the layout does not print may still be asked for by its name
    return jobs_of(material, (named[0].id,))


class UnknownTextError(DraftingError):
    """A text that does not exist; the message names those that do."""

    summary = "没有这种文字"
    advice = "请核对 --text。"


def draft_all(
    form: SelfEvaluation, sheet: ScoreSheet, drafter: Drafter = composed, text: str = ""
) -> Iterator[Proposal | Undrafted]:
    """Draft every text that the form can use, in the order of the form.

    Texts without a sentence are left out; in place of one on which the program fails stands why
    there is none. ``text`` names the only kind that is wanted.
    """
    jobs = attempt("起草", jobs_for, form, sheet, text)
    if isinstance(jobs, Failure):
        if jobs.error:
            raise jobs.error
        yield Undrafted("planned", None, jobs)
        return
    for each in drafter(jobs, form, sheet):
        if isinstance(each, Undrafted) or each.sentences:
            yield each


def prompts(form: SelfEvaluation, sheet: ScoreSheet, text: str = "") -> Iterator[str]:
    """Yield what a model would be sent for each text of a form, one page for each call."""
    nowhere = Endpoint(base_url="http://127.0.0.1/v1", model="模型")
    jobs = jobs_for(form, sheet, text)
    for number, turns in enumerate(preview_texts(jobs, form, sheet, nowhere), start=1):
        told = "\n\n".join(f"［{role}］\n{words}" for role, words in turns)
        yield f"──── 第 {number} 次请求 ────\n{told}\n"


def verified(form: SelfEvaluation, sheet: ScoreSheet, proposal: Proposal) -> Verified:
    """Return a drafted text with its length, its limits and the verdict on it as a whole."""
    text = "".join(sentence.text for sentence in proposal.sentences)
    kind = kind_of(proposal.task)
    where = ground(proposal.task, build_facts(form, sheet), row=proposal.row)
    found = [message for sentence in proposal.sentences for message in sentence.violations]
    remarks = [each for one in proposal.sentences for each in supported(one, where)]
    found += [each.message for each in remarks if each.rule != "words"]  # these are unread below
    limits = kind.limits(policy_for(form))
    unread = [words for one in proposal.sentences for words in without_source(one, where)]
    return Verified(
        proposal, text, len(text), limits, tuple(dict.fromkeys(found)), tuple(dict.fromkeys(unread))
    )


def draft_pages(
    form: SelfEvaluation, sheet: ScoreSheet, drafter: Drafter = composed, text: str = ""
) -> Iterator[str]:
    """Yield every text of a form as it would stand in the form, then what a reader should know.

    Each text comes with its length and the result of its verification. At the end stand the number
    of texts, sentences that occur twice, and elements of the typed goal that no indicator measures.
    """
    texts: list[Verified] = []
    for each in draft_all(form, sheet, drafter, text):
        if isinstance(each, Undrafted):
            yield draft_text(form, each)
            continue
        read = attempt("核对", verified, form, sheet, each)
        if isinstance(read, Failure):
            yield f"{draft_text(form, each, sources=False)}\n  {read}"
        else:
            texts.append(read)
            yield f"〔{_title(form, read.proposal)}〕{_state(read)}\n  {read.text}"
    summary = attempt("汇总", lambda: "\n".join(_summary(form, sheet, texts)))
    yield str(summary)


def _state(each: Verified) -> str:
    low, high = each.limits
    length = f"{each.length} 字（{low}–{high} 字）"
    if each.too_long:
        length += f"，超出 {each.length - high} 字"
    elif each.length < low:
        length += "，偏短，可按实际补充"
    waiting = sum(sentence.pending for sentence in each.proposal.sentences)
    open_places = f"，待填 {waiting} 处" if waiting else ""
    return f"{length}{open_places}，{_checked(each)}"


def _checked(each: Verified) -> str:
    """Return the result of the check; 核对无误 only where every word is accounted for."""
    if each.violations:
        return "请核实：" + "；".join(each.violations)
    if each.unread:
        words = "、".join(f"“{words}”" for words in each.unread)
        return f"数值已核对，文字请人工核：{words}在表中没有出处"
    return "核对无误"


def _summary(form: SelfEvaluation, sheet: ScoreSheet, texts: Sequence[Verified]) -> Iterator[str]:
    """Yield the counts of a form's texts, and what they cannot say."""
    bad, long = sum(bool(each.violations) for each in texts), sum(each.too_long for each in texts)
    yield f"共 {len(texts)} 段文字，超长 {long} 段，核对有问题 {bad} 段。"
    sentences = Counter(each.text for one in texts for each in one.proposal.sentences)
    for sentence, times in sentences.items():
        if times > 1:
            yield f"  同一句话出现 {times} 次：{sentence}"
    elements = unmeasured_elements(form, sheet)
    if elements:
        yield "目标中没有指标衡量的内容，提请补设指标或从目标中删去："
        yield from (f"  {element}" for element in elements)


def draft_text(
    form: SelfEvaluation, proposal: Proposal | Undrafted, *, sources: bool = True
) -> str:
    """Return one drafted text for reading; with ``sources`` each sentence names its cells."""
    lines = [f"〔{_title(form, proposal)}〕"]
    if isinstance(proposal, Undrafted):
        return f"{lines[0]}\n  {proposal.why}"
    for number, sentence in enumerate(proposal.sentences, start=1):
        lines.append(f"  {number}. {sentence.text}  ［{_ORIGINS[sentence.origin]}］")
        if sources:
            lines += [f"       {each.value} ← {rests_on(each, form)}" for each in sentence.basis]
        lines += [f"       请核实：{violation}" for violation in sentence.violations]
    if proposal.generation.fallback:
        lines.append(f"  模型没有用上：{proposal.generation.fallback}")
    return "\n".join(lines)


def draft_records(
    form: SelfEvaluation, sheet: ScoreSheet, drafter: Drafter = composed, text: str = ""
) -> list[dict[str, Any]]:
    """Return every text of a form as JSON: its sentences, where they come from, what was found.

    ``text`` names the only kind that is wanted. Where the program failed on a text, ``error`` says
    so instead of sentences.

    Raises:
        UnknownTextError: there is no text of that name.
    """
    return [_record(form, sheet, each) for each in draft_all(form, sheet, drafter, text)]


def _record(form: SelfEvaluation, sheet: ScoreSheet, each: Proposal | Undrafted) -> dict[str, Any]:
    named = {"title": _title(form, each), "where": each.where}
    if isinstance(each, Undrafted):
        return {**named, "error": str(each.why)}
    read = verified(form, sheet, each)
    return {
        **named,
        "text": read.text,
        "length": read.length,
        "limits": list(read.limits),
        "sentences": [
            {
                "text": sentence.text,
                "origin": sentence.origin.value,
                "pending": sentence.pending,
                "sources": [
                    {"value": basis.value, "rests_on": rests_on(basis, form)}
                    for basis in sentence.basis
                ],
            }
            for sentence in each.sentences
        ],
        "violations": list(read.violations),
        "without_source": list(read.unread),
        "fallback": each.generation.fallback,
    }


def title_of(form: SelfEvaluation, task: Task, where: str) -> str:
    """Return how a person calls the text that belongs to a field path."""
    kind = kind_of(task)
    if kind.by_row:
        return paths.label(form, ".".join(where.split(".")[:2])) + kind.title
    return kind.title


def _title(form: SelfEvaluation, proposal: Proposal | Undrafted) -> str:
    return title_of(form, proposal.task, proposal.where)
