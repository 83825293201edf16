"""What was accepted unchanged gets no remark, and one as soon as a value that it uses changes."""

import re

import every_form
import pytest
from drafting_forms import sheet_of
from pydantic import ValidationError

from selfeval_assist.drafting import compose
from selfeval_assist.facts import build_facts
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.review import Action, Proposal, apply, decide
from selfeval_assist.review.kept import remarks
from selfeval_assist.review.supported import ground

pytestmark = pytest.mark.every_form


def accepted(form: SelfEvaluation, proposal: Proposal) -> SelfEvaluation:
    decisions = [
        decide(proposal, at, Action.ACCEPT, person="李明", at=proposal.created)
        for at in range(len(proposal.sentences))
    ]
    return apply(form, proposal, decisions)


def found(form: SelfEvaluation, proposal: Proposal) -> list[str]:
    on = ground(proposal.task, build_facts(form, sheet_of(form)), row=proposal.row)
    return [each.message for each in remarks(form, proposal.where, on)]


def another(text: str) -> str:
    """Return a cell with another last figure in it."""
    return re.sub(r"\d(?=\D*$)", lambda match: str((int(match[0]) + 1) % 10), text)


# 主要原因是部分农户外出务工或翻建房屋，放弃或推迟改厕: 改厕 calls the cost of another row as well
UNSURE = pytest.mark.xfail(reason="a reason whose words call another row too is marked grey")
NAMES = [
    pytest.param(name, marks=UNSURE) if name == "village" else name for name in every_form.forms()
]


@pytest.mark.parametrize("name", NAMES)
def test_accepted_unchanged_has_no_remark_and_changed_has_one(name: str) -> None:
    form = every_form.forms()[name]
    silent: list[str] = []
    tried = 0
    for task, row in every_form.jobs(form):
        proposal = compose(task, form, sheet_of(form), row=row)
        if not proposal.sentences:
            continue
        taken = accepted(form, proposal)
        assert found(taken, proposal) == []
        used = [basis for each in proposal.sentences for basis in each.basis]
        cells = {basis.sources[0]: basis.value for basis in used if len(basis.sources) == 1}
        for path in sorted(cells.keys() - {proposal.where}):
            cell = paths.text(taken, path)
            # a reason may be a part of its cell; what stands behind it is not used
            part = cells[path] if cells[path] in cell else cell
            if not re.search(r"\d", part) or path.endswith("name"):
                continue
            try:
                changed = paths.put(taken, path, cell.replace(part, another(part)))
            except ValidationError:
                continue
            tried += 1
            silent += [] if found(changed, proposal) else [f"{task} {path} {cell}"]
    assert silent == [], f"{len(silent)} of {tried}"
