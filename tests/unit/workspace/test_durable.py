"""One try of each fault of ``make bench-durable``, with the same look whether anything is lost."""

from pathlib import Path

import needs
import pytest
from bench import durable
from durable import typed

POINTS = [(fault, what) for fault, points in durable.FAULTS.items() for what in points]


@pytest.mark.many_examples
@pytest.mark.parametrize(("fault", "what"), POINTS)
def test_nothing_is_lost(fault: str, what: str, tmp_path: Path) -> None:
    found = durable.FAULTS[fault][what](tmp_path, 1)
    assert found.lost == [], durable.row(fault, what, [found])


@pytest.mark.terminal
def test_a_backup_while_somebody_types_is_one_moment_of_the_work(tmp_path: Path) -> None:
    needs.program("tmux", untested="在真实终端里一边输入一边备份")
    found = typed.backups(tmp_path, 2, seed=7)
    assert [each.lost for each in found] == [[], []], found
