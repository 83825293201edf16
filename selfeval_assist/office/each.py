"""Every form of one file through one piece of work; what fails costs no more than itself.

Everything heavy is imported inside the function that needs it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from selfeval_assist.system import from_disk

if TYPE_CHECKING:
    from selfeval_assist.form import SelfEvaluation
    from selfeval_assist.reports import Failed

T = TypeVar("T")
Work = Callable[[Path, "SelfEvaluation"], Iterator[T]]
"""What is done with a form and its file, piece by piece."""
Forms = Callable[[Path], "tuple[SelfEvaluation, ...]"]
"""Reads the forms of a file."""


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


STDIN_NAME = "标准输入"
ASIDE = "selfeval-stdin-"
"""How the folder begins in which the standard input lies as a file of that name."""


def shown(file: Path) -> str:
    """Return a path as it is shown to a person."""
    from selfeval_assist.form.text import clean

    if file.name == STDIN_NAME and file.parent.name.startswith(ASIDE):
        return STDIN_NAME
    return str(clean(from_disk(str(file))))


def each_form(file: Path, work: "Work[T]", forms: Forms | None = None) -> "Iterator[T | Failed]":
    """Yield what is made of every form of a file, and what failed in place of the rest of it.

    Args:
        file: the file.
        work: what is done with each form.
        forms: reads them; ``documents.read`` if not given.

    Raises:
        DraftingError: what would fail for the next form too, such as a model nobody has allowed.
    """
    yield from _guarded(file, partial(_each, file, work, forms))


def _each(file: Path, work: "Work[T]", forms: Forms | None) -> "Iterator[T | Failed]":
    from selfeval_assist.documents import read

    with as_typed(file):
        found = (forms or read)(file)
    for form in found:
        which = form.project if len(found) > 1 else ""
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
