"""What other programs use: forms from files, their findings, their points, and files again.

Nothing here prints, asks or waits for anything, so it works in a running event loop too. Errors
are those of the rooms; their message is one Chinese sentence for a person.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from selfeval_assist.checks import Finding, run_rules
from selfeval_assist.documents import read
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.layouts import load as _layout
from selfeval_assist.policies import Policy, policy_for
from selfeval_assist.policies import load as _policy
from selfeval_assist.reports.export import USUAL, export_form
from selfeval_assist.scoring import ScoreSheet
from selfeval_assist.scoring import score as _score

if TYPE_CHECKING:
    from selfeval_assist.drafting.foreign import Model
    from selfeval_assist.failures import Failure
    from selfeval_assist.reports.drafts import Verified

File = str | PathLike[str]


def load(file: File) -> tuple[SelfEvaluation, ...]:
    """Return the forms in a file of any kind that is read; a file may hold several.

    Raises:
        DocumentError: the file cannot be read, or no form is in it.
    """
    return read(Path(file))


def check(
    form: SelfEvaluation,
    policy: str | Policy = "",
    *,
    declaration: SelfEvaluation | None = None,
    last_year: SelfEvaluation | None = None,
) -> tuple[Finding, ...]:
    """Return what should be looked at in a form, in order of codes and then of the form.

    Args:
        form: the form.
        policy: the scoring policy, its id, or its .toml file; empty takes that of the form's place.
        declaration: the approved 绩效目标申报表, for the rules that compare with it.
        last_year: last year's form, for the rules that compare with it.

    Raises:
        PolicyError: there is no such policy.
    """
    chosen = _chosen(form, policy)
    return run_rules(form, chosen, declaration=declaration, last_year=last_year).findings


def score(form: SelfEvaluation, policy: str | Policy = "") -> ScoreSheet:
    """Return the points of a form, exact decimals, every one with the sum that gives it.

    Args:
        form: the form.
        policy: as in ``check``.

    Raises:
        PolicyError: there is no such policy.
    """
    return _score(form, _chosen(form, policy))


def draft(
    form: SelfEvaluation,
    policy: str | Policy = "",
    *,
    text: str = "",
    model: "Model | None" = None,
    allow: bool = False,
) -> "tuple[Verified, ...]":
    """Return the texts that a form can use, each with what its sentences rest on.

    Figures come from the form and causes from a person: what nobody has stated is left open as
    【待填：…】. Nothing is written into the form.

    Args:
        form: the form.
        policy: as in ``check``.
        text: the title of the only text that is wanted, such as 实际完成情况; empty takes all.
        model: any LangChain chat model, or an endpoint; None lets the program write.
        allow: whether names and words of the form, with the digits of values and personal data
            masked, may be sent to a model that is not on this machine.

    Raises:
        ClassifiedError: the form carries a classification mark; nothing was sent.
        NotAllowedError: the model is elsewhere and ``allow`` is not given; nothing was sent.
        EndpointError: the endpoint cannot be used.
        UnknownTextError: there is no text of that name.
        DraftingError: the program failed on a text.
        PolicyError: there is no such policy.
    """
    from selfeval_assist.drafting import Leave
    from selfeval_assist.drafting.errors import DraftingError
    from selfeval_assist.reports.drafts import Undrafted, by_model, composed, draft_all, verified

    sheet, leave = score(form, policy), Leave() if allow else None
    drafter = by_model(model, consent=lambda _: leave) if model is not None else composed
    # A thread of its own: where an event loop runs, as in a notebook, no other can run beside it.
    with ThreadPoolExecutor(max_workers=1) as apart:
        found = apart.submit(lambda: [*draft_all(form, sheet, drafter, text)]).result()
    if failed := next((each for each in found if isinstance(each, Undrafted)), None):
        raise DraftingError(str(failed.why))
    return tuple(verified(form, sheet, each) for each in found if not isinstance(each, Undrafted))


def draft_many(
    forms: "Iterable[SelfEvaluation]",
    policy: str | Policy = "",
    *,
    text: str = "",
    model: "Model",
    allow: bool = False,
) -> "Iterator[tuple[Verified, ...] | Failure]":
    """Yield the texts of each form in turn, written by a model; calls of several run at a time.

    How many at a time and a minute is up to the endpoint: ``Endpoint(parallel=8,
    requests_a_minute=60, tokens_a_minute=90_000)``. A server that asks to come later is waited for.

    Args:
        forms: the forms; taken as they are needed, in another thread.
        policy: as in ``check``.
        text: as in ``draft``.
        model: as in ``draft``.
        allow: as in ``draft``.

    Yields:
        What ``draft`` returns; or why there is nothing, as of a form with a classification mark.

    Raises:
        NotAllowedError, EndpointError, UnknownTextError, PolicyError: as in ``draft``.
    """
    from selfeval_assist.drafting import Leave
    from selfeval_assist.drafting.batch import Wanted
    from selfeval_assist.drafting.connection.endpoints import Endpoint
    from selfeval_assist.drafting.many import draft_many, in_steps
    from selfeval_assist.reports.drafts import jobs_for, verified

    def wanted() -> "Iterator[Wanted]":
        for form in forms:
            sheet = score(form, policy)
            yield Wanted("", form, sheet, jobs_for(form, sheet, text))

    own = None if isinstance(model, Endpoint) else model
    endpoint = model if isinstance(model, Endpoint) else None
    leave = Leave() if allow else None
    drafts = draft_many(wanted(), endpoint, model=own, consent=lambda _: leave)
    for each, found in in_steps(drafts):
        if isinstance(found, tuple):
            yield tuple(verified(each.form, each.sheet, one) for one in found if one.sentences)
        else:
            yield found


def export(
    form: SelfEvaluation,
    to: File,
    *,
    formats: Sequence[str] = USUAL,
    layout: str = "",
    template: File | None = None,
    overwrite: bool = False,
) -> list[Path]:
    """Write a form to a file, or to files named after its project in a folder, and return them.

    Args:
        form: the form.
        to: a file whose suffix says the format (.xlsx, .docx, .md, .json), or a folder.
        formats: the suffixes to write into a folder.
        layout: the id of a printed form or its .toml file; empty takes that of the form's place.
        template: a unit's own blank form to fill instead of a layout.
        overwrite: whether files of the same name may be replaced.

    Raises:
        DocumentError: a file of that name exists, the format is not supported, something finds no
            place in the layout or the template, or a file cannot be written.
        LayoutError: there is no such layout.
    """
    return export_form(
        form,
        Path(to),
        overwrite=overwrite,
        formats=formats,
        layout=_layout(layout) if layout else None,
        template=None if template is None else Path(template),
    )


def _chosen(form: SelfEvaluation, policy: str | Policy) -> Policy:
    if isinstance(policy, Policy):
        return policy
    return _policy(policy) if policy else policy_for(form)
