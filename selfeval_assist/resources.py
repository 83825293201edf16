"""Where the files that ship with the product lie: prompts and examples."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def folder(name: str) -> Path:
    """Return a shipped folder: inside an installed package, else at the top of the repository.

    A wheel carries ``prompts`` and ``examples`` inside the package; an editable install does not.
    """
    packaged = _PACKAGE / name
    return packaged if packaged.is_dir() else _PACKAGE.parent / name
