"""Drafts of many forms: by the program in several processes, by a model as its endpoint allows."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from selfeval_assist.failures import Failure, attempt
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.office.each import shown
from selfeval_assist.office.pieces import Kind, Piece
from selfeval_assist.office.tasks import Options, Task, policy_named
from selfeval_assist.policies import policy_for
from selfeval_assist.reports import Failed
from selfeval_assist.reports.drafts import (
    Drafter,
    Undrafted,
    composed,
    draft_all,
    draft_pages,
    draft_records,
    draft_text,
    jobs_for,
    prompts,
    telling,
)
from selfeval_assist.review import Proposal
from selfeval_assist.scoring import ScoreSheet, score

if TYPE_CHECKING:
    from selfeval_assist.drafting import Consent, Endpoint

Show = Callable[[str, SelfEvaluation, ScoreSheet, Drafter], Iterator[str]]
"""Shows the drafts of a form: by the name of its file, the form, its sheet, and what writes."""


def draft_task(options: Options) -> Task:
    """Return the task that drafts a form without a model.

    Args:
        options: ``form`` is text, pages, prompts or json; ``text`` the title of the only text that
            is wanted, or nothing; ``policy``.
    """
    policy, show = policy_named(options.get("policy", "")), shows(options)

    def write(file: Path, form: SelfEvaluation) -> Iterator[Piece]:
        sheet = score(form, policy or policy_for(form))
        yield from (Piece(Kind.OUT, each) for each in show(shown(file), form, sheet, composed))

    return write


def load_task(_options: Options) -> Task:
    """Return the task that only reads forms, for the process that goes on with them."""

    def pass_on(file: Path, form: SelfEvaluation) -> Iterator[Piece]:
        yield Piece(Kind.FORM, form.model_dump_json())

    return pass_on


def shows(options: Options) -> Show:
    """Return what shows the drafts of a form; see ``draft_task`` for the options."""
    text, form_of = options.get("text", ""), options.get("form", "text")

    def show(name: str, form: SelfEvaluation, sheet: ScoreSheet, drafter: Drafter) -> Iterator[str]:
        if form_of == "json":
            texts = draft_records(form, sheet, drafter, text)
            record = {"file": name, "form": form.project, "texts": texts}
            yield json.dumps(record, ensure_ascii=False)
            return
        yield form.project or name
        if form_of == "prompts":
            yield from prompts(form, sheet, text)
        elif form_of == "pages":
            yield from draft_pages(form, sheet, drafter, text)
        else:
            yield from (draft_text(form, each) for each in draft_all(form, sheet, drafter, text))

    return show


def by_model(
    forms: Iterator[tuple[Path, SelfEvaluation]],
    options: Options,
    endpoint: "Endpoint",
    consent: "Consent",
    tell: Callable[[str], None],
    *,
    alone: bool,
) -> Iterator[str | Failed]:
    """Yield the drafts that a model writes for forms, and what failed in their place.

    Args:
        forms: the forms with their files; taken as they are needed, in another thread.
        options: those of ``draft_task``.
        endpoint: where the model is.
        consent: says what the person allows to be sent.
        tell: shows a Chinese line about what is going on.
        alone: whether there is one form, and the beginning of each text is told.

    Raises:
        DraftingError: no form can be drafted, such as where nobody has allowed the endpoint.
    """
    from selfeval_assist.drafting.batch import Wanted
    from selfeval_assist.drafting.many import draft_many, in_steps

    policy, show = policy_named(options.get("policy", "")), shows(options)

    def wanted() -> Iterator[Wanted]:
        for file, form in forms:
            sheet = score(form, policy or policy_for(form))
            jobs = attempt("起草", jobs_for, form, sheet, options.get("text", ""))
            if isinstance(jobs, Failure) and jobs.error:
                raise jobs.error
            # Without jobs the drafts are only shown, and say what the program failed on.
            yield Wanted(shown(file), form, sheet, () if isinstance(jobs, Failure) else jobs)

    heard = telling(tell, each=alone)
    for each, found in in_steps(draft_many(wanted(), endpoint, consent=consent, on_event=heard)):
        if isinstance(found, Failure) and found.error:
            yield Failed(each.name, f"文件“{each.name}”：{found.why}")
        else:
            yield from show(each.name, each.form, each.sheet, _written(found))


def _written(found: tuple[Proposal, ...] | Failure) -> Drafter:
    """Return what gives the texts that are written already."""
    if isinstance(found, Failure):
        return lambda jobs, _form, _sheet: [Undrafted(*job, found) for job in jobs]
    return lambda _jobs, _form, _sheet: found
