import datetime
from pathlib import Path

import pytest

from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.review import Action, Proposal, apply, decide
from selfeval_assist.workspace import ConflictError, FormId, Workspace, WorkspaceError, default_path

AT = datetime.datetime(2022, 1, 10, 9, 30, tzinfo=datetime.UTC)


def test_a_form_comes_back_as_it_was(path: Path, form: SelfEvaluation) -> None:
    with Workspace.open(path) as workspace:
        form_id = workspace.create(form, person="王芳", note="导入")
    with Workspace.open(path) as workspace:
        stored = workspace.load(form_id)
    assert stored.form == form
    assert (stored.id, stored.revision) == (form_id, 1)


def test_every_save_is_a_version_that_can_be_read_and_restored(
    workspace: Workspace, form: SelfEvaluation
) -> None:
    form_id = workspace.create(form, person="王芳", note="导入")
    changed = paths.put(form, "indicators.0.actual", "321次")
    assert workspace.save(form_id, changed, revision=1, person="李强", note="更正") == 2
    assert workspace.load(form_id).form == changed
    assert workspace.load(form_id, 1).form == form
    assert workspace.restore(form_id, 1, revision=2, person="王芳") == 3
    assert workspace.load(form_id).form == form
    assert [(r.number, r.person, r.note) for r in workspace.revisions(form_id)] == [
        (1, "王芳", "导入"),
        (2, "李强", "更正"),
        (3, "王芳", "恢复到第 1 版"),
    ]


def test_an_unchanged_form_makes_no_version(workspace: Workspace, form: SelfEvaluation) -> None:
    form_id = workspace.create(form, person="王芳")
    assert workspace.save(form_id, form, revision=1, person="王芳") == 1
    assert len(workspace.revisions(form_id)) == 1
    assert [event.action for event in workspace.events(form_id)] == ["create"]


def test_the_later_of_two_is_told_and_nothing_is_stored(
    path: Path, workspace: Workspace, form: SelfEvaluation
) -> None:
    form_id = workspace.create(form, person="王芳")
    with Workspace.open(path) as other:
        other.save(form_id, paths.put(form, "notes", "甲"), revision=1, person="李强")
    with pytest.raises(ConflictError, match=r"现在是第 2 版（由“李强”于 .*先把它导出") as e:
        workspace.save(form_id, paths.put(form, "notes", "乙"), revision=1, person="王芳")
    assert (e.value.mine, e.value.current) == (1, 2)
    assert workspace.load(form_id).form.notes == "甲"
    assert len(workspace.revisions(form_id)) == 2


def test_a_revision_from_the_future_is_a_conflict_too(
    workspace: Workspace, form: SelfEvaluation
) -> None:
    form_id = workspace.create(form, person="王芳")
    with pytest.raises(ConflictError):
        workspace.save(form_id, paths.put(form, "notes", "乙"), revision=2, person="王芳")


def test_the_list_shows_the_last_changed_first(path: Path, form: SelfEvaluation) -> None:
    ticks = iter(AT + datetime.timedelta(minutes=n) for n in range(9))
    with Workspace.open(path, now=lambda: next(ticks)) as workspace:
        first = workspace.create(form, person="王芳")
        second = workspace.create(SelfEvaluation(), person="王芳")
        assert [each.id for each in workspace.forms()] == [second, first]
        done = paths.put(paths.put(form, "goal.actual", "巡查320次。"), "year", 2022)
        workspace.save(first, done, revision=1, person="李强")
        summary, blank = workspace.forms()
    assert (summary.id, summary.year, summary.project) == (first, 2022, "河道巡查系统运维")
    assert (summary.department, summary.unit) == ("某区水务局", "某区河道管理所")
    assert (summary.revision, summary.person, summary.pending) == (2, "李强", 0)
    assert summary.changed == AT + datetime.timedelta(minutes=2)
    assert (blank.id, blank.year, blank.project, blank.archived) == (second, None, "", False)


def test_the_list_counts_what_waits_for_a_person(
    workspace: Workspace, form: SelfEvaluation
) -> None:
    workspace.create(form, person="王芳")
    assert workspace.forms()[0].pending == 1


def test_an_archived_form_is_read_only_and_can_be_taken_back(
    workspace: Workspace, form: SelfEvaluation
) -> None:
    form_id = workspace.create(form, person="王芳")
    changed = paths.put(form, "notes", "甲")
    workspace.archive(form_id, person="王芳", note="已报送")
    assert workspace.forms() == ()
    assert [each.id for each in workspace.forms(archived=True)] == [form_id]
    assert workspace.load(form_id).form == form
    with pytest.raises(WorkspaceError, match="取消归档"):
        workspace.save(form_id, changed, revision=1, person="王芳")
    workspace.archive(form_id, person="王芳", archived=False)
    assert workspace.save(form_id, changed, revision=1, person="王芳") == 2
    actions = [event.action for event in workspace.events(form_id)]
    assert actions == ["create", "archive", "unarchive", "save"]


def test_a_decision_and_its_form_are_stored_together(
    workspace: Workspace, form: SelfEvaluation, proposal: Proposal
) -> None:
    form_id = workspace.create(form, person="王芳")
    workspace.propose(form_id, proposal, person="王芳")
    first = decide(proposal, 0, Action.ACCEPT, person="王芳", at=AT)
    new = apply(form, proposal, [first])
    assert workspace.decide(form_id, first, new, 1) == 2
    second = decide(proposal, 1, Action.REJECT, person="李强", at=AT)
    assert workspace.decide(form_id, second, new, 2) == 2
    assert workspace.proposals(form_id) == (proposal,)
    assert workspace.decisions(form_id) == (first, second)
    assert workspace.load(form_id).form.goal.actual == "巡查320次。"
    assert [(e.action, e.person, e.revision) for e in workspace.events(form_id)] == [
        ("create", "王芳", 1),
        ("propose", "王芳", 1),
        ("decide", "王芳", 2),
        ("decide", "李强", 2),
    ]


def test_a_decision_on_an_old_version_is_not_stored(
    workspace: Workspace, form: SelfEvaluation, proposal: Proposal
) -> None:
    form_id = workspace.create(form, person="王芳")
    workspace.propose(form_id, proposal)
    workspace.save(form_id, paths.put(form, "notes", "甲"), revision=1, person="李强")
    decision = decide(proposal, 0, Action.ACCEPT, person="王芳", at=AT)
    with pytest.raises(ConflictError):
        workspace.decide(form_id, decision, apply(form, proposal, [decision]), 1)
    assert workspace.decisions(form_id) == ()
    assert workspace.load(form_id).form.goal.actual == form.goal.actual


def test_when_the_decision_cannot_be_stored_the_form_is_not_either(
    workspace: Workspace,
    form: SelfEvaluation,
    proposal: Proposal,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    form_id = workspace.create(form, person="王芳")
    workspace.propose(form_id, proposal)
    decision = decide(proposal, 0, Action.ACCEPT, person="王芳", at=AT)

    def fail(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    # The audit line is the last statement of the transaction, after form and decision.
    monkeypatch.setattr("selfeval_assist.workspace.store.record", fail)
    with pytest.raises(KeyboardInterrupt):
        workspace.decide(form_id, decision, apply(form, proposal, [decision]), 1)
    monkeypatch.undo()
    assert workspace.load(form_id).revision == 1
    assert workspace.load(form_id).form == form
    assert workspace.decisions(form_id) == ()
    assert workspace.decide(form_id, decision, apply(form, proposal, [decision]), 1) == 2


def test_a_decision_needs_a_proposal_about_its_form(
    workspace: Workspace, form: SelfEvaluation, proposal: Proposal
) -> None:
    one, two = (workspace.create(form, person="王芳") for _ in range(2))
    workspace.propose(one, proposal)
    decision = decide(proposal, 0, Action.REJECT, person="王芳", at=AT)
    with pytest.raises(WorkspaceError, match="没有编号为“p1”的草稿"):
        workspace.decide(two, decision, form, 1)
    with pytest.raises(WorkspaceError, match="已经保存过"):
        workspace.propose(two, proposal)


def test_what_is_not_there_is_named(workspace: Workspace, form: SelfEvaluation) -> None:
    form_id = workspace.create(form, person="王芳")
    missing = FormId(form_id + 1)
    for ask in (workspace.load, workspace.revisions, workspace.proposals, workspace.decisions):
        with pytest.raises(WorkspaceError, match="没有第 2 号表"):
            ask(missing)
    with pytest.raises(WorkspaceError, match="没有第 2 号表"):
        workspace.load(missing, 1)
    with pytest.raises(WorkspaceError, match="没有第 7 版；它共有 1 版"):
        workspace.load(form_id, 7)


def test_settings_are_kept_and_recorded(path: Path) -> None:
    with Workspace.open(path) as workspace:
        assert workspace.settings.get("theme") is None
        assert workspace.settings.get("theme", "light") == "light"
        workspace.settings.put("endpoints", {"http://127.0.0.1:8080": True}, person="王芳")
        workspace.settings.put("endpoints", {"http://127.0.0.1:8080": True}, person="王芳")
        workspace.settings.put("theme", "高对比度", person="王芳")
    with Workspace.open(path) as workspace:
        assert workspace.settings.get("endpoints") == {"http://127.0.0.1:8080": True}
        assert workspace.settings.get("theme") == "高对比度"
        assert [(e.action, e.person) for e in workspace.events()] == [("setting", "王芳")] * 2


def test_without_a_path_the_users_own_folder_is_used_and_closed_to_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: SelfEvaluation
) -> None:
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path / "deep" / "data")
    with Workspace.open() as workspace:
        workspace.create(form, person="王芳")
        assert workspace.path == default_path()
    assert default_path().parent.stat().st_mode & 0o777 == 0o700
    assert default_path().stat().st_mode & 0o777 == 0o600


def test_a_folder_that_cannot_be_made_is_told_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file where the folder should be", encoding="utf-8")
    monkeypatch.setenv("XDG_DATA_HOME", str(taken))
    with pytest.raises(WorkspaceError, match="用 --workspace 另外指定"):
        Workspace.open()
