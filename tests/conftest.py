"""What holds for all tests."""

import os

from hypothesis import settings

# A clean run repeats the same examples, so that it fails for what changed; elsewhere new ones are
# tried each time.
settings.register_profile("clean", derandomize=True, database=None)
if os.environ.get("CI"):
    settings.load_profile("clean")
