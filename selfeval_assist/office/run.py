"""One job over many files: in this process where they are few, shared by others where not."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from selfeval_assist import failures
from selfeval_assist.office.each import each_form
from selfeval_assist.office.pieces import Kind, Piece
from selfeval_assist.office.tasks import Job, Reader, Task, failed_pieces, task_of
from selfeval_assist.system import cores

FEW = 16
"""Files up to which no process is started: each takes longer to start than they take to read."""
WORTH = 8
"""Files for which one more process is worth its start."""


class Hands(NamedTuple):
    """Who works on files.

    Attributes:
        jobs: the number of processes; 0 takes the cores of the machine, and none for a few files.
        cluster: the address of a dask scheduler, whose workers do it; empty for this machine.
    """

    jobs: int = 0
    cluster: str = ""


ALONE = Hands()
"""This machine, as it likes."""


def done(
    files: Sequence[Path],
    job: Job,
    *,
    hands: Hands = ALONE,
    reader: Reader | None = None,
) -> Iterator[tuple[Path, Iterable[Piece]]]:
    """Yield every file with the pieces that a job makes of it, in the order of the files.

    Args:
        files: the files.
        job: what is done with each form.
        hands: who does it.
        reader: gives the model that reads each form; all is done in this process then.

    Raises:
        ClusterError: the cluster cannot be used, or is gone.
        PolicyError: the job names a policy that does not exist.
        DraftingError: no model can be asked.
    """
    if hands.cluster:
        from selfeval_assist.office.cluster import by_cluster

        yield from by_cluster(hands.cluster, files, job)
        return
    if reader is not None or (not hands.jobs and len(files) <= FEW):
        task = task_of(job, reader)
        yield from ((file, _here(file, job, task)) for file in files)
        return
    from selfeval_assist.office.parallel import by_children

    many = hands.jobs or min(cores(), max(1, len(files) // WORTH))
    yield from by_children(files, job, min(many, max(1, len(files))))


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
