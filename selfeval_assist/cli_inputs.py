"""What the commands are given: files, one of which may fail without the rest, and second documents.

Everything heavy is imported inside the function that needs it.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from selfeval_assist.cli_output import tell
from selfeval_assist.office.each import as_typed, each_form, shown
from selfeval_assist.office.sources import PassedOver, readable, sources
from selfeval_assist.system import reason

if TYPE_CHECKING:
    from selfeval_assist.form import SelfEvaluation
    from selfeval_assist.office.each import Work
    from selfeval_assist.reports import Failed
    from selfeval_assist.reports.beside import Candidate, Kind

T = TypeVar("T")


def expanded(files: Sequence[Path]) -> Iterator[Path]:
    """Yield the files that are meant by files, folders and patterns; see ``office.sources``."""
    return sources(files, PassedOver())


def over(files: Sequence[Path], work: "Work[T]") -> "Iterator[T | Failed]":
    """Yield what is made of every form of every file, and what failed in place of the rest of it.

    All in this process. Only one file's forms are held at a time.

    Raises:
        DraftingError: what would fail for the next form too, such as a model nobody has allowed.
    """
    for file in expanded(files):
        yield from each_form(file, work)


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


def unknown_code(codes: Sequence[str]) -> str:
    """Return the first that no rule's code begins with, or nothing."""
    if not codes:
        return ""
    from selfeval_assist.checks import RULES

    return next((c for c in codes if not any(each.startswith(c) for each in RULES)), "")


def second_documents(**places: Path | None) -> "dict[Kind, tuple[Candidate, ...]]":
    """Return what stands in a file, or in the files of a folder, for each kind that is given.

    Raises:
        DocumentError: a file cannot be read, or no file of a folder.
    """
    if not any(places.values()):
        return {}
    from selfeval_assist.reports.beside import KINDS

    return {kind: _candidates(place) for kind in KINDS if (place := places.get(kind)) is not None}


def _candidates(place: Path) -> "tuple[Candidate, ...]":
    from selfeval_assist.documents import DocumentError, read
    from selfeval_assist.reports.beside import Candidate

    if not place.is_dir():
        with as_typed(place):
            return tuple(Candidate(place, form) for form in read(place))
    found: list[Candidate] = []
    try:
        files = [each for each in sorted(place.iterdir()) if readable(each)]
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
