"""What the files of a form are called: by its project, on every system, told apart in a folder."""

import re
from collections.abc import Iterable, Iterator, MutableSet
from itertools import count

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.form.text import fold
from selfeval_assist.system import on_disk

_DEFAULT = "项目支出绩效自评表"
# Characters that some file system refuses, halves of characters, leading dots that would hide the
# file, and dots and spaces at the end, which Windows leaves out.
_UNUSABLE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f\ud800-\udfff]|^\.+|(?<![. ])[. ]+$')
# Names of devices on Windows, whatever suffix follows: NUL.xlsx is written to nowhere.
_DEVICE = re.compile(
    r"(?:CON|PRN|AUX|NUL|CLOCK\$|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³]) *(?=\.|$)", re.IGNORECASE
)
# Bytes of UTF-8; with a number, a dash and a suffix they stay within the 255 of a file system.
_PROJECT, _UNIT = 180, 48


def file_stem(form: SelfEvaluation) -> str:
    """Return the name of a form's files without suffix: its project, usable on every system."""
    return on_disk(_usable(form.project, _PROJECT) or _DEFAULT)


def unused_stem(form: SelfEvaluation, used: MutableSet[str]) -> str:
    """Return the name of a form's files without suffix, another one than those of other forms.

    The project; where another form has that name, the project and the unit; then with a number.

    Args:
        form: the form.
        used: the names taken so far, in one case and width; the new one is added.
    """
    stem = next(each for each in _stems(form) if _alike(each) not in used)
    used.add(_alike(stem))
    return on_disk(stem)


def stem_among(form: SelfEvaluation, others: Iterable[SelfEvaluation]) -> str:
    """Return the name of a form's files without suffix, another one than those of other forms.

    It is the same each time as long as the others, in their order, have the same names.

    Args:
        form: the form.
        others: those that have their names before it.
    """
    used = set[str]()
    for each in others:
        unused_stem(each, used)
    return unused_stem(form, used)


def _stems(form: SelfEvaluation) -> Iterator[str]:
    project = _usable(form.project, _PROJECT) or _DEFAULT
    yield project
    if unit := _usable(form.unit, _UNIT):
        project = f"{project}-{unit}"
        yield project
    yield from (f"{project}-{number}" for number in count(2))


def _alike(stem: str) -> str:
    """Return a name as the file systems compare it that tell the fewest names apart."""
    return fold(stem).casefold()


def _usable(name: str, longest: int) -> str:
    """Return a name within so many bytes, without what some system does not take."""
    short = name.strip().encode("utf-8", "replace")[:longest].decode("utf-8", "ignore")
    usable = _UNUSABLE.sub("_", short)
    return f"_{usable}" if _DEVICE.match(usable) else usable
