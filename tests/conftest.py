"""What holds for all tests."""

import os

from fault_table import pytest_terminal_summary as pytest_terminal_summary
from hypothesis import settings
from unforeseen import nothing_unforeseen as nothing_unforeseen
from unforeseen import pytest_configure as pytest_configure
from unforeseen import reports as reports

# A clean run repeats the same examples, so that it fails for what changed; elsewhere new ones are
# tried each time.
settings.register_profile("clean", derandomize=True, database=None)
if os.environ.get("CI"):
    settings.load_profile("clean")
