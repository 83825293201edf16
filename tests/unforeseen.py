"""No test passes over an error that nobody foresaw: what a bulkhead caught is looked for.

The program goes on behind a bulkhead, and so would a test. A test that plants such errors says so
with the mark ``plants_errors``.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

MARK = "plants_errors"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", f"{MARK}: plants errors that a bulkhead is to catch")


@pytest.fixture(scope="session", autouse=True)
def reports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Let reports, also those of programs that a test starts, lie where they can be found."""
    place = tmp_path_factory.mktemp("state")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "XDG_STATE_HOME", str(place))
        yield place


@pytest.fixture(autouse=True)
def nothing_unforeseen(reports: Path, request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    left = {path: path.read_text(encoding="utf-8") for path in reports.rglob("*.txt")}
    for path in left:
        path.unlink()
    if request.node.get_closest_marker(MARK) is None:
        assert not left, "\n\n".join(left.values())
