"""What ends a batch half-way costs nothing that was done: small runs of ``make bench-lost``."""

from pathlib import Path

import pytest
from bench.many_forms import make
from lost_runs import FAULTS, Batch, whole

FORMS = 24
SEEN = {
    "kill -9：集群的 scheduler": "与集群的连接断了。已完成的批量检查不会重做",
    "磁盘已满": "磁盘已满。请腾出空间后再运行一次，已经完成的不会重做。",
}


@pytest.fixture(scope="module")
def ended_runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """A folder of forms, and the results of a run that nothing disturbed."""
    place = tmp_path_factory.mktemp("lost")
    make(place / "in", FORMS)
    return place / "in", whole(place / "in", place / "whole")


@pytest.mark.parametrize("fault", FAULTS)
def test_nothing_is_done_twice_and_nothing_is_missing(
    fault: str, ended_runs: tuple[Path, bytes], tmp_path: Path
) -> None:
    folder, once = ended_runs
    lost = FAULTS[fault](Batch(folder, tmp_path / "结果", once))
    if lost is None:
        pytest.skip("no small disk can be mounted here, so a full one was not tried")
    assert lost.wrong == []
    assert SEEN.get(fault, "") in lost.seen
    if lost.again:
        assert 0 < lost.kept < FORMS
        assert lost.kept + lost.again == FORMS
