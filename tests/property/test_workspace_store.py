"""Whatever is done to a workspace, it holds exactly what was acknowledged."""

import datetime
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    precondition,
    rule,
)

from selfeval_assist.form import Indicator, SelfEvaluation, paths, rows
from selfeval_assist.review import Action, Decision, Origin, Proposal, Sentence, apply, decide
from selfeval_assist.workspace import ConflictError, FormId, Workspace, WorkspaceError, verify

AT = datetime.datetime(2022, 1, 10, 9, 30, tzinfo=datetime.UTC)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=30)
FIELDS = st.sampled_from(["project", "notes", "goal.actual", "total", "indicators.0.actual"])
SENTENCE = "巡查320次【待填：验收报告】。"


class Store(RuleBasedStateMachine):
    """A workspace beside a plain dictionary of what it should hold."""

    ids = Bundle("ids")
    drafts = Bundle("drafts")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.workspace = Workspace.open(self.folder / "workspace.sqlite3")
        self.versions: dict[FormId, list[SelfEvaluation]] = {}
        self.decided: dict[FormId, list[Decision]] = {}
        self.archived: set[FormId] = set()
        self.proposed = 0

    @rule(target=ids, project=TEXTS, year=st.none() | st.integers(1990, 2100))
    def create(self, project: str, year: int | None) -> FormId:
        form = SelfEvaluation(project=project, year=year, indicators=(Indicator(),))
        form_id = self.workspace.create(form, person="王芳")
        assert form_id not in self.versions
        self.versions[form_id], self.decided[form_id] = [form], []
        return form_id

    @rule(form_id=ids, field=FIELDS, text=TEXTS, behind=st.integers(0, 2))
    def save(self, form_id: FormId, field: str, text: str, behind: int) -> None:
        versions = self.versions[form_id]
        mine = max(1, len(versions) - behind)
        self._store(form_id, mine, paths.put(versions[mine - 1], field, text))

    @rule(form_id=ids)
    def insert_row(self, form_id: FormId) -> None:
        versions = self.versions[form_id]
        self._store(form_id, len(versions), rows.insert(versions[-1], 0, Indicator(name="新行")))

    def _store(self, form_id: FormId, mine: int, form: SelfEvaluation) -> None:
        versions = self.versions[form_id]
        if mine != len(versions):
            with pytest.raises(ConflictError):
                self.workspace.save(form_id, form, revision=mine, person="李强")
        elif form == versions[-1]:
            assert self.workspace.save(form_id, form, revision=mine, person="李强") == mine
        elif form_id in self.archived:
            with pytest.raises(WorkspaceError, match="归档"):
                self.workspace.save(form_id, form, revision=mine, person="李强")
        else:
            assert self.workspace.save(form_id, form, revision=mine, person="李强") == mine + 1
            versions.append(form)

    @rule(form_id=ids, data=st.data())
    def restore(self, form_id: FormId, data: st.DataObject) -> None:
        versions = self.versions[form_id]
        number = data.draw(st.integers(1, len(versions)))
        if form_id in self.archived and versions[number - 1] != versions[-1]:
            return
        new = self.workspace.restore(form_id, number, revision=len(versions), person="王芳")
        if versions[number - 1] != versions[-1]:
            versions.append(versions[number - 1])
        assert new == len(versions)

    @rule(target=drafts, form_id=ids)
    def propose(self, form_id: FormId) -> tuple[FormId, Proposal]:
        self.proposed += 1
        proposal = Proposal(
            id=f"p{self.proposed}",
            task="actual",
            where="goal.actual",
            sentences=(Sentence(text=SENTENCE, origin=Origin.COMPOSER, pending=True),),
            created=AT,
        )
        self.workspace.propose(form_id, proposal)
        return form_id, proposal

    @rule(draft=consumes(drafts), action=st.sampled_from(Action), text=TEXTS, stale=st.booleans())
    def decide(
        self, draft: tuple[FormId, Proposal], action: Action, text: str, stale: bool
    ) -> None:
        form_id, proposal = draft
        versions = self.versions[form_id]
        decision = decide(proposal, 0, action, text="改：" + text, person="王芳", at=AT)
        form = apply(versions[-1], proposal, [decision])
        if stale or (form_id in self.archived and form != versions[-1]):
            with pytest.raises(WorkspaceError):
                self.workspace.decide(form_id, decision, form, len(versions) - stale)
            return
        new = self.workspace.decide(form_id, decision, form, len(versions))
        if form != versions[-1]:
            versions.append(form)
        self.decided[form_id].append(decision)
        assert new == len(versions)

    @rule(form_id=ids)
    def archive(self, form_id: FormId) -> None:
        self.archived ^= {form_id}
        self.workspace.archive(form_id, person="王芳", archived=form_id in self.archived)

    @precondition(lambda self: self.versions)
    @rule()
    def reopen(self) -> None:
        self.workspace.close()
        self.workspace = Workspace.open(self.folder / "workspace.sqlite3")

    @invariant()
    def holds_what_was_acknowledged(self) -> None:
        for form_id, versions in self.versions.items():
            stored = self.workspace.load(form_id)
            assert (stored.form, stored.revision) == (versions[-1], len(versions))
            assert self.workspace.load(form_id, 1).form == versions[0]
            assert len(self.workspace.revisions(form_id)) == len(versions)
            assert self.workspace.decisions(form_id) == tuple(self.decided[form_id])
        for archived in (False, True):
            listed = {each.id: each for each in self.workspace.forms(archived)}
            assert listed.keys() == {
                form_id for form_id in self.versions if (form_id in self.archived) is archived
            }
            for form_id, each in listed.items():
                form = self.versions[form_id][-1]
                assert (each.project, each.year) == (form.project, form.year)
                assert each.revision == len(self.versions[form_id])

    def teardown(self) -> None:
        assert self.workspace.damage() == ()
        self.workspace.close()
        assert verify(self.workspace.path).problems == ()
        shutil.rmtree(self.folder)


Store.TestCase.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)
TestStore = Store.TestCase
