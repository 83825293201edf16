"""What holds for all tests."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import kinds
import pytest
import unforeseen
from fault_table import pytest_terminal_summary as pytest_terminal_summary
from hypothesis import settings
from hypothesis.internal.conjecture import providers
from kinds import pytest_collection_modifyitems as pytest_collection_modifyitems
from surroundings import homes, isolate, read_the_zone
from unforeseen import nothing_unforeseen as nothing_unforeseen
from unforeseen import reports as reports

# A clean run repeats the same examples, so that it fails for what changed; elsewhere new ones are
# tried each time. Examples also take constants from the modules that are loaded by then, which
# differ with the tests that a process happened to run before.
settings.register_profile("clean", derandomize=True, database=None)
if os.environ.get("CI"):
    settings.load_profile("clean")
    providers.is_local_module_file = lambda _: False


def pytest_configure(config: pytest.Config) -> None:
    """Hide the person's settings from all tests and fixtures, before the package is loaded."""
    kinds.pytest_configure(config)
    unforeseen.pytest_configure(config)
    home = Path(tempfile.mkdtemp(prefix="selfeval-home-"))
    config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))
    isolate(os.environ, home)
    read_the_zone()


@pytest.fixture(autouse=True)
def home() -> Iterator[Path]:
    """Give each test a home of its own, so that none finds what another has left there."""
    with (
        tempfile.TemporaryDirectory(prefix="selfeval-home-", ignore_cleanup_errors=True) as name,
        pytest.MonkeyPatch.context() as patch,
    ):
        for variable, place in homes(Path(name)).items():
            patch.setenv(variable, place)
        yield Path(name)
