"""Many files, or one that cannot be trusted, read in a child process that may die."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from selfeval_assist.documents.apart import Child
from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.documents.opening import read
from selfeval_assist.form import SelfEvaluation

SECONDS = 10.0
"""How long one file may take."""
_MODULE = "selfeval_assist.documents.child"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: its forms, or the error that a person is told."""

    path: Path
    forms: tuple[SelfEvaluation, ...] = ()
    error: DocumentError | None = None


def read_all(paths: Iterable[Path], seconds: float = SECONDS) -> Iterator[Outcome]:
    """Yield the outcome of every file, in their order.

    The files are read in a child process with a memory limit. A file that ends the child, or takes
    too long, gets a named error; the next file gets a new child.

    Args:
        paths: the files.
        seconds: how long one file may take.
    """
    child: Child | None = None
    try:
        for path in paths:
            child = child or Child(_MODULE)
            yield _read_there(child, path, seconds) or _read_here(path)
            if not child.alive:
                child.close()
                child = None
    finally:
        if child is not None:
            child.close()


def _read_here(path: Path) -> Outcome:
    """Return the outcome of a file that LibreOffice converts."""
    try:
        return Outcome(path, read(path))
    except DocumentError as error:
        return Outcome(path, error=error)


def _read_there(child: Child, path: Path, seconds: float) -> Outcome | None:
    """Return the outcome of one file, None for one to convert; then the child may be dead."""
    try:
        found = child.ask(str(path), path.name, seconds)
    except DocumentError as error:
        return Outcome(path, error=error)
    if "foreign" in found:
        return None
    if "error" in found:
        file, problem, advice, place = found["error"]
        return Outcome(path, error=DocumentError(file, problem, advice, place))
    return Outcome(path, tuple(SelfEvaluation.model_validate(one) for one in found["forms"]))


def read_apart(path: Path, seconds: float = SECONDS) -> tuple[SelfEvaluation, ...]:
    """Return the forms of one file, read in a child process.

    Raises:
        DocumentError: the file cannot be read, took too long, or ended the child.
    """
    (outcome,) = read_all([path], seconds)
    if outcome.error is not None:
        raise outcome.error
    return outcome.forms
