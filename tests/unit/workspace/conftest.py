"""A workspace in a temporary folder and a small form."""

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from damaged_workspaces import make_states

from selfeval_assist.form import Goal, Indicator, Measure, Number, SelfEvaluation
from selfeval_assist.review import Origin, Proposal, Sentence
from selfeval_assist.workspace import Workspace

AT = datetime.datetime(2022, 1, 10, 9, 30, tzinfo=datetime.UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "workspace.sqlite3"


@pytest.fixture
def workspace(path: Path) -> Iterator[Workspace]:
    with Workspace.open(path, wait=0.2) as opened:
        yield opened


@pytest.fixture
def form() -> SelfEvaluation:
    return SelfEvaluation(
        year=2021,
        project="河道巡查系统运维",
        department="某区水务局",
        unit="某区河道管理所",
        goal=Goal(planned="巡查300次", actual="巡查320次。【待填：验收报告】"),
        indicators=(
            Indicator(
                level1="产出指标",
                level2="数量指标",
                name="巡查次数",
                target=Measure("≥300次"),
                actual=Measure("320次"),
                weight=Number("10"),
                score=Number("10.00"),
            ),
        ),
    )


@pytest.fixture
def proposal() -> Proposal:
    return Proposal(
        id="p1",
        task="actual",
        where="goal.actual",
        sentences=(
            Sentence(text="巡查320次。", origin=Origin.COMPOSER),
            Sentence(text="巡查工作按计划开展。", origin=Origin.MODEL),
        ),
        created=AT,
    )


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The states of ``damaged_workspaces``."""
    folder = tmp_path_factory.mktemp("states")
    make_states(folder)
    return folder
