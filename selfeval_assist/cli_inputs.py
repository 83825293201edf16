"""What the commands are given: files, one of which may fail without the rest, and second documents.

Everything heavy is imported inside the function that needs it.
"""

import glob
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from selfeval_assist.cli_output import tell
from selfeval_assist.system import from_disk, reason

if TYPE_CHECKING:
    from selfeval_assist.form import SelfEvaluation
    from selfeval_assist.policies import Policy
    from selfeval_assist.reports import Failed
    from selfeval_assist.reports.beside import Candidate, Kind

T = TypeVar("T")
Work = Callable[[Path, "SelfEvaluation"], Iterator[T]]
"""What is done with a form and its file, piece by piece."""

# What a shell expands before a program starts; the one of Windows leaves it to the program.
_PATTERN = re.compile(r"[*?\[]")
_LOCK = "~$"
"""How the file begins that Excel and Word lay beside one that they have open."""


@contextmanager
def as_typed(file: Path | None) -> Iterator[None]:
    """Let an error about a file name it as it was typed: the same name may stand in two folders.

    Raises:
        DocumentError: what went wrong inside.
    """
    from selfeval_assist.documents import DocumentError

    try:
        yield
    except DocumentError as error:
        if file is None or from_disk(error.file) != from_disk(file.name):
            raise
        raise DocumentError(shown(file), error.problem, error.advice, error.place) from error


def shown(file: Path) -> str:
    """Return a path as it is shown to a person."""
    from selfeval_assist.form.text import clean

    return str(clean(from_disk(str(file))))


def expanded(files: Sequence[Path]) -> Iterator[Path]:
    """Yield the files that are meant, for a pattern such as ``*.xlsx`` those that match, in order.

    A file that is called like a pattern is that file. A pattern without a match is left, for its
    reader to say that there is no such file.
    """
    for file in files:
        name = str(file)
        if not _PATTERN.search(name) or os.path.lexists(file):
            yield file
            continue
        # pathlib takes no pattern that begins at the root.
        found = (Path(each) for each in sorted(glob.glob(name, recursive=True)))  # noqa: PTH207
        yield from [each for each in found if _readable(each)] or [file]


def _readable(file: Path) -> bool:
    return file.is_file() and not file.name.startswith((_LOCK, "."))


def over(files: Sequence[Path], work: "Work[T]") -> "Iterator[T | Failed]":
    """Yield what is made of every form of every file, and what failed in place of the rest of it.

    Only one file's forms are held at a time.

    Raises:
        DraftingError: what would fail for the next form too, such as a model nobody has allowed.
    """
    for file in expanded(files):
        yield from _guarded(file, partial(_each_form, file, work))


def _each_form(file: Path, work: "Work[T]") -> "Iterator[T | Failed]":
    from selfeval_assist.documents import read

    with as_typed(file):
        forms = read(file)
    for form in forms:
        which = form.project if len(forms) > 1 else ""
        yield from _guarded(file, partial(work, file, form), which)


def _guarded(
    file: Path, begin: "Callable[[], Iterator[T | Failed]]", which: str = ""
) -> "Iterator[T | Failed]":
    """Yield what an iterator yields, and at the end what stopped it: one bad file is no more."""
    from selfeval_assist.documents import DocumentError
    from selfeval_assist.drafting.errors import ClassifiedError, DraftingError
    from selfeval_assist.failures import failure
    from selfeval_assist.policies import PolicyError
    from selfeval_assist.reports import Failed

    name = shown(file)
    place = f"文件“{name}”" + (f"中的“{which}”" if which else "")
    try:
        yield from begin()
    except DocumentError as error:
        yield Failed(name, str(error))
    except (PolicyError, ClassifiedError) as error:
        yield Failed(name, f"{place}：{error}")
    except DraftingError:
        raise
    except Exception as error:
        # A form that nobody has thought of; the others have done nothing to deserve it.
        yield Failed(name, f"{place}：{failure('处理', error)}")


def with_liftings(form: "SelfEvaluation") -> "SelfEvaluation":
    """Return a form with those of its marks lifted that the person's workspace says were lifted.

    Raises:
        WorkspaceError: the workspace cannot be read.
    """
    from selfeval_assist.form.marks import in_form
    from selfeval_assist.workspace import Workspace, default_path

    if not in_form(form) or not default_path().exists():
        return form
    with Workspace.open() as workspace:
        return workspace.liftings.confirm(form)


def policy_named(name: str) -> "Policy | None":
    """Return the policy of a name, or None where none is named and each form's own is meant.

    Raises:
        PolicyError: there is no such policy.
    """
    from selfeval_assist.policies import load

    return load(name) if name else None


def unknown_code(codes: Sequence[str]) -> str:
    """Return the first that no rule's code begins with, or nothing."""
    from selfeval_assist.checks import RULES

    return next((c for c in codes if not any(each.startswith(c) for each in RULES)), "")


def second_documents(**places: Path | None) -> "dict[Kind, tuple[Candidate, ...]]":
    """Return what stands in a file, or in the files of a folder, for each kind that is given.

    Raises:
        DocumentError: a file cannot be read, or no file of a folder.
    """
    from selfeval_assist.reports.beside import KINDS

    return {kind: _candidates(place) for kind in KINDS if (place := places.get(kind)) is not None}


def compared(
    form: "SelfEvaluation", file: Path, given: "Mapping[Kind, Sequence[Candidate]]"
) -> "tuple[dict[Kind, SelfEvaluation], dict[str, str]]":
    """Return the second documents that belong to a form, and why there is none, which is told."""
    from selfeval_assist.reports.beside import beside

    found: dict[Kind, SelfEvaluation] = {}
    missing: dict[str, str] = {}
    for kind, candidates in given.items():
        document, why = beside(form, file, candidates, kind)
        if document is not None:
            found[kind] = document
        else:
            missing[kind] = why
            tell(f"{shown(file)}：{why}，没有比对。")
    return found, missing


def _candidates(place: Path) -> "tuple[Candidate, ...]":
    from selfeval_assist.documents import DocumentError, read
    from selfeval_assist.reports.beside import Candidate

    if not place.is_dir():
        with as_typed(place):
            return tuple(Candidate(place, form) for form in read(place))
    found: list[Candidate] = []
    try:
        files = [each for each in sorted(place.iterdir()) if _readable(each)]
    except OSError as error:
        raise DocumentError(shown(place), f"文件夹打不开（{reason(error)}）") from error
    for each in over(files, lambda file, form: iter([Candidate(file, form)])):
        if isinstance(each, Candidate):
            found.append(each)
        else:
            tell(each.error)
    if not found:
        raise DocumentError(shown(place), "文件夹里没有读得出的表", "请检查选对了文件夹")
    return tuple(found)
