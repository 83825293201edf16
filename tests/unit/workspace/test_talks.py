"""Conversations and stated facts stay with the text, in order, and cannot be taken back."""

import asyncio
import datetime
import sqlite3
from pathlib import Path

import pytest
from old_workspaces import write_old

from selfeval_assist.drafting.talk.conversation import converse
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import policy_for
from selfeval_assist.review import Proposal
from selfeval_assist.review.thread import Statement, Thread, Turn, begin
from selfeval_assist.scoring import score
from selfeval_assist.workspace import FormId, UnreadableError, Workspace, WorkspaceError

AT = datetime.datetime(2022, 1, 11, 8, 0, tzinfo=datetime.UTC)


def statement(number: int = 1) -> Statement:
    return Statement(
        id=f"s{number}", where="goal.actual", text=f"第{number}次汛期巡查已复核", source="巡查台账",
        person="王芳", at=AT,
    )  # fmt: skip


def said(thread: Thread, words: str, **more: str) -> Thread:
    turn = Turn(said=words, person="王芳", at=AT, intent="change", answer="好的", **more)
    return thread.model_copy(update={"turns": (*thread.turns, turn)})


@pytest.fixture
def form_id(workspace: Workspace, form: SelfEvaluation, proposal: Proposal) -> FormId:
    number = workspace.create(form, person="王芳")
    workspace.propose(number, proposal)
    return number


def test_a_conversation_is_there_after_reopening(
    path: Path, form: SelfEvaluation, proposal: Proposal
) -> None:
    """The whole way: a fact with its source, its sentence, a question, another day."""
    with Workspace.open(path) as workspace:
        number = workspace.create(form, person="王芳")
        workspace.propose(number, proposal)
        thread = begin(proposal, form)
        for words in ("补充：汛期加密巡查12次，出处：《巡查台账》", "为什么第1句这样写"):
            answer = asyncio.run(
                converse(
                    thread, words, form, score(form, policy_for(form)), person="王芳", at=AT,
                    keep=lambda each: workspace.state(number, each),
                    statements=workspace.statements(number),
                )
            )  # fmt: skip
            thread = answer.thread
            workspace.talk(number, thread, person="王芳")
    with Workspace.open(path) as workspace:
        assert workspace.threads(number) == (thread,)
        (kept,) = workspace.statements(number)
        assert (kept.text, kept.source) == ("汛期加密巡查12次", "《巡查台账》")
        assert thread.proposal in workspace.proposals(number)
        assert any("汛期加密巡查12次" in each.text for each in thread.proposal.sentences)
        actions = [event.action for event in workspace.events(number)]
        assert actions == ["create", "propose", "state", "talk", "talk"]


def test_only_new_turns_are_stored_and_the_latest_text_counts(
    workspace: Workspace, form_id: FormId, form: SelfEvaluation, proposal: Proposal
) -> None:
    thread = said(begin(proposal, form), "更简短")
    workspace.talk(form_id, thread, person="王芳")
    workspace.talk(form_id, thread, person="王芳")
    revised = proposal.model_copy(update={"id": "p2", "sentences": proposal.sentences[:1]})
    thread = said(thread, "再短些", proposal="p2").model_copy(update={"proposal": revised})
    workspace.talk(form_id, thread, person="王芳")
    assert workspace.threads(form_id) == (thread,)
    assert [each.id for each in workspace.proposals(form_id)] == ["p1", "p2"]
    talked = [event for event in workspace.events(form_id) if event.action == "talk"]
    assert len(talked) == 2


def test_a_conversation_that_went_on_elsewhere_is_not_overwritten(
    workspace: Workspace, form_id: FormId, form: SelfEvaluation, proposal: Proposal
) -> None:
    thread = begin(proposal, form)
    first = said(thread, "更简短")
    workspace.talk(form_id, first, person="王芳")
    revised = proposal.model_copy(update={"id": "p3"})
    other = said(thread, "突出巡查次数", proposal="p3").model_copy(update={"proposal": revised})
    with pytest.raises(WorkspaceError, match="已在别处继续"):
        workspace.talk(form_id, other, person="李明")
    assert workspace.threads(form_id) == (first,)
    # Its text is not stored either: both or neither.
    assert [each.id for each in workspace.proposals(form_id)] == ["p1"]


def test_a_conversation_needs_its_text_and_its_form(
    workspace: Workspace, form_id: FormId, form: SelfEvaluation, proposal: Proposal
) -> None:
    unknown = begin(proposal.model_copy(update={"id": "p9"}), form)
    with pytest.raises(WorkspaceError, match="没有保存过"):
        workspace.talk(
            form_id, said(unknown.model_copy(update={"proposal": proposal}), "短些"), person="王芳"
        )
    workspace.talk(form_id, said(begin(proposal, form), "短些"), person="王芳")
    other = workspace.create(form, person="王芳")
    with pytest.raises(WorkspaceError):
        workspace.talk(other, said(begin(proposal, form), "短些"), person="王芳")
    assert workspace.threads(other) == ()


def test_stated_facts_are_kept_in_order_and_once(workspace: Workspace, form_id: FormId) -> None:
    facts = (statement(1), statement(2))
    for each in (*facts, facts[0]):
        workspace.state(form_id, each)
    assert workspace.statements(form_id) == facts
    with pytest.raises(WorkspaceError, match="没有第 99 号表"):
        workspace.state(FormId(99), statement(3))


@pytest.mark.parametrize("table", ["thread", "turn", "statement"])
def test_nothing_said_or_stated_can_be_changed_or_removed(
    workspace: Workspace,
    form_id: FormId,
    form: SelfEvaluation,
    proposal: Proposal,
    path: Path,
    table: str,
) -> None:
    workspace.talk(form_id, said(begin(proposal, form), "短些"), person="王芳")
    workspace.state(form_id, statement())
    with sqlite3.connect(path) as db:
        for change in (f"DELETE FROM {table}", f"UPDATE {table} SET document = ''"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                db.execute(change)


def test_what_cannot_be_read_is_named(workspace: Workspace, form_id: FormId, path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("INSERT INTO statement VALUES ('x', ?, '{}', '')", (form_id,))
    with pytest.raises(UnreadableError, match="补充事实"):
        workspace.statements(form_id)


def test_an_older_workspace_gets_the_tables_and_keeps_its_forms(
    path: Path, form: SelfEvaluation, proposal: Proposal
) -> None:
    write_old(path, 3, form)
    number = FormId(7)
    with Workspace.open(path) as workspace:
        assert workspace.load(number).form == form
        workspace.propose(number, proposal)
        workspace.talk(number, said(begin(proposal, form), "短些"), person="王芳")
        assert len(workspace.threads(number)) == 1
