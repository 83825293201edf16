"""What a test may see of the machine: this checkout, a home of its own, and nothing of the person.

A test that passes only where it was written has read something of that place: the package that is
installed there instead of the one beside the test, the person's workspace, language, time zone,
proxy or model server. What is set here is inherited by every program that a test starts.
"""

import re
import time
from collections.abc import MutableMapping
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
# What a person sets for this program, its libraries or their own terminal: OPENAI_API_KEY,
# SELFEVAL_PROXY, https_proxy, LC_ALL, XDG_DATA_HOME, PYTHONIOENCODING, COLUMNS, NO_COLOR.
_PERSONAL = re.compile(
    r"(OPENAI|SELFEVAL|LANGSMITH|LANGCHAIN|TEXTUAL|XDG|LC)_.*|.*_PROXY|LANGUAGE"
    r"|PYTHON(IOENCODING|UTF8|PATH)|COLUMNS|LINES|(NO|FORCE)_COLOR",
    re.IGNORECASE,
)
_HOMES = {
    "HOME": "",
    "USERPROFILE": "",
    "APPDATA": "AppData/Roaming",
    "LOCALAPPDATA": "AppData/Local",
}
"""Variables that name a folder of the person, on every system, each with its place in the home."""


def isolate(environment: MutableMapping[str, str], home: Path) -> None:
    """Let an environment name this checkout and a home, and nothing that a person has set.

    Args:
        environment: what is changed, such as ``os.environ``.
        home: the folder that stands for the person's.
    """
    for name in [each for each in environment if _PERSONAL.fullmatch(each)]:
        del environment[name]
    environment |= {"PYTHONPATH": str(CHECKOUT), "LANG": "C.UTF-8", "TZ": "Asia/Shanghai"}
    # The person's keyring is theirs; a test that needs one makes it.
    environment |= {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    environment |= homes(home)


def homes(home: Path) -> dict[str, str]:
    """Return the variables that make a folder the person's home."""
    return {name: str(home / place) for name, place in _HOMES.items()}


def read_the_zone() -> None:
    """Let the C library see what TZ says now; Windows has no such call."""
    if hasattr(time, "tzset"):
        time.tzset()
