"""Drafted texts as plain text: each sentence and the cells that it rests on."""

from collections.abc import Callable, Iterator

from selfeval_assist.drafting import (
    Endpoint,
    Event,
    FellBack,
    Started,
    Waiting,
    compose,
    draft_sync,
)
from selfeval_assist.facts import deviating_rows
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.review import TASK_TITLES, Origin, Proposal, Sentence, Task
from selfeval_assist.scoring import ScoreSheet

Drafter = Callable[[Task, SelfEvaluation, ScoreSheet, int | None], Proposal]
"""What writes one text: the composer, or a chain with a model behind it."""

_ORIGINS = {Origin.COMPOSER: "程序拟稿", Origin.MODEL: "模型拟稿", Origin.PERSON: "本人"}


def composed(task: Task, form: SelfEvaluation, sheet: ScoreSheet, row: int | None) -> Proposal:
    """Draft with the deterministic composer."""
    return compose(task, form, sheet, row=row)


def by_model(endpoint: Endpoint, *, allow: bool, tell: Callable[[str], None]) -> Drafter:
    """Return a drafter that asks a model and falls back to the composer sentence by sentence.

    Args:
        endpoint: where the model runs.
        allow: whether the person has allowed an endpoint that is not on this machine.
        tell: shows a Chinese line about what is going on; a model may take a while.
    """

    def heard(event: Event) -> None:
        match event:
            case Started(task=task, sentences=sentences):
                tell(f"正在起草{TASK_TITLES[task]}，共 {sentences} 句…")
            case Waiting(seconds=seconds, why=why):
                tell(f"{why}，{seconds:.0f} 秒后再试。")
            case FellBack(sentence=number, reason=reason):
                tell(f"第 {number + 1} 句改用程序拟稿：{reason}。")

    def drafter(task: Task, form: SelfEvaluation, sheet: ScoreSheet, row: int | None) -> Proposal:
        return draft_sync(
            task, form, sheet, endpoint, row=row, consent=lambda _: allow, on_event=heard
        )

    return drafter


def draft_all(
    form: SelfEvaluation, sheet: ScoreSheet, drafter: Drafter = composed
) -> Iterator[Proposal]:
    """Draft every text that the form can use, in the order of the form.

    The planned goal, the actual completion, the deviation of the budget where there is one, and
    one text for each row that needs an explanation. Texts without a sentence are left out.
    """
    jobs: list[tuple[Task, int | None]] = [("planned", None), ("actual", None), ("budget", None)]
    jobs += [("deviation", row) for row in deviating_rows(form, sheet)]
    for task, row in jobs:
        proposal = drafter(task, form, sheet, row)
        if proposal.sentences:
            yield proposal


def draft_text(form: SelfEvaluation, proposal: Proposal, *, sources: bool = True) -> str:
    """Return one drafted text for reading; with ``sources`` each sentence names its cells."""
    lines = [f"〔{_title(form, proposal)}〕"]
    for number, sentence in enumerate(proposal.sentences, start=1):
        lines.append(f"  {number}. {sentence.text}  ［{_ORIGINS[sentence.origin]}］")
        if sources:
            lines += [f"       {line}" for line in _rests_on(form, sentence)]
        lines += [f"       请核实：{violation}" for violation in sentence.violations]
    if proposal.generation.fallback:
        lines.append(f"  模型没有用上：{proposal.generation.fallback}")
    return "\n".join(lines)


def _title(form: SelfEvaluation, proposal: Proposal) -> str:
    title = TASK_TITLES[proposal.task]
    if proposal.task == "deviation":
        return paths.label(form, ".".join(proposal.where.split(".")[:2])) + title
    return title


def _rests_on(form: SelfEvaluation, sentence: Sentence) -> Iterator[str]:
    """Yield where each value of a sentence stands, with its sum where it is one."""
    for basis in sentence.basis:
        places = "、".join(paths.label(form, path) for path in basis.sources)
        work = f"，{basis.work}" if basis.work else ""
        yield f"{basis.value} ← {places}{work}"
