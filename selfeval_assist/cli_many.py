"""Many files through one job: which ones are meant, what is told meanwhile, the exit codes."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from selfeval_assist.cli_inputs import with_liftings
from selfeval_assist.cli_output import FINDINGS, UNUSABLE, OutputError, tell
from selfeval_assist.cli_progress import with_progress
from selfeval_assist.office.each import ASIDE
from selfeval_assist.office.pieces import Kind, Piece
from selfeval_assist.office.run import Hands, done, note_report
from selfeval_assist.office.sources import PassedOver, listed, sources, with_stdin

if TYPE_CHECKING:
    from selfeval_assist.form import SelfEvaluation
    from selfeval_assist.office.tasks import Job, Reader
    from selfeval_assist.reports.twins import Results


@dataclass
class Told:
    """What became known on the way: exit codes, documents that fitted, failures, results."""

    codes: set[int]
    fitted: set[str] = field(default_factory=set)
    failed: list[str] = field(default_factory=list)
    seen: dict[str, "Results"] = field(default_factory=dict)


@contextmanager
def meant(files: Sequence[Path], from_file: Path | None, command: str) -> Iterator[list[Path]]:
    """Give the files that a command is to read, and tell what was passed over in folders.

    Args:
        files: files, folders, patterns, or ``-``.
        from_file: a list of such.
        command: the name of the command, for the message.

    Raises:
        OutputError: nothing is named, or nothing is there to read.
        DocumentError: the list or the standard input cannot be read.
    """
    given = [*files, *(listed(from_file) if from_file is not None else ())]
    if not given:
        raise OutputError(f"缺少“文件”。请用 selfeval-assist {command} --help 查看用法。")
    passed = PassedOver()
    found = list(sources(given, passed))
    if passed.counts:
        tell(passed)
    if not found:
        raise OutputError("给出的文件夹里没有可以读的文件。")
    with TemporaryDirectory(prefix=ASIDE, ignore_cleanup_errors=True) as place:
        yield with_stdin(found, Path(place))


def outputs(
    files: Sequence[Path],
    job: "Job",
    told: Told,
    *,
    hands: Hands,
    reader: "Reader | None" = None,
    quiet: bool = False,
    then: Callable[[Iterable[Piece]], Iterator[Piece]] = iter,
) -> Iterator[str]:
    """Yield the output of a job over files, in their order; all else is told or noted.

    Args:
        files: the files.
        job: what is done with each form.
        told: takes what became known.
        hands: who does it.
        reader: gives the model that reads each form.
        quiet: whether the output goes to a file, so that progress can be shown on any terminal.
        then: what is done with the pieces of each file, in order.
    """
    work = done(files, job, hands=hands, reader=reader)
    hidden = len(files) == 1 or not (quiet or not sys.stdout.isatty())
    for _, pieces in with_progress(work, len(files), hidden=hidden):
        for piece in then(pieces):
            if piece.kind is Kind.OUT:
                yield piece.text
            else:
                heed(piece, told)


def heed(piece: Piece, told: Told) -> None:
    """Tell a person, or note, what a piece that is no output says."""
    if piece.kind is Kind.TELL:
        tell(piece.text)
    elif piece.kind is Kind.FAILED:
        tell(piece.text)
        told.codes.add(UNUSABLE)
        told.failed.append(piece.text)
    elif piece.kind is Kind.FOUND:
        told.codes.add(FINDINGS)
    elif piece.kind is Kind.RESULTS:
        from selfeval_assist.reports.twins import Results, copied

        if line := copied(Results(*json.loads(piece.text)), told.seen):
            tell(line)
            told.codes.add(FINDINGS)
    elif piece.kind is Kind.FITTED:
        told.fitted.add(piece.text)
    else:
        note_report(piece)


def loaded(
    files: Sequence[Path], told: Told, *, hands: Hands, quiet: bool
) -> "Iterator[tuple[Path, SelfEvaluation]]":
    """Yield the forms of files, read as those of a job are; all else is told or noted.

    Marks are lifted in them that the person's workspace says were lifted.
    """
    from selfeval_assist.form import SelfEvaluation
    from selfeval_assist.office.tasks import Job

    work = done(files, Job("load", {}), hands=hands)
    hidden = len(files) == 1 or not (quiet or not sys.stdout.isatty())
    for file, pieces in with_progress(work, len(files), hidden=hidden):
        for piece in pieces:
            if piece.kind is Kind.FORM:
                yield file, with_liftings(SelfEvaluation.model_validate_json(piece.text))
            else:
                heed(piece, told)
