"""One answer for every caller: what is accepted unchanged stays clean, what changed is said."""

import datetime
import re
from collections.abc import Iterator

import every_form
import pytest

from selfeval_assist.drafting import compose
from selfeval_assist.facts import build_facts
from selfeval_assist.form import Indicator, SelfEvaluation, paths, rows
from selfeval_assist.policies import policy_for
from selfeval_assist.reports.drafts import verified
from selfeval_assist.review import Action, Proposal, Sentence, decide
from selfeval_assist.review.supported import Ground, ground, supported
from selfeval_assist.review.thread import Statement
from selfeval_assist.scoring import score

NOW = datetime.datetime(2026, 1, 5, tzinfo=datetime.UTC)
FORMS = every_form.forms()
_DIGIT = re.compile(r"\d")
_OTHER = str.maketrans("0123456789", "3456789012")


def ground_of(proposal: Proposal, form: SelfEvaluation) -> Ground:
    return ground(proposal.task, build_facts(form, score(form, policy_for(form))))


def texts(form: SelfEvaluation) -> Iterator[Proposal]:
    sheet = score(form, policy_for(form))
    for task, row in every_form.jobs(form):
        yield compose(task, form, sheet, row=row)


def remarks(proposal: Proposal, number: int, where: Ground) -> tuple[str, ...]:
    """Return what is remarked when a person accepts a sentence."""
    return decide(
        proposal, number, Action.ACCEPT, person="李明", at=NOW,
        verify=lambda taken: tuple(found.message for found in supported(taken, where)),
    ).violations  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_accepting_an_unchanged_sentence_adds_no_remark(name: str) -> None:
    form = FORMS[name]
    sheet = score(form, policy_for(form))
    for proposal in texts(form):
        where = ground_of(proposal, form)
        for number, sentence in enumerate(proposal.sentences):
            assert remarks(proposal, number, where) == (), sentence.text
        assert verified(form, sheet, proposal).violations == ()


def cells(sentence: Sentence, form: SelfEvaluation) -> Iterator[str]:
    """Yield the cells of which a sentence gives the number as it stands there."""
    for basis in sentence.basis:
        for path in basis.sources if not basis.work else ():
            if _DIGIT.search(basis.value) and _DIGIT.search(paths.text(form, path)):
                yield path


def changed(form: SelfEvaluation, path: str) -> SelfEvaluation:
    """Return the form with other digits in one cell; of a year only the last."""
    text = paths.text(form, path)
    other = text.translate(_OTHER)
    return paths.put(form, path, text[:-1] + other[-1] if path == "year" else other)


@pytest.mark.parametrize("name", FORMS)
def test_a_number_that_changed_since_is_said(name: str) -> None:
    form = FORMS[name]
    tried = 0
    for proposal in texts(form):
        by_cell: dict[str, list[int]] = {}
        for number, sentence in enumerate(proposal.sentences):
            for path in cells(sentence, form):
                by_cell.setdefault(path, []).append(number)
        for path, numbers in by_cell.items():
            where = ground_of(proposal, changed(form, path))
            for number in numbers:
                tried += 1
                assert remarks(proposal, number, where), (path, proposal.sentences[number].text)
    assert tried


@pytest.mark.parametrize("name", FORMS)
def test_what_is_worked_out_is_judged_anew(name: str) -> None:
    """A share, a gap or a count that a changed cell makes another one is said as well."""
    form = FORMS[name]
    proposal = compose("actual", form, score(form, policy_for(form)))
    for path in ("funds.total.executed", *(f"indicators.{row}.actual" for row in range(3))):
        if path.startswith("funds") or int(path.split(".")[1]) < len(form.indicators):
            where = ground_of(proposal, changed(form, path))
            before = ground_of(proposal, form).facts.facts
            for number, sentence in enumerate(proposal.sentences):
                ids = [each.fact for each in sentence.basis if each.fact in before]
                now = [where.facts.facts.get(each) for each in ids]
                values = [fact.value if fact else None for fact in now]
                if values != [before[each].value for each in ids]:
                    assert remarks(proposal, number, where), (path, sentence.text)


@pytest.mark.parametrize("name", FORMS)
def test_a_row_that_moved_takes_its_sentences_along(name: str) -> None:
    """Rows with a name of their own; of two rows of one name nobody can say which moved."""
    form = FORMS[name]
    names = [row.name.strip() for row in form.indicators]
    if len(set(names)) < len(names) or any(len(each) > 20 for each in names):
        pytest.skip("rows of this form cannot be told apart by a short name")
    row = Indicator.model_validate({"level1": "产出指标", "name": "简报期数", "target": "≥31期"})
    moved = rows.insert(form, 0, row)
    for proposal in texts(form):
        where = ground_of(proposal, moved)
        for number, sentence in enumerate(proposal.sentences):
            own = [re.fullmatch(r"row[.]\d+[.](target|actual)", b.fact) for b in sentence.basis]
            if own and all(own):
                assert remarks(proposal, number, where) == (), sentence.text


def test_what_a_person_stated_supports_its_sentence() -> None:
    form = FORMS["finished"]
    statement = Statement(
        id="1", where="goal.actual", text="11月5日因搬迁停办培训2期", source="《停办通知》第8号",
        person="李明", at=NOW,
    )  # fmt: skip
    table = build_facts(form, score(form, policy_for(form)))
    text = "11月5日因搬迁停办培训2期（见《停办通知》第8号）。"
    for task in ("planned", "actual"):
        assert supported(text, ground(task, table, (statement,))) == ()
        assert supported(text, ground(task, table)) != ()
