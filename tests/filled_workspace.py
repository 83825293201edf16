"""A workspace in which everything that a workspace keeps is there."""

import datetime
from pathlib import Path

from selfeval_assist.form import Goal, SelfEvaluation, paths
from selfeval_assist.review import Action, Origin, Proposal, Sentence, apply, decide
from selfeval_assist.review.thread import Statement, Turn, begin
from selfeval_assist.workspace import Workspace

AT = datetime.datetime(2022, 1, 10, 9, 30, tzinfo=datetime.UTC)


def fill(path: Path) -> None:
    """Write forms, versions, a decision, a conversation, a stated fact and settings."""
    form = SelfEvaluation(year=2021, project="河道", goal=Goal(planned="巡查300次"))
    sentences = (Sentence(text="巡查320次。", origin=Origin.COMPOSER),)
    proposal = Proposal(id="p", task="actual", where="goal.actual", sentences=sentences, created=AT)
    with Workspace.open(path) as workspace:
        for number in range(3):
            form_id = workspace.create(paths.put(form, "project", f"项目{number}"), person="王芳")
            for revision in range(1, 4):
                changed = paths.put(form, "notes", f"第 {number} 份，{revision}")
                workspace.save(form_id, changed, revision=revision, person="李强", note="改")
            own = proposal.model_copy(update={"id": f"p{number}"})
            workspace.propose(form_id, own, person="王芳")
            decision = decide(own, 0, Action.ACCEPT, person="王芳", at=AT)
            workspace.decide(form_id, decision, apply(changed, own, [decision]), 4)
            statement = Statement(
                id=f"s{number}",
                where="goal.actual",
                text="巡查了12公里。",
                source="台账",
                person="王芳",
                at=AT,
            )
            workspace.state(form_id, statement)
            thread = begin(own, changed)
            turn = Turn(said="短些", person="王芳", at=AT, intent="change", answer="好")
            turns = (turn, turn)
            workspace.talk(form_id, thread.model_copy(update={"turns": turns}), person="王芳")
            workspace.settings.put(f"choice{number}", number, person="王芳")
        workspace.archive(form_id, person="王芳")
