"""One job over many files: in this process where they are few, shared by others where not."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from selfeval_assist import failures
from selfeval_assist.office.each import each_form
from selfeval_assist.office.pieces import Kind, Piece
from selfeval_assist.office.tasks import Job, Reader, Task, failed_pieces, task_of
from selfeval_assist.system import cores

FEW = 16
"""Files up to which no process is started: each takes longer to start than they take to read."""
_WORTH = 8
"""Files for which one more process is worth its start."""


def done(
    files: Sequence[Path], job: Job, *, jobs: int = 0, reader: Reader | None = None
) -> Iterator[tuple[Path, Iterable[Piece]]]:
    """Yield every file with the pieces that a job makes of it, in the order of the files.

    Args:
        files: the files.
        job: what is done with each form.
        jobs: the number of processes; 0 takes the cores of the machine, and none for a few files.
        reader: gives the model that reads each form; all is done in this process then.

    Raises:
        PolicyError: the job names a policy that does not exist.
        DraftingError: no model can be asked.
    """
    if reader is not None or (not jobs and len(files) <= FEW):
        task = task_of(job, reader)
        yield from ((file, _here(file, job, task)) for file in files)
        return
    from selfeval_assist.office.parallel import in_order

    many = jobs or min(cores(), max(1, len(files) // _WORTH))
    yield from in_order(files, job, min(many, max(1, len(files))))


def _here(file: Path, job: Job, task: Task) -> Iterator[Piece]:
    from selfeval_assist.reports import Failed

    for each in each_form(file, task):
        if isinstance(each, Failed):
            yield from failed_pieces(job, each)
        else:
            yield each


def note_report(piece: Piece) -> None:
    """Count the report of another process as one of this."""
    if piece.kind is Kind.REPORT:
        failures.noted(Path(piece.text) if piece.text else None)
