"""The open form without a screen."""

import datetime

import pytest

from selfeval_assist.drafting import Endpoint, Leave, Outgoing, compose
from selfeval_assist.form import Indicator, SelfEvaluation
from selfeval_assist.review import Action, Task
from selfeval_assist.tui.state.session import Session
from selfeval_assist.workspace import ConflictError, Workspace

NOW = datetime.datetime(2026, 1, 8, 9, tzinfo=datetime.UTC)


@pytest.fixture
def session(workspace: Workspace, finished: SelfEvaluation) -> Session:
    return opened(workspace, workspace.create(finished, person="陈默"))


def opened(workspace: Workspace, form_id: int) -> Session:
    return Session(workspace, form_id, person="陈默", clock=lambda: NOW)  # type: ignore[arg-type]  # a FormId is an int


def test_score_and_findings_follow_every_edit(session: Session) -> None:
    told: list[str] = []
    session.listeners.append(lambda: told.append(str(session.sheet.total)))
    session.put("indicators.0.actual", "10台")
    assert told == ["92.66"]
    assert not session.saved
    assert any(f.where.startswith("indicators.0") for f in session.findings)


def test_typing_in_one_field_is_one_step_of_undo(session: Session) -> None:
    before = session.form
    for text in ("1", "12", "123"):
        session.put("notes", text)
    assert session.undo()
    assert session.form == before
    assert session.redo()
    assert session.form.notes == "123"
    assert not session.redo()


def test_an_edit_after_undo_forgets_the_redo(session: Session) -> None:
    session.put("notes", "甲")
    session.undo()
    session.put("notes", "乙")
    assert not session.redo()


def test_rows_can_be_added_moved_and_removed(session: Session) -> None:
    names = [row.name for row in session.form.indicators]
    session.insert_row(0, Indicator(name="新"))
    session.move_row(0, 2)
    session.remove_row(2)
    assert [row.name for row in session.form.indicators] == names


def test_saving_is_a_version_and_only_when_something_changed(
    session: Session, workspace: Workspace
) -> None:
    session.save()
    assert session.revision == 1
    session.put("notes", "甲")
    session.save()
    assert session.revision == 2
    assert session.saved
    assert workspace.load(session.form_id).form.notes == "甲"


def test_two_windows_do_not_overwrite_each_other(session: Session, workspace: Workspace) -> None:
    other = opened(workspace, session.form_id)
    session.put("notes", "甲")
    session.save()
    other.put("notes", "乙")
    with pytest.raises(ConflictError):
        other.save()
    assert other.form.notes == "乙"
    assert workspace.load(session.form_id).form.notes == "甲"


def test_a_text_is_written_when_every_sentence_is_decided(
    session: Session, workspace: Workspace
) -> None:
    proposal = compose("deviation", session.form, session.sheet, row=1)
    session.propose(proposal)
    old = session.form.indicators[1].deviation.text
    last = len(proposal.sentences) - 1
    for index in range(last):
        session.decide(proposal, index, Action.ACCEPT)
        assert session.form.indicators[1].deviation.text == old
    session.decide(proposal, last, Action.REJECT)
    text = session.form.indicators[1].deviation.text
    assert text == "".join(sentence.text for sentence in proposal.sentences[:last])
    assert session.saved
    assert opened(workspace, session.form_id).decisions == session.decisions


@pytest.mark.parametrize("task", ["planned", "actual", "budget"])
def test_accepting_what_the_program_wrote_adds_no_remark(session: Session, task: Task) -> None:
    proposal = compose(task, session.form, session.sheet)
    session.propose(proposal)
    for index in range(len(proposal.sentences)):
        assert session.decide(proposal, index, Action.ACCEPT).violations == ()


def test_a_goal_whose_target_changed_since_is_said(session: Session) -> None:
    proposal = compose("planned", session.form, session.sheet)
    session.propose(proposal)
    path = "indicators.1.target"
    (index,) = (
        at
        for at, each in enumerate(proposal.sentences)
        if any(path in basis.sources for basis in each.basis)
    )
    session.put(path, "≥77人次")
    (message,) = session.decide(proposal, index, Action.ACCEPT).violations
    assert "现在表中是“不少于77人次”" in message


def test_a_persons_unsupported_number_is_shown_and_not_blocked(session: Session) -> None:
    proposal = compose("actual", session.form, session.sheet)
    session.propose(proposal)
    decision = session.decide(proposal, 0, Action.EDIT, "全年培训9999人次。")
    assert decision.violations
    assert decision.text == "全年培训9999人次。"


def test_an_endpoint_elsewhere_is_allowed_once(session: Session, workspace: Workspace) -> None:
    there = Endpoint(base_url="https://model.example/v1", model="m")
    out = Outgoing(session.form, there, "draft")
    assert session.leave(out) is None
    session.allow(out)
    assert opened(workspace, session.form_id).leave(out) == Leave()
    line = workspace.events(session.form_id)[-1]
    assert (line.action, line.person, line.form) == ("allow", session.person, session.form_id)


def test_another_address_model_or_form_is_asked_about_anew(
    session: Session, workspace: Workspace
) -> None:
    there = Endpoint(base_url="https://model.example/v1", model="m")
    session.allow(Outgoing(session.form, there, "draft"))
    for change in ({"base_url": "https://model.example/v2"}, {"model": "n"}):
        other = Endpoint.model_validate({**there.model_dump(), **change})
        assert session.leave(Outgoing(session.form, other, "draft")) is None
    copy = opened(workspace, workspace.create(session.form, person="陈默"))
    assert copy.leave(Outgoing(copy.form, there, "draft")) is None
    workspace.consents.withdraw(person="陈默")
    assert session.leave(Outgoing(session.form, there, "draft")) is None


def test_what_a_mask_would_change_is_asked_about_once_and_goes_out_only_when_chosen(
    session: Session,
) -> None:
    session.put("people.filler", "李明")
    session.put("project", "李明劳模创新工作室")
    there = Endpoint(base_url="https://model.example/v1", model="m")
    out = Outgoing(session.form, there, "draft")
    session.allow(out)
    assert session.leave(out) == Leave(), "not chosen, not sent"
    session.allow(out, ["李明劳模创新工作室", "别的"])
    assert session.leave(out) == Leave(frozenset({"李明劳模创新工作室"}))
    session.put("goal.planned", "开通服务热线0771-5551234。")
    assert session.leave(Outgoing(session.form, there, "draft")) is None, "asked about the new one"
