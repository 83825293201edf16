"""What the program behind a page inherits of the environment."""

from collections.abc import Mapping

_NEEDED = {
    # To start Python and find its files, on every system.
    "PATH", "PATHEXT", "HOME", "USER", "LOGNAME", "LNAME", "USERNAME", "USERPROFILE", "LANG",
    "LANGUAGE", "TZ", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "WINDIR", "COMSPEC", "APPDATA",
    "LOCALAPPDATA", "PROGRAMDATA", "LD_LIBRARY_PATH", "PYTHONPATH", "PYTHONHOME", "PYTHONUTF8",
    "VIRTUAL_ENV",
    # Read by drafting.
    "OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODEL",
    # Set by the web driver's parent.
    "TEXTUAL_FPS", "TEXTUAL_COLOR_SYSTEM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "COLUMNS",
    "ROWS",
}  # fmt: skip
_NEEDED_FAMILIES = ("LC_", "XDG_", "SELFEVAL_")


def limited(environment: Mapping[str, str]) -> dict[str, str]:
    """Return what the program needs of an environment; the rest is nobody's business there."""
    return {
        name: value
        for name, value in environment.items()
        if name.upper() in _NEEDED or name.startswith(_NEEDED_FAMILIES)
    }
